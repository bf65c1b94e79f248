"""Who may open which address: processes that are started, and joining in the middle."""

from typing import Any

from handbook.models import Step
from people.models import User
from schedule.models import Event, Opening
from tests.conftest import NOW, TODAY
from tests.rows import ACTION, FORM, LEADERS, PAGE, SEE_EVENTS, Row, school

STARTERS = LEADERS | {"headteacher"}  # a headteacher at the own school only
ROWS: dict[str, Row] = {
    "schedule:openings": Row(PAGE, STARTERS),
    "schedule:start_opening": Row(FORM, STARTERS, post=422),
    "schedule:opening": school(PAGE, STARTERS, "opening"),
    "schedule:end_opening": school(FORM, STARTERS, "opening", post=422),
    "schedule:joining": Row(PAGE, SEE_EVENTS, ("urn",), of_school=True, refused_first=True),
    "schedule:waive": Row(ACTION, LEADERS, ("urn",), of_school=True, refused_first=True, post=422),
    "schedule:ask_again": Row(ACTION, LEADERS, ("urn",), of_school=True, refused_first=True, post=422),
}
NOWHERE: dict[str, Any] = {"opening": 999_999}


def of_trust(lead: User, step: Step) -> dict[str, Any]:
    return {}


def of_school(lead: User, event: Event) -> dict[str, Any]:
    """The same for things of the event's school."""
    assert event.school is not None
    opening = Opening.objects.create(
        year=event.year, school=event.school, process_code="P16", trigger="appointment", number=1, day=TODAY,
        reason="A new headteacher.", opened_at=NOW, opened_by=lead,
    )  # fmt: skip
    return {"opening": opening.pk}
