"""A reminder is a row before it is a mail: planned once, claimed once, tried three times, swept after a crash."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, connection, transaction
from pytest_django import Settings

from people.models import AuditEntry, User
from reminders import actions, queries
from reminders.models import Reminder, Run
from reminders.tasks import free_stale_claims, send_weekly
from schools.models import School
from tests.conftest import MakePerson
from tests.reminders.conftest import MakeEvent

MONDAY = date(2026, 11, 23)
TUESDAY = MONDAY + timedelta(1)
NEXT_MONDAY = MONDAY + timedelta(7)
NOW = datetime(2026, 11, 23, 6, 15, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def head(alder: School, make_person: MakePerson, make_event: MakeEvent) -> User:
    """A headteacher with one thing to do this week and one next week."""
    make_event(alder, date(2026, 11, 25))
    make_event(alder, date(2026, 12, 2))
    return make_person("headteacher", alder)


def plan(today: date = MONDAY) -> Reminder:
    actions.plan_weekly(today=today, now=NOW)
    return Reminder.objects.latest("pk")


def send(today: date = MONDAY, now: datetime = NOW) -> str:
    ids = queries.waiting(today, failed_too=True)
    return str(actions.send_batch(ids=ids, today=today, now=now))


SENT = "1 sent, 0 failed, 0 with nothing left to say"
NOTHING = "0 sent, 0 failed, 0 with nothing left to say"


class Broken(BaseEmailBackend):
    """A server that takes nothing."""

    def send_messages(self, _messages: object) -> int:
        raise OSError("no room")


class Dying(BaseEmailBackend):
    """The process ends in the middle of sending."""

    def send_messages(self, _messages: object) -> int:
        raise KeyboardInterrupt


@pytest.fixture
def broken(settings: Settings) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Broken"


def test_planned_twice_is_one_row(head: User) -> None:
    assert [actions.plan_weekly(today=MONDAY, now=NOW) for _ in range(2)] == [1, 0]
    row = Reminder.objects.get()
    assert (row.person, row.kind, row.event, row.due_date, row.attempts) == (head, "weekly", None, MONDAY, 0)


def test_two_planners_at_once_make_one_row(head: User) -> None:
    """The other one writes after this one looked and before it writes: the database decides."""
    row = {"person": head, "kind": "weekly", "due_date": MONDAY, "made_at": NOW}
    raced: list[Reminder] = []

    def other(execute: Callable[..., object], sql: str, *rest: object) -> object:
        if sql.startswith("INSERT") and '"reminders_reminder"' in sql and not raced:
            raced.append(Reminder(**row))
            raced[0].save()
        return execute(sql, *rest)

    with connection.execute_wrapper(other):
        actions.plan_weekly(today=MONDAY, now=NOW)
    assert list(Reminder.objects.all()) == raced
    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.create(**row)


def test_one_row_a_week_and_one_in_the_next(head: User) -> None:
    for today in (MONDAY, TUESDAY, NEXT_MONDAY):
        actions.plan_weekly(today=today, now=NOW)
    assert list(Reminder.objects.order_by("pk").values_list("due_date", flat=True)) == [MONDAY, NEXT_MONDAY]


def test_a_worker_that_was_down_on_monday_sends_on_tuesday(
    head: User, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    plan(TUESDAY)
    assert send(TUESDAY) == SENT
    assert [mail.to for mail in mailoutbox] == [[head.email]]


def test_an_old_weeks_mail_is_never_sent(head: User, mailoutbox: list[EmailMultiAlternatives]) -> None:
    row = plan()
    assert queries.waiting(NEXT_MONDAY, failed_too=True) == []
    assert str(actions.send_batch(ids=[row.pk], today=NEXT_MONDAY, now=NOW)) == NOTHING
    cleared = actions.free_stale_claims(today=NEXT_MONDAY, now=NOW + timedelta(7))
    assert cleared == actions.Cleared(freed=0, given_up=0, over=1)
    row.refresh_from_db()
    assert (row.dropped_at, row.error) == (
        NOW + timedelta(7), "Its week was over before it could be sent.",
    )  # fmt: skip
    assert mailoutbox == []


def test_claimed_once(head: User) -> None:
    row = plan()
    assert [actions.claim(pk=row.pk, now=NOW) for _ in range(2)] == [True, False]


def test_sent_once(head: User, mailoutbox: list[EmailMultiAlternatives]) -> None:
    row = plan()
    assert [send(), send()] == [SENT, NOTHING]
    row.refresh_from_db()
    assert (row.sent_at, row.attempts, row.error) == (NOW, 1, "")
    assert actions.claim(pk=row.pk, now=NOW) is False
    assert len(mailoutbox) == 1


def test_a_crash_between_claim_and_send_is_swept_after_an_hour_and_sent_once_more(
    head: User, settings: Settings, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    row, good = plan(), settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.Dying"
    with pytest.raises(KeyboardInterrupt):
        send()
    settings.EMAIL_BACKEND = good
    assert send() == NOTHING
    assert actions.free_stale_claims(today=MONDAY, now=NOW + HOUR).freed == 0
    late = NOW + HOUR + timedelta(seconds=1)
    assert actions.free_stale_claims(today=MONDAY, now=late).freed == 1
    assert [send(now=late), send(now=late)] == [SENT, NOTHING]
    row.refresh_from_db()
    assert (row.attempts, row.sent_at) == (2, late)
    assert len(mailoutbox) == 1


def test_a_mail_that_always_kills_its_sender_ends_after_three(head: User, settings: Settings) -> None:
    row = plan()
    settings.EMAIL_BACKEND = f"{__name__}.Dying"
    moment = NOW
    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            send(now=moment)
        moment += 2 * HOUR
        cleared = actions.free_stale_claims(today=MONDAY, now=moment)
    assert cleared == actions.Cleared(freed=0, given_up=1, over=0)
    row.refresh_from_db()
    assert (row.attempts, row.dropped_at, row.error) == (
        3, moment, "It was claimed three times and never finished.",
    )  # fmt: skip


def test_three_attempts_then_given_up_with_the_error_kept(head: User, broken: None) -> None:
    row = plan()
    failed = "0 sent, 1 failed, 0 with nothing left to say"
    moments = [NOW + timedelta(days) for days in range(4)]
    assert [send(now=moment) for moment in moments] == [failed, failed, failed, NOTHING]
    row.refresh_from_db()
    assert (row.attempts, row.claimed_at, row.sent_at, row.dropped_at, row.error) == (
        3, None, None, moments[2], "OSError: no room",
    )  # fmt: skip


def test_what_failed_waits_for_the_morning_and_what_was_never_tried_for_the_next_sweep(
    head: User, broken: None
) -> None:
    row = plan()
    assert queries.waiting(MONDAY, failed_too=False) == [row.pk]
    send()
    assert queries.waiting(MONDAY, failed_too=False) == []
    assert queries.waiting(MONDAY, failed_too=True) == [row.pk]


@pytest.mark.parametrize("change", [{"wants_weekly_mail": False}, {"is_active": False}])
def test_dropped_when_there_is_nobody_left_to_tell(
    change: dict[str, bool], head: User, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    row = plan()
    User.objects.filter(pk=head.pk).update(**change)
    assert send() == "0 sent, 0 failed, 1 with nothing left to say"
    row.refresh_from_db()
    assert (row.dropped_at, row.error) == (NOW, "There was nothing left to say when it was about to be sent.")
    assert mailoutbox == []


def test_dropped_when_everything_was_done_meanwhile(head: User, alder: School) -> None:
    plan()
    alder.events.update(state="done", done_date=MONDAY, state_at=NOW)
    assert send() == "0 sent, 0 failed, 1 with nothing left to say"


def test_the_task_plans_sends_and_notes_that_it_ran(
    head: User, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    for _ in range(2):
        send_weekly()
    assert [mail.to for mail in mailoutbox] == [[head.email]]
    assert {run.task: run.said for run in Run.objects.all()} == {
        "reminders.send_weekly": "0 planned, 0 handed on",
        "reminders.send_batch": SENT,
    }
    entry = AuditEntry.objects.get()
    assert (entry.actor_name, entry.action, entry.target_label, entry.after) == (
        "The portal", "reminder.send", "Weekly mail of the week from Monday 23 November 2026", SENT,
    )  # fmt: skip


def test_the_sweep_hands_on_what_never_reached_the_queue(
    head: User, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    plan()
    free_stale_claims()
    assert [mail.to for mail in mailoutbox] == [[head.email]]
    assert Run.objects.get(task="reminders.free_stale_claims").said == (
        "0 freed, 0 given up, 0 of an earlier week dropped, 1 handed on"
    )


def test_many_are_sent_in_batches(
    alder: School, make_person: MakePerson, make_event: MakeEvent, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    make_event(alder, date(2026, 11, 25))
    people = {make_person("headteacher", alder).email for _ in range(51)}
    send_weekly()
    assert {mail.to[0] for mail in mailoutbox} == people
    assert (len(mailoutbox), AuditEntry.objects.count()) == (51, 2)


def test_in_the_demo_each_mail_is_a_file_that_reads_back(
    head: User, settings: Settings, tmp_path: Path
) -> None:

    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "adapters.mail.EmlFolderBackend", str(tmp_path)
    send_weekly()
    (file,) = tmp_path.iterdir()
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert isinstance(mail, EmailMessage)
    assert (file.name, mail["To"]) == (f"00001-{head.email}.eml", head.email)
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert mail.get_content_type() == "multipart/alternative"
