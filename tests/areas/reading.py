"""Who may open which address: reading."""

from typing import Any

from handbook.models import Edition, ReadingRequest, Step
from people.models import User
from schedule.models import Event
from tests.conftest import NOW
from tests.rows import ACTION, FORM, LEADERS, PAGE, ROLES, Row, thing

ROWS: dict[str, Row] = {
    "handbook:changes": Row(PAGE, ROLES),
    "handbook:glossary": Row(PAGE, ROLES),
    "handbook:edit_glossary": thing(FORM, LEADERS, "glossary draft", post=422),
    "handbook:read": thing(ACTION, ROLES, "process"),
    "handbook:ask_reading": thing(FORM, LEADERS, "process", post=200),
    "handbook:end_reading": thing(ACTION, LEADERS, "reading"),
    "schedule:reading": Row(PAGE, LEADERS),
    "schedule:reading_request": thing(PAGE, LEADERS, "reading"),
    "schedule:reading_csv": thing(PAGE, LEADERS, "reading"),
}
NOWHERE: dict[str, Any] = {"reading": 999999, "glossary draft": 999999}


def of_trust(lead: User, step: Step) -> dict[str, Any]:
    """A request that is open, for the one process there is."""
    asked = ReadingRequest.objects.create(
        process_code=step.process.code, roles=["headteacher"], asked_at=NOW, asked_by=lead
    )
    draft = Edition.objects.create(title="Draft", made_at=NOW)
    return {"reading": asked.pk, "glossary draft": draft.pk}


def of_school(lead: User, event: Event) -> dict[str, Any]:
    """The same for things of the event's school."""
    return {}
