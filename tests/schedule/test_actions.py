"""What people do with an event: what changes, what is written down, what is refused."""

from datetime import date

import pytest

from handbook.models import Step
from people.models import AuditEntry, User
from schedule.actions import (
    ChangedMeanwhile,
    Refused,
    complete_event,
    mark_not_needed,
    move_event,
    undo_last,
)
from schedule.models import Event, Move, StateChange
from schools.models import NonPupilDay, School, SchoolYear
from tests.conftest import MakePerson
from tests.schedule.conftest import NOW, TODAY, EventOf

pytestmark = pytest.mark.usefixtures("built_kept")


@pytest.fixture
def head(alder: School, make_person: MakePerson) -> User:
    return make_person("headteacher", alder, name="Ruth Ellison")


@pytest.fixture
def visit(built: object, alder: School, event_of: EventOf) -> Event:
    return event_of(alder, "P10.visit")


def state_of(event: Event) -> tuple[object, ...]:
    fresh = Event.objects.get(pk=event.pk)
    return fresh.state, fresh.done_date, fresh.state_reason, fresh.state_at, fresh.state_by, fresh.revision


def entries() -> list[tuple[str, str, str, str]]:
    rows = AuditEntry.objects.exclude(action="year.build").order_by("pk")
    return list(rows.values_list("action", "before", "after", "reason"))


def complete(event: Event, by: User, day: date = TODAY) -> StateChange:
    return complete_event(event=event, done_date=day, by=by, now=NOW, today=TODAY)


def skip(event: Event, by: User, reason: str = "No pupils yet.") -> StateChange:
    return mark_not_needed(event=event, reason=reason, by=by, now=NOW, today=TODAY)


def undo(event: Event, by: User, change: StateChange | None = None) -> StateChange:
    return undo_last(event=event, by=by, now=NOW, today=TODAY, change_pk=change.pk if change else None)


def move(event: Event, to: date, by: User, reason: str = "Snow.") -> Move:
    return move_event(event=event, to_date=to, reason=reason, by=by, now=NOW, today=TODAY)


# --- done, not needed, undo


def test_complete(visit: Event, head: User) -> None:
    change = complete(visit, head, date(2026, 11, 20))
    assert state_of(visit) == ("done", date(2026, 11, 20), "", NOW, head, 1)
    assert (change.from_state, change.to_state, change.by) == ("planned", "done", head)
    assert entries() == [("event.complete", "planned", "done, 2026-11-20", "")]
    assert AuditEntry.objects.get(action="event.complete").school_urn == 900001


@pytest.mark.parametrize(
    ("day", "words"), [(date(2026, 11, 24), "lies ahead"), (date(2024, 1, 1), "long before 2026/27")]
)
def test_a_day_that_cannot_be(visit: Event, head: User, day: date, words: str) -> None:
    with pytest.raises(Refused, match=words):
        complete(visit, head, day)
    assert state_of(visit)[0] == "planned"


def test_not_needed(visit: Event, head: User) -> None:
    skip(visit, head, "  No pupils yet.  ")
    assert state_of(visit) == ("not_needed", None, "No pupils yet.", NOW, head, 1)
    assert entries() == [("event.mark-not-needed", "planned", "not_needed", "No pupils yet.")]


def test_not_needed_wants_a_reason(visit: Event, head: User) -> None:
    with pytest.raises(Refused, match="Say why"):
        skip(visit, head, " \n ")
    assert state_of(visit)[0] == "planned"


def test_undo_puts_everything_back(visit: Event, head: User) -> None:
    complete(visit, head)
    change = undo(visit, head)
    assert state_of(visit) == ("planned", None, "", None, None, 2)
    change.refresh_from_db()
    assert (change.undone_at, change.undone_by) == (NOW, head)
    assert entries()[-1] == ("event.undo", "done", "planned", "")


def test_undo_of_an_agreed_date_leads_back_to_it(visit: Event, head: User) -> None:
    Event.objects.filter(pk=visit.pk).update(state="agreed")
    visit.refresh_from_db()
    skip(visit, head)
    undo(visit, head)
    assert state_of(visit)[0] == "agreed"


def test_undo_and_do_again_as_often_as_one_likes(visit: Event, head: User) -> None:
    for _ in range(3):
        complete(visit, head)
        undo(visit, head)
    skip(visit, head)
    assert state_of(visit)[0] == "not_needed"
    assert StateChange.objects.filter(undone_at=None).count() == 1


def test_nothing_to_undo(visit: Event, head: User) -> None:
    with pytest.raises(Refused, match="nothing to undo"):
        undo(visit, head)


# --- two people at once


def test_the_second_of_two_tabs_is_told(visit: Event, head: User) -> None:
    other_tab = Event.objects.select_related("school", "year", "step__process").get(pk=visit.pk)
    complete(visit, head)
    with pytest.raises(ChangedMeanwhile, match="This was changed a moment ago"):
        skip(other_tab, head)
    with pytest.raises(ChangedMeanwhile):
        complete(other_tab, head)
    assert state_of(visit) == ("done", TODAY, "", NOW, head, 1)
    assert StateChange.objects.count() == 1


def test_undo_of_what_was_undone_and_done_anew_is_told(visit: Event, head: User) -> None:
    first = complete(visit, head)
    undo(visit, head)
    complete(visit, head, date(2026, 11, 20))
    with pytest.raises(ChangedMeanwhile):
        undo(visit, head, first)
    assert state_of(visit)[:2] == ("done", date(2026, 11, 20))


def test_a_move_of_a_date_that_moved_meanwhile_is_told(visit: Event, head: User) -> None:
    other_tab = Event.objects.select_related("school", "year", "step__process").get(pk=visit.pk)
    move(visit, date(2026, 12, 3), head)
    with pytest.raises(ChangedMeanwhile):
        move(other_tab, date(2026, 12, 8), head)
    assert Event.objects.get(pk=visit.pk).due_date == date(2026, 12, 3)
    assert Move.objects.count() == 1


def test_what_is_done_does_not_move(visit: Event, head: User) -> None:
    complete(visit, head)
    with pytest.raises(ChangedMeanwhile):
        move(visit, date(2026, 12, 3), head)


# --- moves


def test_move_an_occasion(visit: Event, head: User) -> None:
    made = move(visit, date(2026, 12, 3), head)
    fresh = Event.objects.get(pk=visit.pk)
    assert (fresh.opens_date, fresh.due_date, fresh.scheduled_date) == (
        date(2026, 12, 3), date(2026, 12, 3), date(2026, 12, 1),
    )  # fmt: skip
    assert (fresh.is_moved, fresh.state, fresh.revision) == (True, "planned", 1)
    assert (made.from_date, made.to_date, made.notice_given, made.notice_promised) == (
        date(2026, 12, 1), date(2026, 12, 3), 6, 20,
    )  # fmt: skip
    assert made.broke_notice is True
    assert entries() == [("event.move", "2026-12-01", "2026-12-03", "Snow.")]


def test_a_move_to_an_earlier_day_counts_notice_to_that_day(visit: Event, head: User) -> None:
    assert move(visit, date(2026, 11, 25), head).notice_given == 2


def test_the_notice_of_the_step_stands_before_that_of_its_process(visit: Event, head: User) -> None:
    Step.objects.filter(events=visit).update(notice=5)
    visit = Event.objects.select_related("school", "year", "step__process").get(pk=visit.pk)
    made = move(visit, date(2026, 12, 3), head)
    assert (made.notice_promised, made.broke_notice) == (5, False)


def test_a_move_of_what_is_already_late_gave_no_notice(
    visit: Event, alder: School, head: User, event_of: EventOf
) -> None:
    assert move(event_of(alder, "P10.prepare"), date(2026, 11, 27), head).notice_given == 0


def test_work_that_is_open_for_a_while_keeps_its_opening(
    visit: Event, alder: School, head: User, event_of: EventOf
) -> None:
    task = event_of(alder, "P07.moderate")
    assert (task.opens_date, task.due_date) == (date(2026, 12, 7), date(2026, 12, 11))
    move(task, date(2026, 12, 15), head)
    assert event_of(alder, "P07.moderate").opens_date == date(2026, 12, 7)
    move(event_of(alder, "P07.moderate"), date(2026, 12, 3), head)
    assert event_of(alder, "P07.moderate").opens_date == date(2026, 12, 3)


@pytest.mark.parametrize(
    ("key", "day", "words"),
    [
        ("P10.visit", date(2026, 12, 5), "Saturday 5 December 2026 is a weekend"),
        ("P10.visit", date(2026, 12, 25), r"a bank holiday \(Christmas Day\)"),
        ("P10.visit", date(2026, 12, 22), "is in the holidays"),
        ("P10.visit", date(2026, 12, 8), r"a closed day \(Polling day\)"),
        ("P10.visit", date(2026, 12, 9), r"a day without pupils \(inset\)"),
        ("P18.publish", date(2026, 12, 28), "a bank holiday"),
        ("P10.visit", date(2026, 12, 1), "It is on Tuesday 1 December 2026 already"),
    ],
)
def test_a_closed_day_is_refused(
    visit: Event,
    alder: School,
    year: SchoolYear,
    head: User,
    event_of: EventOf,
    key: str,
    day: date,
    words: str,
) -> None:
    for kind, closed, label in (("closure", 8, "Polling day"), ("inset", 9, "")):
        NonPupilDay.objects.create(
            year=year, school=alder, kind=kind, label=label,
            first_date=date(2026, 12, closed), last_date=date(2026, 12, closed),
        )  # fmt: skip
    with pytest.raises(Refused, match=words):
        move(event_of(alder, key), day, head)
    assert Move.objects.count() == 0


@pytest.mark.parametrize(
    ("key", "day"), [("P18.publish", date(2026, 12, 22)), ("P07.moderate", date(2026, 12, 9))]
)
def test_a_deadline_may_fall_in_the_holidays_and_work_on_an_inset_day(
    visit: Event, alder: School, year: SchoolYear, head: User, event_of: EventOf, key: str, day: date
) -> None:
    NonPupilDay.objects.create(
        year=year, school=alder, kind="inset", first_date=date(2026, 12, 9), last_date=date(2026, 12, 9)
    )
    move(event_of(alder, key), day, head)
    assert event_of(alder, key).due_date == day


def test_a_move_wants_a_reason(visit: Event, head: User) -> None:
    with pytest.raises(Refused, match="Say why"):
        move(visit, date(2026, 12, 3), head, " ")
