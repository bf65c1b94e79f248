"""Pages and who opens them: calendar feeds."""

from datetime import date, datetime
from typing import Any

from playwright.sync_api import Page

from tests.browser.rows import CALENDAR, POST, Row, Without


def without_a_choice(page: Page) -> None:
    page.get_by_role("button", name="Make this address", exact=True).click()


PAGES: list[Row] = [
    Row("schedule:feed", "/calendar/", "head.alder"),
    Row("schedule:feed", "/calendar/", "admin"),
    Row("schedule:feed", "/calendar/?school=900001&process=P10", "lead"),
    Row("schedule:feed", "/calendar/", "deputy.alder", then=without_a_choice),
]
WITHOUT_A_PAGE: dict[str, Without] = {
    "schedule:make_feed": Without("/calendar/make/", POST, "an action"),
    "schedule:renew_feed": Without("/calendar/renew/", POST, "an action"),
    "schedule:stop_feed": Without("/calendar/stop/", POST, "an action"),
    "schedule:feed_ics": Without("/calendar/{feed}.ics", CALENDAR, "a calendar"),
}


def places(now: datetime, today: date) -> dict[str, Any]:
    return {}
