"""The way to the queue, with a Redis that is away and with tasks in process."""

import logging
from collections.abc import Iterator

import pytest
from celery import Celery, shared_task
from celery.app.task import Task
from django.db import transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from adapters.queue import queue, try_to_queue
from tests.reminders.conftest import free_port

RAN: list[str] = []


@shared_task(name="tests.note")
def note(*, word: str) -> None:
    RAN.append(word)


@pytest.fixture(autouse=True)
def forget() -> None:
    RAN.clear()


@pytest.fixture
def away() -> Iterator[Task[..., None]]:
    """A task whose queue is on a port where nobody listens."""
    app = Celery("away", broker=f"redis://:secret@127.0.0.1:{free_port()}/0", set_as_current=False)
    app.conf.broker_transport_options = {"socket_connect_timeout": 1}

    @app.task(name="tests.away")
    def never(*, word: str) -> None:
        RAN.append(word)

    yield never
    app.close()


def test_in_process_it_runs_at_once() -> None:
    assert try_to_queue(note, word="now") is True
    assert RAN == ["now"]


@pytest.mark.django_db
def test_it_runs_after_the_commit_and_not_without_one(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        with transaction.atomic():
            queue(note, word="rolled back")
            transaction.set_rollback(True)
        queue(note, word="committed")
        assert RAN == []
    assert RAN == ["committed"]


def test_a_queue_that_is_away_is_logged_and_raises_nothing(
    away: Task[..., None], caplog: pytest.LogCaptureFixture
) -> None:
    assert try_to_queue(away, word="lost") is False
    ((name, level, said),) = [row for row in caplog.record_tuples if row[0] == "adapters.queue"]
    assert (name, level) == ("adapters.queue", logging.ERROR)
    assert said.startswith("tests.away was not queued: the queue cannot be reached (")
    assert "secret" not in said
    assert RAN == []


@pytest.mark.django_db
def test_away_after_a_commit_leaves_the_page_standing(
    away: Task[..., None], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        queue(away, word="lost")
    assert (len(callbacks), RAN) == (1, [])


def test_a_task_that_fails_in_process_is_no_success(caplog: pytest.LogCaptureFixture) -> None:
    app = Celery("eager", set_as_current=False)
    app.conf.update(task_always_eager=True, task_eager_propagates=False, broker_url="memory://")

    @app.task(name="tests.fails")
    def fails() -> None:
        raise ZeroDivisionError

    assert try_to_queue(fails) is False
    assert [row[1] for row in caplog.record_tuples if "tests.fails" in row[2]] == [logging.ERROR]
    app.close()
