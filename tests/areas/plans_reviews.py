"""Who may open which address: reviews, carrying over, and plans at a glance."""

from typing import Any

from handbook.models import Step
from people.models import User
from plans.models import Plan, Review
from schedule.models import Event
from schools.models import SchoolYear
from tests.conftest import NOW
from tests.rows import ACT_ON_STEP, ACTION, FORM, LEADERS, PAGE, READ_FILES, SEE_EVENTS, Row, school

ROWS: dict[str, Row] = {
    "plans:list": Row(PAGE, SEE_EVENTS),
    "plans:list_csv": Row(PAGE, SEE_EVENTS),
    "plans:themes": Row(PAGE, LEADERS),
    "plans:school": school(PAGE, SEE_EVENTS, "urn"),
    "plans:reviews": school(PAGE, SEE_EVENTS, "reviewed plan", page=302),
    "plans:review": school(PAGE, READ_FILES, "reviewed plan", "period"),
    "plans:start_review": school(ACTION, ACT_ON_STEP, "reviewed plan", "period"),
    "plans:rate": school(ACTION, ACT_ON_STEP, "reviewed plan", "period"),
    "plans:review_here": school(ACTION, ACT_ON_STEP, "reviewed plan", "period", post=200),
    "plans:close_review": school(ACTION, ACT_ON_STEP, "reviewed plan", "period", post=422),
    "plans:skip_review": school(ACTION, ACT_ON_STEP, "reviewed plan", "period", post=422),
    "plans:reopen_review": school(ACTION, ACT_ON_STEP, "reviewed plan", "period"),
    "plans:evaluate": school(FORM, ACT_ON_STEP, "reviewed plan", post=410),
    "plans:finish_evaluation": school(ACTION, ACT_ON_STEP, "reviewed plan"),
    "plans:carry_over": school(FORM, ACT_ON_STEP, "reviewed plan", post=422),
}
NOWHERE: dict[str, Any] = {"reviewed plan": 999999, "period": "AUT2"}


def of_trust(lead: User, step: Step) -> dict[str, Any]:
    return {"period": "AUT2"}


def of_school(lead: User, event: Event) -> dict[str, Any]:
    """A plan in review, in a year of its own: other parts have theirs in the year of the event."""
    year, _ = SchoolYear.objects.get_or_create(start_year=2031)
    plan = Plan.objects.create(
        school=event.school, year=year, state=Plan.State.IN_REVIEW, started_at=NOW, started_by=lead, state_at=NOW,
        state_by=lead, changed_at=NOW, changed_by=lead,
    )  # fmt: skip
    plan.priorities.create(position=1, title="Reading")
    Review.objects.create(plan=plan, period="AUT2")
    return {"reviewed plan": plan.pk}
