"""Writes: planning the weekly mails, claiming each once, sending them, and clearing up after a crash.

A mail is sent at least once: a crash after the server took it and before that is noted sends it again.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F

from people.audit import record
from reminders import emails, queries
from reminders.digest import Digest, Week
from reminders.models import MOST_ATTEMPTS, Reminder, Run
from schools.terms import say_day

STALE = timedelta(hours=1)
SERVER_SECONDS = 30
CLOSING = 421  # the server says so and hangs up


class MailServerAway(Exception):
    """The message is for a person. Nothing was lost: what was not sent is not claimed either."""


@dataclass
class Outcome:
    sent: int = 0
    failed: int = 0
    dropped: int = 0

    def __str__(self) -> str:
        return f"{self.sent} sent, {self.failed} failed, {self.dropped} with nothing left to say"

    def add(self, other: "Outcome") -> None:
        self.sent += other.sent
        self.failed += other.failed
        self.dropped += other.dropped


@dataclass(frozen=True)
class Cleared:
    freed: int
    given_up: int
    over: int

    def __str__(self) -> str:
        return f"{self.freed} freed, {self.given_up} given up, {self.over} of an earlier week dropped"


@transaction.atomic
def plan_weekly(*, today: date, now: datetime) -> int:
    """One row for each person who is told something this week. A second plan makes none twice."""
    due = set(queries.people_due(today)) - queries.planned(today)
    Reminder.objects.bulk_create(
        (
            Reminder(person_id=pk, kind=Reminder.Kind.WEEKLY, due_date=Week(today).monday, made_at=now)
            for pk in sorted(due)
        ),
        ignore_conflicts=True,
    )
    return len(due)


def claim(*, pk: int, now: datetime) -> bool:
    """True for one caller only. The attempt counts from here, so that a mail that kills its sender ends too."""
    rows = Reminder.objects.filter(
        pk=pk, claimed_at=None, sent_at=None, dropped_at=None, attempts__lt=MOST_ATTEMPTS
    )
    return rows.update(claimed_at=now, attempts=F("attempts") + 1) == 1


def send_batch(*, ids: Collection[int], today: date, now: datetime) -> Outcome:
    """Over one connection. MailServerAway leaves the rest unclaimed."""
    rows = list(
        Reminder.objects.filter(
            pk__in=ids, due_date=Week(today).monday, claimed_at=None, sent_at=None, dropped_at=None
        ).order_by("pk")
    )
    digests = queries.digests({row.person_id for row in rows}, today)
    outcome = Outcome()
    try:
        with _connection(needed=bool(digests)) as connection:
            for row in rows:
                if claim(pk=row.pk, now=now):
                    _send(row, digests.get(row.person_id), connection, outcome, now)
    finally:
        if outcome.sent:
            record(
                by=None, now=now, action="reminder.send", target=rows[0],
                label=f"Weekly mail of the week from {say_day(Week(today).monday)}", after=str(outcome),
            )  # fmt: skip
    return outcome


def _send(
    row: Reminder, digest: Digest | None, connection: BaseEmailBackend, outcome: Outcome, now: datetime
) -> None:
    mine = Reminder.objects.filter(pk=row.pk)
    if digest is None:
        mine.update(dropped_at=now, error="There was nothing left to say when it was about to be sent.")
        outcome.dropped += 1
        return
    try:
        emails.send_weekly(digest=digest, reminder_id=row.pk, connection=connection)
    except (OSError, ValueError) as error:  # smtplib's are OSErrors; an impossible address is a ValueError
        mine.update(claimed_at=None, error=_words(error))
        mine.filter(attempts__gte=MOST_ATTEMPTS).update(dropped_at=now)
        outcome.failed += 1
        if isinstance(error, OSError) and not _only_refused(error):
            _open_again(connection)
    else:
        mine.update(sent_at=now, error="")
        outcome.sent += 1


@transaction.atomic
def free_stale_claims(*, today: date, now: datetime) -> Cleared:
    """What was claimed an hour ago and never finished may be claimed again, three times in all."""
    open_rows = Reminder.objects.filter(sent_at=None, dropped_at=None)
    stale = open_rows.filter(claimed_at__lt=now - STALE)
    given_up = stale.filter(attempts__gte=MOST_ATTEMPTS).update(
        dropped_at=now, error="It was claimed three times and never finished."
    )
    freed = stale.update(claimed_at=None)
    old = open_rows.filter(due_date__lt=Week(today).monday, claimed_at=None)
    old.filter(error="").update(error="Its week was over before it could be sent.")
    return Cleared(freed, given_up, old.update(dropped_at=now))


def note_run(*, task: str, now: datetime, said: str) -> None:
    Run.objects.update_or_create(task=task, defaults={"ran_at": now, "said": said[:240]})


@contextmanager
def _connection(*, needed: bool) -> Iterator[BaseEmailBackend]:
    connection: BaseEmailBackend = get_connection(timeout=SERVER_SECONDS)
    if needed:
        _open(connection)
    try:
        yield connection
    finally:
        with suppress(OSError):
            connection.close()


def _open(connection: BaseEmailBackend) -> None:
    try:
        connection.open()
    except OSError as error:
        raise MailServerAway(
            f"The mail server {settings.EMAIL_HOST}:{settings.EMAIL_PORT} cannot be used: {_words(error)}."
        ) from error


def _open_again(connection: BaseEmailBackend) -> None:
    with suppress(OSError):
        connection.close()
    _open(connection)


def _only_refused(error: OSError) -> bool:
    """The server did not want this recipient and keeps the line open."""
    return isinstance(error, SMTPRecipientsRefused) and all(
        code != CLOSING for code, _ in error.recipients.values()
    )


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:500].rstrip(".")
