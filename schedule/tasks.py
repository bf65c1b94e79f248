"""Work away from the pages and by the clock: the PDFs of closed years, feeds that stop. Each task may run twice."""

import logging

from celery import shared_task
from django.conf import settings

from adapters import clock
from adapters.pdf import PdfUnavailable
from adapters.queue import queue_apart
from schedule.actions import archives as actions
from schedule.actions.feed import close_feeds
from schedule.archive_pdf import archive_pdf
from schedule.models import YearArchive

log = logging.getLogger(__name__)


@shared_task(name="schedule.sweep_feeds")
def sweep_feeds(**_later: object) -> None:
    """Addresses nobody asks at any more are closed too, before they are asked at again."""
    log.info("schedule.sweep_feeds ran: %d closed", close_feeds(today=clock.today(), now=clock.now()))


@shared_task(name="schedule.make_archive")
def make_archive(*, pk: int, **_later: object) -> None:
    if not actions.claim_archive(pk=pk, now=clock.now()):
        return
    archive = YearArchive.objects.select_related("year__closed_by", "school__trust").get(pk=pk)
    try:
        pdf, pages = archive_pdf(archive)
    except PdfUnavailable as error:
        actions.fail_archive(pk=pk, why=str(error))
    except Exception:
        log.exception("The archive %s of a closed year was not made.", pk)
        actions.fail_archive(pk=pk, why="The portal could not set the pages. The log of the server says why.")
        if settings.TEST:
            raise
    else:
        actions.finish_archive(archive=archive, pdf=pdf, pages=pages, now=clock.now())


@shared_task(name="schedule.sweep_archives")
def sweep_archives(**_later: object) -> None:
    swept = actions.sweep_archives(now=clock.now())
    for pk in swept.waiting:
        hand_on(pk)
    log.info("schedule.sweep_archives ran: %s", swept)


def hand_on(pk: int) -> None:
    queue_apart(make_archive, command=("make_archive", str(pk)), pk=pk)
