"""The PDFs of closed years: claimed once, finished or failed, and swept."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import F

from schedule.models import YearArchive

STALE = timedelta(minutes=20)
NOT_HANDED_ON = timedelta(minutes=5)  # what waits longer never reached whoever makes it
MOST_ATTEMPTS = 3

State = YearArchive.State


@dataclass(frozen=True)
class Swept:
    freed: int
    given_up: int
    waiting: tuple[int, ...]  # to be handed on again

    def __str__(self) -> str:
        return f"{self.freed} freed, {self.given_up} given up, {len(self.waiting)} handed on"


def claim_archive(*, pk: int, now: datetime) -> bool:
    """True for one caller only. The attempt counts from here, so that one that kills its maker ends too."""
    rows = YearArchive.objects.filter(pk=pk, state=State.WAITING, claimed_at=None, attempts__lt=MOST_ATTEMPTS)
    return bool(rows.update(claimed_at=now, attempts=F("attempts") + 1))


def finish_archive(*, archive: YearArchive, pdf: bytes, pages: int, now: datetime) -> None:
    year = archive.year.start_year
    name = f"archives/{year}/{archive.school.urn if archive.school else 'trust'}-{archive.pk}.pdf"
    default_storage.delete(name)  # of a maker that crashed between the file and the row
    name = default_storage.save(name, ContentFile(pdf))
    YearArchive.objects.filter(pk=archive.pk).update(
        state=State.READY, file=name, pages=pages, made_at=now, claimed_at=None, error=""
    )


def fail_archive(*, pk: int, why: str) -> None:
    YearArchive.objects.filter(pk=pk).update(state=State.FAILED, claimed_at=None, error=why[:500])


def ask_again(*, pk: int, now: datetime) -> bool:
    """Whether somebody must make it now: one that failed, or one that nobody has begun."""
    waits = YearArchive.objects.filter(pk=pk, state=State.WAITING, claimed_at=None, attempts=0)
    if waits.update(asked_at=now):
        return True
    failed = YearArchive.objects.filter(pk=pk, state=State.FAILED)
    return bool(failed.update(state=State.WAITING, asked_at=now, attempts=0, error=""))


def sweep_archives(*, now: datetime) -> Swept:
    """Frees what a maker left behind, and tells what nobody has begun."""
    stale = YearArchive.objects.filter(state=State.WAITING, claimed_at__lt=now - STALE)
    given_up = stale.filter(attempts__gte=MOST_ATTEMPTS).update(
        state=State.FAILED, claimed_at=None, error="It was begun three times and never finished."
    )
    freed = stale.update(claimed_at=None, asked_at=now - NOT_HANDED_ON - timedelta(seconds=1))
    waiting = YearArchive.objects.filter(
        state=State.WAITING, claimed_at=None, asked_at__lt=now - NOT_HANDED_ON
    )
    return Swept(freed, given_up, tuple(waiting.order_by("asked_at", "pk").values_list("pk", flat=True)))
