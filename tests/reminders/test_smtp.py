"""Mails that leave through a real mail server on this machine."""

from datetime import UTC, date, datetime

import pytest
from pytest_django import Settings

from people.models import User
from reminders import actions, queries
from reminders.models import Reminder
from schools.models import School
from tests.conftest import MakePerson
from tests.reminders.conftest import MakeEvent, Sink, free_port

pytestmark = pytest.mark.once  # the way to a mail server

MONDAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 6, 15, tzinfo=UTC)


@pytest.fixture
def people(alder: School, make_person: MakePerson, make_event: MakeEvent) -> list[User]:
    """Three people at Alder with one thing to do, and their rows."""
    make_event(alder, date(2026, 11, 25), title="Improvement partner visit")
    people = [make_person("headteacher", alder) for _ in range(3)]
    actions.plan_weekly(today=MONDAY, now=NOW)
    return people


def send() -> actions.Outcome:
    return actions.send_batch(ids=queries.waiting(MONDAY, failed_too=True), today=MONDAY, now=NOW)


def test_a_batch_leaves_over_one_connection(people: list[User], sink: Sink) -> None:
    assert send() == actions.Outcome(sent=3)
    assert sink.recipients == [person.email for person in people]
    assert sink.connections == 1


def test_what_the_server_receives(people: list[User], sink: Sink, settings: Settings) -> None:
    settings.PUBLIC_URL = "https://portal.example.org"
    settings.DEFAULT_FROM_EMAIL = "Fenmoor portal <portal@fenmoor.example>"
    send()
    mail, row = sink.mails[0], Reminder.objects.earliest("pk")
    assert mail["Subject"] == "What comes next at Alder: Improvement partner visit, Wednesday 25 November"
    assert (mail["From"], mail["To"]) == ("Fenmoor portal <portal@fenmoor.example>", people[0].email)
    assert mail["List-Unsubscribe"] == "<https://portal.example.org/me/>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"] == f"<weekly-{row.pk}@portal.example.org>"
    assert mail.get_content_type() == "multipart/alternative"
    parts = [(part.get_content_type(), part.get_content_charset()) for part in mail.iter_parts()]
    assert parts == [("text/plain", "utf-8"), ("text/html", "utf-8")]
    for part in mail.iter_parts():
        assert "Improvement partner visit" in part.get_content()


def test_one_refused_address_does_not_stop_the_others(people: list[User], sink: Sink) -> None:
    sink.refused = {people[1].email}
    assert send() == actions.Outcome(sent=2, failed=1)
    assert sink.recipients == [people[0].email, people[2].email]
    assert sink.connections == 1
    row = Reminder.objects.get(person=people[1])
    assert (row.sent_at, row.claimed_at, row.attempts) == (None, None, 1)
    assert "550" in row.error
    sink.refused = set()
    assert send() == actions.Outcome(sent=1)
    assert sink.recipients[2:] == [people[1].email]


def test_an_address_no_mail_can_have_does_not_stop_the_others(people: list[User], sink: Sink) -> None:
    User.objects.filter(pk=people[0].pk).update(email="two\nlines@example.org")
    assert send() == actions.Outcome(sent=2, failed=1)
    assert Reminder.objects.get(person=people[0]).error == (
        "ValueError: Invalid address; address parts cannot contain newlines"
    )


def test_a_line_that_is_cut_is_taken_up_again(people: list[User], sink: Sink) -> None:
    sink.hangs_up_on = {people[0].email}
    assert send() == actions.Outcome(sent=2, failed=1)
    assert sink.connections == 2
    assert Reminder.objects.get(person=people[0]).error.startswith("SMTPServerDisconnected: ")


def test_a_server_that_is_away_costs_no_attempt(people: list[User], sink: Sink, settings: Settings) -> None:
    settings.EMAIL_PORT = free_port()
    with pytest.raises(actions.MailServerAway) as raised:
        send()
    assert str(raised.value).startswith(f"The mail server 127.0.0.1:{settings.EMAIL_PORT} cannot be used: ")
    assert list(Reminder.objects.values_list("claimed_at", "attempts", "error").distinct()) == [(None, 0, "")]
    settings.EMAIL_PORT = sink.port
    assert send() == actions.Outcome(sent=3)


def test_a_server_that_goes_away_in_the_middle_leaves_the_rest_unclaimed(
    people: list[User], sink: Sink
) -> None:
    sink.hangs_up_on, sink.stops_listening = {people[1].email}, True
    with pytest.raises(actions.MailServerAway):
        send()
    rows = Reminder.objects.order_by("pk").values_list("sent_at", "claimed_at", "attempts")
    assert list(rows) == [(NOW, NOW, 1), (None, None, 1), (None, None, 0)]
