"""Making and reconciling the events of a year: read what is there, compare with the rules, write the difference."""

from schedule.building.difference import Change, Difference
from schedule.building.earlier import Earlier, earlier_steps
from schedule.building.guards import (
    CannotBuild,
    Refused,
    SchoolLeft,
    YearClosed,
    has_left,
    left_words,
    lock_event,
    lock_year,
    lock_years_from,
    require_in_trust,
    require_writable,
    why_closed_off,
    why_left,
    why_read_only,
)
from schedule.building.notice import Notice, Notices, notice_of, promised_by
from schedule.building.year import (
    build_opening,
    build_school,
    build_year,
    calendars_around,
    follow,
    half_term_names,
    withdraw_opening,
)
from schedule.building.years import find_year, laid_out_events, years_concerned

__all__ = [
    "CannotBuild",
    "Change",
    "Difference",
    "Earlier",
    "Notice",
    "Notices",
    "Refused",
    "SchoolLeft",
    "YearClosed",
    "build_opening",
    "build_school",
    "build_year",
    "calendars_around",
    "earlier_steps",
    "find_year",
    "follow",
    "half_term_names",
    "has_left",
    "laid_out_events",
    "left_words",
    "lock_event",
    "lock_year",
    "lock_years_from",
    "notice_of",
    "promised_by",
    "require_in_trust",
    "require_writable",
    "why_closed_off",
    "why_left",
    "why_read_only",
    "withdraw_opening",
    "years_concerned",
]
