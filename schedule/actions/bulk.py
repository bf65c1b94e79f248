"""The same change to many steps at once, in one transaction. What cannot be changed is left, and told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from people.audit import record
from people.models import User
from schedule.actions.moves import ON_A_DAY
from schedule.actions.refusals import ChangedMeanwhile, Refused
from schedule.actions.states import complete_event, mark_not_needed, undo_last
from schedule.building import lock_year
from schedule.models import Event, StateChange

State = Event.State
Act = Callable[[Event], StateChange]


@dataclass(frozen=True)
class Left:
    """One that stays as it was."""

    event: Event
    why: str


@dataclass(frozen=True)
class Changed:
    changes: tuple[StateChange, ...]
    left: tuple[Left, ...]


def complete_many(
    *, events: Iterable[Event], done_date: date, by: User, now: datetime, today: date
) -> Changed:
    return _each(
        events,
        lambda event: complete_event(event=event, done_date=done_date, by=by, now=now, today=today),
    )


def mark_many_not_needed(
    *, events: Iterable[Event], reason: str, by: User, now: datetime, today: date
) -> Changed:
    return _each(
        events, lambda event: mark_not_needed(event=event, reason=reason, by=by, now=now, today=today)
    )


def agree_many(*, events: Iterable[Event], by: User, now: datetime, today: date) -> Changed:
    return _each(events, lambda event: agree_date(event=event, by=by, now=now, today=today))


def undo_many(*, changes: Iterable[StateChange], by: User, now: datetime, today: date) -> Changed:
    """Each only while it is still the last thing that happened to its event."""
    by_event = {change.event_id: change for change in changes}
    return _each(
        (change.event for change in by_event.values()),
        lambda event: undo_last(event=event, by=by, now=now, today=today, change_pk=by_event[event.pk].pk),
    )


@transaction.atomic
def agree_date(*, event: Event, by: User, now: datetime, today: date) -> StateChange:
    """Both sides hold to the day. From now on only a move changes it."""
    lock_year(event.year)
    if event.state == State.AGREED:
        raise Refused("Its date is agreed already.")
    if event.state != State.PLANNED:
        raise ChangedMeanwhile
    if event.due_date < today:
        raise Refused("Its day has passed: mark it as done, or move it.")
    if event.step and event.step.kind in ON_A_DAY and event.opens_date != event.due_date:
        raise Refused("Its day is still to be chosen: set the day first.")
    changed = Event.objects.filter(pk=event.pk, state=State.PLANNED).update(
        state=State.AGREED, state_at=now, state_by=by, revision=F("revision") + 1, changed_at=now
    )
    if changed != 1:
        raise ChangedMeanwhile
    change = StateChange.objects.create(
        event=event, at=now, by=by, from_state=State.PLANNED, to_state=State.AGREED
    )
    record(
        by=by, now=now, action="event.agree", target=event, label=f"{event.title} ({event.key})",
        school_urn=event.school.urn if event.school else None, before=State.PLANNED, after=str(event.due_date),
    )  # fmt: skip
    return change


@transaction.atomic
def _each(events: Iterable[Event], act: Act) -> Changed:
    """A refusal takes back what was begun with that event, and nothing else."""
    changes, left = [], []
    for event in events:
        try:
            with transaction.atomic():
                changes.append(act(event))
        except Refused as refusal:
            left.append(Left(event, str(refusal)))
    return Changed(tuple(changes), tuple(left))
