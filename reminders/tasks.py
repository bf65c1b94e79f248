"""Timed work. Each task may run twice, and notes that it ran."""

import logging
from collections.abc import Sequence
from datetime import date, datetime

from celery import shared_task

from adapters import clock
from adapters.queue import try_to_queue
from reminders import actions, queries

log = logging.getLogger(__name__)
BATCH = 50


@shared_task(name="reminders.send_weekly")
def send_weekly(**_later: object) -> None:
    today, now = clock.today(), clock.now()
    planned = actions.plan_weekly(today=today, now=now)
    _note("reminders.send_weekly", now, f"{planned} planned, {_hand_on(today, failed_too=True)}")


@shared_task(name="reminders.send_batch")
def send_batch(*, ids: Sequence[int], **_later: object) -> None:
    now = clock.now()
    try:
        outcome = actions.send_batch(ids=ids, today=clock.today(), now=now)
    except actions.MailServerAway as away:
        log.error("%s The mails wait for the next run.", away)  # noqa: TRY400 -- one line says it
    else:
        _note("reminders.send_batch", now, str(outcome))


@shared_task(name="reminders.free_stale_claims")
def free_stale_claims(**_later: object) -> None:
    """Also hands on what was planned and never tried; what failed waits for the next morning."""
    today, now = clock.today(), clock.now()
    cleared = actions.free_stale_claims(today=today, now=now)
    _note("reminders.free_stale_claims", now, f"{cleared}, {_hand_on(today, failed_too=False)}")


def _hand_on(today: date, *, failed_too: bool) -> str:
    ids = queries.waiting(today, failed_too=failed_too)
    for start in range(0, len(ids), BATCH):
        if not try_to_queue(send_batch, ids=ids[start : start + BATCH]):
            return f"{start} of {len(ids)} handed on"
    return f"{len(ids)} handed on"


def _note(task: str, now: datetime, said: str) -> None:
    log.info("%s ran: %s", task, said)
    actions.note_run(task=task, now=now, said=said)
