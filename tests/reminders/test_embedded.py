"""Without Redis the timed tasks run in the process that serves."""

import os
import shutil
import subprocess
import sys
import time
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from celery import current_app
from django.utils.autoreload import DJANGO_AUTORELOAD_ENV

from reminders.embedded import start_beat

ROOT = Path(__file__).resolve().parents[2]
SERVES = """
import tests.reminders.one_school as one_school
one_school.fill()
from reminders.embedded import start_beat
print(start_beat(), start_beat(), flush=True)
input()
"""


def test_a_portal_with_redis_leaves_it_to_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(current_app.conf, "task_always_eager", False)
    assert start_beat() is False


def test_the_watching_half_of_the_reloader_starts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(DJANGO_AUTORELOAD_ENV, raising=False)
    assert start_beat(reloader=True) is False


@pytest.mark.slow
def test_it_starts_once_catches_up_and_shows_in_the_log(tmp_path: Path, migrated: Path) -> None:
    """The demo on a database file of its own: the week's mail leaves soon after the start."""
    environment = {
        **{name: value for name, value in os.environ.items() if name not in ("REDIS_URL", "PORTAL_TEST")},
        "PORTAL_DEMO": "1", "PORTAL_TODAY": "2026-11-23", "PORTAL_VAR": str(tmp_path), "PORT": "8000",
        "DATABASE_URL": f"sqlite:///{tmp_path}/portal.sqlite3", "DJANGO_SETTINGS_MODULE": "config.settings",
        "EMAIL_URL": "", "PUBLIC_URL": "https://portal.example.org",
    }  # fmt: skip
    shutil.copy(migrated, tmp_path / "portal.sqlite3")
    log = tmp_path / "log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-c", SERVES], cwd=ROOT, env=environment,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=out, text=True,
        )  # fmt: skip
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "True False\n"
        deadline = time.monotonic() + 20
        wanted = ("reminders.send_weekly ran: ", "reminders.send_batch ran: ", "free_stale_claims ran: ")
        while time.monotonic() < deadline and not all(line in log.read_text() for line in wanted):
            time.sleep(0.1)
    finally:
        process.communicate("\n", timeout=10)
    assert [line for line in wanted if line not in log.read_text()] == []
    assert "reminders.send_batch ran: 1 sent, 0 failed, 0 with nothing left to say" in log.read_text()
    (file,) = (tmp_path / "mail").iterdir()
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert (mail["To"], mail["Subject"]) == (
        "head@example.org", "What comes next at Alder: Improvement partner visit, Wednesday 25 November",
    )  # fmt: skip
