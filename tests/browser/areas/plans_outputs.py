"""Pages and who opens them: a plan as PDF, Word and spreadsheet."""

from datetime import date, datetime
from typing import Any

from adapters.report import CONTENT_TYPE as WORD
from plans.models import Plan, PlanVersion
from plans.pdf import kept, version_place
from tests.browser.rows import CSV, PDF, Row, Without

PAGES: list[Row] = [
    Row("plans:take_away", "/plans/{plan_out}/take-away/", "head.alder"),
    Row("plans:take_away", "/plans/{plan_out}/take-away/", "lead"),
    Row("plans:take_away", "/plans/{draft_out}/take-away/", "trustee"),
    Row("plans:version_pdf", "/plans/{plan_out}/versions/{version_out}.pdf", "governor.alder", 202),
]
WITHOUT_A_PAGE: dict[str, Without] = {
    "plans:pdf": Without("/plans/{plan_out}/monitoring.pdf", PDF, "a file"),
    "plans:word": Without("/plans/{plan_out}/plan.docx", WORD, "a file"),
    "plans:actions": Without("/plans/{plan_out}/actions.csv", CSV, "a file"),
    "plans:all_actions": Without("/plans/actions.csv", CSV, "a file", "lead"),
}


def places(now: datetime, today: date) -> dict[str, Any]:
    """The plan of Alder with a version whose file is being made; and one that nobody has agreed."""
    plan = Plan.objects.get(school__urn=900001, year__start_year=2026)
    newest = PlanVersion.objects.filter(plan=plan).order_by("-number")[0]
    newest.pk, newest.number, newest.reason, newest.file = (
        None,
        newest.number + 1,
        "Two actions were added.",
        "",
    )
    newest.save(force_insert=True)
    kept.claim(version_place(newest), now)
    draft = Plan.objects.filter(versions=None, year__start_year=2026).exclude(school=None).order_by("pk")[0]
    return {"plan_out": plan.pk, "version_out": newest.number, "draft_out": draft.pk}
