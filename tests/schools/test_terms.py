from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schools.terms import (
    PERIODS,
    Calendar,
    OutsideCalendar,
    Period,
    bank_holidays,
    estimate,
    is_working_day,
    period_names,
    say_day,
    start_year_of,
    year_code,
)
from tests.examples import examples
from tests.schools.calendars import DIXONS, NORTH_DURHAM, SLEAFORD, calendars

some = examples(60)
DAY = timedelta(days=1)
SOME_DAY = st.dates(date(2026, 7, 1), date(2027, 9, 30))


# --- bank holidays and working days


def test_bank_holidays_are_the_days_off_and_not_the_days_they_stand_for() -> None:
    # Boxing Day 2026 is a Saturday; Christmas Day 2027 is a Saturday and Boxing Day a Sunday.
    days = {**bank_holidays(2026), **bank_holidays(2027)}
    assert [day.isoformat() for day in days] == [
        "2026-01-01", "2026-04-03", "2026-04-06", "2026-05-04", "2026-05-25", "2026-08-31", "2026-12-25",
        "2026-12-28", "2027-01-01", "2027-03-26", "2027-03-29", "2027-05-03", "2027-05-31", "2027-08-30",
        "2027-12-27", "2027-12-28",
    ]  # fmt: skip
    assert days[date(2026, 12, 28)] == "Boxing Day (substitute day)"


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 12, 24), True),
        (date(2026, 12, 25), False),
        (date(2026, 12, 26), False),
        (date(2026, 12, 28), False),
        (date(2026, 12, 29), True),
        (date(2028, 1, 3), False),  # New Year's Day 2028 is a Saturday
        (date(2050, 1, 3), False),  # as it is in 2050: far beyond any calendar
    ],
)
def test_working_days(day: date, works: bool) -> None:
    assert is_working_day(day) is works
    assert NORTH_DURHAM.is_working_day(day) is works


# --- school days


def test_school_days_of_real_calendars() -> None:
    # Both are 190 days of pupils, which is what a year has to have.
    assert len(NORTH_DURHAM.school_days) == 190
    assert len(SLEAFORD.school_days) == 190
    assert NORTH_DURHAM.school_days[0] == date(2026, 9, 2)
    assert NORTH_DURHAM.school_days[-1] == date(2027, 7, 16)
    assert NORTH_DURHAM.is_school_day(date(2026, 10, 22))
    assert not NORTH_DURHAM.is_school_day(date(2026, 10, 23))  # the half-term ends on a Thursday
    assert not NORTH_DURHAM.is_school_day(date(2027, 5, 3))  # Early May bank holiday
    assert not DIXONS.is_school_day(date(2026, 11, 12))  # data day


@some
@given(calendars())
def test_a_school_day_is_a_working_day_in_a_half_term_that_is_not_closed(year: Calendar) -> None:
    closed = {day.date for day in year.closed}
    found = []
    for period in year.periods:
        day = period.first
        while day <= period.last:
            if is_working_day(day) and day not in closed:
                found.append(day)
            day += DAY
    assert list(year.school_days) == found
    assert all(a < b for a, b in pairwise(year.working_days))
    assert set(found) <= set(year.working_days)


def walk(year: Calendar, day: date, count: int, kind: str) -> date:
    """Counting on one's fingers."""
    counts = year.is_school_day if kind == "school" else year.is_working_day
    step = DAY if count > 0 else -DAY
    while count:
        day += step
        if counts(day):
            count -= 1 if step == DAY else -1
    return day


@some
@given(calendars(2026), st.dates(date(2026, 11, 1), date(2027, 3, 31)), st.integers(-40, 40).filter(bool))
def test_counting_days(year: Calendar, day: date, count: int) -> None:
    if (
        len(year.school.within(date(2026, 7, 1), day)) > 40
        and len(year.school.within(day, date(2027, 8, 31))) > 41
    ):
        there = year.add_school_days(day, count)
        assert there == walk(year, day, count, "school")
        assert year.school_days_between(day, there) == count
    there = year.add_working_days(day, count)
    assert there == walk(year, day, count, "working")
    assert year.working_days_between(day, there) == count


@some
@given(calendars(2026), SOME_DAY, SOME_DAY)
def test_days_between_is_the_same_both_ways(year: Calendar, a: date, b: date) -> None:
    start, end = sorted((a, b))
    expected = sum(is_working_day(start + n * DAY) for n in range(1, (end - start).days + 1))
    assert year.working_days_between(start, end) == expected
    assert year.school_days_between(start, end) == sum(start < day <= end for day in year.school_days)
    assert year.working_days_between(a, a) == 0
    if is_working_day(start) and is_working_day(end):
        assert year.working_days_between(end, start) == -expected


def test_the_nearest_day_and_notice() -> None:
    year = NORTH_DURHAM
    assert year.next_school_day(date(2026, 10, 23)) == date(2026, 11, 2)
    assert year.next_school_day(date(2026, 11, 2)) == date(2026, 11, 2)
    assert year.previous_school_day(date(2026, 11, 1)) == date(2026, 10, 22)
    assert year.next_working_day(date(2026, 12, 25)) == date(2026, 12, 29)
    assert year.previous_working_day(date(2027, 5, 3)) == date(2027, 4, 30)
    assert year.add_school_days(date(2026, 10, 24), 0) == date(2026, 11, 2)
    # told on Monday 23 November of a visit on Friday 27 November: four working days' notice
    assert year.working_days_between(date(2026, 11, 23), date(2026, 11, 27)) == 4


def test_a_day_the_calendar_does_not_reach_is_refused() -> None:
    with pytest.raises(OutsideCalendar, match="2026/27 do not reach far enough from Saturday 17 July 2027"):
        NORTH_DURHAM.next_school_day(date(2027, 7, 17))
    with pytest.raises(OutsideCalendar):
        NORTH_DURHAM.previous_school_day(date(2026, 9, 1))
    with pytest.raises(OutsideCalendar):
        NORTH_DURHAM.add_school_days(date(2027, 7, 1), 30)


# --- weeks and places


def test_weeks_run_from_the_one_with_the_first_day_to_the_one_with_the_last() -> None:
    assert SLEAFORD.weeks("AUT1")[0] == date(2027, 8, 30)  # pupils come back on Friday 3 September
    assert SLEAFORD.weeks("AUT1")[-1] == date(2027, 10, 18)
    assert [len(SLEAFORD.weeks(code)) for code in PERIODS] == [8, 7, 6, 6, 6, 7]
    assert SLEAFORD.weeks("AUT3") == ()


@pytest.mark.parametrize(
    ("day", "place"),
    [
        (date(2027, 9, 2), None),  # staff training, the day before pupils come
        (date(2027, 9, 3), ("AUT1", 1)),
        (date(2027, 9, 6), ("AUT1", 2)),
        (date(2027, 9, 11), ("AUT1", 2)),  # a Saturday
        (date(2027, 11, 2), ("AUT2", 1)),
        (date(2027, 11, 29), ("AUT2", 5)),
        (date(2027, 12, 18), None),
        (date(2028, 7, 21), ("SUM2", 7)),
    ],
)
def test_the_place_of_a_day(day: date, place: tuple[str, int] | None) -> None:
    assert SLEAFORD.place_of(day) == place
    assert SLEAFORD.is_holiday(day) is (place is None)


@some
@given(calendars())
def test_every_school_day_is_in_the_week_it_says(year: Calendar) -> None:
    for day in year.school_days:
        code, week = year.place_of(day) or ("", 0)
        assert year.weeks(code)[week - 1] == day - day.weekday() * DAY


def test_inset_days_count_in_date_order_inside_terms_or_not() -> None:
    assert SLEAFORD.inset_days == (date(2027, 9, 2), date(2027, 11, 1), date(2028, 1, 4), date(2028, 3, 31))


# --- one content, one calendar


@some
@given(calendars(), st.randoms())
def test_calendars_with_the_same_content_are_one(year: Calendar, random: object) -> None:
    other = Calendar(year.start_year, tuple(reversed(year.periods)), tuple(reversed(year.closed)))
    assert other == year
    assert hash(other) == hash(year)
    assert len({year, other, Calendar(year.start_year, year.periods[:5], year.closed)}) == 2


def test_an_unknown_year_is_a_known_one_moved_by_whole_weeks() -> None:
    before = estimate(SLEAFORD, 2026)
    assert before.start_year == 2026
    assert before.periods[0] == Period("AUT1", date(2026, 9, 4), date(2026, 10, 23))  # Fridays, as in 2027
    assert before.closed == ()
    assert estimate(SLEAFORD, 2028).periods[5] == Period("SUM2", date(2029, 6, 4), date(2029, 7, 20))
    assert not before.is_school_day(date(2027, 5, 3))  # bank holidays are the year's own


# --- names


def test_names_of_years_days_and_half_terms() -> None:
    assert [year_code(year) for year in (2026, 2099, 1999)] == ["2026/27", "2099/00", "1999/00"]
    assert start_year_of(date(2026, 8, 31)) == 2025
    assert start_year_of(date(2026, 9, 1)) == 2026
    assert start_year_of(date(2027, 1, 1)) == 2026
    assert say_day(date(2026, 11, 23)) == "Monday 23 November 2026"
    assert period_names("half-terms")["SPR2"] == "Spring 2"
    assert period_names("terms")["SPR2"] == "Term 4"
    assert period_names("modules")["SUM2"] == "Module 6"
    with pytest.raises(ValueError, match='"semesters" is no way of naming half-terms'):
        period_names("semesters")
