"""Making copies away from the pages, and clearing up. Each may run twice."""

import logging
import time

from celery import shared_task
from django.conf import settings

from adapters import clock
from adapters.pdf import PdfUnavailable
from adapters.queue import queue_apart
from copies import actions
from copies.models import Copy
from copies.pdf import pdf_of
from copies.queries import read_book, waiting
from copies.queries.shelf import wanted_again

log = logging.getLogger(__name__)
TELL_EVERY = 0.5  # seconds


@shared_task(name="copies.make_copy")
def make_copy(*, pk: int, **_later: object) -> None:
    if not actions.claim(pk=pk, now=clock.now()):
        return
    copy = Copy.objects.select_related("edition", "school__trust").get(pk=pk)
    told = 0.0

    def tell(doing: str, done: int, total: int) -> None:
        nonlocal told
        if time.monotonic() - told > TELL_EVERY:
            told = time.monotonic()
            actions.note_progress(copy=copy, doing=doing, done=done, total=total)

    try:
        pdf, pages = pdf_of(read_book(wanted_again(copy), clock.today()), tell)
    except PdfUnavailable as error:
        actions.fail(copy=copy, why=str(error))
    except Exception:
        log.exception("Copy %s of the handbook was not made.", pk)
        actions.fail(copy=copy, why="The portal could not set the pages. The log of the server says why.")
        if settings.TEST:
            raise
    else:
        actions.finish(copy=copy, pdf=pdf, pages=pages, now=clock.now())


@shared_task(name="copies.sweep")
def sweep(**_later: object) -> None:
    now = clock.now()
    swept = actions.sweep(today=clock.today(), now=now)
    ids = waiting(now)
    for pk in ids:
        hand_on(pk)
    log.info("copies.sweep ran: %s, %d handed on", swept, len(ids))


def hand_on(pk: int) -> None:
    queue_apart(make_copy, command=("make_copy", str(pk)), pk=pk)
