"""Each thing is asked once: where the handbook has a step for the termly review, its date is the review's."""

from __future__ import annotations

from handbook.models import Step
from plans.models import Plan, Review
from plans.queries import end_of
from plans.queries.said import REVIEWED_IN
from schedule.actions import withdraw_event
from schedule.models import Event
from schools.terms import Calendar

PLAN_PAPER = "school-development-plan"  # the document that makes a process of the handbook that of the plan


def follow_handbook(plan: Plan, calendar: Calendar) -> None:
    """Ties each open review to the handbook's event of its term, and takes the plan's own away if nobody acted on it.

    Where the handbook asks for none (any more), the review is left to a date of the plan's own.
    """
    asked = _asked(plan, calendar)
    for review in Review.objects.filter(plan=plan, closed_at=None).select_related("event__year"):
        own = review.event if review.event is not None and review.event.step_id is None else None
        event = asked.get(review.period)
        if own is not None and (event is None or not withdraw_event(event=own)):
            continue
        if review.event_id != (event.pk if event else None) or own is not None:
            review.event = event
            review.save(update_fields=["event"])


def _asked(plan: Plan, calendar: Calendar) -> dict[str, Event]:
    """By half-term of the review: what the handbook asks for in that term, the last of several. One question.

    Known by what the handbook says of a step, and by no name of it: each school does it, its kind is a review, and its
    process holds the document of the plan. Nothing where two steps could be meant, and nothing for the trust's own
    plan. An event that was carried over or started on a day of its own is not meant.
    """
    if plan.school_id is None:
        return {}
    rows = Event.objects.filter(
        school=plan.school_id, year=plan.year_id, carried_from=None, opening=None, step__kind=Step.Kind.REVIEW,
        step__process__documents__code=PLAN_PAPER,
    )  # fmt: skip
    events = list(rows.order_by("scheduled_date", "pk"))
    if len({event.step_id for event in events}) > 1:
        return {}
    ends = [(period, end) for period in REVIEWED_IN if (end := end_of(calendar, period))]
    found = {}
    for event in events:
        period = next((one for one, end in ends if event.scheduled_date <= end), None)
        if period is not None:
            found[period] = event
    return found
