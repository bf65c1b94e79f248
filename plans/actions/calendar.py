"""A plan's dates in everybody's year: its actions, milestones, monitoring and reviews as events."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from django.db import transaction
from django.db.models import Q

from handbook.models import Step
from people.models import User
from plans.actions.review_dates import follow_handbook
from plans.models import Milestone, Monitoring, Plan, PlanAction, Priority, Review
from plans.queries import end_of
from plans.queries.reviewing import OWN_DATE
from schedule.actions import Wanted, put_event, withdraw_event
from schedule.models import Event
from schools.models import Appointment
from schools.queries import appointed_on, calendar_of, not_left
from schools.terms import Calendar, period_names

REVIEWED_IN = ("AUT2", "SPR2", "SUM2")  # at the end of each term
TERMS = {"AUT2": "autumn", "SPR2": "spring", "SUM2": "summer"}
# As the plan is read: what is due on one day is listed as it was put there.
IN_PLAN_ORDER = ("objective__priority__position", "objective__position", "pk")
HEAD, TRUST_LEAD = "headteacher", "improvement_lead"


class Dated(Protocol):
    """A row of a plan that keeps its date on an event."""

    pk: int
    event: Event | None

    def save(self, *, update_fields: list[str]) -> None: ...


@dataclass(frozen=True)
class _Place:
    plan: Plan
    calendar: Calendar
    roles: Mapping[int, str]  # what each person is at this school

    @property
    def fallback(self) -> str:
        return HEAD if self.plan.school_id else TRUST_LEAD

    def role_of(self, person: User | None) -> str:
        return self.roles.get(person.pk, self.fallback) if person else self.fallback

    def school_day(self, day: date) -> date:
        """The day itself, or the last school day before it: nobody is asked for anything on a closed day."""
        return self.calendar.school.on_or_before(day) or day


@transaction.atomic
def lay_out_plan(*, plan: Plan, now: datetime, today: date) -> int:
    """Every dated part as an event, whatever stood there before; how many there are. Twice changes nothing.

    A review whose date is that of the handbook's step needs none of its own.

    Part of the action that agrees the plan or changes a part of an agreed one, whose audit row covers it.
    """
    place = _Place(plan, calendar_of(plan.year, plan.school), _roles(plan, today))
    for period in REVIEWED_IN:
        Review.objects.get_or_create(plan=plan, period=period)
    follow_handbook(plan, place.calendar)
    keys = set()
    for row, wanted in _wanted(place):
        event = put_event(event=row.event, wanted=wanted, school=plan.school, year=plan.year, now=now)
        if row.event is None:
            row.event = event
            row.save(update_fields=["event"])
        keys.add(wanted.key)
    _leave_what_went(plan, keys)
    return len(keys)


def lay_out_live_plans(*, now: datetime, today: date) -> int:
    """Every agreed plan of a year that is open: its milestones follow term dates that were changed since.

    Not of schools that have left: nothing of theirs changes any more.
    """
    live = Plan.objects.filter(state__in=(Plan.State.AGREED, Plan.State.IN_REVIEW), year__closed_at=None)
    plans = list(live.filter(not_left(today, "school__")).select_related("school", "year").order_by("pk"))
    for plan in plans:
        lay_out_plan(plan=plan, now=now, today=today)
    return len(plans)


def _leave_what_went(plan: Plan, keys: Collection[str]) -> None:
    """What is no longer in the plan, or has no date any more, leaves the year; what somebody acted on stays.

    What was carried over from the year before belongs to that year's plan.
    """
    events = Event.objects.filter(
        school=plan.school_id, year=plan.year_id, key__startswith="plan-", carried_from=None
    )
    for event in events.exclude(key__in=keys).select_related("year"):
        withdraw_event(event=event)


def _wanted(place: _Place) -> Iterator[tuple[Dated, Wanted]]:
    below = Q(objective__priority__plan=place.plan)
    with_lead = ("event__year", "objective__lead", "objective__priority__lead")
    for action in (
        PlanAction.objects.filter(below, planned_end__isnull=False)
        .select_related("lead", *with_lead)
        .order_by(*IN_PLAN_ORDER)
    ):
        yield action, _of_action(place, action)
    for milestone in Milestone.objects.filter(below).select_related(*with_lead).order_by(*IN_PLAN_ORDER):
        lead = milestone.objective.lead or milestone.objective.priority.lead
        yield from _at_end(place, milestone, "milestone", f"Milestone: {milestone.text.rstrip('.')}", lead)
    for look in Monitoring.objects.filter(below).select_related("who", *with_lead).order_by(*IN_PLAN_ORDER):
        yield from _at_end(place, look, "monitoring", f"Monitoring: {look.how.rstrip('.')}", look.who)
    own = Q(event__isnull=False, event__step=None) | Q(event=None, closed_at=None)
    for review in Review.objects.filter(own, plan=place.plan).select_related("event__year").order_by("pk"):
        if due := end_of(place.calendar, review.period):
            yield review, _of_review(place, review, due)


def _of_action(place: _Place, action: PlanAction) -> Wanted:
    assert action.planned_end is not None  # noqa: S101 -- for the type checker: only dated ones are asked for
    due = place.school_day(action.planned_end)
    priority = action.objective.priority
    return Wanted(
        f"plan-action-{action.pk}",
        action.text,
        min(action.planned_start or due, due),
        due,
        place.role_of(action.lead),
        action.lead,
        Step.Kind.TASK,
        _context(priority),
        _link(place.plan, priority),
    )


def _at_end(
    place: _Place, row: Milestone | Monitoring, what: str, title: str, owner: User | None
) -> Iterator[tuple[Dated, Wanted]]:
    """Nothing where the half-term has no dates."""
    if due := end_of(place.calendar, row.period):
        priority = row.objective.priority
        yield row, Wanted(
            f"plan-{what}-{row.pk}", title, due, due, place.role_of(owner), owner, Step.Kind.TASK,
            _context(priority), _link(place.plan, priority),
        )  # fmt: skip


def _of_review(place: _Place, review: Review, due: date) -> Wanted:
    opens = place.calendar.school.add(due, -9) or due  # two school weeks to write it in
    title = f"Plan review, {TERMS[review.period]} term"
    return Wanted(
        f"{OWN_DATE}{review.period}", title, opens, due, place.fallback, None, Step.Kind.TASK,
        "School development plan" if place.plan.school_id else "Trust development plan",
        place.plan.get_absolute_url(),
    )  # fmt: skip


def _context(priority: Priority) -> str:
    return f"Development plan: {priority.title}"


def _link(plan: Plan, priority: Priority) -> str:
    return f"{plan.get_absolute_url()}#priority-{priority.pk}"


def _roles(plan: Plan, today: date) -> dict[int, str]:
    rows = Appointment.objects.filter(appointed_on(today), school=plan.school).order_by("-pk")
    return dict(rows.values_list("person_id", "role"))


assert set(REVIEWED_IN) <= set(period_names("half-terms"))  # noqa: S101 -- a code that was renamed stops the portal at its start
