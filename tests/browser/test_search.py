"""The field in the masthead: suggestions by keyboard, and the page behind it without JavaScript."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import OpenAs


def test_suggestions_come_while_typing_and_are_reached_by_tab(person: OpenAs) -> None:
    page = person("head.alder")
    page.goto("/handbook/")
    field = page.get_by_label("Search the handbook")
    expect(page.locator("#suggestions")).to_be_hidden()
    field.press_sequentially("attenda")
    first = page.locator("#suggestions a").first
    expect(first).to_be_visible()
    expect(first.locator("mark")).to_have_text("Attendance")
    field.press("Tab")
    expect(page.get_by_role("button", name="Search")).to_be_focused()
    page.keyboard.press("Tab")
    expect(first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/handbook/attendance-review/$"))


def test_leaving_the_field_puts_the_suggestions_away(person: OpenAs) -> None:
    page = person("head.alder")
    page.goto("/handbook/")
    page.get_by_label("Search the handbook").press_sequentially("attend")
    expect(page.locator("#suggestions a").first).to_be_visible()
    page.locator("h1").click(position={"x": 5, "y": 5})
    expect(page.locator("#suggestions")).to_be_hidden()


def test_enter_shows_every_result_also_without_javascript(person: OpenAs) -> None:
    page = person("head.alder", java_script_enabled=False)
    page.goto("/handbook/")
    page.get_by_label("Search the handbook").fill("attend")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q=attend$"))
    expect(page.get_by_role("link", name="Attendance review").first).to_be_visible()
