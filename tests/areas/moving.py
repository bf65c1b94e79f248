"""Who may open which address: moving dates."""

from datetime import date
from typing import Any

from handbook.models import Step
from people.models import User
from schedule.models import Event, Proposal
from tests.conftest import NOW
from tests.rows import ACT_ON_STEP, ACTION, FORM, LEADERS, PAGE, Row, school

# The school asks, so those who move dates answer, and the school's leaders may take it back.
ASKED = ("event", "asked")
THE_SCHOOL = frozenset({"headteacher", "senior_leader"})
LOOK_FROM_THE_TRUST = LEADERS | {"trustee", "governance_professional"}

ROWS: dict[str, Row] = {
    "schedule:move": school(FORM, ACT_ON_STEP, "event", post=422),
    "schedule:move_together": school(FORM, LEADERS, "event", post=422),
    "schedule:undo_moves": Row(ACTION, LEADERS),
    "schedule:undo_move": school(ACTION, LEADERS, "event"),
    "schedule:agree": school(ACTION, ACT_ON_STEP, "event"),
    "schedule:proposal_agree": school(ACTION, LEADERS, *ASKED),
    "schedule:proposal_counter": school(ACTION, LEADERS, *ASKED, post=422),
    "schedule:proposal_decline": school(ACTION, LEADERS, *ASKED),
    "schedule:proposal_withdraw": school(ACTION, THE_SCHOOL, *ASKED),
    "schedule:notice": Row(PAGE, LOOK_FROM_THE_TRUST),
    "schedule:notice_csv": Row(PAGE, LOOK_FROM_THE_TRUST),
}
NOWHERE: dict[str, Any] = {"asked": 999999}


def of_trust(lead: User, step: Step) -> dict[str, Any]:
    return {}


def of_school(lead: User, event: Event) -> dict[str, Any]:
    """The same for things of the event's school."""
    asked = Proposal.objects.create(
        event=event,
        side=Proposal.Side.SCHOOL,
        from_date=event.due_date,
        to_date=date(2026, 12, 8),
        reason="A concert.",
        made_at=NOW,
        made_by=lead,
    )
    return {"asked": asked.pk}
