"""A school's year: half-terms, closed days, school days and working days. Pure: no Django, no clock.

A working day is Monday to Friday and not a bank holiday in England. A school day is a working day inside a
half-term that is not one of the school's closed days. The academic year runs from 1 September to 31 August:
a school that starts in late August enters those days in the calendar of the year about to begin.
"""

from schools.terms.checks import Problem, check_calendar
from schools.terms.days import (
    WEEK,
    Days,
    OutsideCalendar,
    bank_holidays,
    is_working_day,
    monday_of,
    say_day,
    start_year_of,
    working_days_around,
    year_code,
)
from schools.terms.year import KINDS, PERIODS, Calendar, ClosedDay, Period, estimate, period_names

__all__ = [
    "KINDS",
    "PERIODS",
    "WEEK",
    "Calendar",
    "ClosedDay",
    "Days",
    "OutsideCalendar",
    "Period",
    "Problem",
    "bank_holidays",
    "check_calendar",
    "estimate",
    "is_working_day",
    "monday_of",
    "period_names",
    "say_day",
    "start_year_of",
    "working_days_around",
    "year_code",
]
