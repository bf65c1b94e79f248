"""Reads: the trust, years and calendars."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from schools import terms
from schools.models import NonPupilDay, Period, School, SchoolYear, Trust


def the_trust() -> Trust | None:
    """A portal serves one trust."""
    return Trust.objects.order_by("pk").first()


def year_of(day: date) -> SchoolYear | None:
    """The school year that holds the day, if its term dates were ever entered."""
    return SchoolYear.objects.filter(start_year=terms.start_year_of(day)).first()


def calendars(year: SchoolYear, schools: Iterable[School | None]) -> dict[int | None, terms.Calendar]:
    """Each school's calendar by id; None is the trust's own. Two queries however many schools.

    A school's own half-term replaces the trust's of the same code. Its own INSET days replace the trust's INSET
    days, and so do its data days; its closures are added to the trust's.
    """
    ids = [None if school is None else school.pk for school in schools]
    periods: dict[int | None, dict[str, terms.Period]] = defaultdict(dict)
    for school_id, code, first, last in Period.objects.filter(year=year).values_list(
        "school_id", "code", "first_date", "last_date"
    ):
        periods[school_id][code] = terms.Period(code, first, last)
    closed: dict[int | None, dict[str, list[terms.ClosedDay]]] = defaultdict(lambda: defaultdict(list))
    for school_id, kind, first, last, label in NonPupilDay.objects.filter(year=year).values_list(
        "school_id", "kind", "first_date", "last_date", "label"
    ):
        closed[school_id][kind] += _days(first, last, kind, label)
    return {school_id: _calendar(year, school_id, periods, closed) for school_id in ids}


def calendar_of(year: SchoolYear, school: School | None) -> terms.Calendar:
    return calendars(year, [school])[None if school is None else school.pk]


def _days(first: date, last: date, kind: str, label: str) -> list[terms.ClosedDay]:
    return [terms.ClosedDay(first + timedelta(n), kind, label) for n in range((last - first).days + 1)]


def _calendar(
    year: SchoolYear,
    school_id: int | None,
    periods: dict[int | None, dict[str, terms.Period]],
    closed: dict[int | None, dict[str, list[terms.ClosedDay]]],
) -> terms.Calendar:
    merged = periods[None] | periods[school_id]
    own, default = closed[school_id], closed[None]
    days: list[terms.ClosedDay] = []
    for kind in NonPupilDay.Kind.values:
        if school_id is not None and kind == NonPupilDay.Kind.CLOSURE:
            days += default[kind] + own[kind]
        else:
            days += own[kind] or default[kind]
    return terms.Calendar(
        year.start_year,
        tuple(sorted(merged.values(), key=lambda period: period.first)),
        tuple(sorted(set(days), key=lambda day: (day.date, day.kind))),
    )
