"""Three made-up patterns of term dates, for any school year, the way English schools really set them. Pure.

`county`: one week in October. `two-week`: two weeks in October, made up for in July. `late-start`: pupils come back on
a Thursday in September and, after half-terms, on Tuesdays behind an INSET Monday.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.easter import easter

from schools.terms import ClosedDay, Period, is_working_day, monday_of

PATTERNS = ("county", "two-week", "late-start")


@dataclass(frozen=True)
class Year:
    periods: tuple[Period, ...]
    closed: tuple[ClosedDay, ...]


def year_of(pattern: str, start_year: int) -> Year:
    """The half-terms and INSET days of one school year in one pattern."""
    october = _last_monday(start_year, 10)
    christmas = _friday_on_or_before(date(start_year, 12, 20))
    january = _working(date(start_year + 1, 1, 4))
    february = monday_of(date(start_year + 1, 2, 18))
    spring_end, summer_start = _easter_break(start_year + 1)
    may = _last_monday(start_year + 1, 5)
    july = _friday_on_or_before(date(start_year + 1, 7, 23))
    start = _working(date(start_year, 9, 2))
    late, two_week = pattern == "late-start", pattern == "two-week"
    back = timedelta(1 if late else 0)  # pupils come back a day after the staff
    first = _working(start + timedelta(1)) if late else start
    october_end = october - timedelta(10 if two_week else 3)
    july_end = july if two_week or late else july - timedelta(2)
    periods = (
        Period("AUT1", first, october_end),
        Period("AUT2", october + timedelta(7) + back, christmas),
        Period("SPR1", _working(january + back), february - timedelta(3)),
        Period("SPR2", february + timedelta(7), spring_end),
        Period("SUM1", summer_start, may - timedelta(3)),
        Period("SUM2", may + timedelta(7) + back, july_end),
    )
    inset = [_working_before(first)]
    if late:
        inset += [ClosedDay(periods[n].first - timedelta(1), "inset") for n in (1, 5)]
    else:
        inset += [ClosedDay(january, "inset"), ClosedDay(may - timedelta(3), "inset")]
    closed = tuple(day for day in inset if is_working_day(day.date))
    return Year(periods, closed)


def _last_monday(year: int, month: int) -> date:
    return monday_of(date(year, month, 31))


def _friday_on_or_before(day: date) -> date:
    return day - timedelta((day.weekday() - 4) % 7)


def _working(day: date) -> date:
    while not is_working_day(day):
        day += timedelta(1)
    return day


def _working_before(day: date) -> ClosedDay:
    day -= timedelta(1)
    while not is_working_day(day):
        day -= timedelta(1)
    return ClosedDay(day, "inset")


def _easter_break(year: int) -> tuple[date, date]:
    """The last day before and the first day after. A late Easter ends the holiday, an early one begins it."""
    good_friday = easter(year) - timedelta(2)
    if good_friday > date(year, 4, 10):
        return good_friday - timedelta(15), _working(good_friday + timedelta(4))
    return good_friday - timedelta(1), good_friday + timedelta(17)
