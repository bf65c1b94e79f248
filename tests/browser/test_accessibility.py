"""Axe finds nothing on any page, on light paper and on dark."""

from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Page

from tests.browser.conftest import AsPerson
from tests.browser.pages import PAGES, Row
from tests.browser.portal import Portal
from tests.browser.visit import show

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.parametrize("row", PAGES, ids=str)
def test_axe(row: Row, portal: Portal, as_person: AsPerson) -> None:
    page = as_person(row.who).context.new_page()
    show(page, row, portal)
    # What is folded away is looked at too; an open menu would lie over the page, and has a row of its own.
    page.evaluate("for (const part of document.querySelectorAll('main details')) part.open = true")
    page.evaluate(AXE)
    found = [f"{paper}: {line}" for paper in ("light", "dark") for line in violations(page, paper)]
    page.close()
    assert found == []


def violations(page: Page, paper: Any) -> list[str]:
    page.emulate_media(color_scheme=paper)
    rules = {"type": "tag", "values": RULES}
    report: dict[str, Any] = page.evaluate(
        "options => axe.run(options)", {"runOnly": rules, "resultTypes": ["violations"], "preload": False}
    )
    return [
        f"{found['id']} at {' '.join(map(str, node['target']))}: {node['html'][:160]} ({node['failureSummary']})"
        for found in report["violations"]
        for node in found["nodes"]
    ]
