"""Where a day lies along the ribbon. School weeks are wide, weeks of holiday narrow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from schools.terms import WEEK, Calendar, Period, monday_of

HOLIDAY_SHARE = 0.42  # a week of holiday, against a school week
BEFORE = 46.0  # the room at the left for what falls before the year


@dataclass(frozen=True, slots=True)
class Week:
    monday: date
    x: float
    width: float
    is_school: bool

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


@dataclass(frozen=True)
class Axis:
    weeks: tuple[Week, ...]
    lead: float  # the room before the first week; 0 when nothing falls there
    width: float

    @property
    def first(self) -> date:
        return self.weeks[0].monday

    @property
    def last(self) -> date:
        return self.weeks[-1].monday + timedelta(6)

    def place(self, day: date) -> int:
        """The number of the day's week; the last week's for what comes after, -1 for what came before."""
        return max(-1, min((monday_of(day) - self.first).days // 7, len(self.weeks) - 1))

    def x(self, day: date) -> float:
        """Where the day begins. Saturday and Sunday stand at the end of the week."""
        if day < self.first:
            return 0.0
        week = self.weeks[self.place(day)]
        x = self.weeks[-1].x + week.width if day > self.last else week.x + self._share(day, week)
        return min(x, self.width)  # weeks added up may pass the edge by a rounding

    def end(self, day: date) -> float:
        """Where the day ends."""
        week = self.weeks[self.place(day)]
        return min(self.x(day) + (week.width / 5 if day.weekday() < 5 else 0), self.width)

    @staticmethod
    def _share(day: date, week: Week) -> float:
        return week.width * min(day.weekday(), 5) / 5


def axis_of_year(calendar: Calendar, events: list[date], width: float) -> Axis:
    """From the first day to the last pupils' day, or to the end of August when something happens there."""
    if not calendar.periods:
        return _axis(
            calendar, date(calendar.start_year, 9, 1), date(calendar.start_year + 1, 7, 31), 0, width
        )
    starts = [calendar.periods[0].first, *(day.date for day in calendar.closed)]
    # A day of training in late August belongs to the year that is about to begin.
    first = max(min(starts), date(calendar.start_year, 8, 15))
    end = date(calendar.start_year + 1, 8, 31)
    last = max([calendar.periods[-1].last, *(min(day, end) for day in events)])
    lead = BEFORE if any(day < monday_of(first) for day in events) else 0.0
    return _axis(calendar, first, last, lead, width)


def axis_near(calendar: Calendar, today: date, width: float) -> Axis | None:
    """This half-term and the next; in the holidays, the next two. None without half-terms."""
    periods = calendar.periods
    if not periods:
        return None
    now = next((n for n, period in enumerate(periods) if period.last >= today), len(periods) - 1)
    now = max(0, min(now, len(periods) - 2))
    shown = periods[now : now + 2]
    return _axis(
        calendar, min(shown[0].first, _training_before(calendar, shown[0])), shown[-1].last, 0, width
    )


def _training_before(calendar: Calendar, period: Period) -> date:
    """The first of the closed days that stand just before a half-term."""
    days = [day.date for day in calendar.closed if timedelta(0) < period.first - day.date < WEEK]
    return min(days, default=period.first)


def _axis(calendar: Calendar, first: date, last: date, lead: float, width: float) -> Axis:
    school = {monday for period in calendar.periods for monday in calendar.weeks(period.code)}
    mondays = list(_mondays(first, last))
    shares = [1.0 if monday in school or not school else HOLIDAY_SHARE for monday in mondays]
    unit = (width - lead) / sum(shares)
    weeks, x = [], lead
    for monday, share in zip(mondays, shares, strict=True):
        weeks.append(Week(monday, x, unit * share, share == 1.0))
        x += unit * share
    return Axis(tuple(weeks), lead, width)


def _mondays(first: date, last: date) -> Iterator[date]:
    monday = monday_of(first)
    while monday <= last:
        yield monday
        monday += WEEK
