"""Moving a date in the action: times, closed days by hand, a day of a span, who asked, and taking it back."""

from datetime import date, datetime, time, timedelta

import pytest

from people.models import AuditEntry, User
from schedule.actions import (
    Refused,
    complete_event,
    move_event,
    propose_date,
    undo_last,
    undo_move,
)
from schedule.building import build_year
from schedule.models import Event, Move
from schools.models import School
from tests.conftest import MakePerson
from tests.schedule.conftest import NOW, SMALL, TODAY, Build, EventOf, changed, publish

pytestmark = pytest.mark.usefixtures("built_kept")

LATER = NOW + timedelta(hours=1)
ON_8 = date(2026, 12, 8)
REACH = "choose a day from Monday 23 November 2026 to Tuesday 31 August 2027."


@pytest.fixture
def lead(make_person: MakePerson) -> User:
    return make_person("improvement_lead", name="Daniel Firth")


@pytest.fixture
def visit(built: object, alder: School, event_of: EventOf) -> Event:
    """Tuesday 1 December; what is to be prepared is due ten working days before, the note five after."""
    return event_of(alder, "P10.visit")


def move(event: Event, to: date, by: User, *, now: datetime = NOW, **more: object) -> Move:
    return move_event(event=event, to_date=to, reason="Snow.", by=by, now=now, today=TODAY, **more)  # type: ignore[arg-type]


def undo(event: Event, by: User, move_pk: int | None = None) -> Move:
    return undo_move(event=event, by=by, now=LATER, today=TODAY, move_pk=move_pk)


def stands(event: Event) -> tuple[object, ...]:
    one = Event.objects.get(pk=event.pk)
    return one.opens_date, one.due_date, one.start_time, one.end_time, one.is_moved, one.state


def of(event: Event, key: str) -> date:
    return Event.objects.get(school=event.school, key=key).due_date


# --- times and closed days


def test_a_move_keeps_the_hours_unless_others_are_given(visit: Event, lead: User) -> None:
    move(visit, ON_8, lead, times=(time(9, 15), time(12, 15)))
    assert stands(visit) == (ON_8, ON_8, time(9, 15), time(12, 15), True, "planned")
    move(visit, date(2026, 12, 9), lead)
    assert stands(visit)[2:4] == (time(9, 15), time(12, 15))
    kept = visit.moves.order_by("pk").values_list("from_opens_date", "from_start_time", "from_end_time")
    assert list(kept) == [(date(2026, 12, 1), None, None), (ON_8, time(9, 15), time(12, 15))]


def test_the_hours_alone_may_change(visit: Event, lead: User) -> None:
    made = move(visit, visit.due_date, lead, times=(time(13, 30), None))
    assert (made.from_date, made.to_date, stands(visit)[2]) == (
        date(2026, 12, 1),
        date(2026, 12, 1),
        time(13, 30),
    )


@pytest.mark.parametrize(
    ("times", "words"),
    [
        ((None, time(12, 0)), "Give the time it begins as well as the time it ends."),
        ((time(12, 0), time(9, 0)), "It would end before it begins: look at the times again."),
        ((time(12, 0), time(12, 0)), "It would end before it begins: look at the times again."),
    ],
)
def test_hours_have_to_make_sense(visit: Event, lead: User, times: object, words: str) -> None:
    with pytest.raises(Refused) as refusal:
        move(visit, ON_8, lead, times=times)
    assert (str(refusal.value), Move.objects.count()) == (words, 0)


@pytest.mark.parametrize("day", [date(2026, 12, 5), date(2026, 12, 25), date(2026, 12, 21)])
def test_a_closed_day_only_where_somebody_says_so(visit: Event, lead: User, day: date) -> None:
    with pytest.raises(Refused):
        move(visit, day, lead)
    move(visit, day, lead, closed_ok=True)
    assert stands(visit)[:2] == (day, day)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 20), "Friday 20 November 2026 is over: choose a day from today on."),
        (date(2027, 9, 1), "Wednesday 1 September 2027 is not in 2026/27: " + REACH),
        (date.max, "Friday 31 December 9999 is not in 2026/27: " + REACH),
        (date.min, "Monday 1 January 1 is over: choose a day from today on."),
    ],
)  # fmt: skip
def test_not_into_the_past_nor_out_of_the_year(visit: Event, lead: User, day: date, words: str) -> None:
    with pytest.raises(Refused) as refusal:
        move(visit, day, lead, closed_ok=True)
    assert str(refusal.value) == words


def test_the_history_of_a_school_that_left_does_not_move(visit: Event, lead: User, alder: School) -> None:
    School.objects.filter(pk=alder.pk).update(left_date=date(2026, 11, 20))
    visit.refresh_from_db()
    with pytest.raises(Refused, match="Alder left the trust on Friday 20 November 2026"):
        move(visit, ON_8, lead)


# --- notice


def test_choosing_a_day_of_a_span_breaks_no_notice(
    visit: Event, alder: School, event_of: EventOf, lead: User
) -> None:
    publish(changed(SMALL, "P10.visit", timing="AUT2 W5-6"), number=2)
    build_year(year=visit.year, by=None, now=NOW, today=TODAY)
    spread = event_of(alder, "P10.visit")
    assert (spread.opens_date, spread.due_date) == (date(2026, 11, 30), date(2026, 12, 11))
    made = move(spread, date(2026, 12, 3), lead)
    assert (made.notice_given, made.notice_promised, made.broke_notice) == (8, 0, False)
    # Now the day is set, and to move it again is a move.
    again = move(spread, date(2026, 12, 4), lead)
    assert (again.notice_given, again.notice_promised, again.broke_notice) == (8, 20, True)


def test_what_the_school_asks_for_breaks_no_notice(visit: Event, lead: User) -> None:
    made = move(visit, ON_8, lead, asked_by_school=True)
    assert (made.notice_given < made.notice_promised, made.broke_notice) == (True, False)


# --- taking it back


def test_undo_restores_the_day_the_hours_and_what_follows(visit: Event, lead: User) -> None:
    before, note = stands(visit), of(visit, "P10.note")
    made = move(visit, ON_8, lead, times=(time(9, 0), None))
    assert of(visit, "P10.note") != note
    undo(visit, lead, made.pk)
    assert (stands(visit), of(visit, "P10.note")) == (before, note)
    made.refresh_from_db()
    assert (made.undone_at, made.undone_by, made.broke_notice) == (LATER, lead, False)
    told = AuditEntry.objects.filter(action="event.move-undo").values_list("before", "after")
    assert list(told) == [("2026-12-08", "2026-12-01")]


def test_an_undone_move_leaves_an_event_to_the_rule_again(
    visit: Event, lead: User, build: Build, event_of: EventOf, alder: School
) -> None:
    move(visit, ON_8, lead)
    undo(visit, lead)
    publish(changed(SMALL, "P10.visit", timing="AUT2 W6 Wed"), number=2)
    build()
    assert event_of(alder, "P10.visit").due_date == date(2026, 12, 9)


def test_only_the_last_move_goes_and_the_one_before_still_stands(visit: Event, lead: User) -> None:
    first = move(visit, ON_8, lead)
    move(visit, date(2026, 12, 10), lead)
    undo(visit, lead)
    assert stands(visit)[:2] + stands(visit)[4:5] == (ON_8, ON_8, True)
    undo(visit, lead, first.pk)
    assert stands(visit)[:2] + stands(visit)[4:5] == (date(2026, 12, 1), date(2026, 12, 1), False)
    with pytest.raises(Refused, match="No move is there to take back"):
        undo(visit, lead)


def test_undo_of_another_move_than_was_meant_is_told(visit: Event, lead: User) -> None:
    first = move(visit, ON_8, lead)
    move(visit, date(2026, 12, 10), lead)
    with pytest.raises(Refused, match="It has moved again since"):
        undo(visit, lead, first.pk)
    assert stands(visit)[1] == date(2026, 12, 10)


def test_undo_is_refused_when_something_else_happened_since(visit: Event, lead: User) -> None:
    move(visit, ON_8, lead)
    complete_event(event=visit, done_date=TODAY, by=lead, now=LATER, today=TODAY)
    with pytest.raises(Refused, match="It is marked as done since"):
        undo(visit, lead)
    undo_last(event=visit, by=lead, now=LATER, today=TODAY)
    undo(visit, lead)
    assert stands(visit)[1] == date(2026, 12, 1)


def test_undo_is_refused_while_another_day_is_asked_for(visit: Event, lead: User) -> None:
    move(visit, ON_8, lead)
    propose_date(
        event=visit,
        side="school",
        to_date=date(2026, 12, 10),
        reason="A trip.",
        by=lead,
        now=LATER,
        today=TODAY,
    )
    with pytest.raises(Refused, match="Somebody asks for another day"):
        undo(visit, lead)


def test_undo_is_refused_where_the_rule_moved_on(visit: Event, lead: User, build: Build) -> None:
    move(visit, ON_8, lead)
    publish(changed(SMALL, "P10.visit", timing="AUT2 W6 Wed"), number=2)
    build()
    with pytest.raises(Refused, match="By the handbook it is due on Wednesday 9 December 2026 since"):
        undo(visit, lead)


def test_a_move_that_did_not_keep_what_stood_is_not_taken_back(visit: Event, lead: User) -> None:
    made = move(visit, ON_8, lead)
    Move.objects.filter(pk=made.pk).update(from_opens_date=None)
    with pytest.raises(Refused, match="What stood before this move was not kept"):
        undo(visit, lead)
