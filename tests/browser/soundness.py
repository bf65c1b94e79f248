"""What every page keeps to, in one visit: it takes a minute to open them all, and would take two to open them twice."""

import re
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import axe_playwright_python
from django.urls import resolve
from django.urls.exceptions import Resolver404
from playwright.sync_api import Page, ViewportSize

from tests.browser.rows import Row
from tests.browser.visit import Window

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# On dark paper the page is the same but for its colours.
RULES = {
    "light": {"type": "tag", "values": TAGS},
    "dark": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}
REACH = (Path(__file__).parent / "reach.js").read_text(encoding="utf-8")
PHONE = ViewportSize(width=320, height=640)


def faults(row: Row, window: Window) -> list[str]:
    """Empty for a page as it should be."""
    page = window.show(row)
    # Before axe, which the content policy would have kept out: it comes by way of the browser's own tools.
    found = [*_answered(row, window), *window.said]
    # What is folded away is looked at too. An open menu would lie over the page and the ribbon's list is long:
    # those have rows of their own.
    page.evaluate("for (const part of document.querySelectorAll('main details.more')) part.open = true")
    found += page.evaluate(REACH)
    page.evaluate(AXE)
    found += [*_violations(page, "light"), *_violations(page, "dark")]
    return [*found, *_too_wide(page)]


def _answered(row: Row, window: Window) -> list[str]:
    page, answer = window.page, window.answer
    assert answer is not None
    facts = {
        "the page": (name_of(page.url) if row.then is None else row.name, row.name),
        "the status": (answer.status, row.status),
        "a nonce in the content policy": (
            "'nonce-" in answer.headers.get("content-security-policy", ""),
            True,
        ),
        "the number of first headings": (page.locator("h1:visible").count(), 1),
        "a title and the trust": (bool(re.fullmatch(r"\S.* · \S.*", page.title())), True),
        "the language": (page.locator("html").get_attribute("lang"), "en-GB"),
    }
    return [f"{name}: {is_}, not {ought}" for name, (is_, ought) in facts.items() if is_ != ought]


def name_of(url: str) -> str:
    """Where the browser ended: a page that sends people on is not the page of its row."""
    try:
        return resolve(urlsplit(url).path).view_name
    except Resolver404:
        return ""


def _violations(page: Page, paper: Literal["light", "dark"]) -> list[str]:
    page.emulate_media(color_scheme=paper)
    report: dict[str, Any] = page.evaluate(
        "options => axe.run(options)",
        {"runOnly": RULES[paper], "resultTypes": ["violations"], "preload": False},
    )
    return [
        f"axe on {paper} paper: {found['id']} at {' '.join(map(str, node['target']))}: {node['html'][:160]} "
        f"({node['failureSummary']})"
        for found in report["violations"]
        for node in found["nodes"]
    ]


def _too_wide(page: Page) -> list[str]:
    """On the smallest phone: the page's width when it is over, and the innermost parts that stand out."""
    page.set_viewport_size(PHONE)
    width: int = page.evaluate("document.documentElement.scrollWidth")
    if width <= PHONE["width"]:
        return []
    outside: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("body *")]
            .filter(element => element.getBoundingClientRect().right > 320.5)
            .map(element => `${element.tagName.toLowerCase()}.${element.getAttribute("class") || ""}`).slice(-5)"""
    )
    return [f"{width} px wide on a phone of 320: {', '.join(outside)}"]
