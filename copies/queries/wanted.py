"""A wish for a copy, and the key under which the copy that fulfils it is kept."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings

from copies.queries.dates import school_dates
from handbook.models import Chapter, Edition, Process
from people.access import Access
from people.roles import Permission
from schools.models import School, Trust
from schools.queries import the_trust

WHOLE = "The whole handbook"
# Everything that decides how a copy looks: a change to any of it makes every copy anew.
SHAPES = (
    *("templates/copies/book", "static/print", "copies/queries", "copies/pdf.py", "adapters/pdf.py"),
    *("static/portal/faces.css", "templates/_parts/process", "adapters/markup.py", "schedule/words.py"),
)


@dataclass(frozen=True)
class Wanted:
    edition: Edition
    part: str
    part_title: str
    school: School | None
    sees_tiers: bool

    @property
    def title(self) -> str:
        """ "Visits and reviews, with the dates of Alder"."""
        return (
            f"{self.part_title}, with the dates of {self.school.known_as}" if self.school else self.part_title
        )

    @property
    def query(self) -> str:
        said = [f"part={self.part}"] if self.part else []
        said += [f"school={self.school.urn}"] if self.school else []
        return "?" + "&".join(said) if said else ""


def wanted_of(access: Access, edition: Edition, part: str, school: School | None) -> Wanted | None:
    """None when the edition has no such part. A school's dates are told as the reader may know them."""
    title = _title_of(edition, part)
    if title is None:
        return None
    sees_tiers = school is not None and access.can(Permission.TIER_VIEW, school.pk)
    return Wanted(edition, part, title, school, sees_tiers)


def _title_of(edition: Edition, part: str) -> str | None:
    if not part:
        return WHOLE
    found: str | None = edition.chapters.filter(code=part).values_list("title", flat=True).first()
    return found or edition.processes.filter(code=part).values_list("title", flat=True).first()


def key_of(wanted: Wanted, today: date) -> str:
    """Five queries for a school's copy, one for any other."""
    school, trust = wanted.school, wanted.school.trust if wanted.school else the_trust()
    said: list[object] = [wanted.edition.pk, wanted.edition.digest, wanted.part, _named(trust), _shape()]
    if school is not None:
        dates = school_dates(school=school, sees_tiers=wanted.sees_tiers, today=today)
        said += [school.pk, school.name, school.known_as, school.phase, wanted.sees_tiers, dates.digest]
    return hashlib.sha256(repr(said).encode()).hexdigest()


def _named(trust: Trust | None) -> tuple[str, ...]:
    return (trust.name, trust.accent, trust.period_scheme) if trust else ()


@cache
def _shape() -> str:
    """The version of the portal, and the very files that shape a copy."""
    digest = hashlib.sha256(settings.VERSION.encode())
    for name in SHAPES:
        path = Path(settings.BASE_DIR) / name
        for file in sorted(path.rglob("*.*")) if path.is_dir() else [path]:
            if file.suffix in {".html", ".css", ".py"}:
                digest.update(file.read_bytes())
    return digest.hexdigest()


def parts_of(edition: Edition) -> list[tuple[Chapter, list[Process]]]:
    """Each chapter with its processes, to choose from. Two queries."""
    chapters = edition.chapters.order_by("position").only("code", "title", "edition")
    processes = edition.processes.order_by("position").only("code", "title", "chapter")
    by_chapter: dict[int, list[Process]] = {}
    for process in processes:
        by_chapter.setdefault(process.chapter_id, []).append(process)
    return [(chapter, by_chapter.get(chapter.pk, [])) for chapter in chapters]
