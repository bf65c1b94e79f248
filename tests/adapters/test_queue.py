"""Programs of their own: however many are asked for, few run at a time."""

import threading
import time

import pytest

from adapters import queue


def test_however_many_are_asked_for_few_run_at_a_time_and_each_once(monkeypatch: pytest.MonkeyPatch) -> None:
    running, most, ran = 0, 0, []
    gate, lock = threading.Event(), threading.Lock()

    def run(command: tuple[str, ...]) -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        gate.wait(10)
        with lock:
            ran.append(command)
            running -= 1

    monkeypatch.setattr(queue, "_run", run)
    threads = set()
    for number in range(1_000):
        threads.add(queue.start_apart(("make_copy", str(number % 100))))
        if number == 1:
            time.sleep(0.05)  # the first two have begun, so they may be asked for once more
    gate.set()
    for thread in threads:
        thread.join(10)
    assert (len(threads), most) == (queue.MOST_APART, queue.MOST_APART)
    assert sorted(set(ran)) == sorted(("make_copy", str(number)) for number in range(100))
    assert len(ran) == 102


def test_a_program_that_cannot_start_does_not_hold_up_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    ran = []

    def run(command: tuple[str, ...]) -> None:
        if command == ("bad",):
            raise OSError("no memory")
        ran.append(command)

    monkeypatch.setattr(queue, "_run", run)
    for command in (("bad",), ("good",)):
        queue.start_apart(command).join(10)
    assert ran == [("good",)]
