"""Who may open which address: publishing."""

from typing import Any

from handbook.models import Edition, Step
from people.models import User
from schedule.models import Event
from tests.conftest import NOW
from tests.rows import FORM, LEADERS, PAGE, ROLES, Row, thing

ROWS: dict[str, Row] = {
    "schedule:editions": Row(PAGE, ROLES),
    "schedule:edition": thing(PAGE, ROLES, "edition_published"),
    # An empty draft is not complete, and an empty form is not filled in
    "schedule:publish": thing(FORM, LEADERS, "draft_to_publish", post=422),
    "schedule:rehearse": thing(PAGE, LEADERS, "draft_to_publish"),
    "schedule:timing": thing(PAGE, LEADERS, "draft_to_publish"),
}
# Arguments of addresses to something that is not there
NOWHERE: dict[str, Any] = {"draft_to_publish": 9_000_000, "edition_published": 9_000}


def of_trust(lead: User, step: Step) -> dict[str, Any]:
    """The arguments of the addresses, by name: things that there is one of for everybody."""
    draft = Edition.objects.create(title="Next edition", made_at=NOW)
    return {"draft_to_publish": draft.pk, "edition_published": step.process.edition.number}


def of_school(lead: User, event: Event) -> dict[str, Any]:
    """The same for things of the event's school."""
    return {}
