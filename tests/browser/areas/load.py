"""Pages and who opens them: load, and days to keep free."""

from datetime import date, datetime
from typing import Any

from playwright.sync_api import Page

from people.models import User
from schools.models import MarkedDays
from tests.browser.rows import POST, Row, Without


def with_the_list_open(page: Page) -> None:
    page.get_by_text("The year as a list").first.click()


def with_nothing_filled_in(page: Page) -> None:
    page.get_by_role("button", name="Mark these days").click()


PAGES: list[Row] = [
    Row("schedule:load", "/load/", "lead"),
    Row("schedule:load", "/load/?half-term=AUT2&role=headteacher&order=highest", "ceo"),
    Row("schedule:load_school", "/load/900006/", "lead"),
    Row("schedule:load_school", "/load/900001/", "head.alder"),
    Row("schedule:load_week", "/load/900006/2026-11-23/", "lead"),
    Row("schedule:load_week", "/load/900001/2026-08-03/", "head.alder"),
    Row("schedule:load_person", "/load/people/{across}/2026-11-30/", "lead"),
    Row("schedule:next", "/next/", "head.alder", then=with_the_list_open),
    Row("schools:marked_days", "/schools/marked-days/", "lead"),
    Row("schools:marked_days", "/schools/marked-days/?year=2029", "admin"),
    Row("schools:marked_days", "/schools/marked-days/", "lead", 422, with_nothing_filled_in),
    Row("schools:remove_marked_days", "/schools/marked-days/{marked_days}/remove/", "lead"),
    Row("schools:trust", "/schools/trust/", "lead"),
]
WITHOUT_A_PAGE: dict[str, Without] = {
    "schools:add_marked_days": Without("/schools/marked-days/add/", POST, "an action", "lead"),
    "schools:add_offered_days": Without("/schools/marked-days/offered/", POST, "an action", "lead"),
}


def places(now: datetime, today: date) -> dict[str, Any]:
    """One run of the demo's, and a partner of several schools."""
    partner = User.objects.get(email="partner@demo.example")
    return {"marked_days": MarkedDays.objects.order_by("pk")[0].pk, "across": partner.pk}
