"""The way to the queue: Celery on Redis, or the same tasks in process."""

import logging
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from celery.app.task import Task
from celery.result import EagerResult
from django.conf import settings
from django.db import transaction
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)
MOST_APART = 2  # programs at a time: each takes a processor and some hundred megabytes


def queue(task: Task[Any, Any], /, **kwargs: object) -> None:
    """Runs the task after the commit, or at once where no transaction is open. A queue that is away is logged:
    what must not be lost is a row of its own, which a sweep finds."""
    transaction.on_commit(partial(try_to_queue, task, **kwargs))


def try_to_queue(task: Task[Any, Any], /, **kwargs: object) -> bool:
    """At once. False when the queue cannot be reached or, in process, when the task failed."""
    try:
        result = task.delay(**kwargs)
    except OperationalError as error:  # kombu's own, which is no OSError
        log.error("%s was not queued: the queue cannot be reached (%s).", task.name, error)  # noqa: TRY400 -- one line says it
        return False
    # Celery logs the traceback of a task that failed in process.
    return not (isinstance(result, EagerResult) and result.failed())


def queue_apart(task: Task[Any, Any], /, *, command: Sequence[str], **kwargs: object) -> None:
    """As `queue`, for work of many seconds. Without a queue no page waits for it: `manage.py` does the same by
    `command`, in a process of its own that outlives the request. In tests it runs in process."""
    if settings.CELERY_TASK_ALWAYS_EAGER and not settings.TEST:
        transaction.on_commit(partial(start_apart, command))
    else:
        queue(task, **kwargs)


class _Apart:
    """Programs that wait for their turn, in this process. What is lost with it, a sweep finds."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.waiting: deque[tuple[str, ...]] = deque()
        self.running: set[threading.Thread] = set()

    def add(self, command: tuple[str, ...]) -> threading.Thread:
        with self.lock:
            if command not in self.waiting:
                self.waiting.append(command)
            if len(self.running) >= MOST_APART:
                return next(iter(self.running))
            thread = threading.Thread(target=self._work, name="apart", daemon=True)
            self.running.add(thread)
        thread.start()
        return thread

    def _work(self) -> None:
        while True:
            with self.lock:
                if not self.waiting:
                    self.running.discard(threading.current_thread())
                    return
                command = self.waiting.popleft()
            try:
                _run(command)
            except OSError:
                log.exception("manage.py %s could not be started.", " ".join(command))


_APART = _Apart()


def start_apart(command: Sequence[str]) -> threading.Thread:
    """`manage.py` with these words; it writes to the log of this process. However many are asked for, few run at a
    time and the others wait, each once. The thread ends when nothing waits any more."""
    return _APART.add(tuple(command))


def _run(command: tuple[str, ...]) -> None:
    """Somebody has to hear of its end, or it stays in the list of processes."""
    manage = Path(settings.BASE_DIR) / "manage.py"
    process = subprocess.Popen(  # noqa: S603 -- our own program, its words are ours
        [sys.executable, str(manage), *command],
        cwd=settings.BASE_DIR,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    if code := process.wait():
        log.error("manage.py %s ended with %d.", " ".join(command), code)
