"""Who may open which address: calendar feeds."""

from typing import Any

from handbook.models import Step
from people.models import User
from schedule.models import Event
from tests.rows import ACTION, EVERYBODY, PAGE, SEE_EVENTS, SIGNED_IN, Row, thing

ROWS: dict[str, Row] = {
    "schedule:feed": Row(PAGE, SIGNED_IN),
    # An empty form names no feed
    "schedule:make_feed": Row(ACTION, SEE_EVENTS, post=422),
    "schedule:renew_feed": Row(ACTION, SEE_EVENTS, post=404),
    "schedule:stop_feed": Row(ACTION, SEE_EVENTS, post=404),
    # The secret address is the key
    "schedule:feed_ics": thing(PAGE, EVERYBODY, "feed"),
}
NOWHERE: dict[str, Any] = {}


def of_trust(lead: User, step: Step) -> dict[str, Any]:
    return {}


def of_school(lead: User, event: Event) -> dict[str, Any]:
    """The same for things of the event's school."""
    return {}
