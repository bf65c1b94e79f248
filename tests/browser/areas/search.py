"""Pages and who opens them: search."""

from datetime import date, datetime
from typing import Any

from playwright.sync_api import Page

from tests.browser.rows import Row, Without


def with_suggestions(page: Page) -> None:
    page.get_by_label("Search the handbook").fill("attend")
    page.locator("#suggestions a").first.wait_for()


PAGES: list[Row] = [
    Row("search:search", "/search/", "head.alder"),
    Row("search:search", "/search/?q=headteacher+meetings", "head.alder"),
    Row("search:search", "/search/?q=pupil+premium&kind=step", "trustee"),
    Row("search:search", "/search/?q=qwertz", "governor.alder"),
    Row("handbook:contents", "/handbook/", "lead", then=with_suggestions),
]
WITHOUT_A_PAGE: dict[str, Without] = {
    "search:suggest": Without(
        "/search/suggest/?q=attend", "text/html", "a part of a page, for the field in the masthead"
    ),
}


def places(now: datetime, today: date) -> dict[str, Any]:
    """The numbers in the addresses above. Runs in the portal's process, with the demo made."""
    return {}
