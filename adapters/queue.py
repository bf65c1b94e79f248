"""The way to the queue: Celery on Redis, or the same tasks in process."""

import logging
from functools import partial
from typing import Any

from celery.app.task import Task
from celery.result import EagerResult
from django.db import transaction
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)


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
