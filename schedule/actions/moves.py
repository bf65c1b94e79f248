"""Moving a date, with the notice given counted against the notice the handbook promises; and taking it back."""

from datetime import date, datetime, time

from django.db import transaction
from django.db.models import F

from people.audit import record
from people.models import User
from schedule.actions.refusals import ChangedMeanwhile, Refused
from schedule.actions.states import STILL_TO_DO
from schedule.building import follow, lock_event
from schedule.days import (
    kind_of,
    notice_given,
    notice_promised,
    opens_on,
    out_of_reach,
    why_closed,
)
from schedule.models import Event, Move, StateChange
from schools.queries import calendar_of
from schools.terms import say_day

State = Event.State
Times = tuple[time | None, time | None]
DATES = ("opens_date", "due_date", "start_time", "end_time", "is_moved", "revision")


@transaction.atomic
def move_event(
    *,
    event: Event,
    to_date: date,
    reason: str,
    by: User,
    now: datetime,
    today: date,
    times: Times = (None, None),
    closed_ok: bool = False,
    asked_by_school: bool = False,
) -> Move:
    """Without times it keeps those it has. `closed_ok`: somebody said that it may be on a day of closed doors."""
    reason = reason.strip()
    if not reason:
        raise Refused("Say why the date moves: everyone it concerns reads the reason.")
    start, end = check_day(event=event, to_date=to_date, times=times, today=today)
    lock_event(event, today)
    calendar = calendar_of(event.year, event.school)
    if (closed := why_closed(calendar, to_date, kind_of(event))) and not closed_ok:
        raise Refused(f"{say_day(to_date)} is {closed}: choose another day.")
    changed = Event.objects.filter(
        pk=event.pk, opens_date=event.opens_date, due_date=event.due_date, state=event.state,
        state__in=STILL_TO_DO,
    ).update(
        opens_date=opens_on(event, to_date), due_date=to_date, start_time=start, end_time=end, is_moved=True,
        revision=F("revision") + 1, changed_at=now,
    )  # fmt: skip
    if changed != 1:
        raise ChangedMeanwhile
    move = Move.objects.create(
        event=event, from_date=event.due_date, to_date=to_date, from_opens_date=event.opens_date,
        from_start_time=event.start_time, from_end_time=event.end_time, reason=reason, by=by, at=now,
        notice_given=notice_given(event, to_date, calendar, today),
        notice_promised=notice_promised(event, to_date), asked_by_school=asked_by_school,
    )  # fmt: skip
    _write_down(event, "event.move", move.from_date, to_date, by, now, reason)
    event.refresh_from_db(fields=DATES)
    follow(event=event, now=now, today=today)
    return move


def check_day(*, event: Event, to_date: date, times: Times, today: date) -> Times:
    """The times it would have. Refused where it cannot be on that day at all."""
    if refusal := out_of_reach(event, to_date, today):
        raise Refused(refusal)
    start, end = times
    if start is None and end is not None:
        start = event.start_time
    if start is None and end is not None:
        raise Refused("Give the time it begins as well as the time it ends.")
    if start and end and end <= start:
        raise Refused("It would end before it begins: look at the times again.")
    if start is None:
        start, end = event.start_time, event.end_time
    as_it_is = (event.opens_date, event.due_date, event.start_time, event.end_time)
    if (opens_on(event, to_date), to_date, start, end) == as_it_is:
        raise Refused(f"It is on {say_day(to_date)} already.")
    return start, end


@transaction.atomic
def undo_move(*, event: Event, by: User, now: datetime, today: date, move_pk: int | None = None) -> Move:
    """Takes back the last move: the day, the times and what was agreed with it. `move_pk`: the one that was meant."""
    lock_event(event, today)
    stands = list(event.moves.filter(undone_at=None).order_by("-at", "-pk")[:2])
    if not stands:
        raise Refused("No move is there to take back.")
    last = stands[0]
    if move_pk is not None and last.pk != move_pk:
        if event.moves.filter(pk=move_pk, undone_at=None).exists():
            raise Refused("It has moved again since. Take that move back first.")
        raise ChangedMeanwhile
    event.refresh_from_db(fields=[*DATES, "state", "scheduled_date"])
    agreement = event.state_changes.filter(undone_at=None, at=last.at, to_state=State.AGREED).first()
    is_moved = len(stands) > 1
    _check_undo(event, last, agreement, is_moved=is_moved)
    undone = Move.objects.filter(pk=last.pk, undone_at=None).update(undone_at=now, undone_by=by)
    changed = Event.objects.filter(pk=event.pk, due_date=last.to_date, state=event.state).update(
        opens_date=last.from_opens_date or last.from_date, due_date=last.from_date,
        start_time=last.from_start_time, end_time=last.from_end_time, is_moved=is_moved,
        revision=F("revision") + 1, changed_at=now,
    )  # fmt: skip
    if (undone, changed) != (1, 1):
        raise ChangedMeanwhile
    if agreement is not None:
        _no_longer_agreed(event, agreement, by, now)
    _write_down(event, "event.move-undo", last.to_date, last.from_date, by, now)
    event.refresh_from_db(fields=[*DATES, "state", "state_at", "state_by"])
    last.refresh_from_db(fields=["undone_at", "undone_by"])
    follow(event=event, now=now, today=today)
    return last


def _check_undo(event: Event, last: Move, agreement: StateChange | None, *, is_moved: bool) -> None:
    """Refused where taking it back would take more back than the move."""
    if last.from_opens_date is None:
        raise Refused("What stood before this move was not kept. Move it to the day it should be on.")
    if event.state not in STILL_TO_DO:
        raise Refused(f"It is marked as {event.get_state_display().lower()} since. Take that back first.")
    if event.due_date != last.to_date:
        raise Refused("Its date has changed since. Move it to the day it should be on.")
    later = event.state_changes.filter(undone_at=None, at__gte=last.at)
    if later.exclude(pk=agreement.pk if agreement else 0).exists():
        raise Refused("Something else happened to it since. Move it to the day it should be on.")
    if event.proposals.filter(state="open").exists():
        raise Refused("Somebody asks for another day for it since. Answer that first.")
    state = agreement.from_state if agreement else event.state
    if not is_moved and state == State.PLANNED and event.scheduled_date != last.from_date:
        raise Refused(
            f"By the handbook it is due on {say_day(event.scheduled_date)} since. Move it to the day it should be on."
        )


def _no_longer_agreed(event: Event, agreement: StateChange, by: User, now: datetime) -> None:
    before = event.state_changes.filter(undone_at=None, at__lt=agreement.at).order_by("-at", "-pk").first()
    StateChange.objects.filter(pk=agreement.pk).update(undone_at=now, undone_by=by)
    Event.objects.filter(pk=event.pk).update(
        state=agreement.from_state,
        state_at=before.at if before else None,
        state_by=before.by if before else None,
    )


def _write_down(
    event: Event, action: str, before: date, after: date, by: User, now: datetime, reason: str = ""
) -> None:
    record(
        by=by, now=now, action=action, target=event, label=f"{event.title} ({event.key})",
        school_urn=event.school.urn if event.school else None, before=str(before), after=str(after), reason=reason,
    )  # fmt: skip
