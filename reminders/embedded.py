"""The clock of the embedded default: without Redis the timed tasks run in a thread of the process that serves."""

import logging
import os
import threading
from datetime import timedelta
from typing import Any

from celery import current_app
from celery.beat import PersistentScheduler, Service
from django.db import close_old_connections
from django.utils.autoreload import DJANGO_AUTORELOAD_ENV

log = logging.getLogger(__name__)
THREAD = "timed-tasks"
LONGEST_SLEEP = 5  # seconds


class CatchingUp(PersistentScheduler):
    """Runs everything once at the start, for what fell due while nothing ran: each task may run twice."""

    def setup_schedule(self) -> None:
        super().setup_schedule()
        for entry in self.schedule.values():
            if entry.last_run_at is not None:
                entry.last_run_at -= timedelta(days=1)

    def apply_async(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 -- Celery's signature
        close_old_connections()  # outside a request nobody else does
        try:
            return super().apply_async(*args, **kwargs)
        finally:
            close_old_connections()


def start_beat(*, reloader: bool = False) -> bool:
    """Call it once before serving. False, and nothing started, when a worker and its beat do the work (REDIS_URL),
    when it runs already, and in the watching half of runserver's reloader."""
    if not current_app.conf.task_always_eager:
        return False
    if reloader and os.environ.get(DJANGO_AUTORELOAD_ENV) != "true":
        return False
    if any(thread.name == THREAD for thread in threading.enumerate()):
        return False
    current_app.loader.import_default_modules()  # a worker does this for itself; beat must find the tasks
    service = Service(current_app, max_interval=LONGEST_SLEEP, scheduler_cls=CatchingUp)
    threading.Thread(target=service.start, name=THREAD, daemon=True).start()
    log.info("Timed tasks run in this process: %s.", ", ".join(current_app.conf.beat_schedule))
    return True
