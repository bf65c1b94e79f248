"""A school's calendar around a day, ready for words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from schedule.queries.items import Item
from schedule.words import SchoolTime
from schools.marked import Marked, marked_with_calendar
from schools.models import School, SchoolYear, Trust
from schools.queries import calendars
from schools.terms import Calendar, period_names, start_year_of

AHEAD = timedelta(weeks=6)


def school_time(
    trust: Trust | None,
    school: School | None,
    today: date,
    items: Iterable[Item] = (),
    days: Iterable[date] = (),
    *,
    with_marked: bool = False,
) -> SchoolTime:
    """Around today, and in the years of `days`. `items` spare a question where they tell which years there are.
    One query for each year; the days that the school keeps free in the first come with it."""
    found: list[Calendar] = []
    marked: tuple[Marked, ...] | None = None
    for year in _years(today, items, days):
        if with_marked and school is not None and not found:
            calendar, marked = marked_with_calendar(year, school)
        else:
            calendar = calendars(year, [school])[school.pk if school else None]
        if calendar.periods:
            found.append(calendar)
    return SchoolTime(tuple(found), _names(trust), marked)


def school_times(
    trust: Trust | None,
    schools: Sequence[School],
    today: date,
    items: Iterable[Item] = (),
    days: Iterable[date] = (),
) -> dict[int | None, SchoolTime]:
    """The same of many schools, by their numbers here; None is the trust's own. As many queries as for one."""
    found: dict[int | None, list[Calendar]] = {None: [], **{school.pk: [] for school in schools}}
    for year in _years(today, items, days):
        of_year = calendars(year, [None, *schools])
        for pk, theirs in found.items():
            if of_year[pk].periods:
                theirs.append(of_year[pk])
    names = _names(trust)
    return {pk: SchoolTime(tuple(theirs), names) for pk, theirs in found.items()}


def _years(today: date, items: Iterable[Item], days: Iterable[date]) -> list[SchoolYear]:
    needed = sorted({start_year_of(day) for day in (today, today + AHEAD, *days)})
    known = {item.start_year: item.year_id for item in items}
    if not set(needed) <= set(known):
        known |= dict(SchoolYear.objects.filter(start_year__in=needed).values_list("start_year", "pk"))
    return [SchoolYear(pk=known[start], start_year=start) for start in needed if start in known]


def _names(trust: Trust | None) -> Mapping[str, str]:
    return period_names(trust.period_scheme if trust else Trust.Scheme.HALF_TERMS)
