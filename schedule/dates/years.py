"""The years around a school's year: as entered, or estimated from the nearest that is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from schools.terms import Calendar, Days, estimate


@dataclass(frozen=True)
class Years:
    entered: tuple[Calendar, ...]  # in their order
    start_year: int  # of the year in the middle

    def of(self, start_year: int) -> Calendar:
        nearest = min(self.entered, key=lambda year: abs(year.start_year - start_year))
        return nearest if nearest.start_year == start_year else estimate(nearest, start_year)

    @cached_property
    def school(self) -> Days:
        around = range(self.start_year - 2, self.start_year + 4)
        return Days(tuple(sorted({day for year in around for day in self.of(year).school})))

    def is_known(self, day: date) -> bool:
        return self.entered[0].school_days[0] <= day <= self.entered[-1].school_days[-1]

    def is_holiday(self, day: date) -> bool:
        return all(year.is_holiday(day) for year in self.entered)


@lru_cache(maxsize=512)
def years_around(
    calendar: Calendar, previous: Calendar | None = None, following: Calendar | None = None
) -> Years:
    start = calendar.start_year
    before = previous if previous and len(previous.school) and previous.start_year < start else None
    after = following if following and len(following.school) and following.start_year > start else None
    return Years(tuple(one for one in (before, calendar, after) if one), start)
