"""Who may open which address: drafts."""

from typing import Any

from handbook.actions import amend
from handbook.models import Step
from people.models import User
from schedule.models import Event
from tests.conftest import NOW
from tests.rows import ACTION, FORM, LEADERS, PAGE, Row, thing

PROCESS, STEP, DOCUMENT = ("draft", "code"), ("draft", "code", "step"), ("draft", "code", "document")

ROWS: dict[str, Row] = {
    "handbook:drafts": Row(PAGE, LEADERS),
    "handbook:amend": Row(ACTION, LEADERS),
    "handbook:import_pack": Row(FORM, LEADERS, post=422),
    # The handbook of this test lacks a study page, so it is no pack yet: the page says what is missing.
    "handbook:pack": Row(PAGE, LEADERS, page=409),
    "handbook:draft": thing(PAGE, LEADERS, "draft"),
    "handbook:draft_pack": Row(PAGE, LEADERS, ("draft",), refused_first=True, page=409),
    # An empty answer discards and takes out nothing: the page asks again.
    "handbook:discard": thing(FORM, LEADERS, "draft", post=200),
    "handbook:remove_chapter": thing(FORM, LEADERS, "draft", "chapter", post=200),
    "handbook:remove_process": thing(FORM, LEADERS, *PROCESS, post=200),
    "handbook:remove_step": thing(FORM, LEADERS, *STEP, post=200),
    "handbook:remove_document": thing(FORM, LEADERS, *DOCUMENT, post=200),
    "handbook:add_chapter": thing(FORM, LEADERS, "draft", post=422),
    "handbook:add_process": thing(FORM, LEADERS, "draft", post=422),
    "handbook:add_step": thing(FORM, LEADERS, *PROCESS, post=422),
    "handbook:add_document": thing(FORM, LEADERS, *PROCESS, post=422),
    "handbook:order_chapters": thing(ACTION, LEADERS, "draft"),
    "handbook:order_processes": thing(ACTION, LEADERS, "draft"),
    "handbook:order_steps": thing(ACTION, LEADERS, *PROCESS),
    "handbook:order_documents": thing(ACTION, LEADERS, *PROCESS),
    # A page for writing that sends nothing of itself is incomplete.
    "handbook:edit_edition": thing(FORM, LEADERS, "draft", post=422),
    "handbook:edit_chapter": thing(FORM, LEADERS, "draft", "chapter", post=422),
    "handbook:edit_document": thing(FORM, LEADERS, *DOCUMENT, post=422),
}
NOWHERE: dict[str, Any] = {"draft": 999999, "code": "P99", "step": "no-such-step"}


def of_trust(lead: User, step: Step) -> dict[str, Any]:
    """The arguments of the addresses, by name: things that there is one of for everybody."""
    draft = amend(edition=step.process.edition, title="", reason="", by=lead, now=NOW)
    return {"draft": draft.pk, "code": step.process.code, "step": step.code}


def of_school(lead: User, event: Event) -> dict[str, Any]:
    """The same for things of the event's school."""
    return {}
