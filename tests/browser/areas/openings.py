"""Pages and who opens them: processes that are started, and joining in the middle."""

from datetime import date, datetime
from typing import Any

from playwright.sync_api import Page

from schedule.models import Opening
from tests.browser.rows import POST, Row, Without

START = "/openings/start/"
OAK = "/next/{joined_urn}/joining/"


def without_a_reason(page: Page) -> None:
    page.evaluate("for (const form of document.forms) form.noValidate = true")
    page.get_by_role("button", name="Start it at Alder").click()


def with_nothing_ticked(page: Page) -> None:
    page.get_by_label("Why they are left out").fill("It is done at the school it came from.")
    page.get_by_role("button", name="Leave out what I ticked").click()


PAGES: list[Row] = [
    Row("schedule:openings", "/openings/", "lead"),
    Row("schedule:openings", "/openings/?school=900001", "lead"),
    Row("schedule:openings", "/openings/", "head.alder"),
    Row("schedule:openings", "/openings/", "governor.alder", 403),
    Row("schedule:start_opening", START, "lead"),
    Row("schedule:start_opening", f"{START}?school=900001&process=P16&day=2027-01-01", "head.alder"),
    Row(
        "schedule:start_opening",
        f"{START}?school=900001&process=P16&day=2027-01-04",
        "lead",
        422,
        without_a_reason,
    ),
    Row("schedule:opening", "/openings/{opening}/", "lead"),
    Row("schedule:end_opening", "/openings/{opening}/end/", "lead"),
    Row("schedule:joining", OAK, "lead"),
    Row("schedule:joining", OAK, "lead", 422, with_nothing_ticked),
    Row("schedule:joining", "/next/900003/joining/", "head.cedar"),
    Row("schedule:joining", "/next/900001/joining/", "head.alder"),
]
WITHOUT_A_PAGE: dict[str, Without] = {
    "schedule:waive": Without(f"{OAK}waive/", POST, "an action", "lead"),
    "schedule:ask_again": Without(f"{OAK}ask/", POST, "an action", "lead"),
}


def places(now: datetime, today: date) -> dict[str, Any]:
    """The numbers in the addresses above. Runs in the portal's process, with the demo made."""
    opening = Opening.objects.get(school__urn=900003, process_code="P16")
    return {"opening": opening.pk, "joined_urn": 900010}
