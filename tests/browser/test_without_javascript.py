"""A head of two schools does the week's work in a browser that runs no script."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenAs
from tests.browser.portal import Portal
from tests.browser.visit import fill_in_sign_in


@pytest.fixture
def page(person: OpenAs) -> Page:
    page = person("", java_script_enabled=False)
    fill_in_sign_in(page, "head.cedar@demo.example")
    page.get_by_role("table").get_by_role("link", name="Cedar").click()  # the first page has both schools
    expect(page.get_by_text("What comes next", exact=True)).to_be_visible()
    return page


def test_scripts_are_off(page: Page) -> None:
    expect(page.locator("[data-paper-switch]")).to_be_hidden()


def test_done_undone_and_not_needed(page: Page) -> None:
    heading = page.get_by_role("heading", level=1)
    title = heading.inner_text()
    page.get_by_role("button", name="Mark as done").click()
    expect(page.get_by_role("status")).to_contain_text(f"“{title}” is marked as done.")
    expect(heading).not_to_have_text(title)
    page.get_by_role("status").get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text(f"“{title}” is as it was before.")
    page.goto("/next/900003/")
    expect(heading).to_have_text(title)
    page.get_by_role("link", name="It is not needed").click()
    page.get_by_label("Why it is not needed").fill("Agreed with our partner to leave it out.")
    page.get_by_role("button", name="Mark as not needed").click()
    expect(page.get_by_role("status")).to_contain_text(f"“{title}” is marked as not needed.")


def test_a_lead_moves_one_step_at_every_school_and_takes_it_back(person: OpenAs, portal: Portal) -> None:
    page = person("lead", java_script_enabled=False)
    page.goto(f"/events/{portal.places['everywhere']}/move/")
    page.get_by_role("link", name="Move it at several schools at once").click()
    page.get_by_label("Each from its own day").check()
    page.get_by_label("How many").fill("2")
    page.get_by_label("Of what").select_option("weeks")
    page.get_by_role("button", name="See what this means").click()
    expect(page.get_by_role("status")).to_contain_text("It would move at 10 schools.")
    page.get_by_label("Alder").uncheck()
    page.get_by_label("Why it moves").fill("The partners are at a training day.")
    page.get_by_role("button", name="Move it at 10 schools").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing is moved yet: look at what this means")
    expect(page.get_by_label("Why it moves")).to_have_value("The partners are at a training day.")
    page.get_by_role("button", name="Move it at 9 schools").click()
    expect(page.get_by_role("status").first).to_contain_text(
        "is moved at 9 schools. Each sees it on its page."
    )
    page.get_by_role("button", name="Undo all of it").click()
    expect(page.get_by_role("status").first).to_contain_text(
        "9 steps are on their days again, and so is what follows them."
    )


def test_a_file(page: Page, portal: Portal) -> None:
    page.goto(f"/events/{portal.places['takes_files']}/")
    page.get_by_text("Attach a document", exact=True).click()
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "notes.txt", "mimeType": "text/plain", "buffer": b"What we agreed.\n"}
    )
    page.get_by_role("button", name="Attach it").click()
    expect(page.get_by_role("status")).to_contain_text("“notes.txt” is attached.")
    with page.expect_download() as download:
        page.get_by_role("link", name="notes.txt").first.click()
    assert Path(download.value.path()).read_bytes() == b"What we agreed.\n"
    page.get_by_role("button", name="Remove notes.txt").click()
    expect(page.get_by_role("status")).to_contain_text("“notes.txt” is removed")


def test_the_other_school_the_handbook_and_out(page: Page) -> None:
    place = page.locator(".place b").first
    here = place.inner_text()
    other = "Holly" if here == "Cedar" else "Cedar"
    page.locator(".place").get_by_role("link", name=other).click()
    expect(place).to_have_text(other)
    page.locator("dl.facts dt", has_text="In the handbook").locator("+ dd a").click()
    expect(page.locator("#dates")).to_have_text(f"The dates at {other}")
    page.get_by_label("In the dates of").select_option(label=here)
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#dates")).to_have_text(f"The dates at {here}")
    page.locator("details.me > summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.goto("/next/")
    expect(page).to_have_url(re.compile("/accounts/login/"))
