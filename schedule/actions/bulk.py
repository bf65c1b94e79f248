"""The same change to many steps at once, in one transaction. What cannot be changed is left, and told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from django.db import transaction

from people.models import User
from schedule.actions.moves import undo_move
from schedule.actions.proposals import agree_date, move_at_once
from schedule.actions.refusals import Refused
from schedule.actions.states import complete_event, mark_not_needed, undo_last
from schedule.models import Event, Move, StateChange

Made = TypeVar("Made", StateChange, Move)


@dataclass(frozen=True)
class Left:
    """One that stays as it was."""

    event: Event
    why: str


@dataclass(frozen=True)
class Changed(Generic[Made]):
    changes: tuple[Made, ...]
    left: tuple[Left, ...]


class NotMoved(Refused):
    """Why one of them could not be moved, and so none was."""

    def __init__(self, event: Event, why: Refused) -> None:
        super().__init__(f"{event.school.known_as if event.school else 'The trust'}: {why}")


def complete_many(
    *, events: Iterable[Event], done_date: date, by: User, now: datetime, today: date
) -> Changed[StateChange]:
    return _each(
        events,
        lambda event: complete_event(event=event, done_date=done_date, by=by, now=now, today=today),
    )


def mark_many_not_needed(
    *, events: Iterable[Event], reason: str, by: User | None, now: datetime, today: date
) -> Changed[StateChange]:
    return _each(
        events, lambda event: mark_not_needed(event=event, reason=reason, by=by, now=now, today=today)
    )


def agree_many(*, events: Iterable[Event], by: User, now: datetime, today: date) -> Changed[StateChange]:
    return _each(events, lambda event: agree_date(event=event, by=by, now=now, today=today))


def undo_many(
    *, changes: Iterable[StateChange], by: User, now: datetime, today: date
) -> Changed[StateChange]:
    """Each only while it is still the last thing that happened to its event."""
    by_event = {change.event_id: change for change in changes}
    return _each(
        (change.event for change in by_event.values()),
        lambda event: undo_last(event=event, by=by, now=now, today=today, change_pk=by_event[event.pk].pk),
    )


@transaction.atomic
def move_many(
    *, days: Iterable[tuple[Event, date]], reason: str, by: User, now: datetime, today: date
) -> tuple[Move, ...]:
    """All of them or none: the page has shown what each would mean, and what the moves mean together."""
    moves = []
    for event, day in days:
        try:
            moves.append(move_at_once(event=event, to_date=day, reason=reason, by=by, now=now, today=today))
        except Refused as refusal:
            raise NotMoved(event, refusal) from refusal
    return tuple(moves)


def undo_many_moves(*, moves: Iterable[Move], by: User, now: datetime, today: date) -> Changed[Move]:
    """Each only while it is still the last move of its event."""
    by_event = {move.event_id: move for move in moves}
    return _each(
        (move.event for move in by_event.values()),
        lambda event: undo_move(event=event, by=by, now=now, today=today, move_pk=by_event[event.pk].pk),
    )


@transaction.atomic
def _each(events: Iterable[Event], act: Callable[[Event], Made]) -> Changed[Made]:
    """A refusal takes back what was begun with that event, and nothing else."""
    changes, left = [], []
    for event in events:
        try:
            with transaction.atomic():
                changes.append(act(event))
        except Refused as refusal:
            left.append(Left(event, str(refusal)))
    return Changed(tuple(changes), tuple(left))
