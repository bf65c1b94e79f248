"""The dates of one school that its copy says: its events and the trust's, in this school year."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q

from schedule.models import Event
from schedule.queries.items import TELLS_NO_TIER, Item, items_of
from schedule.words import SchoolTime
from schools.models import School, SchoolYear
from schools.queries import calendar_of
from schools.terms import period_names, start_year_of, year_code


@dataclass(frozen=True)
class SchoolDates:
    start_year: int
    time: SchoolTime
    items: tuple[Item, ...]  # by date; those that are not needed this year among them

    @property
    def year_name(self) -> str:
        return year_code(self.start_year)

    @property
    def digest(self) -> str:
        said = [
            (item.key, item.title, item.owner_role, item.opens, item.due, item.last_school_date, is_off(item))
            for item in self.items
        ]
        calendars = [(one.periods, one.closed) for one in self.time.calendars]
        return hashlib.sha256(repr((self.start_year, said, calendars)).encode()).hexdigest()

    @cached_property
    def by_ref(self) -> dict[str, list[Item]]:
        """By the address of the step, "P10.visit"."""
        found: dict[str, list[Item]] = defaultdict(list)
        for item in self.items:
            found[item.key.partition("#")[0]].append(item)
        return found


def is_off(item: Item) -> bool:
    return item.state == Event.State.NOT_NEEDED


def school_dates(*, school: School, sees_tiers: bool, today: date) -> SchoolDates:
    """Of this school year; of the one about to begin where that is all there is. Four queries."""
    start = start_year_of(today)
    found = items_of(
        Event.objects.filter(
            Q(school=school) | Q(school=None),
            Q() if sees_tiers else TELLS_NO_TIER,
            year__start_year__in=(start, start + 1),
        )
    )
    this_year = [item for item in found if item.start_year == start]
    if found and not this_year:
        start += 1
    year = SchoolYear.objects.filter(start_year=start).first()
    calendars = (calendar_of(year, school),) if year else ()
    names = period_names(school.trust.period_scheme)
    time = SchoolTime(tuple(one for one in calendars if one.periods), names)
    return SchoolDates(start, time, tuple(this_year or found))
