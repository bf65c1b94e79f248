from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from adapters import clock
from reminders import actions, queries
from reminders.digest import Week
from reminders.models import Reminder
from schools.terms import say_day

BATCH = 50


class Command(BaseCommand):
    help = (
        'Sends the weekly mail "what comes next" to everybody who is due it and has not had it, as the '
        "timed task does each morning. Safe to run again: nobody gets a second one. "
        "Exit code 1 when the mail server cannot be used."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="print who would get which mail; write and send nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        today = clock.today()
        if options["dry_run"]:
            self._show(today)
        else:
            self._send(today)

    def _show(self, today: date) -> None:
        waiting = Reminder.objects.filter(pk__in=queries.waiting(today, failed_too=True))
        people = (set(queries.people_due(today)) - queries.planned(today)) | set(
            waiting.values_list("person_id", flat=True)
        )
        digests = [
            digest for batch in _batches(sorted(people)) for digest in queries.digests(batch, today).values()
        ]
        for digest in sorted(digests, key=lambda one: one.email):
            self.stdout.write(f"{digest.email}: {digest.subject}")
        self.stdout.write(f"{_week(today)}: {_mails(len(digests))} would be sent.")

    def _send(self, today: date) -> None:
        now = clock.now()
        planned = actions.plan_weekly(today=today, now=now)
        ids = queries.waiting(today, failed_too=True)
        total = actions.Outcome()
        try:
            for batch in _batches(ids):
                total.add(actions.send_batch(ids=batch, today=today, now=now))
        except actions.MailServerAway as away:
            left = len(queries.waiting(today, failed_too=True))
            raise CommandError(
                f"{away} {_mails(left)} left to send; run this again when it is back."
            ) from away
        for row in (
            Reminder.objects.filter(pk__in=ids).exclude(error="").select_related("person").order_by("pk")
        ):
            self.stderr.write(f"{row.person.email}: {row.error}{' Given up.' if row.dropped_at else ''}")
        self.stdout.write(f"{_week(today)}: {planned} planned, {total}.")


def _week(today: date) -> str:
    return f"Week from {say_day(Week(today).monday)}"


def _mails(count: int) -> str:
    return f"{count} mail{'' if count == 1 else 's'}"


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))
