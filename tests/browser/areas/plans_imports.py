"""Pages and who opens them: bringing in a plan from Word or Excel."""

from datetime import date, datetime
from typing import Any

from playwright.sync_api import Page

from plans.models import PlanImport
from tests.browser.rows import POST, Row, Without

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
START = "/plans/{of_rowan}/import/"
FILE = "/plans/{of_rowan}/import/{of_file}/"


def no_office_file(page: Page) -> None:
    page.set_input_files("#id_file", {"name": "plan.docx", "mimeType": WORD, "buffer": b"no"})
    page.get_by_role("button", name="Read the file").click()


def all_opened(page: Page) -> None:
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")


PAGES: list[Row] = [
    Row("plans:import", START, "head.rowan"),
    Row("plans:import", START, "head.rowan", 422, no_office_file),
    Row("plans:import", START, "trustee", 403),
    Row("plans:show_import", FILE, "head.rowan"),
    Row("plans:show_import", FILE, "head.rowan", 200, all_opened),
    Row("plans:preview_import", FILE + "preview/", "lead"),
    Row("plans:preview_import", FILE + "preview/", "head.rowan", 200, all_opened),
]
WITHOUT_A_PAGE: dict[str, Without] = {
    "plans:template_docx": Without("/plans/template.docx", WORD, "a file"),
    "plans:template_xlsx": Without("/plans/template.xlsx", EXCEL, "a file"),
    "plans:tell_import": Without(FILE + "tables/", POST, "an action", "head.rowan"),
    "plans:answer_import": Without(FILE + "answers/", POST, "an action", "head.rowan"),
    "plans:apply_import": Without(FILE + "apply/", POST, "an action", "head.rowan"),
    "plans:discard_import": Without(FILE + "discard/", POST, "an action", "head.rowan"),
}


def places(now: datetime, today: date) -> dict[str, Any]:
    """The old plan of Rowan, which the demo has read and not added."""
    kept = PlanImport.objects.get(plan__school__urn=900010)
    return {"of_rowan": kept.plan_id, "of_file": kept.pk}
