"""Threads: all at the same moment; or waiting for a lock of the test, where PostgreSQL says when they do."""

from collections.abc import Callable, Sequence
from threading import Barrier, Thread
from time import monotonic

import pytest
from django.db import connection, connections

# Of this database alone: the other worker's stands on the same server.
WAITING = """
    SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted
    AND pid IN (SELECT pid FROM pg_stat_activity WHERE datname = current_database())
"""
LONGEST_SECONDS = 20


def until_all_wait(threads: Sequence[Thread]) -> None:
    """Asked inside the transaction that holds the lock. Fails when one of them ends, or comes to no lock."""
    late = monotonic() + LONGEST_SECONDS
    with connection.cursor() as cursor:
        while monotonic() < late and all(thread.is_alive() for thread in threads):
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # or who is connected is who was at first
            cursor.execute(WAITING)
            if cursor.fetchone() == (len(threads),):
                return
            threads[0].join(0.01)
    pytest.fail(f"Of {len(threads)} not all wait: {[thread.is_alive() for thread in threads]}")


def at_the_same_moment(act: Callable[[], bool], count: int) -> list[bool]:
    """What each of so many threads was answered."""
    gate = Barrier(count)
    answers: list[bool] = []

    def one() -> None:
        try:
            gate.wait(timeout=LONGEST_SECONDS)
            answers.append(act())
        finally:
            connections.close_all()

    threads = [Thread(target=one) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
