"""Who may open which address: check."""

from typing import Any

from handbook.models import Edition, Step
from people.models import User
from schedule.models import Event
from tests.conftest import NOW
from tests.rows import LEADERS, PAGE, Row, thing

ROWS: dict[str, Row] = {
    "schedule:check": Row(PAGE, LEADERS),
    "schedule:check_draft": thing(PAGE, LEADERS, "check_draft"),
}
NOWHERE: dict[str, Any] = {"check_draft": 999999}  # an argument of an address to something that is not there


def of_trust(lead: User, step: Step) -> dict[str, Any]:
    """The arguments of the addresses, by name: things that there is one of for everybody."""
    draft = Edition.objects.create(title="Draft", made_at=NOW)
    return {"check_draft": draft.pk}


def of_school(lead: User, event: Event) -> dict[str, Any]:
    """The same for things of the event's school."""
    return {}
