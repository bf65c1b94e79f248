"""manage.py send_reminders."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from errno import ECONNREFUSED
from io import StringIO
from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives
from django.core.management import CommandError, call_command
from pytest_django import Settings

from people.models import User
from reminders.models import Reminder
from schools.models import School
from tests.conftest import MakePerson
from tests.reminders.conftest import MakeEvent, Sink, free_port

ROOT = Path(__file__).resolve().parents[2]
WEDNESDAY = date(2026, 11, 25)

Run = Callable[..., tuple[str, str]]


@pytest.fixture
def run() -> Run:
    """Output and complaints."""

    def call(*words: str) -> tuple[str, str]:
        out, err = StringIO(), StringIO()
        call_command("send_reminders", *words, stdout=out, stderr=err)
        return out.getvalue(), err.getvalue()

    return call


@pytest.fixture
def head(alder: School, make_person: MakePerson, make_event: MakeEvent) -> User:
    make_event(alder, WEDNESDAY)
    return make_person("headteacher", alder)


def test_it_sends_and_says_so(head: User, run: Run, mailoutbox: list[EmailMultiAlternatives]) -> None:
    week = "Week from Monday 23 November 2026"
    assert run() == (f"{week}: 1 planned, 1 sent, 0 failed, 0 with nothing left to say.\n", "")
    assert run() == (f"{week}: 0 planned, 0 sent, 0 failed, 0 with nothing left to say.\n", "")
    assert [mail.to for mail in mailoutbox] == [[head.email]]


def test_a_dry_run_writes_and_sends_nothing(
    head: User, run: Run, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    said = (
        f"{head.email}: What comes next at Alder: Event 1, Wednesday 25 November\n"
        "Week from Monday 23 November 2026: 1 mail would be sent.\n"
    )
    assert run("--dry-run") == (said, "")
    assert (Reminder.objects.count(), mailoutbox) == (0, [])
    run()
    assert run("--dry-run") == ("Week from Monday 23 November 2026: 0 mails would be sent.\n", "")


def test_it_names_whoever_could_not_be_reached(head: User, run: Run, sink: Sink) -> None:
    sink.refused = {head.email}
    out, err = run()
    assert out.endswith("1 planned, 0 sent, 1 failed, 0 with nothing left to say.\n")
    assert err.startswith(f"{head.email}: SMTPRecipientsRefused: ")
    assert run("--dry-run")[0].endswith("1 mail would be sent.\n")
    run()
    assert run()[1].endswith(" Given up.\n")


def test_a_server_that_is_away_is_a_sentence_and_loses_nothing(
    head: User, run: Run, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    with pytest.raises(CommandError) as raised:
        run()
    assert str(raised.value) == (
        f"The mail server 127.0.0.1:{settings.EMAIL_PORT} cannot be used: "
        f"ConnectionRefusedError: [Errno {ECONNREFUSED}] Connection refused. "
        "1 mail left to send; run this again when it is back."
    )
    assert list(Reminder.objects.values_list("attempts", "claimed_at")) == [(0, None)]


@pytest.mark.slow
def test_the_exit_codes(tmp_path: Path, migrated: Path) -> None:
    """On a database file of its own, with a mail server that is not there."""
    environment = os.environ | {
        "PORTAL_TEST": "1", "PORTAL_TODAY": "2026-11-23", "PORTAL_VAR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path}/portal.sqlite3", "EMAIL_URL": f"smtp://127.0.0.1:{free_port()}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }  # fmt: skip

    def call(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )

    shutil.copy(migrated, tmp_path / "portal.sqlite3")
    seeded = call("-m", "tests.reminders.one_school")
    assert (seeded.returncode, seeded.stderr) == (0, "")
    help_ = call("manage.py", "send_reminders", "--help")
    assert (help_.returncode, "--dry-run" in help_.stdout) == (0, True)
    away = call("manage.py", "send_reminders")
    assert (away.returncode, away.stdout) == (1, "")
    assert away.stderr.startswith("CommandError: The mail server 127.0.0.1:")
    dry = call("manage.py", "send_reminders", "--dry-run")
    assert (dry.returncode, dry.stdout.splitlines()[-1]) == (
        0, "Week from Monday 23 November 2026: 1 mail would be sent.",
    )  # fmt: skip
