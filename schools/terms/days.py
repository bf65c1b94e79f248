"""Days in order, bank holidays and working days in England, and the names of days and years."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

import holidays

WEEK = timedelta(weeks=1)
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


class OutsideCalendar(ValueError):
    """The calendar does not reach that far."""


@dataclass(frozen=True, slots=True)
class Days:
    """Days in order, searched by bisection. None means: not within these days."""

    dates: tuple[date, ...]

    def __iter__(self) -> Iterator[date]:
        return iter(self.dates)

    def __len__(self) -> int:
        return len(self.dates)

    def __contains__(self, day: date) -> bool:
        place = bisect_left(self.dates, day)
        return place < len(self.dates) and self.dates[place] == day

    def _at(self, place: int) -> date | None:
        return self.dates[place] if 0 <= place < len(self.dates) else None

    def on_or_after(self, day: date) -> date | None:
        return self._at(bisect_left(self.dates, day))

    def on_or_before(self, day: date) -> date | None:
        return self._at(bisect_right(self.dates, day) - 1)

    def add(self, day: date, count: int) -> date | None:
        """The count-th of these after `day`, or before it when negative; 0 is the first on or after it."""
        if count > 0:
            return self._at(bisect_right(self.dates, day) + count - 1)
        return self._at(bisect_left(self.dates, day) + count)

    def between(self, start: date, end: date) -> int:
        """How many lie after `start`, up to and with `end`; negative when `end` is the earlier of the two."""
        if end < start:
            return bisect_left(self.dates, end) - bisect_left(self.dates, start)
        return bisect_right(self.dates, end) - bisect_right(self.dates, start)

    def within(self, first: date, last: date) -> tuple[date, ...]:
        return self.dates[bisect_left(self.dates, first) : bisect_right(self.dates, last)]


@lru_cache(maxsize=256)
def bank_holidays(year: int) -> Mapping[date, str]:
    """The days off on Monday to Friday, substitute days among them; the library ships with its data."""
    england = holidays.country_holidays("GB", subdiv="ENG", years=year, language="en_GB")
    named = {day: england[day] for day in sorted(england) if day.year == year and day.weekday() < 5}
    return MappingProxyType(
        {day: name.replace("(observed)", "(substitute day)") for day, name in named.items()}
    )


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in bank_holidays(day.year)


@lru_cache(maxsize=64)
def working_days_around(start_year: int) -> Days:
    """Three calendar years either side of the academic year: further than any rule of the handbook counts."""
    first = date(start_year - 3, 1, 1)
    days = (first + timedelta(n) for n in range((date(start_year + 5, 1, 1) - first).days))
    return Days(tuple(day for day in days if is_working_day(day)))


def monday_of(day: date) -> date:
    return day - timedelta(day.weekday())


def year_code(start_year: int) -> str:
    return f"{start_year}/{(start_year + 1) % 100:02}"


def start_year_of(day: date) -> int:
    return day.year if day.month >= 9 else day.year - 1


def say_day(day: date) -> str:
    return f"{DAY_NAMES[day.weekday()]} {day.day} {MONTH_NAMES[day.month - 1]} {day.year}"
