"""Each page answers, has one heading, keeps to the content policy, fits a small phone and works by keyboard."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse
from django.urls.exceptions import Resolver404
from playwright.sync_api import Page, ViewportSize

from tests.browser.conftest import OpenAs
from tests.browser.pages import PAGES, TAKEN_OVER, WITHOUT_A_PAGE, Row, Without
from tests.browser.portal import Portal
from tests.browser.visit import Window

REACH = (Path(__file__).parent / "reach.js").read_text(encoding="utf-8")
SOUND = {
    "policy": True,
    "said": [],
    "headings": 1,
    "title": True,
    "language": "en-GB",
    "out of reach": [],
    "too wide for a phone": [],
}
PHONE = ViewportSize(width=320, height=640)


@pytest.mark.parametrize("row", PAGES, ids=str)
def test_page(row: Row, window: Window) -> None:
    page = window.show(row)
    assert window.answer is not None
    found = {
        "page": _name_of(page.url) if row.then is None else row.name,
        "status": window.answer.status,
        "policy": "'nonce-" in window.answer.headers.get("content-security-policy", ""),
        "said": window.said,
        "headings": page.locator("h1:visible").count(),
        "title": bool(re.fullmatch(r"\S.* · \S.*", page.title())),
        "language": page.locator("html").get_attribute("lang"),
        "out of reach": page.evaluate(REACH),
        "too wide for a phone": _too_wide(page),
    }
    wanted = SOUND | {"page": row.name, "status": row.status}
    assert found == wanted, "\n".join(
        f"{name}: {found[name]}, not {wanted[name]}" for name in wanted if found[name] != wanted[name]
    )


def _too_wide(page: Page) -> list[str]:
    """The page's width when it is over 320, and the elements that stand out, nothing else."""
    page.set_viewport_size(PHONE)
    width: int = page.evaluate("document.documentElement.scrollWidth")
    if width <= PHONE["width"]:
        return []
    outside: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("body *")]
            .filter(element => element.getBoundingClientRect().right > 320.5)
            .map(element => `${element.tagName.toLowerCase()}.${element.getAttribute("class") || ""}`).slice(-5)"""
    )
    return [f"{width} px", *outside]


# ------------------------------------------------------------------ no page is forgotten


def test_every_address_of_the_portal_has_its_row() -> None:
    named = {name for name in _names(get_resolver(), "") if name}
    assert sorted(named - {row.name for row in PAGES} - set(WITHOUT_A_PAGE) - set(TAKEN_OVER)) == []
    assert sorted(set(WITHOUT_A_PAGE) - named) == []
    assert {name: _name_of(reverse(name)) for name in TAKEN_OVER} == TAKEN_OVER


def _name_of(url: str) -> str:
    """Where the browser ended: a page that sends people on is not the page of its row."""
    try:
        return resolve(urlsplit(url).path).view_name
    except Resolver404:
        return ""


def _names(resolver: URLResolver, space: str) -> Iterator[str]:
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern):
            yield f"{space}{one.name}" if one.name else ""
        else:
            yield from _names(one, f"{space}{one.namespace}:" if one.namespace else space)


@pytest.mark.parametrize("name", WITHOUT_A_PAGE)
def test_what_has_no_row_is_no_page(name: str, portal: Portal, person: OpenAs) -> None:
    without: Without = WITHOUT_A_PAGE[name]
    path = without.address.format(**portal.places)
    assert resolve(path).view_name == name
    answer = person(without.who).request.get(path, max_redirects=0, headers=without.headers)
    if isinstance(without.answer, int):
        assert answer.status == without.answer
    else:
        assert (answer.status, answer.headers["content-type"].split(";")[0]) == (200, without.answer)
