"""Who may open which address: search."""

from typing import Any

from handbook.models import Step
from people.models import User
from schedule.models import Event
from tests.rows import PAGE, ROLES, Row

ROWS: dict[str, Row] = {
    "search:search": Row(PAGE, ROLES),
    "search:suggest": Row(PAGE, ROLES),
}
NOWHERE: dict[str, Any] = {}  # an argument of an address to something that is not there


def of_trust(lead: User, step: Step) -> dict[str, Any]:
    """The arguments of the addresses, by name: things that there is one of for everybody."""
    return {}


def of_school(lead: User, event: Event) -> dict[str, Any]:
    """The same for things of the event's school."""
    return {}
