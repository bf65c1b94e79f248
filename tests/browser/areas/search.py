"""Pages and who opens them: search."""

from datetime import date, datetime
from typing import Any

from tests.browser.rows import Row, Without

PAGES: list[Row] = [
    Row("search:search", "/search/", "head.alder"),
    Row("search:search", "/search/?q=headteacher+meetings", "head.alder"),
    Row("search:search", "/search/?q=pupil+premium&kind=step", "trustee"),
    Row("search:search", "/search/?q=qwertz", "governor.alder"),
]
WITHOUT_A_PAGE: dict[str, Without] = {
    "search:suggest": Without(
        "/search/suggest/", "text/html", "a part of a page, for the field in the masthead"
    ),
}


def places(now: datetime, today: date) -> dict[str, Any]:
    """The numbers in the addresses above. Runs in the portal's process, with the demo made."""
    return {}
