"""Printed plans that are kept until what they say changes: files in a folder of the plan, named by what they say.

No table: a file is there or it is not. Where it is asked for, begun, or could not be made, a small note stands in its
place. Who writes such a note holds the plan for that moment: however many ask, one makes it and the others wait.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from plans.models import Plan

FOLDER = "plans/made"
PATIENCE = timedelta(minutes=2)  # a maker that has not come back by then is taken for lost
MAKING, FAILED = "making", "failed"
ASKED, BEGUN = "asked", "begun"


@dataclass(frozen=True)
class Kept:
    name: str
    made: date

    def read(self) -> bytes | None:
        """None where it was taken away in this moment."""
        with suppress(FileNotFoundError), default_storage.open(self.name) as file:
            return bytes(file.read())
        return None


@dataclass(frozen=True)
class Place:
    """Where one file belongs: the plan, the form, for whom, and the digest of what it says."""

    plan_id: int
    form: str
    drafts: bool
    key: str

    @property
    def folder(self) -> str:
        return f"{FOLDER}/{self.plan_id}"

    @property
    def kin(self) -> str:
        """What all files share that stood or will stand in its place."""
        return f"{self.form}_{'d' if self.drafts else 'a'}_"

    @property
    def stem(self) -> str:
        return f"{self.kin}{self.key[:32]}_"

    def note(self, what: str) -> str:
        return f"{self.folder}/{self.stem}{what}.txt"


def find(place: Place) -> Kept | None:
    for name in _names(place):
        day = name.removeprefix(place.stem).removesuffix(".pdf")
        if name.startswith(place.stem) and name.endswith(".pdf") and day.isdigit():
            return Kept(f"{place.folder}/{name}", datetime.strptime(day, "%Y%m%d").date())  # noqa: DTZ007 -- a day
    return None


def keep(place: Place, pdf: bytes, today: date) -> None:
    """In the place of what stood there before. Where newer words are being made already, that note stays."""
    older = [n for n in _names(place) if n.startswith(place.kin) and not n.endswith(f"_{MAKING}.txt")]
    written = default_storage.save(f"{place.folder}/{place.stem}{today:%Y%m%d}.pdf", ContentFile(pdf))
    for name in older:
        if f"{place.folder}/{name}" != written:
            default_storage.delete(f"{place.folder}/{name}")


@transaction.atomic
def claim(place: Place, now: datetime) -> bool:
    """For whoever hands it on. False while it waits or somebody makes it, and for a while after it failed."""
    _hold(place)
    if is_making(place, now) or why_failed(place, now):
        return False
    _write(place.note(MAKING), f"{now.isoformat()} {ASKED}")
    return True


@transaction.atomic
def begin(place: Place, now: datetime) -> bool:
    """For whoever makes it. False while another does; then it may be there already: look before you make."""
    _hold(place)
    if _fresh(place.note(MAKING), now) == BEGUN:
        return False
    _write(place.note(MAKING), f"{now.isoformat()} {BEGUN}")
    return True


def _hold(place: Place) -> None:
    """Until the note is written, not while the pages are set."""
    Plan.objects.select_for_update(no_key=True).filter(pk=place.plan_id).values_list("pk").first()


def fail(place: Place, why: str, now: datetime) -> None:
    done(place)
    _write(place.note(FAILED), f"{now.isoformat()} {why}")


def done(place: Place) -> None:
    default_storage.delete(place.note(MAKING))


def is_making(place: Place, now: datetime) -> bool:
    return _fresh(place.note(MAKING), now) is not None


def why_failed(place: Place, now: datetime) -> str:
    return _fresh(place.note(FAILED), now) or ""


def _fresh(name: str, now: datetime) -> str | None:
    """What a note says; None where there is none, or it is old."""
    try:
        with default_storage.open(name) as file:
            at, _, said = file.read().decode().partition(" ")
        return said if abs(now - datetime.fromisoformat(at)) < PATIENCE else None
    except (FileNotFoundError, ValueError):
        return None


def _write(name: str, text: str) -> None:
    default_storage.delete(name)
    default_storage.save(name, ContentFile(text.encode()))


def _names(place: Place) -> list[str]:
    try:
        return sorted(default_storage.listdir(place.folder)[1])
    except FileNotFoundError:
        return []
