"""Signed out in another tab while somebody writes: nothing they typed is lost, with JavaScript and without."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenAs
from tests.browser.portal import Portal, served
from tests.browser.visit import fill_in_sign_in


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """One of its own: what is written in it would change the pages that other files visit."""
    with served(tmp_path_factory.mktemp("signed-out")) as running:
        yield running


def sign_out(tab: Page) -> None:
    tab.goto("/accounts/logout/")
    tab.locator("main").get_by_role("button", name="Sign out").click()
    expect(tab).to_have_url(re.compile("/accounts/login/"))


def sign_in(tab: Page, name: str) -> None:
    fill_in_sign_in(tab, f"{name}@demo.example")
    expect(tab).not_to_have_url(re.compile("/accounts/login/"))


def open_to_write(person: OpenAs, portal: Portal) -> Page:
    """On a phone, signed in here and now: a sign-in that other files share would be over with this."""
    page = person("", viewport={"width": 375, "height": 760})
    sign_in(page, "head.maple")
    page.goto(f"/plans/priorities/{portal.places['draft_priority']}/")
    return page


def test_the_page_waits_and_saves_itself_once_the_writer_is_back(person: OpenAs, portal: Portal) -> None:
    page = open_to_write(person, portal)
    because, state = page.get_by_label("Because"), page.locator(".save-bar [data-part=state]")
    other = page.context.new_page()
    sign_out(other)
    because.fill("Typed while signed out.")
    expect(state).to_contain_text("Not saved: you are signed out")
    sign_in(other, "head.alder")
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(state).to_contain_text("is signed in now in this browser")
    expect(because).to_have_value("Typed while signed out.")
    page.get_by_role("button", name="Save").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Somebody else is signed in now")
    sign_out(other)
    sign_in(other, "head.maple")
    page.get_by_role("button", name="Save what I wrote").click()
    page.get_by_role("button", name="Save what I wrote").click()
    expect(page.get_by_label("Because")).to_have_value("Typed while signed out.")
    expect(page.locator(".notice")).to_contain_text("Saved at")


def test_it_goes_on_with_the_new_sign_in_by_itself(person: OpenAs, portal: Portal) -> None:
    page = open_to_write(person, portal)
    state = page.locator(".save-bar [data-part=state]")
    other = page.context.new_page()
    sign_out(other)
    page.get_by_label("Because").fill("And typed again.")
    expect(state).to_contain_text("Not saved: you are signed out")
    sign_in(other, "head.maple")
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(state).to_contain_text(re.compile(r"Saved at \d\d:\d\d"))
    page.reload()
    expect(page.get_by_label("Because")).to_have_value("And typed again.")
