"""The main way through the portal without a mouse."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenAs

FOCUSED = "document.activeElement"


def _tab_to(page: Page, target: Locator, most: int = 150) -> list[str]:
    """Presses Tab until `target` has the focus; what it passed by, in order."""
    passed: list[str] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return passed
        passed.append(page.evaluate(f"({FOCUSED}.innerText || {FOCUSED}.textContent || '').trim()"))
    raise AssertionError(f"Tab does not reach {target}; it passed {passed}")


def _expect_outline(target: Locator) -> None:
    outline = target.evaluate("element => [getComputedStyle(element).outlineStyle, "
                              "parseFloat(getComputedStyle(element).outlineWidth)]")  # fmt: skip
    assert outline[0] not in ("none", "auto"), outline
    assert outline[1] >= 2, outline


def test_the_first_stop_skips_to_the_content(person: OpenAs) -> None:
    page = person("head.birch")
    page.goto("/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    # The next stop lies in the content, not in the menu that was skipped.
    page.keyboard.press("Tab")
    assert page.evaluate(f"{FOCUSED}.closest('main') !== null")


def test_done_and_undone(person: OpenAs) -> None:
    page = person("head.birch")
    page.goto("/")
    title = page.get_by_role("heading", level=1).inner_text()
    done = page.get_by_role("button", name="Mark as done")
    passed = _tab_to(page, done)
    assert passed.index("Next") < passed.index("Handbook")  # the menu comes before the card, in reading order
    _expect_outline(done)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text(f"“{title}” is marked as done.")
    expect(page.get_by_role("heading", level=1)).not_to_have_text(title)
    undo = page.get_by_role("status").get_by_role("button", name="Undo")
    _tab_to(page, undo)
    _expect_outline(undo)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text(f"“{title}” is as it was before.")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_not_needed_with_its_reason(person: OpenAs) -> None:
    page = person("head.birch")
    page.goto("/")
    title = page.get_by_role("heading", level=1).inner_text()
    _tab_to(page, page.get_by_role("link", name="It is not needed"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#not-needed$"))
    reason = page.get_by_label("Why it is not needed")
    _tab_to(page, reason)
    _expect_outline(reason)
    page.keyboard.type("Agreed with our partner to leave it out.")
    _tab_to(page, page.get_by_role("button", name="Mark as not needed"), most=3)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text(f"“{title}” is marked as not needed.")
    _tab_to(page, page.get_by_role("status").get_by_role("button", name="Undo"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("is as it was before.")


def test_the_account_menu(person: OpenAs) -> None:
    page = person("head.birch")
    page.goto("/")
    menu = page.locator("details.me > summary")
    _tab_to(page, menu)
    _expect_outline(menu)
    page.keyboard.press("Enter")
    first = page.locator("details.me .menu a").first
    expect(first).to_be_visible()
    page.keyboard.press("Tab")
    expect(first).to_be_focused()
    _expect_outline(first)
    page.keyboard.press("Escape")
    expect(first).to_be_hidden()
    expect(menu).to_be_focused()


def test_the_whole_of_a_page_can_be_walked(person: OpenAs) -> None:
    """From the address bar through every control to the end, and none holds the focus."""
    page = person("head.birch")
    page.goto("/")
    stops = page.evaluate(
        """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
            .filter(one => one.type !== "hidden" && one.tabIndex >= 0
                           && one.checkVisibility({ visibilityProperty: true })).length"""
    )
    seen: list[bool] = []
    page.evaluate("window.stops = new Set()")
    for _ in range(stops):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(f"(stops.add({FOCUSED}), {FOCUSED} !== document.body)"))
    assert (all(seen), page.evaluate("stops.size")) == (True, stops)
