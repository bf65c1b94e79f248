"""Dates as a school says them."""

from datetime import date

import pytest

from schedule.words import SchoolTime, lower_first, span
from schools.terms import Calendar, ClosedDay, Period, period_names
from tests.conftest import PERIODS_2026

TODAY = date(2026, 11, 23)
CALENDAR = Calendar(
    2026,
    tuple(Period(code, first, last) for code, (first, last) in PERIODS_2026.items()),
    (ClosedDay(date(2026, 11, 27), "inset"),),
)
TIME = SchoolTime((CALENDAR,), period_names("half-terms"))
NO_TIME = SchoolTime((), period_names("half-terms"))


@pytest.mark.parametrize(
    ("day", "place"),
    [
        (date(2026, 9, 2), "Autumn 1, week 1"),
        (TODAY, "Autumn 2, week 4"),
        (date(2026, 11, 28), "Autumn 2, week 4"),
        (date(2026, 10, 26), "Autumn half-term holiday"),
        (date(2026, 12, 25), "Christmas holiday"),
        (date(2027, 2, 15), "February half-term holiday"),
        (date(2027, 4, 1), "Easter holiday"),
        (date(2027, 6, 1), "May half-term holiday"),
        (date(2027, 8, 20), "Summer holiday"),
        (date(2026, 8, 20), "Summer holiday"),
        (date(2026, 6, 19), ""),  # the year before is not entered
        (date(2027, 9, 7), ""),  # nor the year after
    ],
)
def test_where_a_day_lies(day: date, place: str) -> None:
    assert TIME.place(day) == place


def test_the_trusts_own_names_are_used() -> None:
    assert SchoolTime((CALENDAR,), period_names("terms")).place(TODAY) == "Term 2, week 4"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (TODAY, "today"),
        (date(2026, 11, 24), "tomorrow"),
        (date(2026, 11, 25), "in 2 school days"),
        (date(2026, 12, 1), "in 5 school days"),  # the INSET day does not count
        (date(2026, 12, 31), "in 38 days"),
        (date(2026, 11, 20), "late by 1 school day"),
        (date(2026, 11, 19), "late by 2 school days"),
        (date(2026, 7, 3), "late since 3 July"),
    ],
)
def test_how_far_away_it_is(day: date, words: str) -> None:
    assert TIME.distance(TODAY, day) == words


def test_from_the_weekend_no_day_is_zero_school_days_away() -> None:
    saturday = date(2026, 11, 21)
    assert TIME.distance(saturday, date(2026, 11, 23)) == "in 1 school day"
    assert TIME.distance(saturday, date(2026, 11, 22)) == "tomorrow"
    assert TIME.distance(date(2026, 12, 19), date(2026, 12, 18)) == "late, no school day has passed since"


@pytest.mark.parametrize(
    ("day", "heading"),
    [
        (TODAY, "This week, week 4"),
        (date(2026, 11, 29), "This week, week 4"),
        (date(2026, 12, 4), "Week 5, from 30 November"),
        (date(2026, 12, 31), "Christmas holiday, after the last school day"),
        (date(2027, 1, 5), "Spring 1, week 1, from 4 January"),
        (date(2026, 6, 19), "Week from 15 June 2026"),  # of that year no dates are known
    ],
)
def test_under_which_week_it_stands(day: date, heading: str) -> None:
    assert TIME.week(day, TODAY) == heading


def test_the_year_about_to_begin_is_counted_too() -> None:
    after = Calendar(2027, (Period("AUT1", date(2027, 9, 1), date(2027, 10, 22)),))
    both = SchoolTime((CALENDAR, after), period_names("half-terms"))
    assert both.place(date(2027, 9, 7)) == "Autumn 1, week 2"
    assert both.distance(date(2027, 7, 20), date(2027, 9, 2)) == "in 3 school days"


def test_the_half_term_of_the_year_before_is_named_where_it_is_entered() -> None:
    before = Calendar(2025, (Period("SUM2", date(2026, 6, 1), date(2026, 7, 21)),))
    both = SchoolTime((before, CALENDAR), period_names("half-terms"))
    assert both.place(date(2026, 6, 19)) == "Summer 2, week 3"
    assert both.place(date(2026, 7, 30)) == "Summer holiday"


def test_without_dates_the_days_are_plain() -> None:
    assert (NO_TIME.place(TODAY), NO_TIME.distance(TODAY, date(2026, 11, 30))) == ("", "in 7 days")
    assert NO_TIME.late_by(TODAY, date(2026, 11, 20)) == "Late since 20 November"


@pytest.mark.parametrize(
    ("opens", "due", "words"),
    [
        (date(2026, 12, 1), date(2026, 12, 1), "Tuesday 1 December 2026"),
        (date(2026, 11, 2), date(2026, 11, 20), "2 to 20 November 2026"),
        (date(2026, 11, 30), date(2026, 12, 4), "30 November to 4 December 2026"),
    ],
)
def test_a_window_in_words(opens: date, due: date, words: str) -> None:
    assert span(opens, due) == words


def test_inside_a_sentence_titles_are_small_and_letters_stay() -> None:
    assert [lower_first(text) for text in ("Data lead", "SENCO", "", "A")] == ["data lead", "SENCO", "", "a"]
