"""Who may open which address: the planner."""

from typing import Any

from handbook.models import Step
from people.models import User
from schedule.models import Event
from tests.rows import ACTION, LEADERS, PAGE, SEE_EVENTS, Row

ROWS: dict[str, Row] = {
    "schedule:planner": Row(PAGE, SEE_EVENTS),
    "schedule:planner_bulk": Row(ACTION, LEADERS, post=422),
    "schedule:planner_undo": Row(ACTION, LEADERS),
    "schedule:planner_csv": Row(PAGE, SEE_EVENTS),
    "schedule:planner_xlsx": Row(PAGE, SEE_EVENTS),
    "schedule:wall_pdf": Row(PAGE, SEE_EVENTS, slow=True),
}
NOWHERE: dict[str, Any] = {}


def of_trust(lead: User, step: Step) -> dict[str, Any]:
    return {}


def of_school(lead: User, event: Event) -> dict[str, Any]:
    """The same for things of the event's school."""
    return {}
