"""Writing a draft in a browser: the editor, saving as somebody goes, two people, and lists by keyboard."""

import re

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect

from tests.browser.conftest import OpenAs
from tests.browser.portal import Portal


@pytest.fixture
def draft(portal: Portal) -> str:
    return f"/handbook/drafts/{portal.places['written_draft']}"


def _opened(person: OpenAs, who: str, address: str) -> tuple[Page, list[str]]:
    page = person(who)
    said: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error":
            said.append(message.text)

    page.on("console", heard)
    page.on("pageerror", lambda error: said.append(error.message))
    page.goto(address)
    return page, said


def _line(button: str, number: int) -> re.Pattern[str]:
    """What a screen reader calls it: the words that are not seen stand apart."""
    return re.compile(rf"^{button}\s*,? line\s*{number}$")


def _saved(page: Page) -> None:
    expect(page.locator("form [data-part=state]")).to_contain_text(re.compile(r"Saved at \d\d:\d\d"))


def test_the_editor_saves_what_is_written_and_nothing_else(person: OpenAs, draft: str) -> None:
    page, said = _opened(person, "lead", f"{draft}/P20/")
    guide = page.get_by_role("textbox", name="The guide")
    before = guide.inner_text()
    expect(guide).to_be_visible()
    # Saved without a change, the text is not rewritten.
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Everything was saved already.")).to_be_visible()
    # Until the editor is there, what is typed falls into the field below it.
    guide = page.get_by_role("textbox", name="The guide")
    expect(guide).to_have_attribute("contenteditable", "true")
    guide.press("Control+a")
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(300)  # the editor follows the browser's selection a moment later
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    page.keyboard.type("Ask 2 * 3, <b>then</b> ")
    page.keyboard.press("Control+b")
    page.keyboard.type("listen")
    _saved(page)
    page.reload()
    after = page.get_by_role("textbox", name="The guide")
    assert after.inner_text().split() == [*before.split(), "Ask", "2", "*", "3,", "<b>then</b>", "listen"]
    expect(after.locator("strong").last).to_have_text("listen")
    assert said == []


def test_two_people_lose_nothing(person: OpenAs, draft: str) -> None:
    lead, _ = _opened(person, "lead", f"{draft}/P21/")
    ceo, _ = _opened(person, "ceo", f"{draft}/P21/")
    lead.get_by_label("What it is for").fill("The lead's purpose.")
    _saved(lead)
    ceo.get_by_label("Why it matters to the school").fill("The chief executive's reason.")
    _saved(ceo)
    expect(ceo.locator("aside [data-part=present]")).to_contain_text("is writing here too, last seen")
    # Now the same field: by itself it is not saved over, and the button shows both.
    ceo.get_by_label("What it is for").fill("Another purpose.")
    expect(ceo.locator("form [data-part=state]")).to_contain_text("saved this at")
    ceo.get_by_role("button", name="Look at both").click()
    expect(ceo.locator(".theirs")).to_contain_text("The lead's purpose.")
    ceo.get_by_label("What it is for").fill("One purpose of both.")
    ceo.get_by_role("button", name="Save", exact=True).click()
    expect(ceo.get_by_text(re.compile(r"^Saved at"))).to_be_visible()
    lead.reload()
    expect(lead.get_by_label("What it is for")).to_have_value("One purpose of both.")
    expect(lead.get_by_label("Why it matters to the school")).to_have_value("The chief executive's reason.")


def test_lines_by_keyboard(person: OpenAs, draft: str) -> None:
    page, said = _opened(person, "lead", f"{draft}/P22/study/")
    questions = page.locator("#field-questions textarea")
    first, second = questions.nth(0).input_value(), questions.nth(1).input_value()
    page.get_by_role("button", name=_line("Down", 1)).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=_line("Down", 2))).to_be_focused()
    assert [questions.nth(0).input_value(), questions.nth(1).input_value()] == [second, first]
    questions.nth(1).focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(questions.nth(0)).to_be_focused()
    assert questions.nth(0).input_value() == first
    page.keyboard.press("Alt+ArrowDown")
    page.get_by_role("button", name="Add a line").press("Enter")
    page.keyboard.type("And what would you stop doing?")
    _saved(page)
    page.reload()
    values = [one.input_value() for one in questions.all()]
    assert [values[0], values[1], values[3]] == [second, first, "And what would you stop doing?"]
    page.get_by_role("button", name=_line("Remove", 1)).press("Enter")
    _saved(page)
    page.reload()
    assert questions.nth(0).input_value() == first
    assert said == []


def test_what_is_not_saved_yet_is_offered_again(person: OpenAs, draft: str) -> None:
    page, _ = _opened(person, "lead", f"{draft}/P23/")
    page.get_by_label("Notice before a date moves").fill("900")
    expect(page.locator("form [data-part=state]")).to_contain_text("Not all saved yet")
    page.goto(f"{draft}/P23/study/")
    page.goto(f"{draft}/P23/")
    page.get_by_role("link", name="Go on with it").click()
    expect(page.get_by_label("Notice before a date moves")).to_have_value("900")
    page.goto(f"{draft}/P23/")
    page.get_by_role("button", name="Throw it away").click()
    expect(page.get_by_role("link", name="Go on with it")).to_have_count(0)
