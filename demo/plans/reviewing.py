"""The terms' reviews: last year's three, and the one begun this autumn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from demo.plans import past
from demo.plans.making import Cast, Made
from demo.plans.reading import day_of
from people.models import User
from plans.models import Plan, PriorityReview, Review, SuccessCriterion
from schedule.models import Event

NOT_WRITTEN = "Talked through at the headteacher meeting; what was agreed stands in the record of it."
SAID = (
    "delivery",
    "delivery_why",
    "impact",
    "impact_why",
    "confidence",
    "direction",
    "evidence",
    "next_steps",
)


def review(made: Made, cast: Cast, head: User, today: date, now: datetime) -> None:
    """A review of a term that is over was closed, or skipped with a reason; the one of this term may be begun."""
    texts: Mapping[str, Any] = made.text.get("reviews", {})
    touched: list[Event] = []
    begun = False
    for one in Review.objects.filter(plan=made.plan).select_related("event").order_by("pk"):
        due = one.event.due_date if one.event else today
        text = texts.get(one.period)
        if due < today:
            _write(one, text, made, cast, head, due, now)
            if one.event:
                _close(one, text, head, due, now)
                touched.append(one.event)
        elif text and day_of(made.text["review_from"], made.calendar) < today:
            _write(one, {**text, "summary": ""}, made, cast, head, today, now, begun=True)
            begun = True
    past.save(touched, now)
    _stands(made, head, now, begun=begun)


def _stands(made: Made, head: User, now: datetime, *, begun: bool) -> None:
    plan = made.plan
    newest = (
        PriorityReview.objects.filter(review__plan=plan)
        .order_by("-saved_at")
        .values_list("saved_at", flat=True)
    ).first()
    if newest and newest > plan.changed_at:
        plan.changed_at, plan.changed_by = newest, head
    if begun and newest:
        plan.state, plan.state_at, plan.state_by = Plan.State.IN_REVIEW, newest - timedelta(hours=1), head
    if made.text["stage"] == "evaluated":
        plan.state, plan.state_at, plan.state_by = Plan.State.EVALUATED, min(plan.changed_at, now), head
    plan.save()


def _close(one: Review, text: Mapping[str, Any] | None, head: User, due: date, now: datetime) -> None:
    at = min(timezone.make_aware(datetime.combine(due, time(15, 20))), now)
    one.closed_at, one.closed_by = at, head
    one.summary = text["summary"] if text else ""
    one.why_skipped = "" if text else NOT_WRITTEN
    one.save()
    state = Event.State.DONE if text else Event.State.NOT_NEEDED
    if one.event:
        past.settle(one.event, state, due, head, now, one.why_skipped)


def _write(
    one: Review,
    text: Mapping[str, Any] | None,
    made: Made,
    cast: Cast,
    head: User,
    day: date,
    now: datetime,
    *,
    begun: bool = False,
) -> None:
    """A review that is only begun has what is written of it so far."""
    person = cast.at(made.plan.school)
    rows = []
    for number, row in (text or {}).get("priorities", {}).items():
        if begun and row.get("not_yet"):
            continue
        written = made.calendar.school.add(day, -number) or day
        at = timezone.make_aware(datetime.combine(written, time(16, 10 * number)))
        priority = made.priorities[number - 1]
        rows.append(
            PriorityReview(
                review=one,
                priority=priority,
                saved_at=min(at, now),
                saved_by=person(row.get("by", "")) or priority.lead or head,
                **{name: row[name] for name in SAID if name in row},
            )
        )
    PriorityReview.objects.bulk_create(rows)
    if begun:
        _in_progress(made)


def _in_progress(made: Made) -> None:
    """Where a review has begun, the criteria that have a first result say it."""
    rows = [row for row, _ in made.criteria if row.state == SuccessCriterion.State.NOT_STARTED]
    for row in rows[::2]:
        row.state = SuccessCriterion.State.IN_PROGRESS
    SuccessCriterion.objects.bulk_update(rows, ["state"])
