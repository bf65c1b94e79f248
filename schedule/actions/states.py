"""Done, not needed, and undo."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from people.audit import record
from people.models import User
from schedule.actions.refusals import ChangedMeanwhile, Refused
from schedule.building import follow, lock_event
from schedule.models import Event, StateChange
from schedule.queries.owners import owner_of

State = Event.State
STILL_TO_DO = (State.PLANNED, State.AGREED)


@transaction.atomic
def complete_event(
    *, event: Event, done_date: date, by: User, now: datetime, today: date, by_owner: bool = False
) -> StateChange:
    """`by_owner`: asked by the app whose own this step is (schedule.queries.owners). Others are refused."""
    _must_be_by_hand(event, by_owner=by_owner)
    if done_date > today:
        raise Refused("The day it was done lies ahead. Mark it as done once it has happened.")
    if done_date < date(event.year.start_year - 1, 9, 1):
        raise Refused(f"The day it was done is long before {event.year}. Check the year.")
    return _change(event=event, to=State.DONE, done_date=done_date, reason="", by=by, now=now, today=today)


@transaction.atomic
def mark_not_needed(
    *, event: Event, reason: str, by: User | None, now: datetime, today: date, by_owner: bool = False
) -> StateChange:
    """The reason is read by the trust and the board."""
    _must_be_by_hand(event, by_owner=by_owner)
    reason = reason.strip()
    if not reason:
        raise Refused("Say why it is not needed: whoever reads this later needs the reason.")
    return _change(
        event=event, to=State.NOT_NEEDED, done_date=None, reason=reason, by=by, now=now, today=today
    )


@transaction.atomic
def undo_last(
    *,
    event: Event,
    by: User,
    now: datetime,
    today: date,
    change_pk: int | None = None,
    by_owner: bool = False,
) -> StateChange:
    """Takes back the last change of state. `change_pk`: the one the person meant, if the page said so."""
    _must_be_by_hand(event, by_owner=by_owner)
    lock_event(event, today)
    history = list(event.state_changes.filter(undone_at=None).order_by("-at", "-pk")[:2])
    if not history:
        raise Refused("There is nothing to undo here.")
    last, before = history[0], history[1] if len(history) > 1 else None
    if change_pk is not None and last.pk != change_pk:
        raise ChangedMeanwhile
    undone = StateChange.objects.filter(pk=last.pk, undone_at=None).update(undone_at=now, undone_by=by)
    changed = Event.objects.filter(pk=event.pk, state=last.to_state).update(
        state=last.from_state,
        done_date=last.from_done_date,
        state_reason=last.from_reason,
        state_at=before.at if before else None,
        state_by=before.by if before else None,
        revision=F("revision") + 1,
        changed_at=now,
    )
    if (undone, changed) != (1, 1):
        raise ChangedMeanwhile
    _write_down(event=event, action="event.undo", before=last.to_state, after=last.from_state, by=by, now=now)
    _let_follow(event, now, today)
    return last


def see_changes(*, by: User, now: datetime) -> None:
    """From now on "changed since you last looked" starts here. A note to oneself, so nothing is audited."""
    User.objects.filter(pk=by.pk).update(looked_at=now)


def _must_be_by_hand(event: Event, *, by_owner: bool) -> None:
    if not by_owner and (owner := owner_of(event)):
        raise Refused(owner.why)


def _change(
    *,
    event: Event,
    to: State,
    done_date: date | None,
    reason: str,
    by: User | None,
    now: datetime,
    today: date,
) -> StateChange:
    lock_event(event, today)
    if event.state not in STILL_TO_DO:
        raise ChangedMeanwhile
    changed = Event.objects.filter(pk=event.pk, state=event.state).update(
        state=to,
        done_date=done_date,
        state_reason=reason,
        state_at=now,
        state_by=by,
        revision=F("revision") + 1,
        changed_at=now,
    )
    if changed != 1:
        raise ChangedMeanwhile
    change = StateChange.objects.create(
        event=event,
        at=now,
        by=by,
        from_state=event.state,
        to_state=to,
        from_done_date=event.done_date,
        from_reason=event.state_reason,
        reason=reason,
    )
    verb = "complete" if to == State.DONE else "mark-not-needed"
    after = f"{to}, {done_date}" if done_date else str(to)
    _write_down(
        event=event, action=f"event.{verb}", before=event.state, after=after, by=by, now=now, reason=reason
    )
    _let_follow(event, now, today)
    return change


def _let_follow(event: Event, now: datetime, today: date) -> None:
    event.refresh_from_db(fields=["state", "done_date", "state_reason", "state_at", "state_by", "revision"])
    follow(event=event, now=now, today=today)


def _write_down(
    *, event: Event, action: str, before: str, after: str, by: User | None, now: datetime, reason: str = ""
) -> None:
    record(
        by=by, now=now, action=action, target=event, label=f"{event.title} ({event.key})",
        school_urn=event.school.urn if event.school else None, before=before, after=after, reason=reason,
    )  # fmt: skip
