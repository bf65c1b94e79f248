"""Pages and who opens them: reading."""

from datetime import date, datetime
from typing import Any

from playwright.sync_api import Page

from handbook.actions import amend, ask_for_reading
from handbook.queries import processes_in_force
from people.models import User
from tests.browser.rows import CSV, POST, Row, Without


def having_read_it(page: Page) -> None:
    page.get_by_role("button", name="I have read this").first.click()


def with_a_word_explained(page: Page) -> None:
    page.locator("button.term:visible").first.click()


def with_nobody_chosen(page: Page) -> None:
    page.get_by_role("button", name="Ask them to read it").click()


PAGES: list[Row] = [
    Row("schedule:process", "/handbook/safeguarding-audit/", "head.alder"),
    Row("schedule:process", "/handbook/safeguarding-audit/", "head.birch", then=having_read_it),
    Row("schedule:process", "/handbook/safeguarding-audit/", "lead", then=with_a_word_explained),
    Row("handbook:changes", "/handbook/changes/", "head.alder"),
    Row("handbook:glossary", "/handbook/glossary/", "head.alder"),
    Row("handbook:edit_glossary", "/handbook/drafts/{glossary_draft}/glossary/", "lead"),
    Row("handbook:ask_reading", "/handbook/targets/ask/", "lead"),
    Row("handbook:ask_reading", "/handbook/targets/ask/", "lead", then=with_nobody_chosen),
    Row("handbook:ask_reading", "/handbook/safeguarding-audit/ask/", "lead"),
    Row("schedule:reading", "/handbook/reading/", "lead"),
    Row("schedule:reading_request", "/handbook/reading/{reading}/", "lead"),
    Row("schedule:reading_request", "/handbook/reading/{reading}/?role=senior_leader&school=900001", "lead"),
]
WITHOUT_A_PAGE: dict[str, Without] = {
    "handbook:read": Without("/handbook/targets/read/", POST, "an action"),
    "handbook:end_reading": Without("/handbook/reading/{reading}/end/", POST, "an action", "lead"),
    "schedule:reading_csv": Without("/handbook/reading/{reading}/people.csv", CSV, "a file", "lead"),
}


def places(now: datetime, today: date) -> dict[str, Any]:
    """One process that heads and their deputies are asked to read."""
    lead = User.objects.get(email="lead@demo.example")
    asked_of = processes_in_force().select_related("edition").get(slug="safeguarding-audit")
    asked = ask_for_reading(
        process=asked_of,
        roles=["headteacher", "senior_leader"],
        note="The audit has a new first step.",
        by=lead,
        now=now,
    )
    draft = amend(edition=asked_of.edition, title="New words", reason="", by=lead, now=now)
    return {"reading": asked.pk, "glossary_draft": draft.pk}
