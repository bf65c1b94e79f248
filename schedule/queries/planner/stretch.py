"""The days a view of the planner shows, and where one goes from there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from schedule.words import SchoolTime, span
from schools.terms import WEEK, monday_of, start_year_of, year_code

DAY = timedelta(1)


@dataclass(frozen=True)
class Turn:
    """A way to the days before or after."""

    label: str
    day: date


@dataclass(frozen=True)
class Stretch:
    """Both days count. `view` differs from what was asked where no half-terms are known."""

    view: str
    start_year: int
    first: date
    last: date
    heading: str
    dates: str
    before: Turn
    after: Turn


def stretch_of(view: str, day: date, time: SchoolTime) -> Stretch:
    if view == "week":
        return _week(day, time)
    if view == "list":
        return _year(day)
    return (_half_term(day, time) if view == "half-term" else None) or _month(day)


def _week(day: date, time: SchoolTime) -> Stretch:
    monday = monday_of(day)
    friday = monday + 4 * DAY
    return Stretch(
        "week", start_year_of(friday), monday, monday + 6 * DAY, span(monday, friday), time.place(friday),
        Turn("The week before", monday - WEEK), Turn("The week after", monday + WEEK),
    )  # fmt: skip


def _month(day: date) -> Stretch:
    first = day.replace(day=1)
    after = (first + 31 * DAY).replace(day=1)
    before = (first - DAY).replace(day=1)
    return Stretch(
        "month", start_year_of(first), first, after - DAY, f"{first:%B %Y}", "",
        Turn(f"{before:%B %Y}", before), Turn(f"{after:%B %Y}", after),
    )  # fmt: skip


def _year(day: date) -> Stretch:
    start = start_year_of(day)
    return Stretch(
        "list", start, date(start, 9, 1), date(start + 1, 8, 31), f"The school year {year_code(start)}", "",
        Turn(year_code(start - 1), date(start - 1, 9, 1)), Turn(year_code(start + 1), date(start + 1, 9, 1)),
    )  # fmt: skip


def _half_term(day: date, time: SchoolTime) -> Stretch | None:
    """The half-term that has begun, with the holiday after it. None where its year has no dates."""
    start = start_year_of(day)
    calendar = next((one for one in time.calendars if one.start_year == start), None)
    if calendar is None or not calendar.periods:
        return None
    periods = calendar.periods
    number = max((n for n, one in enumerate(periods) if monday_of(one.first) <= day), default=0)
    here, is_last = periods[number], number == len(periods) - 1
    first = monday_of(here.first) if number else min(monday_of(here.first), date(start, 9, 1))
    last = date(start + 1, 8, 31) if is_last else monday_of(periods[number + 1].first) - DAY
    dates = f"{span(here.first, here.last)}, {_weeks(calendar.weeks(here.code))}"
    names = [time.names.get(one.code, one.code) for one in periods]
    return Stretch(
        "half-term", start, first, last, names[number], dates,
        Turn(names[number - 1] if number else "The year before", first - DAY),
        Turn("The year after" if is_last else names[number + 1], last + DAY),
    )  # fmt: skip


def _weeks(mondays: tuple[date, ...]) -> str:
    return f"{len(mondays)} week{'' if len(mondays) == 1 else 's'}"
