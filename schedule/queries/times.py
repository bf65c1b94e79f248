"""A school's calendar around a day, ready for words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
    names = period_names(trust.period_scheme if trust else Trust.Scheme.HALF_TERMS)
    needed = sorted({start_year_of(day) for day in (today, today + AHEAD, *days)})
    known = {item.start_year: item.year_id for item in items}
    if not set(needed) <= set(known):
        known |= dict(SchoolYear.objects.filter(start_year__in=needed).values_list("start_year", "pk"))
    found: list[Calendar] = []
    marked: tuple[Marked, ...] | None = None
    for start in needed:
        if start not in known:
            continue
        year = SchoolYear(pk=known[start], start_year=start)
        if with_marked and school is not None and not found:
            calendar, marked = marked_with_calendar(year, school)
        else:
            calendar = calendars(year, [school])[school.pk if school else None]
        if calendar.periods:
            found.append(calendar)
    return SchoolTime(tuple(found), names, marked)


def school_times(
    trust: Trust | None, schools: Sequence[School], today: date, days: Iterable[date]
) -> dict[int, SchoolTime]:
    """Of many schools, by their numbers here. One query, and one for each year."""
    names = period_names(trust.period_scheme if trust else Trust.Scheme.HALF_TERMS)
    needed = {start_year_of(day) for day in (today, today + AHEAD, *days)}
    found: dict[int, list[Calendar]] = {school.pk: [] for school in schools}
    for year in SchoolYear.objects.filter(start_year__in=needed).order_by("start_year"):
        of_year = calendars(year, schools)
        for pk, theirs in found.items():
            if of_year[pk].periods:
                theirs.append(of_year[pk])
    return {pk: SchoolTime(tuple(theirs), names) for pk, theirs in found.items()}
