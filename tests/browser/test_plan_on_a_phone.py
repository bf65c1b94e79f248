"""A plan and its review on a phone: what matters on the first screen, the rest folded and reached by one tap."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenAs
from tests.browser.portal import Portal

PHONE = {"width": 375, "height": 812}


@pytest.fixture
def head(person: OpenAs) -> Page:
    return person("head.alder", viewport=PHONE)


def bottom(page: Page, what: str) -> float:
    box = page.locator(what).last.bounding_box()
    assert box
    return box["y"] + box["height"]


def height(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollHeight"))


def test_state_ratings_and_what_is_due_stand_on_the_first_screen(head: Page, portal: Portal) -> None:
    head.goto(f"/plans/{portal.places['plan_in_review']}/")
    assert bottom(head, ".plan-contents li") <= PHONE["height"]
    expect(head.locator("main .standing")).to_contain_text("In review")
    expect(head.locator(".plan-contents")).to_contain_text(
        re.compile("Impact A Needs attention.*1 action late")
    )
    assert height(head) < 7000
    head.locator(".plan-contents a").last.click()
    expect(head.locator(".priority").last.locator("h2")).to_be_in_viewport()


def test_a_link_into_a_folded_part_opens_it(head: Page, portal: Portal) -> None:
    address = f"/plans/{portal.places['plan_in_review']}/"
    head.goto(address)
    folded = head.locator("details.part:not([open]) tr[id^=action-]").first
    expect(folded).to_be_hidden()
    name = folded.get_attribute("id")
    head.goto("about:blank")
    head.goto(f"{address}#{name}")
    expect(head.locator(f"#{name}")).to_be_in_viewport()


def test_unfolded_without_javascript(person: OpenAs, portal: Portal) -> None:
    page = person("head.alder", viewport=PHONE, java_script_enabled=False)
    page.goto(f"/plans/{portal.places['plan_in_review']}/")
    page.get_by_role("link", name="Unfold all of the plan").click()
    expect(page.locator("details.part:not([open])")).to_have_count(0)


def test_a_review_is_written_one_priority_at_a_time_and_saved_as_one(head: Page, portal: Portal) -> None:
    head.goto(f"/plans/{portal.places['plan_in_review']}/reviews/AUT2/")
    whole = head.locator("details.whole")
    expect(head.locator("details.whole[open]")).to_have_count(1)
    assert height(head) < 4500
    head.locator(".review-contents a").first.click()
    expect(whole.first).to_have_attribute("open", "")
    expect(head.locator("details.whole[open]")).to_have_count(1)
    assert head.locator("form#write").evaluate("form => new FormData(form).getAll('start').length") == 1
    fields = head.locator("form#write").evaluate("form => [...new FormData(form).keys()].length")
    assert fields >= whole.count() * 8


def test_on_a_wide_screen_the_plan_stands_open(person: OpenAs, portal: Portal) -> None:
    page = person("head.alder")
    page.goto(f"/plans/{portal.places['plan_in_review']}/")
    expect(page.locator("details.part:not([open])")).to_have_count(0)
    expect(page.get_by_role("link", name="Unfold all of the plan")).to_be_hidden()
