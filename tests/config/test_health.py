"""What the host asks."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from pytest_django import Settings

from config import health
from reminders.models import Run
from tests.reminders.conftest import free_port


@pytest.fixture(autouse=True)
def no_redis(settings: Settings) -> Iterator[None]:
    settings.REDIS_URL = ""
    health._check_migrations.cache_clear()
    yield
    health._check_migrations.cache_clear()


def ask(page: str) -> tuple[int, str]:
    response = Client().get(page)
    assert response.headers["Content-Type"].startswith("text/plain")
    assert "no-store" in response.headers["Cache-Control"]
    return response.status_code, response.content.decode()


def test_alive_needs_no_database() -> None:
    """Without the `db` mark every query is an error."""
    assert ask("/healthz") == (200, "alive\n")


@pytest.mark.django_db
def test_ready() -> None:
    assert ask("/readyz") == (200, "ready\n")


@pytest.mark.django_db
def test_ready_shows_when_the_timed_tasks_ran() -> None:
    moment = datetime(2026, 11, 23, 6, 15, tzinfo=UTC)
    Run.objects.create(task="reminders.send_weekly", ran_at=moment, said="16 planned, 16 handed on")
    assert ask("/readyz") == (
        200, "ready\nreminders.send_weekly last ran at 2026-11-23 06:15 UTC: 16 planned, 16 handed on\n",
    )  # fmt: skip


@pytest.mark.django_db
def test_not_ready_until_migrated_and_remembered_only_then() -> None:
    applied = MigrationRecorder(connection).migration_qs.filter(app="reminders", name="0002_run")
    (row,) = applied
    row.delete()
    behind = (503, "The database is older than the portal: run manage.py migrate.\n")
    assert [ask("/readyz"), ask("/readyz")] == [behind, behind]
    MigrationRecorder(connection).record_applied("reminders", "0002_run")
    assert ask("/readyz") == (200, "ready\n")


@pytest.mark.django_db
def test_not_ready_without_its_queue(settings: Settings) -> None:
    settings.REDIS_URL = f"redis://:secret@127.0.0.1:{free_port()}/0"
    assert ask("/readyz") == (503, "The queue does not answer: mails wait until it does.\n")


@pytest.mark.django_db
def test_not_ready_without_its_database() -> None:
    with connection.execute_wrapper(_no_answer):
        assert ask("/readyz") == (503, "The database does not answer.\n")


def _no_answer(*_args: object) -> None:
    raise OperationalError("could not connect to server at postgres://portal:secret@db")


@pytest.mark.parametrize("page", ["/healthz", "/readyz"])
def test_only_asked(page: str) -> None:
    assert Client().post(page).status_code == 405
