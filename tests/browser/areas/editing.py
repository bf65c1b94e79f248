"""Pages and who opens them: writing a process, a step and a study page of a draft."""

from datetime import date, datetime
from typing import Any

from playwright.sync_api import Page

from handbook.actions import load_pack
from handbook.models import Process
from handbook.pack import pack_of
from handbook.queries import current_edition
from people.models import User
from tests.browser.rows import POST, Row, Without


def with_what_cannot_be_saved(page: Page) -> None:
    page.get_by_label("Timing", exact=True).fill("AUT9 W3")
    page.locator(".reading-of").get_by_text(
        "This gives no date"
    ).wait_for()  # or leaving the page breaks off the reading
    page.get_by_role("button", name="Save", exact=True).click()


def with_a_new_line(page: Page) -> None:
    page.get_by_role("button", name="Add a line").first.click()


PAGES: list[Row] = [
    Row("handbook:edit_process", "/handbook/drafts/{written_draft}/P01/", "lead"),
    Row("handbook:edit_process", "/handbook/drafts/{written_draft}/P02/", "lead", then=with_a_new_line),
    Row("handbook:edit_process", "/handbook/drafts/{written_draft}/P03/", "lead"),
    Row("handbook:edit_study", "/handbook/drafts/{written_draft}/P01/study/", "ceo"),
    Row("handbook:edit_step", "/handbook/drafts/{written_draft}/P01/steps/book/", "lead"),
    Row(
        "handbook:edit_step",
        "/handbook/drafts/{written_draft}/P01/steps/meeting/",
        "ceo",
        422,
        with_what_cannot_be_saved,
    ),
    Row("handbook:edit_step", "/handbook/drafts/{written_draft}/P01/steps/pack/", "head.alder", 403),
]
WITHOUT_A_PAGE: dict[str, Without] = {
    "handbook:here": Without("/handbook/drafts/{written_draft}/here/", POST, "an action", "lead"),
}


def places(now: datetime, today: date) -> dict[str, Any]:
    """The numbers in the addresses above. Runs in the portal's process, with the demo made."""
    edition = current_edition()
    assert edition is not None
    lead = User.objects.get(email="lead@demo.example")
    draft = load_pack(pack=pack_of(edition), by=lead, now=now, reason="Next year")
    # One that is only begun
    Process.objects.filter(edition=draft, code="P03").update(
        purpose="", why="", guide="", owner="", success=[]
    )
    return {"written_draft": draft.pk}
