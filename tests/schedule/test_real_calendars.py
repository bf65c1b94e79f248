"""Dates of three real schools, worked out on paper from a wall calendar.

The anchors of the wall calendar: 1 September 2026 is a Tuesday, 1 January 2027 a Friday, 1 September 2027 a
Wednesday, 1 January 2028 a Saturday; 2028 is a leap year.
"""

from datetime import date

import pytest

from handbook.timing import parse
from schedule.dates import StepRule, Window, resolve
from schools.terms import Calendar
from tests.schools.calendars import DIXONS, NORTH_DURHAM, SLEAFORD

# North Durham Academy 2026/27. Mondays of its weeks:
#   AUT1 Wed 2 Sep - Thu 22 Oct   31 Aug, 7, 14, 21, 28 Sep, 5, 12, 19 Oct               (8 weeks)
#   AUT2 Mon 2 Nov - Fri 18 Dec   2, 9, 16, 23, 30 Nov, 7, 14 Dec                        (7)
#   SPR1 Mon 4 Jan - Fri 12 Feb   4, 11, 18, 25 Jan, 1, 8 Feb                            (6)
#   SPR2 Mon 22 Feb - Thu 25 Mar  22 Feb, 1, 8, 15, 22 Mar; Good Friday is 26 Mar        (5)
#   SUM1 Mon 12 Apr - Fri 28 May  12, 19, 26 Apr, 3 May (bank holiday), 10, 17, 24 May   (7)
#   SUM2 Mon 7 Jun - Fri 16 Jul   7, 14, 21, 28 Jun, 5, 12 Jul                           (6)
NORTH_DURHAM_DATES = [
    ("AUT1 W1", "2026-09-02", "2026-09-04"),  # starts on a Wednesday, and 31 August is a bank holiday
    ("AUT1 W1 Mon", "2026-09-02", "2026-09-02"),  # Monday 31 August is closed: the next school day
    ("AUT1 W1-3", "2026-09-02", "2026-09-18"),
    ("AUT1 W-1", "2026-10-19", "2026-10-22"),  # ends on a Thursday
    ("AUT1 W-1 Fri", "2026-11-02", "2026-11-02"),  # that Friday is holiday already: after the break
    ("AUT1 W6 to AUT2 W2", "2026-10-05", "2026-11-13"),
    ("AUT2 W4", "2026-11-23", "2026-11-27"),
    ("AUT2 W8", "2026-12-14", "2026-12-18"),  # there are seven
    ("SPR1 W5 to SPR2 W3", "2027-02-01", "2027-03-12"),
    ("SPR2 W-1", "2027-03-22", "2027-03-25"),
    ("SUM1 W4", "2027-05-04", "2027-05-07"),  # Early May bank holiday on the Monday
    ("SUM1 W4 Mon", "2027-05-04", "2027-05-04"),
    ("SUM2 W-1", "2027-07-12", "2027-07-16"),
    ("on 20 Aug", "2027-08-20", "2027-08-20"),  # August is at the end of the year
    ("on 25 Dec", "2026-12-25", "2026-12-25"),
    ("by 31 Jan", "2027-01-29", "2027-01-29"),  # 31 January 2027 is a Sunday
    ("by 31 Oct", "2026-10-22", "2026-10-22"),  # in the autumn break
    ("by 30 Mar statutory", "2027-03-30", "2027-03-30"),  # the Tuesday after Easter Monday
    ("by 29 Mar statutory", "2027-03-25", "2027-03-25"),  # Easter Monday: back over Good Friday to Thursday
    ("by 31 Dec statutory", "2026-12-31", "2026-12-31"),  # a Thursday, at work though not at school
    # visit: AUT2 W1-3, Monday 2 to Friday 20 November
    ("10wd before visit", "2026-10-19", "2026-10-19"),  # 30 29 28 27 26 | 23 22 21 20 19 October
    ("6wd before visit", "2026-10-22", "2026-10-22"),  # Friday 23 October is holiday: the Thursday
    ("6sd before visit", "2026-10-15", "2026-10-15"),  # 22 21 20 19 October, then 16 15
    ("5wd after visit", "2026-11-27", "2026-11-27"),
    ("12wd after visit", "2026-12-08", "2026-12-08"),  # 23-27 Nov five, 30 Nov - 4 Dec ten, 7, 8 Dec
    ("5w after visit", "2027-01-04", "2027-01-04"),  # Friday 25 December: the first school day of January
    ("1m after visit", "2027-01-04", "2027-01-04"),  # Sunday 20 December
    ("2m before visit", "2026-09-02", "2026-09-02"),  # 2 September is the first day of the year
    ("45d after visit", "2027-01-04", "2027-01-04"),  # 10 days of November, 31 of December, and 4 of January
]

# Sleaford secondary schools 2027/28. Mondays of their weeks:
#   AUT1 Fri 3 Sep - Fri 22 Oct    30 Aug (bank holiday), 6, 13, 20, 27 Sep, 4, 11, 18 Oct   (8 weeks)
#   AUT2 Tue 2 Nov - Fri 17 Dec    1, 8, 15, 22, 29 Nov, 6, 13 Dec                           (7)
#   SPR1 Wed 5 Jan - Fri 11 Feb    3, 10, 17, 24, 31 Jan, 7 Feb                              (6)
#   SPR2 Mon 21 Feb - Thu 30 Mar   21, 28 Feb, 6, 13, 20, 27 Mar                             (6)
#   SUM1 Tue 18 Apr - Fri 26 May   17 Apr (Easter Monday), 24 Apr, 1 May (bank holiday), 8, 15, 22 May  (6)
#   SUM2 Mon 5 Jun - Fri 21 Jul    5, 12, 19, 26 Jun, 3, 10, 17 Jul                          (7)
# Staff training: Thu 2 Sep, Mon 1 Nov, Tue 4 Jan, Fri 31 Mar, all just outside the half-terms.
SLEAFORD_DATES = [
    ("AUT1 W1", "2027-09-03", "2027-09-03"),  # the Friday is all there is of week 1
    ("AUT1 W1 Mon", "2027-09-03", "2027-09-03"),
    ("AUT1 W2", "2027-09-06", "2027-09-10"),
    ("AUT1 W1-3", "2027-09-03", "2027-09-17"),
    ("AUT2 W1", "2027-11-02", "2027-11-05"),  # starts on a Tuesday
    ("AUT2 W1 Mon", "2027-11-02", "2027-11-02"),
    ("AUT2 W9", "2027-12-13", "2027-12-17"),
    ("SPR1 W1", "2028-01-05", "2028-01-07"),
    ("SPR2 W-1", "2028-03-27", "2028-03-30"),  # Friday is staff training
    ("SPR2 W-1 Fri", "2028-04-18", "2028-04-18"),
    ("SUM1 W1", "2028-04-18", "2028-04-21"),  # Easter Monday is the 17th
    ("SUM1 W3", "2028-05-02", "2028-05-05"),  # Early May bank holiday
    ("SUM2 W-1", "2028-07-17", "2028-07-21"),
    ("SUM2 W8", "2028-07-17", "2028-07-21"),
    ("each AUT2 W1-3, SUM2 W3", "2027-11-02", "2027-11-19"),  # the first of the two
    ("inset 1", "2027-09-02", "2027-09-02"),
    ("inset 3", "2028-01-04", "2028-01-04"),
    ("by 31 Jan", "2028-01-31", "2028-01-31"),  # a Monday
    ("by 1 Nov", "2027-10-22", "2027-10-22"),  # staff training, and the break before it
    ("by 31 Dec statutory", "2027-12-31", "2027-12-31"),  # a Friday
    ("by 3 Jan statutory", "2027-12-31", "2027-12-31"),  # New Year's Day moves to Monday 3 January
    ("on 29 Aug", "2028-08-29", "2028-08-29"),
    # visit: AUT2 W1-3, Tuesday 2 to Friday 19 November
    ("10wd before visit", "2027-10-19", "2027-10-19"),  # 1 Nov | 29 28 27 26 25 | 22 21 20 19 October
    ("1wd before visit", "2027-10-22", "2027-10-22"),  # Monday 1 November is staff training
    ("1m after visit", "2028-01-05", "2028-01-05"),  # Sunday 19 December
    ("7w after visit", "2028-01-07", "2028-01-07"),
]

# Dixons 2026/27: data days 12 and 13 November, 4 and 5 March; INSET 25 to 28 August and 12 February.
DIXONS_DATES = [
    ("AUT1 W1 Mon", "2026-09-01", "2026-09-01"),
    ("AUT2 W2", "2026-11-09", "2026-11-11"),
    ("AUT2 W2 Thu", "2026-11-16", "2026-11-16"),
    ("SPR2 W2", "2027-03-01", "2027-03-03"),
    ("by 5 Mar", "2027-03-03", "2027-03-03"),
    ("by 5 Mar statutory", "2027-03-05", "2027-03-05"),
    ("inset 1", "2026-08-25", "2026-08-25"),
    ("inset 5", "2027-02-12", "2027-02-12"),
    ("SUM2 W-1 Fri", "2027-07-22", "2027-07-22"),  # ends on a Thursday, and there is no school day after it
    ("8sd before visit", "2026-10-07", "2026-10-07"),  # over two weeks of break: 16 15 14 13 12 9 8 7 October
]


def first_window(text: str, calendar: Calendar) -> Window:
    found = resolve([StepRule("P10.visit", parse("AUT2 W1-3")), StepRule("P10.step", parse(text))], calendar)
    return found.get("P10.step") or found["P10.step#1"]


@pytest.mark.parametrize(
    ("calendar", "text", "opens", "due"),
    [
        pytest.param(calendar, *dates, id=f"{name}: {dates[0]}")
        for name, calendar, listed in (
            ("North Durham", NORTH_DURHAM, NORTH_DURHAM_DATES),
            ("Sleaford", SLEAFORD, SLEAFORD_DATES),
            ("Dixons", DIXONS, DIXONS_DATES),
        )
        for dates in listed
    ],
)
def test_dates_worked_out_by_hand(calendar: Calendar, text: str, opens: str, due: str) -> None:
    window = first_window(text, calendar)
    assert (window.opens.isoformat(), window.due.isoformat()) == (opens, due)


@pytest.mark.parametrize(
    ("calendar", "text", "last_school_day"),
    [
        (NORTH_DURHAM, "by 31 Dec statutory", date(2026, 12, 18)),
        (SLEAFORD, "by 31 Dec statutory", date(2027, 12, 17)),
        (NORTH_DURHAM, "by 30 Mar statutory", date(2027, 3, 25)),
        (NORTH_DURHAM, "by 31 Jul statutory", date(2027, 7, 16)),
        (NORTH_DURHAM, "by 31 Jan", None),
    ],
)
def test_a_legal_deadline_names_the_last_school_day(
    calendar: Calendar, text: str, last_school_day: date | None
) -> None:
    assert first_window(text, calendar).last_school_day == last_school_day
