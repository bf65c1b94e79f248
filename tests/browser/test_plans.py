"""The whole of it in a browser: what was left last year goes on, is agreed, and is reviewed in spring.

The demo is this file's own: a plan that is agreed would change the pages that other files visit.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import OpenAs
from tests.browser.portal import Portal, served


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with served(tmp_path_factory.mktemp("plans")) as running:
        yield running


def _carry_over(page: Page, last_year: int) -> str:
    """The first priority with its first unfinished action, until a day of the new year. The new plan's address."""
    page.goto(f"/plans/{last_year}/carry-over/")
    first = page.locator(".carry > li").first
    expect(first.get_by_role("checkbox", checked=True)).to_have_count(0)
    first.locator("input[name=action]").first.check()
    first.get_by_label(re.compile("^Stage it is at")).select_option("Sustain")
    first.locator("input[type=date]").first.fill("2027-11-30")
    page.get_by_role("button", name="Carry over what is ticked").click()
    expect(page.locator(".notice")).to_contain_text("3 parts came into the plan of 2027/28.")
    return page.url


def _agree(page: Page, address: str) -> None:
    page.goto(f"{address}agree/")
    page.get_by_role("button", name="Agree version 1").click()
    expect(page.locator("main .standing")).to_contain_text("Agreed")


def _skip_autumn(page: Page, address: str) -> None:
    page.goto(f"{address}reviews/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Autumn review")
    page.get_by_text("Skip this review").click()
    page.get_by_label("Why it is skipped").fill("The plan was agreed late, in November.")
    page.get_by_role("button", name="Skip it with this reason").click()
    expect(page.locator("main .lead")).to_contain_text("This review was skipped.")


def _review_spring(page: Page, address: str) -> None:
    """Rated as somebody writes; the button only closes it."""
    page.goto(f"{address}reviews/SPR2/")
    page.get_by_role("button", name="Start the review").click()
    state = page.locator(".save-bar [data-part=state]")
    page.get_by_role("group", name=re.compile("^Delivery")).get_by_label("On track").check()
    expect(state).to_contain_text("Say in a sentence why.")
    why = page.get_by_label(re.compile("^Why this (delivery|impact) rating"))
    why.first.fill("Every group has it four mornings a week.")
    page.get_by_role("group", name=re.compile("^Impact")).get_by_label("Needs attention").check()
    why.last.fill("Nine of fourteen read more than in September.")
    expect(state).to_contain_text(re.compile(r"Saved at \d\d:\d\d"))
    expect(page.locator("[data-part=missing]")).to_contain_text("Every priority is rated twice")
    page.get_by_label("In two or three sentences, for governors").fill("Reading goes on well.")
    page.get_by_role("button", name="Close the review").click()
    expect(page.locator("main .lead")).to_have_text("Reading goes on well.")
    expect(page.locator(".rag-A").last).to_have_text("A Needs attention")


def test_from_last_years_plan_to_a_spring_review(person: OpenAs, portal: Portal) -> None:
    head, lead = person("head.cedar"), person("lead")
    address = _carry_over(head, portal.places["plan_over"])
    head.goto(f"{address}send/")
    head.get_by_role("button", name=re.compile("^Send to the trust")).click()
    expect(head.locator("main .standing")).to_contain_text("With the trust")
    _agree(lead, address)
    _skip_autumn(head, address)
    _review_spring(head, address)
    head.goto(address)
    expect(head.locator("main .standing")).to_contain_text("Agreed")
    trustee = person("trustee")
    trustee.goto(f"{address}reviews/SPR2/")
    expect(trustee.locator("main .lead")).to_have_text("Reading goes on well.")
    answer = trustee.goto(f"{address}reviews/SUM2/")
    assert answer
    assert answer.status == 403


def test_a_page_that_the_back_button_brings_back_goes_on(person: OpenAs, portal: Portal) -> None:
    """Chromium keeps no page under test, so it is told that it did: Enter saved, and the page was left as it was."""
    page = person("head.maple")
    page.goto(f"/plans/priorities/{portal.places['draft_priority']}/")
    because, state = page.get_by_label("Because"), page.locator(".save-bar [data-part=state]")

    def save_and_stay(route: Route) -> None:
        route.fetch(max_redirects=0)
        route.fulfill(status=204)

    page.route(re.compile(r"/priorities/\d+/$"), save_and_stay, times=1)
    because.fill("One reason.")
    with page.expect_response(lambda answer: answer.status == 204):
        page.locator("#id_title").press("Enter")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(state).to_contain_text(re.compile(r"Saved at \d\d:\d\d"))
    because.fill("One reason, and another.")
    expect(state).to_have_text("Not saved yet")
    expect(state).to_contain_text(re.compile(r"Saved at \d\d:\d\d"))
    page.reload()
    expect(because).to_have_value("One reason, and another.")


@pytest.mark.parametrize(
    ("status", "words"), [(404, "this part is no longer there"), (200, "you may be signed out")]
)
def test_why_it_was_not_saved(person: OpenAs, portal: Portal, status: int, words: str) -> None:
    """200 is the page to sign in. What stands in the field stays there."""
    page = person("head.maple")
    page.goto(f"/plans/priorities/{portal.places['draft_priority']}/")
    page.route(
        re.compile(r"/priorities/\d+/$"), lambda route: route.fulfill(status=status, body="<h1>A page</h1>")
    )
    page.get_by_label("Because").fill("Words to copy.")
    expect(page.locator(".save-bar [data-part=state]")).to_contain_text(words)
    expect(page.get_by_label("Because")).to_have_value("Words to copy.")
