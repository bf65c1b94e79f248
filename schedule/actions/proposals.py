"""Asking for another day, and answering: agree, suggest another, say no, take it back. And agreeing a date as it is."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from people.audit import record
from people.models import User
from schedule.actions.moves import Times, check_day, move_event
from schedule.actions.refusals import ChangedMeanwhile, Refused
from schedule.actions.states import STILL_TO_DO
from schedule.building import lock_event, lock_year
from schedule.days import ON_A_DAY, kind_of, opens_on, why_closed
from schedule.models import Event, Move, Proposal, StateChange
from schools.queries import calendar_of
from schools.terms import say_day

Side, Asked, State = Proposal.Side, Proposal.State, Event.State
ANSWER_FIRST = "Another day is asked for already. Answer that first."


@transaction.atomic
def propose_date(
    *,
    event: Event,
    side: str,
    to_date: date,
    reason: str,
    by: User,
    now: datetime,
    today: date,
    times: Times = (None, None),
    closed_ok: bool = False,
) -> Proposal:
    """Nothing moves until the other side agrees."""
    reason = reason.strip()
    if not reason:
        raise Refused("Say why another day is needed: whoever answers reads the reason.")
    if event.school is None:
        raise Refused("This is the trust’s own date, so there is no school to ask. Move it.")
    lock_event(event, today)
    start, end = check_day(event=event, to_date=to_date, times=times, today=today)
    calendar = calendar_of(event.year, event.school)
    if (closed := why_closed(calendar, to_date, kind_of(event))) and not closed_ok:
        raise Refused(f"{say_day(to_date)} is {closed}: choose another day.")
    _must_stand(event)
    if event.proposals.filter(state=Asked.OPEN).exists():
        raise Refused(ANSWER_FIRST)
    try:
        with transaction.atomic():
            made = Proposal.objects.create(
                event=event, side=side, from_date=event.due_date, to_date=to_date, start_time=start, end_time=end,
                reason=reason, made_at=now, made_by=by,
            )  # fmt: skip
    except IntegrityError as error:  # somebody else asked, or answered, in the same moment
        raise ChangedMeanwhile from error
    _write_down(event, "proposal.make", str(event.due_date), str(to_date), by, now, reason)
    return made


@transaction.atomic
def agree_to(*, proposal: Proposal, by: User, now: datetime, today: date) -> Move | None:
    """The date moves and is agreed. No move where it is on that day by now."""
    event = proposal.event
    lock_event(event, today)
    _answer(proposal, Asked.AGREED, "", by, now)
    _write_down(event, "proposal.answer", "open", f"agreed, {proposal.to_date}", by, now)
    _must_stand(event)
    move = None
    if not _is_there(event, proposal):
        move = move_event(
            event=event, to_date=proposal.to_date, reason=proposal.reason, by=by, now=now, today=today,
            times=(proposal.start_time, proposal.end_time),
            closed_ok=True,  # it was said when the day was asked for
            asked_by_school=_is_the_schools_wish(proposal),
        )  # fmt: skip
        # The day and the reason are those of whoever asked for it; the audit row says who agreed.
        Move.objects.filter(pk=move.pk).update(by=proposal.made_by_id)
        Proposal.objects.filter(pk=proposal.pk).update(move=move)
    if event.state == State.PLANNED:
        _agree(event, by, now)
    return move


@transaction.atomic
def suggest_another(
    *,
    proposal: Proposal,
    to_date: date,
    reason: str,
    by: User,
    now: datetime,
    today: date,
    times: Times = (None, None),
    closed_ok: bool = False,
) -> Proposal:
    """Answers with a third day, which waits for the side that asked."""
    event = proposal.event
    lock_year(event.year)
    if to_date == proposal.to_date and times[0] in (None, proposal.start_time):
        raise Refused(f"{say_day(to_date)} is the day that is asked for. Agree to it, or choose another.")
    _answer(proposal, Asked.COUNTERED, "", by, now)
    _write_down(event, "proposal.answer", "open", "another day suggested", by, now)
    made = propose_date(
        event=event, side=other_side(proposal.side), to_date=to_date, reason=reason, by=by, now=now, today=today,
        times=times, closed_ok=closed_ok,
    )  # fmt: skip
    made.answers = proposal
    made.save(update_fields=["answers"])
    return made


@transaction.atomic
def decline(*, proposal: Proposal, answer: str, by: User, now: datetime, today: date) -> None:
    answer = answer.strip()
    if not answer:
        raise Refused("Say why the day stays as it is: whoever asked reads the reason.")
    lock_event(proposal.event, today)
    _answer(proposal, Asked.DECLINED, answer, by, now)
    _write_down(proposal.event, "proposal.answer", "open", "declined", by, now, answer)


@transaction.atomic
def withdraw(*, proposal: Proposal, by: User, now: datetime, today: date, answer: str = "") -> None:
    lock_event(proposal.event, today)
    _answer(proposal, Asked.WITHDRAWN, answer.strip(), by, now)
    _write_down(proposal.event, "proposal.withdraw", "open", "withdrawn", by, now, answer.strip())


@transaction.atomic
def move_at_once(
    *,
    event: Event,
    to_date: date,
    reason: str,
    by: User,
    now: datetime,
    today: date,
    times: Times = (None, None),
    closed_ok: bool = False,
) -> Move:
    """Without asking. What the school asks for is answered first; what the trust asked for itself is taken back."""
    lock_year(event.year)
    waits = event.proposals.filter(state=Asked.OPEN).select_related("event__year", "event__school").first()
    if waits is not None and waits.side == Side.SCHOOL:
        raise Refused(ANSWER_FIRST)
    if waits is not None:
        moved = "The date was moved without waiting for an answer."
        withdraw(proposal=waits, by=by, now=now, today=today, answer=moved)
    return move_event(
        event=event, to_date=to_date, reason=reason, by=by, now=now, today=today, times=times, closed_ok=closed_ok,
    )  # fmt: skip


@transaction.atomic
def agree_date(*, event: Event, by: User, now: datetime, today: date) -> StateChange:
    """It stays on the day it is on, and both sides count on it."""
    lock_event(event, today)
    if kind_of(event) not in ON_A_DAY:
        raise Refused("Only a meeting, a visit, training or a review has a day to agree.")
    if event.opens_date != event.due_date:
        raise Refused("It has no day yet, only days to choose from. Choose the day first.")
    if event.proposals.filter(state=Asked.OPEN).exists():
        raise Refused(ANSWER_FIRST)
    if event.state == State.AGREED:
        raise Refused("Its date is agreed already.")
    if event.state != State.PLANNED:
        raise ChangedMeanwhile
    if event.due_date < today:
        raise Refused("Its day has passed: mark it as done, or move it.")
    return _agree(event, by, now)


def other_side(side: str) -> str:
    return Side.TRUST if side == Side.SCHOOL else Side.SCHOOL


def _is_the_schools_wish(proposal: Proposal) -> bool:
    """It asked for this day, or it was the first to ask for another at all."""
    first = proposal
    while first.answers is not None:
        first = first.answers
    return Side.SCHOOL in (proposal.side, first.side)


def _answer(proposal: Proposal, state: str, answer: str, by: User, now: datetime) -> None:
    """Of two who answer at once the second is told."""
    answered = Proposal.objects.filter(pk=proposal.pk, state=Asked.OPEN).update(
        state=state, answer=answer, answered_at=now, answered_by=by
    )
    if answered != 1:
        raise ChangedMeanwhile
    proposal.refresh_from_db(fields=["state", "answer", "answered_at", "answered_by"])


def _must_stand(event: Event) -> None:
    """As the page showed it, and still to do."""
    stands = Event.objects.filter(
        pk=event.pk,
        state=event.state,
        state__in=STILL_TO_DO,
        due_date=event.due_date,
        opens_date=event.opens_date,
    )
    if not stands.exists():
        raise ChangedMeanwhile


def _is_there(event: Event, proposal: Proposal) -> bool:
    times = (proposal.start_time, proposal.end_time)
    same_times = times[0] is None or times == (event.start_time, event.end_time)
    on_that_day = (event.opens_date, event.due_date) == (opens_on(event, proposal.to_date), proposal.to_date)
    return on_that_day and same_times


def _agree(event: Event, by: User, now: datetime) -> StateChange:
    changed = Event.objects.filter(pk=event.pk, state=State.PLANNED, due_date=event.due_date).update(
        state=State.AGREED,
        state_at=now,
        state_by=by,
        state_reason="",
        revision=F("revision") + 1,
        changed_at=now,
    )
    if changed != 1:
        raise ChangedMeanwhile
    change = StateChange.objects.create(
        event=event, at=now, by=by, from_state=State.PLANNED, to_state=State.AGREED,
        from_done_date=event.done_date, from_reason=event.state_reason,
    )  # fmt: skip
    _write_down(event, "event.agree", State.PLANNED, f"{State.AGREED}, {event.due_date}", by, now)
    event.refresh_from_db(fields=["state", "state_at", "state_by", "state_reason", "revision"])
    return change


def _write_down(
    event: Event, action: str, before: str, after: str, by: User, now: datetime, reason: str = ""
) -> None:
    record(
        by=by, now=now, action=action, target=event, label=f"{event.title} ({event.key})",
        school_urn=event.school.urn if event.school else None, before=before, after=after, reason=reason,
    )  # fmt: skip
