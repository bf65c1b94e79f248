"""Whether the trust keeps the notice its handbook promises: every date that was moved, by hand or by an edition."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, Count, F, Q, QuerySet, Value
from django.db.models.functions import StrIndex, Substr

from handbook.models import Process
from people.access import Access
from people.roles import Permission
from schedule.models import Amendment, Event, Move
from schedule.queries.editions import amendments_seen_by
from schedule.queries.items import event_url
from schools.models import School, SchoolYear

TRUST = "trust"
THE_TRUST = "The trust"
BY_HAND = "Moved by hand"  # as the file to take away says it
BROKE = Q(notice_given__lt=F("notice_promised"))
TELLS_NO_TIER = Q(event__step=None) | Q(event__step__tiers=[], event__step__process__tiers=[])
Sums = list[tuple[str, int | None, int, int, int]]  # process, school, changes, broken, asked by the school
Keys = QuerySet[Any, Any]


@dataclass(frozen=True)
class Chosen:
    """What the address asks for. `school` is a URN, or "trust" for what is the trust's own."""

    year: int
    school: str = ""
    process: str = ""
    broken: bool = False


@dataclass(frozen=True)
class Sum:
    name: str
    changes: int
    broken: int
    asked: int  # by the school itself

    @property
    def kept(self) -> int:
        return self.changes - self.broken - self.asked


@dataclass(frozen=True)
class NoticeLine:
    at: datetime
    what: str
    title: str
    process: str
    url: str
    where: str
    old: date | None
    new: date | None
    given: int
    promised: int
    asked_by_school: bool
    broke: bool
    by: str
    why: str

    @property
    def said(self) -> str:
        """ "Moved by Sarah Whitfield", "Moved by edition 3 of the handbook, published by Sarah Whitfield"."""
        return (
            f"Moved by {self.by}"
            if self.what == BY_HAND
            else f"{self.what} of the handbook, published by {self.by}"
        )


@dataclass(frozen=True)
class NoticePage:
    total: Sum
    untold: int  # of the total: asked of schools on some tiers only, and so in no list of this reader
    processes: tuple[Sum, ...]
    schools: tuple[Sum, ...]
    keys: Keys  # of the lines, newest first: each a moment, its half and its number
    years: tuple[SchoolYear, ...]
    places: tuple[School, ...]
    titles: Mapping[str, str]


def notice_page(access: Access, chosen: Chosen) -> NoticePage:
    """Five queries, two more for whoever sees no tiers, however many dates moved. Lines are read a page at a time."""
    moves, amended = _moves(access, chosen), _amended(access, chosen)
    sums = _counted(moves, amended)
    total = _total("", _everything(access, chosen) or sums)
    places = tuple(School.objects.order_by("name", "pk"))
    names = {one.pk: one.known_as for one in places}
    rows = Process.objects.filter(edition__published_at__isnull=False).order_by("edition__number")
    titles = dict(rows.values_list("code", "title"))
    return NoticePage(
        total=total,
        untold=total.changes - _total("", sums).changes,
        processes=_grouped(sums, lambda row: f"{row[0]} {titles.get(row[0], '')}".strip()),
        schools=_grouped(sums, lambda row: names.get(row[1] or 0, THE_TRUST)),
        keys=_keys(moves, amended),
        years=tuple(SchoolYear.objects.order_by("-start_year")),
        places=places,
        titles=dict(sorted(titles.items())),
    )


def lines_of(keys: Sequence[tuple[datetime, str, int]]) -> list[NoticeLine]:
    """Two queries."""
    by_half: dict[str, list[int]] = defaultdict(list)
    for _, half, pk in keys:
        by_half[half].append(pk)
    moves = Move.objects.select_related("by", "event__school").in_bulk(by_half["move"])
    amended = Amendment.objects.select_related("edition__published_by", "school").in_bulk(by_half["edition"])
    return [_moved(moves[pk]) if half == "move" else _amendment(amended[pk]) for _, half, pk in keys]


def _everything(access: Access, chosen: Chosen) -> Sums:
    """What the trust answers for counts for every reader. Of one school or process the sum would tell a tier."""
    if access.can(Permission.TIER_VIEW) or chosen.school or chosen.process:
        return []
    amended = Amendment.objects.filter(year__start_year=chosen.year)
    return _counted(_moved_in(chosen), amended.filter(BROKE) if chosen.broken else amended)


def _counted(moves: QuerySet[Move], amended: QuerySet[Amendment]) -> Sums:
    by_hand = _sums(moves, "event__key", "event__school_id", "asked_by_school")
    return [*by_hand, *_sums(amended, "key", "school_id")]


def _moves(access: Access, chosen: Chosen) -> QuerySet[Move]:
    found = _moved_in(chosen)
    return found if access.can(Permission.TIER_VIEW) else found.filter(TELLS_NO_TIER)


def _moved_in(chosen: Chosen) -> QuerySet[Move]:
    found = Move.objects.filter(undone_at=None, event__year__start_year=chosen.year)
    if chosen.school:
        found = found.filter(_at("event__school", chosen.school))
    if chosen.process:
        found = found.filter(event__key__startswith=f"{chosen.process}.")
    return found.filter(BROKE, asked_by_school=False) if chosen.broken else found


def _amended(access: Access, chosen: Chosen) -> QuerySet[Amendment]:
    """What is over when it changes promises nothing, and so breaks nothing."""
    found = Amendment.objects.filter(amendments_seen_by(access), year__start_year=chosen.year)
    if chosen.school:
        found = found.filter(_at("school", chosen.school))
    if chosen.process:
        found = found.filter(key__startswith=f"{chosen.process}.")
    return found.filter(BROKE) if chosen.broken else found


def _at(field: str, school: str) -> Q:
    return Q(**{field: None}) if school == TRUST else Q(**{f"{field}__urn": int(school)})


def _sums(rows: QuerySet[Any], key: str, school: str, asked: str = "") -> Sums:
    """By process and school. One query."""
    ours = Q(**{asked: True}) if asked else Q(pk=None)
    short = BROKE & ~ours if asked else BROKE
    counted = (
        rows.annotate(process=Substr(key, 1, StrIndex(key, Value(".")) - 1))
        .values_list("process", school)
        .annotate(
            every=Count("pk"),
            short=Count("pk", filter=short),
            ours=Count("pk", filter=ours),
        )
    )
    return list(counted)


def _grouped(sums: Sums, name: Callable[[tuple[str, int | None, int, int, int]], str]) -> tuple[Sum, ...]:
    """The most broken first."""
    groups: dict[str, Sums] = defaultdict(list)
    for row in sums:
        groups[name(row)].append(row)
    made = [_total(one, rows) for one, rows in groups.items()]
    return tuple(sorted(made, key=lambda one: (-one.broken, -one.changes, one.name)))


def _total(name: str, sums: Iterable[tuple[str, int | None, int, int, int]]) -> Sum:
    rows = list(sums)
    return Sum(name, sum(row[2] for row in rows), sum(row[3] for row in rows), sum(row[4] for row in rows))


def _keys(moves: QuerySet[Move], amended: QuerySet[Amendment]) -> Keys:
    word = CharField(max_length=8)
    by_hand = moves.values_list("at", Value("move", output_field=word), "pk")
    by_edition = amended.values_list("edition__published_at", Value("edition", output_field=word), "pk")
    return by_hand.union(by_edition, all=True).order_by("-at", "-pk")


def _moved(move: Move) -> NoticeLine:
    event: Event = move.event
    return NoticeLine(
        at=move.at, what=BY_HAND, title=event.title, process=event.key.partition(".")[0],
        url=event_url(event.pk), where=event.school.known_as if event.school else THE_TRUST, old=move.from_date,
        new=move.to_date, given=move.notice_given, promised=move.notice_promised,
        asked_by_school=move.asked_by_school, broke=move.broke_notice, by=move.by.name, why=move.reason,
    )  # fmt: skip


def _amendment(one: Amendment) -> NoticeLine:
    edition = one.edition
    words = {"added": "New in", "moved": "Moved by", "withdrawn": "No longer asked by"}
    return NoticeLine(
        at=edition.published_at or edition.made_at, what=f"{words[one.kind]} edition {edition.number}",
        title=one.title, process=one.key.partition(".")[0], url=event_url(one.event_id) if one.event_id else "",
        where=one.school.known_as if one.school else THE_TRUST, old=one.from_date, new=one.to_date,
        given=one.notice_given, promised=one.notice_promised, asked_by_school=False, broke=one.broke_notice,
        by=edition.published_by.name if edition.published_by else "The portal", why=edition.reason,
    )  # fmt: skip
