"""Pages and who opens them: check."""

from datetime import date, datetime
from typing import Any

from tests.browser.rows import Row, Without

PAGES: list[Row] = []
WITHOUT_A_PAGE: dict[str, Without] = {}


def places(now: datetime, today: date) -> dict[str, Any]:
    """The numbers in the addresses above. Runs in the portal's process, with the demo made."""
    return {}
