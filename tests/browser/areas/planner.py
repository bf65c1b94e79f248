"""Pages and who opens them: the planner."""

from datetime import date, datetime
from typing import Any

from playwright.sync_api import Page

from schools.models import MarkedDays, School
from tests.browser.rows import PDF, POST, Row, Without

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def with_a_group_open(page: Page) -> None:
    page.locator(".planner details summary").first.click()


def without_a_tick(page: Page) -> None:
    page.get_by_role("button", name="Mark as done").click()


PAGES: list[Row] = [
    Row("schedule:planner", "/planner/", "head.alder"),
    Row("schedule:planner", "/planner/", "lead"),
    Row("schedule:planner", "/planner/", "trustee"),
    Row("schedule:planner", "/planner/?view=month&day=2026-12-01&whose=me", "partner"),
    Row("schedule:planner", "/planner/?view=week&school=900001", "lead"),
    Row("schedule:planner", "/planner/?view=half-term&school=all", "lead", then=with_a_group_open),
    Row("schedule:planner", "/planner/?view=list&school=900001&state=planned&kind=review", "lead"),
    Row("schedule:planner", "/planner/?view=list&school=all", "lead"),
    Row("schedule:planner", "/planner/?view=list&state=late", "deputy.alder"),
    Row("schedule:planner", "/planner/?view=year&role=nobody&day=soon", "head.alder"),
    Row("schedule:planner_bulk", "/planner/?view=list&school=900001", "lead", 422, without_a_tick),
]
WITHOUT_A_PAGE: dict[str, Without] = {
    "schedule:planner_undo": Without("/planner/bulk/undo/", POST, "an action", "lead"),
    "schedule:planner_csv": Without("/planner/events.csv", "text/csv", "a file"),
    "schedule:planner_xlsx": Without("/planner/events.xlsx", XLSX, "a file"),
    "schedule:wall_pdf": Without("/planner/wall.pdf", PDF, "a PDF", "lead"),
}


def places(now: datetime, today: date) -> dict[str, Any]:
    for kind, label in MarkedDays.Kind.choices:
        MarkedDays.objects.create(kind=kind, label=label, first_date=today, last_date=today)
    alder = School.objects.get(urn=900001)
    MarkedDays.objects.create(
        school=alder, kind="tests", label="Mock week", first_date=today, last_date=today
    )
    return {}
