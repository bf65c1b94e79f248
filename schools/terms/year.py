"""One academic year of one school, and an estimate of a year nobody has entered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from schools.terms.days import (
    WEEK,
    Days,
    OutsideCalendar,
    is_working_day,
    monday_of,
    say_day,
    working_days_around,
    year_code,
)

PERIODS = ("AUT1", "AUT2", "SPR1", "SPR2", "SUM1", "SUM2")
KINDS = ("inset", "closure", "data")
_SCHEMES: Mapping[str, tuple[str, ...]] = {
    "half-terms": ("Autumn 1", "Autumn 2", "Spring 1", "Spring 2", "Summer 1", "Summer 2"),
    "terms": tuple(f"Term {n}" for n in range(1, 7)),
    "modules": tuple(f"Module {n}" for n in range(1, 7)),
}


@dataclass(frozen=True, slots=True)
class Period:
    code: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class ClosedDay:
    date: date
    kind: str
    label: str = ""


@dataclass(frozen=True)
class Calendar:
    """One academic year of a school, or of the trust; equal to any other with the same content."""

    start_year: int
    periods: tuple[Period, ...]
    closed: tuple[ClosedDay, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "periods", tuple(sorted(self.periods, key=lambda p: (p.first, p.code))))
        object.__setattr__(
            self, "closed", tuple(sorted(self.closed, key=lambda c: (c.date, c.kind, c.label)))
        )

    @cached_property
    def _hash(self) -> int:
        return hash((self.start_year, self.periods, self.closed))

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def working(self) -> Days:
        return working_days_around(self.start_year)

    @cached_property
    def school(self) -> Days:
        closed = {day.date for day in self.closed}
        days = {day for period in self.periods for day in self.working.within(period.first, period.last)}
        return Days(tuple(sorted(days - closed)))

    @property
    def working_days(self) -> tuple[date, ...]:
        return self.working.dates

    @property
    def school_days(self) -> tuple[date, ...]:
        return self.school.dates

    @cached_property
    def inset_days(self) -> tuple[date, ...]:
        """In date order; some stand just before a half-term, outside every period."""
        return tuple(dict.fromkeys(day.date for day in self.closed if day.kind == "inset"))

    @cached_property
    def _weeks(self) -> Mapping[str, tuple[date, ...]]:
        weeks = {}
        for period in self.periods:
            first, last = monday_of(period.first), monday_of(period.last)
            weeks[period.code] = tuple(first + n * WEEK for n in range((last - first).days // 7 + 1))
        return weeks

    def weeks(self, code: str) -> tuple[date, ...]:
        """The Mondays of its weeks: the first holds the half-term's first day, the last its last day."""
        return self._weeks.get(code, ())

    @cached_property
    def _school_weeks(self) -> Mapping[date, tuple[date, date]]:
        weeks: dict[date, tuple[date, date]] = {}
        for day in self.school:
            monday = monday_of(day)
            weeks[monday] = (weeks.get(monday, (day, day))[0], day)
        return weeks

    def school_week(self, monday: date) -> tuple[date, date] | None:
        """The first and last school day of that week."""
        return self._school_weeks.get(monday)

    def period_of(self, day: date) -> Period | None:
        return next((period for period in self.periods if period.first <= day <= period.last), None)

    def place_of(self, day: date) -> tuple[str, int] | None:
        """Half-term and week number, None in the holidays."""
        period = self.period_of(day)
        if period is None:
            return None
        return period.code, (monday_of(day) - monday_of(period.first)).days // 7 + 1

    def is_holiday(self, day: date) -> bool:
        return self.period_of(day) is None

    def is_school_day(self, day: date) -> bool:
        return day in self.school

    def is_working_day(self, day: date) -> bool:
        return is_working_day(day)

    def next_school_day(self, day: date) -> date:
        return _found(self.school.on_or_after(day), self, day)

    def previous_school_day(self, day: date) -> date:
        return _found(self.school.on_or_before(day), self, day)

    def next_working_day(self, day: date) -> date:
        return _found(self.working.on_or_after(day), self, day)

    def previous_working_day(self, day: date) -> date:
        return _found(self.working.on_or_before(day), self, day)

    def add_school_days(self, day: date, count: int) -> date:
        return _found(self.school.add(day, count), self, day)

    def add_working_days(self, day: date, count: int) -> date:
        return _found(self.working.add(day, count), self, day)

    def school_days_between(self, start: date, end: date) -> int:
        return self.school.between(start, end)

    def working_days_between(self, start: date, end: date) -> int:
        return self.working.between(start, end)


def _found(day: date | None, calendar: Calendar, asked: date) -> date:
    if day is None:
        raise OutsideCalendar(
            f"The dates of {year_code(calendar.start_year)} do not reach far enough from {say_day(asked)}."
        )
    return day


@lru_cache(maxsize=1024)
def estimate(calendar: Calendar, start_year: int) -> Calendar:
    """Another year guessed from a known one: whole years of 52 weeks away, only bank holidays closed."""
    shift = 52 * WEEK * (start_year - calendar.start_year)
    periods = tuple(Period(p.code, p.first + shift, p.last + shift) for p in calendar.periods)
    return Calendar(start_year, periods)


def period_names(scheme: str) -> dict[str, str]:
    if scheme not in _SCHEMES:
        raise ValueError(f'"{scheme}" is no way of naming half-terms: expected {", ".join(_SCHEMES)}.')
    return dict(zip(PERIODS, _SCHEMES[scheme], strict=True))
