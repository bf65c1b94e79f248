"""Making and reconciling the events of a year: read what is there, compare with the rules, write the difference."""

from schedule.building.difference import Change, Difference
from schedule.building.notice import Notice, Notices, notice_of, promised_by
from schedule.building.steps import CannotBuild
from schedule.building.year import (
    build_school,
    build_year,
    find_year,
    follow,
    half_term_names,
    lock_year,
    lock_years_from,
    years_concerned,
)

__all__ = [
    "CannotBuild",
    "Change",
    "Difference",
    "Notice",
    "Notices",
    "build_school",
    "build_year",
    "find_year",
    "follow",
    "half_term_names",
    "lock_year",
    "lock_years_from",
    "notice_of",
    "promised_by",
    "years_concerned",
]
