"""Self-evaluation. Below /plans/."""

from django.urls import URLPattern, path

from plans.views import evaluation, evaluation_agreeing, evaluation_area, evaluation_versions

ONE = "self-evaluation/<int:pk>/"
AREA = f"{ONE}areas/<slug:area>/"

urlpatterns: list[URLPattern] = [
    path("self-evaluation/", evaluation.self_evaluations, name="self_evaluations"),
    path("self-evaluation/start/", evaluation.start_evaluation, name="start_evaluation"),
    path("self-evaluation/of/<int:urn>/", evaluation.evaluation_of_school, name="evaluation_of_school"),
    path(ONE, evaluation.self_evaluation, name="self_evaluation"),
    path(f"{ONE}agree/", evaluation_agreeing.agree_evaluation, name="agree_evaluation"),
    path(f"{ONE}self-evaluation.pdf", evaluation_versions.evaluation_pdf, name="evaluation_pdf"),
    path(f"{ONE}compare/", evaluation_versions.compare_evaluation, name="compare_evaluation"),
    path(f"{ONE}versions/<int:number>/", evaluation_versions.evaluation_version, name="evaluation_version"),
    path(
        f"{ONE}versions/<int:number>.pdf",
        evaluation_versions.evaluation_version_pdf,
        name="evaluation_version_pdf",
    ),
    path(AREA, evaluation_area.evaluation_area, name="evaluation_area"),
    path(f"{AREA}judge/", evaluation_area.judge_area, name="judge_area"),
    path(f"{AREA}write/", evaluation_area.write_area, name="write_area"),
    path(f"{AREA}view/", evaluation_area.give_view, name="give_view"),
]
