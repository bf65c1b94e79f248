"""A draft laid over a whole year that need not be laid out yet, beside this year by the edition in force."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from handbook.models import Edition, Process
from handbook.queries import current_edition
from schedule.building import half_term_names
from schedule.building.plans import Around, Planner
from schedule.building.rows import Planned
from schedule.building.steps import steps_of
from schedule.building.year import calendars_around
from schedule.words import SchoolTime, place_of_span, span
from schools.models import Period, School, SchoolYear
from schools.terms import start_year_of, year_code

OUTSIDE = "In the holidays"


@dataclass(frozen=True)
class Rehearsed:
    title: str
    process: str
    for_trust: bool
    when: str
    place: str
    before: str  # the same step this year
    before_place: str
    shift: str


@dataclass(frozen=True)
class HalfTerm:
    name: str
    processes: tuple[tuple[str, tuple[Rehearsed, ...]], ...]
    total: int


@dataclass(frozen=True)
class Rehearsal:
    year: SchoolYear
    this_year: SchoolYear | None
    half_terms: tuple[HalfTerm, ...]
    gone: tuple[Rehearsed, ...]  # this year's steps that the draft no longer has
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(one.total for one in self.half_terms)


@dataclass(frozen=True)
class _Laid:
    plans: Mapping[tuple[bool, str], Planned]
    time: SchoolTime
    around: Mapping[bool, Around]  # of the trust, of the school


def years_to_rehearse(today: date) -> list[SchoolYear]:
    dated = Period.objects.filter(school=None).values("year")
    years = SchoolYear.objects.filter(start_year__gte=start_year_of(today), pk__in=dated)
    return list(years.order_by("start_year"))


def rehearsal(*, draft: Edition, year: SchoolYear, school: School, today: date) -> Rehearsal:
    """CannotBuild when the draft's timings give no dates. By the rules alone: whoever moved what is left out."""
    coming = _lay(draft, year, school)
    standing = current_edition()
    this_year = SchoolYear.objects.filter(start_year=start_year_of(today)).first()
    now = _lay(standing, this_year, school) if standing and this_year else None
    titles = dict(Process.objects.filter(edition=draft).values_list("code", "title"))
    lines = {
        where: _line(where, plan, coming, now, titles)
        for where, plan in sorted(coming.plans.items(), key=lambda pair: (pair[1].due, pair[0][1]))
    }
    gone = now.plans.keys() - coming.plans.keys() if now else set()
    was = dict(Process.objects.filter(edition=standing).values_list("code", "title")) if standing else {}
    return Rehearsal(
        year,
        this_year if now else None,
        _half_terms(coming, lines),
        tuple(_gone(where, now, was) for where in sorted(gone, key=lambda one: one[1])) if now else (),
        dict(Counter(line.shift for line in lines.values()).most_common()),
    )


def _lay(edition: Edition, year: SchoolYear, school: School) -> _Laid:
    places = calendars_around(year, [school])
    names = half_term_names()
    planner = Planner(steps_of(edition.pk), names)
    trust = planner.for_trust(places[None], {})
    dates = {key: plan.dates for key, plan in trust.items()}
    own = planner.for_school(school, places[school.pk], dates, {})
    plans = {(True, key): plan for key, plan in trust.items()} | {
        (False, key): plan for key, plan in own.items()
    }
    return _Laid(
        plans, SchoolTime(places[school.pk].entered, names), {True: places[None], False: places[school.pk]}
    )


def _line(
    where: tuple[bool, str], plan: Planned, coming: _Laid, now: _Laid | None, titles: Mapping[str, str]
) -> Rehearsed:
    for_trust, key = where
    code = key.partition(".")[0]
    old = now.plans.get(where) if now else None
    return Rehearsed(
        plan.title,
        titles.get(code, code),
        for_trust,
        span(*plan.dates),
        place_of_span(coming.time, *plan.dates),
        span(*old.dates) if old else "",
        place_of_span(now.time, *old.dates) if old and now else "",
        _shift(plan, old, coming.around[for_trust], now.around[for_trust] if now else None),
    )


def _shift(plan: Planned, old: Planned | None, around: Around, before: Around | None) -> str:
    if old is None or before is None:
        return "new"
    here, there = _place(around, plan.dates[1]), _place(before, old.dates[1])
    if here is None or there is None:
        return "at the same time" if here == there else "in another part of the year"
    if here[:2] != there[:2]:
        return "in another half-term"
    weeks = here[2] - there[2]
    if not weeks:
        return "in the same week"
    amount = "a week" if abs(weeks) == 1 else f"{abs(weeks)} weeks"
    return f"{amount} {'earlier' if weeks < 0 else 'later'} in its half-term"


def _place(around: Around, day: date) -> tuple[int, str, int] | None:
    """Years from the one that is looked at, half-term and week."""
    for calendar in around.entered:
        if place := calendar.place_of(day):
            return calendar.start_year - around.calendar.start_year, *place
    return None


def _gone(where: tuple[bool, str], now: _Laid, titles: Mapping[str, str]) -> Rehearsed:
    plan, code = now.plans[where], where[1].partition(".")[0]
    said = span(*plan.dates), place_of_span(now.time, *plan.dates)
    return Rehearsed(plan.title, titles.get(code, code), where[0], "", "", *said, "no longer there")


def _half_terms(coming: _Laid, lines: Mapping[tuple[bool, str], Rehearsed]) -> tuple[HalfTerm, ...]:
    start_year = coming.around[False].calendar.start_year

    def name(where: tuple[bool, str]) -> str:
        due = coming.plans[where].dates[1]
        named = coming.time.place(due).partition(", week ")[0] or OUTSIDE
        return named if start_year_of(due) == start_year else f"{named} of {year_code(start_year_of(due))}"

    found = []
    for half_term, group in groupby(lines, key=name):
        together: dict[str, list[Rehearsed]] = {}
        for where in group:
            together.setdefault(lines[where].process, []).append(lines[where])
        processes = tuple((process, tuple(some)) for process, some in together.items())
        found.append(HalfTerm(half_term, processes, sum(len(some) for _, some in processes)))
    return tuple(found)
