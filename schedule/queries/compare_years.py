"""This year beside the next, by the rules alone: how many events, how much work, and what falls elsewhere."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from handbook.models import Edition, Process, Step
from schedule.building import laid_out_events
from schedule.queries.items import SCHOOL_ROLES, role_of
from schedule.queries.rollover import Coming, Place
from schools.models import School, SchoolYear
from schools.queries import calendars, the_trust
from schools.terms import PERIODS, Calendar, monday_of, period_names

BEFORE = ""  # what prepares the year, in the summer before it
FEW_PLACES = 3
FEW_WEEKS = 1  # what moves by less than two weeks in its half-term is no news
Where = tuple[str, int]  # half-term that has begun, and the week counted from its first; 0 before the year


@dataclass(frozen=True)
class HalfTermPair:
    name: str
    now: int
    then: int
    minutes_now: int
    minutes_then: int

    @property
    def hours_now(self) -> int:
        return round(self.minutes_now / 60)

    @property
    def hours_then(self) -> int:
        return round(self.minutes_then / 60)


@dataclass(frozen=True)
class Cell:
    now: int
    then: int

    @property
    def is_same(self) -> bool:
        return self.now == self.then


@dataclass(frozen=True)
class ProcessPair:
    code: str
    title: str
    cells: tuple[Cell, ...]

    @property
    def whole(self) -> Cell:
        return Cell(sum(cell.now for cell in self.cells), sum(cell.then for cell in self.cells))


@dataclass(frozen=True)
class Shift:
    title: str
    process: str
    now: str
    then: str
    words: str
    places: tuple[str, ...]

    @property
    def where(self) -> str:
        return _listed(self.places)


@dataclass(frozen=True)
class Only:
    """What stands in one of the two years only, at the same places."""

    places: tuple[str, ...]
    titles: tuple[str, ...]

    @property
    def where(self) -> str:
        return _listed(self.places)


@dataclass(frozen=True)
class Comparison:
    half_terms: tuple[HalfTermPair, ...]
    processes: tuple[ProcessPair, ...]
    shifts: tuple[Shift, ...]
    only_now: tuple[Only, ...]
    only_then: tuple[Only, ...]

    @property
    def whole(self) -> HalfTermPair:
        rows = [(one.now, one.then, one.minutes_now, one.minutes_then) for one in self.half_terms]
        return HalfTermPair("The year", *(sum(column) for column in zip(*rows, strict=True)))

    @property
    def differ(self) -> list[ProcessPair]:
        return [one for one in self.processes if any(not cell.is_same for cell in one.cells)]


@dataclass(frozen=True)
class _Side:
    """One year's dates, and where they lie at each school."""

    dates: Mapping[Place, date]
    calendars: Mapping[int | None, Calendar]

    def where(self, place: Place) -> Where:
        return _where(self.calendars[place[0]], self.dates[place])


def compare_years(year: SchoolYear, following: SchoolYear, coming: Coming) -> Comparison:
    """Seven queries, however many schools."""
    schools = list(School.objects.all())
    names: dict[int | None, str] = {None: "the trust", **{school.pk: school.known_as for school in schools}}
    now, told = _standing(year)
    titles = {**told, **coming.titles}
    sides = (
        _Side(now, calendars(year, [None, *schools])),
        _Side(coming.dates, calendars(following, [None, *schools])),
    )
    minutes = _minutes()
    spelled = _names()
    places = [{place: side.where(place) for place in side.dates} for side in sides]
    return Comparison(
        tuple(_half_terms(places, minutes, len(schools), spelled)),
        tuple(_processes(places)),
        tuple(_shifts(places, titles, names, spelled)),
        _only(now.keys() - coming.dates.keys(), titles, names),
        _only(coming.dates.keys() - now.keys(), titles, names),
    )


def _standing(year: SchoolYear) -> tuple[dict[Place, date], dict[Place, str]]:
    """By the rule, not as people moved it; without what was carried over or started on a day nobody could plan."""
    rows = laid_out_events().filter(year=year)
    dates: dict[Place, date] = {}
    titles: dict[Place, str] = {}
    for school, key, due, title in rows.values_list("school", "key", "scheduled_date", "title"):
        dates[school, key] = due
        titles[school, key] = title
    return dates, titles


def _where(calendar: Calendar, day: date) -> Where:
    period = next((one for one in reversed(calendar.periods) if one.first <= day), None)
    if period is None:
        return BEFORE, 0
    return period.code, (monday_of(day) - monday_of(period.first)).days // 7 + 1


def _names() -> Mapping[str, str]:
    trust = the_trust()
    names = period_names(trust.period_scheme if trust else "half-terms")
    return {BEFORE: f"Before {names[PERIODS[0]]}", **names}


def _minutes() -> dict[str, int]:
    """Of the schools' own people, by "P10.visit", as the edition in force estimates them."""
    rows = Step.objects.filter(process__edition__status=Edition.Status.PUBLISHED)
    return {
        f"{process}.{code}": sum(count for role, count in asked.items() if role_of(role) in SCHOOL_ROLES)
        for process, code, asked in rows.values_list("process__code", "code", "minutes")
    }


def _half_terms(
    sides: Sequence[Mapping[Place, Where]], minutes: Mapping[str, int], schools: int, names: Mapping[str, str]
) -> Iterable[HalfTermPair]:
    events: list[Counter[str]] = [Counter(), Counter()]
    work: list[Counter[str]] = [Counter(), Counter()]
    for number, side in enumerate(sides):
        for (school, key), (code, _) in side.items():
            asked = minutes.get(key.partition("#")[0], 0)
            events[number][code] += 1
            work[number][code] += asked if school else asked * schools  # the trust's own is asked of each
    for code in (BEFORE, *PERIODS):
        yield HalfTermPair(names[code], events[0][code], events[1][code], work[0][code], work[1][code])


def _processes(sides: Sequence[Mapping[Place, Where]]) -> Iterable[ProcessPair]:
    counts: dict[str, list[Counter[str]]] = defaultdict(lambda: [Counter(), Counter()])
    for number, side in enumerate(sides):
        for (_, key), (code, _) in side.items():
            counts[key.partition(".")[0]][number][code] += 1
    titles = dict(
        Process.objects.filter(edition__status=Edition.Status.PUBLISHED).values_list("code", "title")
    )
    for process in sorted(counts):
        now, then = counts[process]
        cells = tuple(Cell(now[code], then[code]) for code in (BEFORE, *PERIODS))
        yield ProcessPair(process, titles.get(process, process), cells)


def _shifts(
    sides: Sequence[Mapping[Place, Where]],
    titles: Mapping[Place, str],
    names: Mapping[int | None, str],
    spelled: Mapping[str, str],
) -> Iterable[Shift]:
    """The same shift of the same step at several schools is told once."""
    now, then = sides
    found: dict[tuple[str, Where, Where], list[Place]] = defaultdict(list)
    for place in now.keys() & then.keys():
        here, there = now[place], then[place]
        if here[0] != there[0] or abs(there[1] - here[1]) > FEW_WEEKS:
            found[place[1], here, there].append(place)
    order = {code: number for number, code in enumerate((BEFORE, *PERIODS))}
    for (key, here, there), places in sorted(
        found.items(), key=lambda pair: (order[pair[0][1][0]], pair[0][1][1], pair[0][0])
    ):
        yield Shift(
            titles[places[0]],
            key.partition(".")[0],
            _say(here, spelled),
            _say(there, spelled),
            _words(here, there, order),
            tuple(sorted(names[pk] for pk, _ in places)),
        )


def _say(where: Where, names: Mapping[str, str]) -> str:
    return f"{names[where[0]]}, week {where[1]}" if where[1] else names[where[0]]


def _words(here: Where, there: Where, order: Mapping[str, int]) -> str:
    weeks = there[1] - here[1]
    if here[0] != there[0]:
        return "In a later half-term" if order[there[0]] > order[here[0]] else "In an earlier half-term"
    return f"{abs(weeks)} weeks {'later' if weeks > 0 else 'earlier'}"


def _only(
    places: Iterable[Place], titles: Mapping[Place, str], names: Mapping[int | None, str]
) -> tuple[Only, ...]:
    at: dict[str, set[str]] = defaultdict(set)
    for place in places:
        at[titles.get(place, place[1])].add(names[place[0]])
    together: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for title in sorted(at):
        together[tuple(sorted(at[title]))].append(title)
    return tuple(Only(where, tuple(some)) for where, some in together.items())


def _listed(places: Sequence[str]) -> str:
    return ", ".join(places) if len(places) <= FEW_PLACES else f"{len(places)} places"
