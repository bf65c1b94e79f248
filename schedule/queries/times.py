"""A school's calendar around a day, ready for words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from schedule.queries.items import Item
from schedule.words import SchoolTime
from schools.models import School, SchoolYear, Trust
from schools.queries import calendars
from schools.terms import period_names, start_year_of

AHEAD = timedelta(weeks=6)


def school_time(
    trust: Trust | None,
    school: School | None,
    today: date,
    items: Iterable[Item] = (),
    days: Iterable[date] = (),
) -> SchoolTime:
    """Around today, and in the years of `days`. `items` spare a question where they tell which years there are.
    Two queries for each year."""
    names = period_names(trust.period_scheme if trust else Trust.Scheme.HALF_TERMS)
    needed = sorted({start_year_of(day) for day in (today, today + AHEAD, *days)})
    known = {item.start_year: item.year_id for item in items}
    if not set(needed) <= set(known):
        known |= dict(SchoolYear.objects.filter(start_year__in=needed).values_list("start_year", "pk"))
    found = []
    for start in needed:
        if start in known:
            year = SchoolYear(pk=known[start], start_year=start)
            found.append(calendars(year, [school])[school.pk if school else None])
    return SchoolTime(tuple(one for one in found if one.periods), names)
