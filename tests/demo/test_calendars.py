"""The made-up term dates are sound in every year somebody may run the demo."""

import pytest

from demo.calendars import PATTERNS, year_of
from schools.terms import Calendar, check_calendar


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("start_year", range(2023, 2040))
def test_pattern_has_no_fault(pattern: str, start_year: int) -> None:
    year = year_of(pattern, start_year)
    problems = check_calendar(Calendar(start_year, year.periods, year.closed))
    assert [problem.message for problem in problems if problem.severity == "error"] == []


def test_the_three_differ() -> None:
    assert len({year_of(pattern, 2026) for pattern in PATTERNS}) == 3
