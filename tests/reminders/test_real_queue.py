"""A real worker and a real beat on a real Redis. Without a Redis they fail: `scripts/servers.py run -- pytest`."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from redis import Redis

ROOT = Path(__file__).resolve().parents[2]
WORKER = ("celery", "-A", "config", "worker", "--pool", "solo", "--without-gossip", "--without-mingle")
pytestmark = [pytest.mark.services, pytest.mark.slow]


@pytest.fixture(scope="module")
def redis_url() -> Iterator[str]:
    """A database of that Redis which no other worker uses, emptied before and after."""
    named = os.environ.get("REDIS_URL", "")
    assert named, "REDIS_URL is not set: this test needs a real Redis. Type: make test"
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    url = urlsplit(named)._replace(path=f"/{15 - worker % 15}").geturl()
    with Redis.from_url(url) as redis:
        redis.flushdb()
        yield url
        redis.flushdb()


@pytest.fixture(scope="module")
def portal(redis_url: str, migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a portal as it runs in production, but that its mail goes to a folder; one school in it."""
    folder = tmp_path_factory.mktemp("portal")
    dropped = {"PORTAL_TEST", "TASKS_IN_PROCESS", "EMAIL_URL", "PORT"}
    environment = {name: value for name, value in os.environ.items() if name not in dropped} | {
        "PORTAL_DEMO": "1", "PORTAL_TODAY": "2026-11-23", "PORTAL_VAR": str(folder), "REDIS_URL": redis_url,
        "DATABASE_URL": f"sqlite:///{folder}/portal.sqlite3", "DJANGO_SETTINGS_MODULE": "config.settings",
        "LOG_LEVEL": "INFO", "PYTHONUNBUFFERED": "1",
    }  # fmt: skip
    shutil.copy(migrated, folder / "portal.sqlite3")
    subprocess.run(
        [sys.executable, "-m", "tests.reminders.one_school"], cwd=ROOT, env=environment, check=True
    )
    return environment


@contextmanager
def running(environment: dict[str, str], *words: str) -> Iterator[Path]:
    """The program's log while it runs."""
    log = Path(environment["PORTAL_VAR"]) / f"{words[3]}.log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", *words], cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT
        )
    try:
        yield log
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(what: Callable[[], bool], log: Path, seconds: int = 60) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.1)


def call(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "celery", "-A", "config", "call", *words],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_a_worker_takes_the_task_from_redis_and_the_mail_leaves(
    portal: dict[str, str], redis_url: str
) -> None:
    """Queued before the worker runs, so that Redis holds it; queued again, nobody gets a second mail."""
    mails = Path(portal["PORTAL_VAR"]) / "mail"
    assert call(portal, "reminders.send_weekly").returncode == 0
    with Redis.from_url(redis_url) as redis:
        assert redis.llen("celery") == 1
        assert not mails.exists()
        with running(portal, *WORKER) as log:
            wait_for(lambda: "reminders.send_batch ran: 1 sent, 0 failed" in log.read_text(), log)
            call(portal, "reminders.send_weekly")
            wait_for(lambda: "reminders.send_weekly ran: 0 planned, 0 handed on" in log.read_text(), log)
        assert redis.llen("celery") == 0
    (file,) = mails.iterdir()
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert (mail["To"], mail["Subject"]) == (
        "head@example.org", "What comes next at Alder: Improvement partner visit, Wednesday 25 November",
    )  # fmt: skip


def test_beat_fires_and_the_worker_runs_it(portal: dict[str, str]) -> None:
    beat = ("celery", "-A", "tests.reminders.every_second", "beat")
    with running(portal, *WORKER) as log, running(portal, *beat) as ticks:
        wait_for(lambda: log.read_text().count("reminders.free_stale_claims ran: ") >= 2, ticks)
    assert "Sending due task free stale claims (reminders.free_stale_claims)" in ticks.read_text()


def test_the_portals_own_beat_starts_with_its_schedule(portal: dict[str, str]) -> None:
    with running(portal | {"LOG_LEVEL": "DEBUG"}, "celery", "-A", "config", "beat") as log:
        wait_for(lambda: "Current schedule:" in log.read_text(), log)
        wait_for(lambda: "reminders.free_stale_claims()" in log.read_text(), log)
    assert "<ScheduleEntry: weekly mail reminders.send_weekly() <crontab: 15 6 * * *" in log.read_text()
    assert "Traceback" not in log.read_text()
