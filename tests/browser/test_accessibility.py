"""Axe finds nothing on any page, on light paper and on dark."""

from pathlib import Path
from typing import Any, Literal

import axe_playwright_python
import pytest
from playwright.sync_api import Page

from tests.browser.pages import PAGES, Row
from tests.browser.visit import Window

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# On dark paper the page is the same but for its colours.
RULES = {
    "light": {"type": "tag", "values": TAGS},
    "dark": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}


@pytest.mark.parametrize("row", PAGES, ids=str)
def test_axe(row: Row, window: Window) -> None:
    page = window.show(row)
    # What is folded away is looked at too. An open menu would lie over the page and the ribbon's list is long:
    # those have rows of their own.
    page.evaluate("for (const part of document.querySelectorAll('main details.more')) part.open = true")
    page.evaluate(AXE)
    found = [*_violations(page, "light"), *_violations(page, "dark")]
    assert found == [], "\n".join(found)


def _violations(page: Page, paper: Literal["light", "dark"]) -> list[str]:
    page.emulate_media(color_scheme=paper)
    report: dict[str, Any] = page.evaluate(
        "options => axe.run(options)",
        {"runOnly": RULES[paper], "resultTypes": ["violations"], "preload": False},
    )
    return [
        f"{paper}: {found['id']} at {' '.join(map(str, node['target']))}: {node['html'][:160]} "
        f"({node['failureSummary']})"
        for found in report["violations"]
        for node in found["nodes"]
    ]
