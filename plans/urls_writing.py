"""Writing a plan, and its life. Below /plans/."""

from django.urls import path, re_path

from plans.views import life, page, parts, presence, progress, versions, writing

PLACE = r"^(?P<kind>opening|priorities|objectives|actions)/(?P<pk>[0-9]{1,18})"
KIND = r"^(?P<kind>priorities|objectives|actions)/(?P<pk>[0-9]{1,18})"

urlpatterns = [
    path("start/", life.start, name="start"),
    path("trust/", versions.trust, name="trust"),
    path("trust/priorities/<int:pk>/", versions.sight, name="sight"),
    path("<int:pk>/", page.plan, name="plan"),
    path("<int:pk>/comment/", page.comment, name="comment"),
    path("comments/<int:pk>/settle/", page.settle, name="settle"),
    # Its life
    path("<int:pk>/send/", life.send, name="send"),
    path("<int:pk>/take-back/", life.take_back, name="take_back"),
    path("<int:pk>/give-back/", life.give_back, name="give_back"),
    path("<int:pk>/agree/", life.agree, name="agree"),
    path("<int:pk>/amend/", life.amend, name="amend"),
    path("<int:pk>/archive/", life.archive, name="archive"),
    # Its words
    path("<int:pk>/write/", writing.write_plan, name="write_plan"),
    path("<int:pk>/order/", parts.order, name="order"),
    path("<int:pk>/priorities/add/", parts.add_priority, name="add_priority"),
    path("priorities/<int:pk>/", writing.write_priority, name="write_priority"),
    path("priorities/<int:pk>/objectives/add/", parts.add_objective, name="add_objective"),
    path("objectives/<int:pk>/", writing.write_objective, name="write_objective"),
    path("objectives/<int:pk>/add-<slug:kind>/", writing.add_line, name="add_line"),
    path("objectives/<int:pk>/remove-<slug:kind>/<int:line>/", writing.remove_line, name="remove_line"),
    path("objectives/<int:pk>/actions/add/", parts.add_action, name="add_action"),
    path("actions/<int:pk>/", writing.write_action, name="write_action"),
    re_path(rf"{KIND}/remove/$", parts.remove, name="remove"),
    re_path(rf"{KIND}/move/$", parts.move, name="move"),
    re_path(rf"{PLACE}/here/$", presence.here, name="here"),
    # How its parts stand
    path("objectives/<int:pk>/progress/", progress.objective, name="progress"),
    path("actions/<int:pk>/under-way/", progress.under_way, name="under_way"),
    path("criteria/<int:pk>/result/", progress.result, name="result"),
    path("milestones/<int:pk>/seen/", progress.seen, name="seen"),
    path("monitoring/<int:pk>/found/", progress.found, name="found"),
    # Versions
    path("<int:pk>/versions/", versions.versions, name="versions"),
    path("<int:pk>/versions/<int:number>/", versions.version, name="version"),
    path("<int:pk>/compare/", versions.compare, name="compare"),
]
