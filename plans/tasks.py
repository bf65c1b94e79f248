"""Timed work: plans follow the term dates. It may run twice, and says that it ran."""

import logging

from celery import shared_task

from adapters import clock
from plans.actions import lay_out_live_plans

log = logging.getLogger(__name__)


@shared_task(name="plans.lay_out")
def lay_out(**_later: object) -> None:
    count = lay_out_live_plans(now=clock.now(), today=clock.today())
    log.info("plans.lay_out ran: %s plans follow their term dates", count)
