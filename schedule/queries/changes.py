"""Changed dates as people read them: the same change at several schools on one line, process by process."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from handbook.models import Process
from schedule.words import SchoolTime, place_of_span, span
from schools.models import School, SchoolYear
from schools.queries import calendars
from schools.terms import Calendar, period_names

Dates = tuple[date, date]
TRUST_NAME = "The trust"
# In the order in which they are told, with the words for one and for several.
KINDS: dict[str, tuple[str, str]] = {
    "moved": ("moved", "moved"),
    "added": ("added", "added"),
    "withdrawn": ("withdrawn", "withdrawn"),
    "retitled": ("renamed", "renamed"),
    "kept": ("kept as people left it", "kept as people left them"),
}
TELLING = ("moved", "added", "withdrawn")  # those with notice to give


class Spoken(NamedTuple):
    """One change, the same wherever all of this is the same."""

    kind: str
    ref: str
    title: str
    old: str
    old_place: str
    new: str
    new_place: str
    given: int
    promised: int
    is_history: bool
    why: str
    due: date

    @property
    def is_broken(self) -> bool:
        return self.kind in TELLING and not self.is_history and self.given < self.promised

    @property
    def notice(self) -> str:
        days = f"{self.given} working day{'' if self.given == 1 else 's'}"
        return f"{days} of notice, {self.promised} promised"

    @property
    def label(self) -> str:
        return KINDS[self.kind][0]


class Place(NamedTuple):
    name: str
    urn: int | None
    url: str = ""  # of the event


@dataclass(frozen=True)
class Group:
    change: Spoken
    places: tuple[Place, ...]

    @property
    def names(self) -> str:
        return ", ".join(place.name for place in self.places)


@dataclass(frozen=True)
class ProcessChanges:
    code: str
    title: str
    groups: tuple[Group, ...]

    @property
    def counts(self) -> str:
        found = Counter(group.change.kind for group in self.groups for _ in group.places)
        return ", ".join(f"{found[kind]} {KINDS[kind][found[kind] > 1]}" for kind in KINDS if kind in found)

    @property
    def total(self) -> int:
        return sum(len(group.places) for group in self.groups)

    @property
    def broken(self) -> int:
        return sum(len(group.places) for group in self.groups if group.change.is_broken)


@dataclass(frozen=True)
class Totals:
    by_kind: Mapping[str, int]
    schools: int
    broken: int

    @property
    def is_empty(self) -> bool:
        return not any(self.by_kind.get(kind) for kind in KINDS)

    @property
    def sentence(self) -> str:
        """ "moves 10 events in 9 schools; 2 fall inside their promised notice"."""
        return self._say(
            {"moved": "moves", "added": "adds", "withdrawn": "withdraws", "retitled": "renames"}, "fall"
        )

    @property
    def past(self) -> str:
        """ "moved 10 events in 9 schools; 2 fell inside their promised notice"."""
        return self._say({"moved": "moved", "added": "added", "withdrawn": "withdrew"}, "fell")

    def _say(self, verbs: Mapping[str, str], fall: str) -> str:
        said = [
            f"{verb} {_count(self.by_kind[kind], 'event')}"
            for kind, verb in verbs.items()
            if self.by_kind.get(kind)
        ]
        if not said:
            return "changes no date" if fall == "fall" else "changed no date"
        where = f" in {_count(self.schools, 'school')}" if self.schools else " of the trust"
        listed = said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"
        one = self.broken == 1
        falls = f"{fall}s" if one and fall == "fall" else fall
        return f"{listed}{where}; {self.broken or 'none'} {falls} inside {'its' if one else 'their'} promised notice"


Told = tuple[Spoken, Place]


def totals(told: Iterable[Told]) -> Totals:
    by_kind: Counter[str] = Counter()
    schools = set()
    broken = 0
    for change, place in told:
        by_kind[change.kind] += 1
        broken += change.is_broken
        if change.kind != "kept" and place.urn is not None:
            schools.add(place.urn)
    return Totals(by_kind, len(schools), broken)


def by_process(told: Iterable[Told], titles: Mapping[str, str]) -> tuple[ProcessChanges, ...]:
    found: dict[str, dict[Spoken, list[Place]]] = defaultdict(lambda: defaultdict(list))
    for change, place in told:
        found[change.ref.partition(".")[0]][change].append(place)
    return tuple(
        ProcessChanges(
            code,
            titles.get(code, code),
            tuple(
                Group(change, tuple(sorted(places, key=lambda one: (one.urn is None, one.name))))
                for change, places in sorted(found[code].items(), key=lambda pair: _order(pair[0]))
            ),
        )
        for code in sorted(found)
    )


def _order(change: Spoken) -> tuple[int, date, str, str]:
    return list(KINDS).index(change.kind), change.due, change.ref, change.old


def place_at(school: School | None, url: str = "") -> Place:
    return Place(school.known_as, school.urn, url) if school else Place(TRUST_NAME, None, url)


def titles_of(editions: Iterable[int | None]) -> dict[str, str]:
    """Of processes, as the later of the editions calls them."""
    rows = Process.objects.filter(edition__in=[pk for pk in editions if pk]).order_by("edition__number", "pk")
    return dict(rows.values_list("code", "title"))


@dataclass
class Times:
    """Where a day lies at each school. Two queries for each year asked about."""

    schools: list[School]
    scheme: str

    def __post_init__(self) -> None:
        self._years: dict[int, Mapping[int | None, Calendar]] = {}
        self._times: dict[tuple[int | None, int], SchoolTime] = {}
        self._same: dict[tuple[Calendar, ...], SchoolTime] = {}
        self._said: dict[tuple[int, Dates], tuple[str, str]] = {}
        self._names = period_names(self.scheme)

    def say(self, school_id: int | None, start_year: int, dates: Dates | None) -> tuple[str, str]:
        """ "Monday 14 September 2026" and "Autumn 1, week 3"."""
        if dates is None:
            return "", ""
        time = self.time(school_id, start_year)
        kept = (id(time), dates)  # schools that share a calendar share its SchoolTime
        if kept not in self._said:
            self._said[kept] = (span(*dates), place_of_span(time, *dates))
        return self._said[kept]

    def time(self, school_id: int | None, start_year: int) -> SchoolTime:
        where = (school_id, start_year)
        if where not in self._times:
            both = (
                self._year(start_year - 1).get(school_id),
                self._year(start_year).get(school_id),
                self._year(start_year + 1).get(school_id),
            )
            made = SchoolTime(tuple(one for one in both if one and one.periods), self._names)
            self._times[where] = self._same.setdefault(made.calendars, made)
        return self._times[where]

    def _year(self, start_year: int) -> Mapping[int | None, Calendar]:
        if start_year not in self._years:
            year = SchoolYear.objects.filter(start_year=start_year).first()
            self._years[start_year] = calendars(year, [None, *self.schools]) if year else {}
        return self._years[start_year]


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
