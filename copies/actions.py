"""Writes: asking for a copy, claiming it once, how far it is, its end, and clearing away."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, QuerySet

from copies.models import FOLDER, MOST_ATTEMPTS, Copy
from copies.queries import Wanted, current_key, key_of
from handbook.queries import IN_FORCE
from people.audit import record
from people.models import User

STALE = timedelta(minutes=20)
MOST_UNDER_WAY = 10  # that one person waits for


class TooManyError(Exception):
    """They wait for as many copies as one person may."""


@dataclass(frozen=True)
class Swept:
    freed: int
    given_up: int
    taken_away: int

    def __str__(self) -> str:
        return f"{self.freed} freed, {self.given_up} given up, {self.taken_away} old ones taken away"


@transaction.atomic
def ask(*, wanted: Wanted, by: User, now: datetime, today: date) -> tuple[Copy, bool]:
    """The copy of this wish, and whether somebody must make it now. However many ask, there is one."""
    key = key_of(wanted, today)
    if not Copy.objects.filter(key=key).exclude(state=Copy.State.FAILED).exists():
        _require_patience(by)
    copy, is_new = Copy.objects.get_or_create(
        key=key,
        defaults={
            "edition": wanted.edition, "part": wanted.part, "part_title": wanted.part_title, "school": wanted.school,
            "sees_tiers": wanted.sees_tiers, "asked_at": now, "asked_by": by,
        },
    )  # fmt: skip
    again = not is_new and bool(
        Copy.objects.filter(pk=copy.pk, state=Copy.State.FAILED).update(
            state=Copy.State.WAITING,
            asked_at=now,
            asked_by=by,
            attempts=0,
            error="",
            done=0,
            total=0,
            doing="",
        )
    )
    if is_new or again:
        copy.refresh_from_db()
        record(
            by=by, now=now, action="copy.ask", target=copy, label=wanted.title,
            school_urn=wanted.school.urn if wanted.school else None,
        )  # fmt: skip
    return copy, is_new or again


def _require_patience(by: User) -> None:
    under_way = Copy.objects.filter(asked_by=by, state__in=(Copy.State.WAITING, Copy.State.MAKING)).count()
    if under_way >= MOST_UNDER_WAY:
        raise TooManyError(
            f"You wait for {under_way} copies already, so this was not begun. Ask again when some are ready."
        )


def claim(*, pk: int, now: datetime) -> bool:
    """True for one caller only. The attempt counts from here, so that a copy that kills its maker ends too."""
    rows = Copy.objects.filter(pk=pk, state=Copy.State.WAITING, attempts__lt=MOST_ATTEMPTS)
    return bool(rows.update(state=Copy.State.MAKING, started_at=now, attempts=F("attempts") + 1))


def note_progress(*, copy: Copy, doing: str, done: int, total: int) -> None:
    _of_this_attempt(copy).update(doing=doing, done=done, total=total)


@transaction.atomic
def finish(*, copy: Copy, pdf: bytes, pages: int, now: datetime) -> None:
    """Keeps the file, and takes away what stood in its place: the same part for the same readers, with older words.

    A maker that was taken for lost comes too late where another has finished: its file is not kept."""
    under_way = Copy.objects.filter(pk=copy.pk, state__in=(Copy.State.WAITING, Copy.State.MAKING))
    if under_way.select_for_update().first() is None:
        return
    name = f"{FOLDER}/{copy.key}.pdf"
    default_storage.delete(name)  # of a maker that crashed between the file and the row
    name = default_storage.save(name, ContentFile(pdf))
    under_way.update(
        state=Copy.State.READY, file=name, pages=pages, size=len(pdf), made_at=now, error="", doing=""
    )
    kin = Copy.objects.filter(part=copy.part, school=copy.school_id, sees_tiers=copy.sees_tiers)
    take_away(kin.filter(asked_at__lte=copy.asked_at).exclude(pk=copy.pk))


def fail(*, copy: Copy, why: str) -> None:
    _of_this_attempt(copy).update(state=Copy.State.FAILED, error=why[:500], doing="")


def _of_this_attempt(copy: Copy) -> QuerySet[Copy]:
    """`copy` as its maker claimed it. Empty once it was freed, and claimed by another."""
    return Copy.objects.filter(pk=copy.pk, state=Copy.State.MAKING, attempts=copy.attempts)


def sweep(*, today: date, now: datetime) -> Swept:
    """Frees what a maker left behind, and takes away what no longer says what the portal says."""
    stale = Copy.objects.filter(state=Copy.State.MAKING, started_at__lt=now - STALE)
    given_up = stale.filter(attempts__gte=MOST_ATTEMPTS).update(
        state=Copy.State.FAILED, error="It was begun three times and never finished.", doing=""
    )
    freed = stale.update(state=Copy.State.WAITING, doing="", done=0, total=0)
    kept = Copy.objects.exclude(state=Copy.State.MAKING).select_related("edition", "school__trust")
    old = [copy for copy in kept if copy.edition.status != IN_FORCE or current_key(copy, today) != copy.key]
    taken_away = take_away(Copy.objects.filter(pk__in=[copy.pk for copy in old]))
    return Swept(freed, given_up, taken_away)


@transaction.atomic
def take_away(copies: QuerySet[Copy]) -> int:
    """Rows first, files when that is certain. What somebody makes meanwhile stays: else it would be made again."""
    gone = list(copies.exclude(state=Copy.State.MAKING).select_for_update().order_by("pk"))
    Copy.objects.filter(pk__in=[copy.pk for copy in gone]).delete()
    for name in [copy.file.name for copy in gone if copy.file.name]:
        transaction.on_commit(partial(default_storage.delete, name))
    return len(gone)
