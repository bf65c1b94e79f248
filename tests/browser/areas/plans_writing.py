"""Pages and who opens them: writing a plan, and its life."""

from datetime import date, datetime
from typing import Any

from tests.browser.rows import Row, Without

PAGES: list[Row] = []
WITHOUT_A_PAGE: dict[str, Without] = {}


def places(now: datetime, today: date) -> dict[str, Any]:
    return {}
