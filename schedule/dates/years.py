"""The years around a school's year: as entered, or estimated from the nearest that is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from schools.terms import Calendar, Days, estimate


@dataclass(frozen=True)
class Years:
    entered: tuple[Calendar, ...]

    def of(self, start_year: int) -> Calendar:
        nearest = min(self.entered, key=lambda year: abs(year.start_year - start_year))
        return nearest if nearest.start_year == start_year else estimate(nearest, start_year)

    @cached_property
    def school(self) -> Days:
        last = self.entered[-1].start_year
        return Days(
            tuple(sorted({day for year in range(last - 2, last + 4) for day in self.of(year).school}))
        )

    def is_known(self, day: date) -> bool:
        return self.entered[0].school_days[0] <= day <= self.entered[-1].school_days[-1]

    def is_holiday(self, day: date) -> bool:
        return all(year.is_holiday(day) for year in self.entered)


@lru_cache(maxsize=512)
def years_around(calendar: Calendar, previous: Calendar | None) -> Years:
    if previous is None or not len(previous.school) or previous.start_year >= calendar.start_year:
        return Years((calendar,))
    return Years((previous, calendar))
