"""Who may open which address: documents."""

from datetime import UTC, datetime
from typing import Any

from django.core.files.base import ContentFile

from documents.models import WordTemplate
from handbook.models import Document, Step
from people.models import User
from schedule.models import Event, Paper
from tests.rows import ACT_ON_STEP, ACTION, FORM, LEADERS, PAGE, READ_FILES, ROLES, Row, school, thing

OF_EVENT = ("event", "document")
VERSION = ("event", "document", "version")
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

ROWS: dict[str, Row] = {
    "documents:blank_word": thing(PAGE, ROLES, "process", "document"),
    "documents:blank_pdf": Row(PAGE, ROLES, ("process", "document"), refused_first=True, slow=True),
    "documents:choose": thing(PAGE, ROLES, "process", "document"),
    "documents:paper": school(PAGE, ACT_ON_STEP, *OF_EVENT),
    "documents:save": school(ACTION, ACT_ON_STEP, *OF_EVENT),
    "documents:submit": school(ACTION, ACT_ON_STEP, *OF_EVENT),
    "documents:start": school(ACTION, ACT_ON_STEP, *OF_EVENT),
    "documents:filled_word": school(PAGE, ACT_ON_STEP, *OF_EVENT),
    "documents:filled_pdf": Row(PAGE, ACT_ON_STEP, OF_EVENT, of_school=True, slow=True),
    "documents:version": school(PAGE, READ_FILES, *VERSION),
    "documents:version_word": school(PAGE, READ_FILES, *VERSION),
    "documents:version_pdf": Row(PAGE, READ_FILES, VERSION, of_school=True, slow=True),
    "documents:templates": Row(PAGE, LEADERS),
    "documents:template": thing(FORM, LEADERS, "document", post=422),
    "documents:remove_template": thing(ACTION, LEADERS, "document"),
    "documents:kept_template": thing(PAGE, LEADERS, "dressed"),
    "documents:template_to_start_from": thing(PAGE, LEADERS, "document"),
    "documents:template_preview": thing(PAGE, LEADERS, "document"),
}
NOWHERE: dict[str, Any] = {"version": 99, "dressed": "no-such-document"}


def of_trust(lead: User, step: Step) -> dict[str, Any]:
    """The arguments of the addresses, by name: things that there is one of for everybody."""
    step.documents.add(Document.objects.get(process=step.process, code="briefing"))
    Document.objects.create(
        process=step.process, code="dressed", title="Dressed", position=2, purpose="What for.",
        filled_by="headteacher", who_sees="You.",
    )  # fmt: skip
    WordTemplate.objects.create(
        document_code="dressed", file=ContentFile(b"PK", name="t.docx"), name="t.docx", size=2, added_at=NOW,
        added_by=lead,
    )  # fmt: skip
    return {"dressed": "dressed"}


def of_school(lead: User, event: Event) -> dict[str, Any]:
    """The same for things of the event's school: a version that was submitted, and the next being written."""
    layout = {
        "title": "Briefing", "purpose": "What for.", "filled_by": "headteacher", "who_sees": "You.",
        "retention": "", "fields": [],
    }  # fmt: skip
    for number in (1, 2):
        Paper.objects.create(
            event=event, document_code="briefing", version=number, layout=layout, started_at=NOW, started_by=lead,
            saved_at=NOW, saved_by=lead, submitted_at=NOW if number == 1 else None,
            submitted_by=lead if number == 1 else None,
        )  # fmt: skip
    return {"version": 1}
