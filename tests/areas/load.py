"""Who may open which address: load, and days to keep free."""

from typing import Any

from handbook.models import Step
from people.models import User
from schedule.models import Event
from schools.models import MarkedDays
from tests.conftest import TODAY
from tests.rows import ACTION, FORM, LEADERS, OFFICE, PAGE, SEE_EVENTS, Row, school, thing

ROWS: dict[str, Row] = {
    "schedule:load": Row(PAGE, LEADERS),
    "schedule:load_school": school(PAGE, SEE_EVENTS, "urn"),
    "schedule:load_week": school(PAGE, SEE_EVENTS, "urn", "monday"),
    "schedule:load_person": Row(PAGE, LEADERS, ("person across schools", "monday"), refused_first=True),
    "schools:marked_days": Row(PAGE, OFFICE),
    "schools:add_marked_days": Row(ACTION, OFFICE, post=422),
    "schools:add_offered_days": Row(ACTION, OFFICE),
    "schools:remove_marked_days": thing(FORM, OFFICE, "marked days"),
}
NOWHERE: dict[str, Any] = {"monday": "no-such-week", "marked days": 999999, "person across schools": 999999}


def of_trust(lead: User, step: Step) -> dict[str, Any]:
    """Days that are kept free everywhere, and a week."""
    marked = MarkedDays.objects.create(kind="quiet", first_date=TODAY, last_date=TODAY, label="A quiet day")
    return {"marked days": marked.pk, "monday": TODAY.isoformat(), "person across schools": lead.pk}


def of_school(lead: User, event: Event) -> dict[str, Any]:
    """The same for things of the event's school."""
    return {}
