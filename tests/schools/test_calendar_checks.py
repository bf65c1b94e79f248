from datetime import date

import pytest
from hypothesis import given

from schools.terms import Calendar, ClosedDay, Period, check_calendar
from tests.examples import examples
from tests.schools.calendars import DIXONS, NORTH_DURHAM, SLEAFORD, calendar, calendars


def problems(year: Calendar) -> list[tuple[str, str, str]]:
    return [(problem.severity, problem.row, problem.message) for problem in check_calendar(year)]


def changed(code: str, first: str, last: str) -> Calendar:
    new = Period(code, date.fromisoformat(first), date.fromisoformat(last))
    return Calendar(2026, tuple(new if period.code == code else period for period in NORTH_DURHAM.periods))


def with_day(day: str, kind: str) -> Calendar:
    return Calendar(2026, NORTH_DURHAM.periods, (ClosedDay(date.fromisoformat(day), kind),))


def test_real_calendars_pass() -> None:
    assert [check_calendar(year) for year in (NORTH_DURHAM, SLEAFORD, DIXONS)] == [[], [], []]


@pytest.mark.parametrize(
    ("year", "severity", "row", "message"),
    [
        (
            Calendar(2026, NORTH_DURHAM.periods[:5]),
            "error", "SUM2", "SUM2 is missing: a year has six half-terms.",
        ),
        (
            Calendar(2026, (*NORTH_DURHAM.periods, Period("AUT3", date(2027, 7, 19), date(2027, 7, 20)))),
            "error", "AUT3", '"AUT3" is not a half-term: expected AUT1, AUT2, SPR1, SPR2, SUM1, SUM2.',
        ),
        (
            Calendar(2026, (*NORTH_DURHAM.periods, Period("SUM2", date(2027, 7, 19), date(2027, 7, 20)))),
            "error", "SUM2", "SUM2 is given 2 times.",
        ),
        (
            changed("AUT1", "2026-10-22", "2026-09-02"), "error", "AUT1",
            "AUT1 ends on Wednesday 2 September 2026, before it begins on Thursday 22 October 2026.",
        ),
        (
            changed("AUT2", "2026-10-22", "2026-12-18"), "error", "AUT2",
            "AUT2 begins on Thursday 22 October 2026, before AUT1 is over on Thursday 22 October 2026.",
        ),
        (
            changed("SPR2", "2026-10-26", "2026-10-30"), "error", "AUT2", "AUT2 comes after SPR2.",
        ),
        (
            changed("SPR2", "2027-02-22", "2027-03-26"), "error", "SPR2",
            "The last day of SPR2, Friday 26 March 2027, is a bank holiday (Good Friday).",
        ),
        (
            changed("AUT1", "2026-08-30", "2026-10-22"), "error", "AUT1",
            "The first day of AUT1, Sunday 30 August 2026, is a Sunday.",
        ),
        (
            changed("AUT1", "2026-07-31", "2026-10-22"), "error", "AUT1",
            ("The first day of AUT1, Friday 31 July 2026, is outside 2026/27 "
             "(1 August 2026 to 31 August 2027)."),
        ),
        (
            changed("SUM2", "2027-06-07", "2027-08-27"), "warning", "",
            "Pupils are in school on 220 days; most schools have 190.",
        ),
        (
            with_day("2026-08-31", "inset"), "error", "2026-08-31",
            "The inset day Monday 31 August 2026 is a bank holiday (Late Summer Bank Holiday).",
        ),
        (
            with_day("2026-12-26", "closure"), "warning", "2026-12-26",
            "The closure day Saturday 26 December 2026 is a Saturday.",
        ),
        (
            with_day("2026-10-28", "data"), "warning", "2026-10-28",
            "The data day Wednesday 28 October 2026 is in the holidays, so it closes nothing.",
        ),
        (
            with_day("2027-09-01", "inset"), "error", "2027-09-01",
            "The inset day Wednesday 1 September 2027 is outside 2026/27 (1 August 2026 to 31 August 2027).",
        ),
        (
            with_day("2026-11-03", "party"), "error", "2026-11-03",
            '"party" on Tuesday 3 November 2026 is not a kind of day: expected inset, closure, data.',
        ),
        (
            Calendar(
                2026,
                NORTH_DURHAM.periods,
                (ClosedDay(date(2026, 11, 3), "inset"), ClosedDay(date(2026, 11, 3), "data")),
            ),
            "warning", "2026-11-03", "Tuesday 3 November 2026 is given 2 times.",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_calendar_is_said(year: Calendar, severity: str, row: str, message: str) -> None:
    assert (severity, row, message) in problems(year)


def test_a_half_term_longer_than_the_handbook_can_count_is_refused() -> None:
    assert ("error", "SUM2", "SUM2 has 13 weeks; no half-term has more than 12.") in problems(
        calendar(
            2026,
            "2026-09-02..2026-10-22 2026-11-02..2026-12-18 2027-01-04..2027-02-12 "
            "2027-02-22..2027-03-25 2027-04-12..2027-05-14 2027-05-24..2027-08-20",
        )
    )


@examples(60)
@given(calendars())
def test_a_calendar_that_could_be_real_has_no_errors(year: Calendar) -> None:
    errors = [
        problem
        for problem in check_calendar(year)
        if problem.severity == "error" and "is outside" not in problem.message
    ]
    assert errors == []
