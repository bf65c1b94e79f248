"""Asking for another day and answering: what moves, who is told, and two who answer at once."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError

from people.models import AuditEntry, User
from schedule.actions import (
    ChangedMeanwhile,
    Refused,
    agree_date,
    agree_to,
    complete_event,
    decline,
    move_at_once,
    propose_date,
    suggest_another,
    undo_move,
    withdraw,
)
from schedule.models import Event, Move, Proposal
from schools.models import School
from tests.conftest import MakePerson
from tests.schedule.conftest import NOW, SMALL, TODAY, Build, EventOf, changed, publish

pytestmark = pytest.mark.usefixtures("built_kept")

LATER = NOW + timedelta(hours=1)
ON_8, ON_10 = date(2026, 12, 8), date(2026, 12, 10)


@pytest.fixture
def lead(make_person: MakePerson) -> User:
    return make_person("improvement_lead", name="Daniel Firth")


@pytest.fixture
def head(make_person: MakePerson, alder: School) -> User:
    return make_person("headteacher", alder, name="Ruth Ellison")


@pytest.fixture
def visit(built: object, alder: School, event_of: EventOf) -> Event:
    return event_of(alder, "P10.visit")


def ask(event: Event, by: User, side: str = "school", to: date = ON_8) -> Proposal:
    return propose_date(event=event, side=side, to_date=to, reason="A concert.", by=by, now=NOW, today=TODAY)


def agree(proposal: Proposal, by: User) -> Move | None:
    return agree_to(proposal=proposal, by=by, now=LATER, today=TODAY)


def counter(proposal: Proposal, by: User, to: date = ON_10) -> Proposal:
    return suggest_another(
        proposal=proposal, to_date=to, reason="Better for us.", by=by, now=LATER, today=TODAY
    )


def states() -> list[tuple[str, str]]:
    return list(Proposal.objects.order_by("pk").values_list("side", "state"))


def deeds() -> list[str]:
    return list(
        AuditEntry.objects.exclude(action="year.build").order_by("pk").values_list("action", flat=True)
    )


def test_asking_moves_nothing(visit: Event, head: User) -> None:
    made = ask(visit, head)
    assert (made.from_date, made.to_date, made.state) == (date(2026, 12, 1), ON_8, "open")
    assert (Event.objects.get(pk=visit.pk).due_date, Move.objects.count()) == (date(2026, 12, 1), 0)
    assert deeds() == ["proposal.make"]


def test_agreeing_moves_and_agrees_the_date(visit: Event, head: User, lead: User) -> None:
    asked = ask(visit, head)
    move = agree(asked, lead)
    assert move is not None
    move.refresh_from_db()
    one = Event.objects.get(pk=visit.pk)
    assert (one.due_date, one.state, one.state_by, one.is_moved) == (ON_8, "agreed", lead, True)
    # The day and the reason are the head's; the lead's answer stands beside it. Nobody at the school is surprised.
    assert (move.by, move.reason, move.asked_by_school, move.broke_notice) == (
        head,
        "A concert.",
        True,
        False,
    )
    asked.refresh_from_db()
    assert (asked.state, asked.answered_by, asked.move) == ("agreed", lead, move)
    assert deeds() == ["proposal.make", "proposal.answer", "event.move", "event.agree"]


def test_the_trust_asks_with_too_little_notice_and_the_school_agrees(
    visit: Event, head: User, lead: User
) -> None:
    move = agree(ask(visit, lead, "trust"), head)
    assert move is not None
    assert (move.asked_by_school, move.broke_notice) == (False, True)


def test_a_third_day_waits_for_the_side_that_asked(visit: Event, head: User, lead: User) -> None:
    asked = ask(visit, head)
    third = counter(asked, lead)
    assert (states(), third.answers) == ([("school", "countered"), ("trust", "open")], asked)
    move = agree(third, head)
    assert move is not None
    # The school was the first to ask for another day at all.
    assert (Event.objects.get(pk=visit.pk).due_date, move.asked_by_school) == (ON_10, True)
    assert states() == [("school", "countered"), ("trust", "agreed")]


def test_the_day_that_is_asked_for_is_no_other_day(visit: Event, head: User, lead: User) -> None:
    with pytest.raises(Refused, match="Tuesday 8 December 2026 is the day that is asked for"):
        counter(ask(visit, head), lead, ON_8)
    assert states() == [("school", "open")]


def test_a_counter_that_is_refused_leaves_the_question_open(visit: Event, head: User, lead: User) -> None:
    with pytest.raises(Refused, match="is a weekend"):
        counter(ask(visit, head), lead, date(2026, 12, 12))
    assert (states(), deeds()) == ([("school", "open")], ["proposal.make"])


def test_saying_no_needs_a_reason(visit: Event, head: User, lead: User) -> None:
    asked = ask(visit, head)
    with pytest.raises(Refused, match="Say why the day stays as it is"):
        decline(proposal=asked, answer="  ", by=lead, now=LATER, today=TODAY)
    decline(proposal=asked, answer="The partner is away.", by=lead, now=LATER, today=TODAY)
    assert (states(), asked.answer, Move.objects.count()) == (
        [("school", "declined")],
        "The partner is away.",
        0,
    )


def test_what_is_taken_back_can_be_asked_again(visit: Event, head: User) -> None:
    withdraw(proposal=ask(visit, head), by=head, now=LATER, today=TODAY)
    ask(visit, head, to=ON_10)
    assert states() == [("school", "withdrawn"), ("school", "open")]


def test_of_two_who_answer_at_once_the_second_is_told(visit: Event, head: User, lead: User) -> None:
    asked = ask(visit, head)
    other_tab = Proposal.objects.select_related("event__school", "event__year", "event__step__process").get(
        pk=asked.pk
    )
    decline(proposal=asked, answer="No.", by=lead, now=LATER, today=TODAY)
    with pytest.raises(ChangedMeanwhile):
        agree(other_tab, lead)
    with pytest.raises(ChangedMeanwhile):
        counter(other_tab, lead)
    with pytest.raises(ChangedMeanwhile):
        withdraw(proposal=other_tab, by=head, now=LATER, today=TODAY)
    assert (states(), Move.objects.count()) == ([("school", "declined")], 0)


def test_one_question_at_a_time(visit: Event, head: User, lead: User) -> None:
    ask(visit, head)
    with pytest.raises(Refused, match="Another day is asked for already"):
        ask(visit, lead, "trust", ON_10)
    with pytest.raises(IntegrityError):
        Proposal.objects.create(
            event=visit, side="trust", from_date=ON_8, to_date=ON_10, reason="x", made_at=NOW, made_by=lead
        )


def test_the_trusts_own_dates_are_asked_of_nobody(built: object, event_of: EventOf, lead: User) -> None:
    with pytest.raises(Refused, match="This is the trust’s own date"):
        ask(event_of(None, "P01.slots"), lead, "trust")


def test_what_is_done_meanwhile_does_not_move(visit: Event, head: User, lead: User) -> None:
    asked = ask(visit, head)
    fresh = Event.objects.select_related("school", "year", "step__process").get(pk=visit.pk)
    complete_event(event=fresh, done_date=TODAY, by=head, now=NOW, today=TODAY)
    with pytest.raises(ChangedMeanwhile):
        agree(asked, lead)
    assert states() == [("school", "open")]


def test_a_closed_day_is_asked_for_by_hand(visit: Event, head: User, lead: User) -> None:
    saturday = date(2026, 12, 12)
    with pytest.raises(Refused, match="is a weekend"):
        ask(visit, head, to=saturday)
    asked = propose_date(
        event=visit,
        side="school",
        to_date=saturday,
        reason="The fair.",
        by=head,
        now=NOW,
        today=TODAY,
        closed_ok=True,
    )
    agree(asked, lead)
    assert Event.objects.get(pk=visit.pk).due_date == saturday


# --- at once


def test_moving_at_once_answers_the_school_first(visit: Event, head: User, lead: User) -> None:
    ask(visit, head)
    with pytest.raises(Refused, match="Another day is asked for already"):
        move_at_once(event=visit, to_date=ON_10, reason="Snow.", by=lead, now=LATER, today=TODAY)


def test_moving_at_once_takes_back_what_the_trust_asked(visit: Event, lead: User) -> None:
    ask(visit, lead, "trust")
    move_at_once(event=visit, to_date=ON_10, reason="Snow.", by=lead, now=LATER, today=TODAY)
    assert (states(), Event.objects.get(pk=visit.pk).due_date) == ([("trust", "withdrawn")], ON_10)


# --- agreeing as it is, and taking an agreement back


def test_a_date_is_agreed_as_it_is(visit: Event, head: User) -> None:
    change = agree_date(event=visit, by=head, now=NOW, today=TODAY)
    one = Event.objects.get(pk=visit.pk)
    assert (one.state, one.state_by, one.due_date, change.to_state) == (
        "agreed",
        head,
        date(2026, 12, 1),
        "agreed",
    )
    assert deeds() == ["event.agree"]
    with pytest.raises(Refused, match="agreed already"):
        agree_date(event=one, by=head, now=NOW, today=TODAY)


def test_an_agreed_date_stays_when_the_rule_moves(
    visit: Event, head: User, build: Build, event_of: EventOf, alder: School
) -> None:
    agree_date(event=visit, by=head, now=NOW, today=TODAY)
    publish(changed(SMALL, "P10.visit", timing="AUT2 W6 Wed"), number=2)
    build()
    assert event_of(alder, "P10.visit").due_date == date(2026, 12, 1)


def test_only_what_takes_place_on_a_day_is_agreed(
    built: object, alder: School, event_of: EventOf, head: User
) -> None:
    with pytest.raises(Refused, match="Only a meeting"):
        agree_date(event=event_of(alder, "P10.reply"), by=head, now=NOW, today=TODAY)
    with pytest.raises(Refused, match="It has no day yet"):
        agree_date(event=event_of(alder, "P01.meeting"), by=head, now=NOW, today=TODAY)


def test_taking_an_agreed_move_back_takes_the_agreement_back(visit: Event, head: User, lead: User) -> None:
    agree(ask(visit, head), lead)
    undo_move(event=visit, by=lead, now=LATER + timedelta(hours=1), today=TODAY)
    one = Event.objects.get(pk=visit.pk)
    assert (one.due_date, one.state, one.state_by, one.is_moved) == (
        date(2026, 12, 1),
        "planned",
        None,
        False,
    )
    assert one.state_changes.filter(undone_at=None).count() == 0
