"""The whole of it in a browser: a lead moves the autumn meetings by a week, publishes, and a headteacher is told.

On the last day of August, with the meetings a few days away, so that moving them breaks the notice that was promised.
The demo is this file's own: publishing would change the pages that other files visit.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenAs
from tests.browser.portal import Portal, served

REASON = "The census falls in the first week, and headteachers asked for it to be kept free."
BEFORE, AFTER = "2 to 18 September 2026", "7 to 25 September 2026"


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with served(tmp_path_factory.mktemp("publishing"), today="2026-08-31") as running:
        yield running


def _move_the_meeting(page: Page) -> None:
    """From the handbook to the step, as somebody goes who has never been there."""
    page.goto("/handbook/")
    page.get_by_role("link", name="Amend it, drafts and packs").click()
    page.get_by_label("What the draft is called").fill("Later autumn meetings")
    page.get_by_role("button", name="Amend the handbook").click()
    page.locator("main").get_by_role("link", name="Autumn headteacher meetings").click()
    page.locator("#parts").get_by_role("link", name="Autumn headteacher meeting", exact=True).click()
    page.get_by_label("Timing", exact=True).fill("AUT1 W2-4")
    reading = page.locator(".reading-of")
    expect(reading).to_contain_text("Autumn 1, weeks 2 to 4")
    expect(reading.get_by_role("row", name=re.compile("^Alder"))).to_contain_text(AFTER)
    expect(reading.get_by_role("row", name=re.compile("^Alder"))).to_contain_text(BEFORE)
    expect(page.locator("form [data-part=state]")).to_contain_text(re.compile(r"Saved at \d\d:\d\d"))
    page.get_by_role("link", name="Later autumn meetings").click()


def _look_at_what_changes(page: Page) -> None:
    page.get_by_role("link", name="See what changes, then publish").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Before you publish")
    expect(page.locator("main .lead")).to_have_text(
        "Publishing moves 20 events in 10 schools; 20 fall inside their promised notice."
    )
    page.get_by_label("School", exact=True).select_option("Alder Primary School")
    expect(page).to_have_url(re.compile("school="))
    changes = page.locator("[aria-labelledby=P01] li")
    meeting = changes.filter(has_text=f"to {AFTER}").filter(has_text="Moved")
    expect(meeting).to_contain_text(
        f"from {BEFORE} (Autumn 1, weeks 1 to 3) to {AFTER} (Autumn 1, weeks 2 to 4)"
    )
    expect(meeting).to_contain_text(
        "Falls inside its promised notice: 14 working days of notice, 20 promised"
    )
    record = changes.filter(has_text="Confirm the record")
    expect(record).to_contain_text(
        "from Friday 25 September 2026 (Autumn 1, week 4) to Friday 2 October 2026"
    )
    expect(record).to_contain_text("19 working days of notice, 20 promised")
    # The meeting of the year before took place, and stays where it was.
    expect(changes.filter(has_text="Stays")).to_contain_text("stays on 2 to 19 September 2025")


def test_a_lead_moves_the_autumn_meetings_and_a_headteacher_is_told(person: OpenAs) -> None:
    lead, head = person("lead"), person("head.alder")
    head.goto("/handbook/autumn-headteacher-meetings/")
    expect(head.locator("main")).to_contain_text(BEFORE)

    _move_the_meeting(lead)
    _look_at_what_changes(lead)
    head.reload()
    expect(head.locator("main")).to_contain_text(BEFORE)  # a draft changes nothing

    lead.get_by_text("Say why, and publish", exact=True).click()
    lead.get_by_role("button", name="Publish").click()  # without a reason it is not published
    expect(lead).to_have_url(re.compile("/publish/"))
    lead.get_by_label("Why the handbook changes").fill(REASON)
    lead.get_by_label("I have looked at what changes").check()
    lead.get_by_role("button", name="Publish").click()
    expect(lead.get_by_role("heading", level=1)).to_have_text("Edition 2, in force")

    head.reload()
    expect(head.locator("main")).to_contain_text(AFTER)
    expect(head.locator("main")).not_to_contain_text(BEFORE)
    head.goto("/")
    news = head.get_by_role("complementary")
    expect(news).to_contain_text(f"Daniel Firth, 31 August 2026: {REASON}")
    expect(news).to_contain_text("Moved from Friday 18 September 2026 to Friday 25 September 2026.")
    expect(news).to_contain_text("14 working days’ notice, where 20 were promised.")
    news.get_by_role("link", name="Autumn headteacher meeting", exact=True).first.click()
    told = head.locator("main")
    for words in (AFTER, "Daniel Firth", "31 August 2026", REASON):
        expect(told).to_contain_text(words)
