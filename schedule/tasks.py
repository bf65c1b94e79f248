"""Timed work. Each task may run twice."""

import logging

from celery import shared_task

from adapters import clock
from schedule.actions.feed import close_feeds

log = logging.getLogger(__name__)


@shared_task(name="schedule.sweep_feeds")
def sweep_feeds(**_later: object) -> None:
    """Addresses nobody asks at any more are closed too, before they are asked at again."""
    log.info("schedule.sweep_feeds ran: %d closed", close_feeds(today=clock.today(), now=clock.now()))
