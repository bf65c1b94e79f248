"""Days, half-terms and costs as people write them. What cannot be read is never guessed."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.importing.parts import bullets, split_objective, split_priority
from plans.importing.people import names_in
from plans.importing.values import read_cost, read_day, read_period
from schools.terms import Calendar, Period, period_names, say_day
from tests.conftest import PERIODS_2026

CALENDAR = Calendar(2026, tuple(Period(code, *days) for code, days in PERIODS_2026.items()))
NAMES = period_names("half-terms")

DAYS = [
    ("12/03/2027", date(2027, 3, 12), "Friday 12 March 2027"),
    ("12.3.27", date(2027, 3, 12), "Friday 12 March 2027"),
    ("2027-03-12", date(2027, 3, 12), "Friday 12 March 2027"),
    ("Friday 12th March", date(2027, 3, 12), "Friday 12 March 2027"),
    ("by 9 Nov.", date(2026, 11, 9), "Monday 9 November 2026"),
    ("w/c 8 March 2027", date(2027, 3, 8), "Monday 8 March 2027"),
    ("March 2027", date(2027, 3, 31), "Wednesday 31 March 2027, the end of March"),
    ("Sept", date(2026, 9, 30), "Wednesday 30 September 2026, the end of September"),
    ("Spring 2", date(2027, 3, 25), "Thursday 25 March 2027, the end of Spring 2"),
    ("SPR2", date(2027, 3, 25), "Thursday 25 March 2027, the end of Spring 2"),
    ("end of Autumn term", date(2026, 12, 18), "Friday 18 December 2026, the end of Autumn 2"),
    ("by the end of Autumn 2026", date(2026, 12, 18), "Friday 18 December 2026, the end of Autumn 2"),
    ("Easter", date(2027, 3, 25), "Thursday 25 March 2027, the end of Spring 2"),
    ("start of Summer 1", date(2027, 4, 12), "Monday 12 April 2027, the beginning of Summer 1"),
    ("Spring 2, week 3", date(2027, 3, 12), "Friday 12 March 2027, Spring 2, week 3"),
    ("Spring 2 week 9", None, "Spring 2 has no week 9"),
    ("31/02/2027", None, "there is no such day"),
    ("Autumn 2028", None, "no day can be read in it"),
    ("Ongoing", None, "no day can be read in it"),
    ("Termly", None, "no day can be read in it"),
    ("mid-March", None, "no day can be read in it"),
    ("12/03/2027 or later", None, "no day can be read in it"),
    ("Term 3", None, "no day can be read in it"),
]


@pytest.mark.parametrize(("text", "day", "said"), DAYS)
def test_a_day(text: str, day: date | None, said: str) -> None:
    found = read_day(text, CALENDAR, NAMES)
    assert (found.day, found.said) == (day, said)


def test_where_it_begins() -> None:
    assert read_day("Spring 1", CALENDAR, NAMES, begins=True).day == date(2027, 1, 4)
    assert read_day("January", CALENDAR, NAMES, begins=True).day == date(2027, 1, 1)


def test_half_terms_as_the_trust_calls_them() -> None:
    assert read_day("Term 3", CALENDAR, period_names("terms")).day == date(2027, 2, 12)


def test_a_half_term_without_dates() -> None:
    found = read_day("Spring 2", Calendar(2026, ()), NAMES)
    assert (found.day, found.said) == (None, "Spring 2 has no dates yet")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Spring 2", "SPR2"),
        ("Autumn term", "AUT2"),
        ("12/03/2027", "SPR2"),
        ("Easter holidays", "SPR2"),
        ("1 April 2027", "SPR2"),  # in the holidays: by the end of the one before
        ("1 September 2026", ""),
        ("12/03/2029", ""),
        ("termly", ""),
    ],
)
def test_a_half_term(text: str, code: str) -> None:
    assert read_period(text, CALENDAR, NAMES) == code


@settings(max_examples=60, deadline=None)
@given(
    st.dates(date(2026, 9, 1), date(2027, 8, 31)),
    st.sampled_from(["%d/%m/%Y", "%d.%m.%y", "%Y-%m-%d", "%d %B"]),
)
def test_every_day_of_the_year_is_read_back(day: date, form: str) -> None:
    assert read_day(day.strftime(form), CALENDAR, NAMES).day == day
    assert read_day(say_day(day), CALENDAR, NAMES).day == day


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40))
def test_whatever_is_written_is_read_or_not(text: str) -> None:
    read_day(text, CALENDAR, NAMES)
    read_period(text, CALENDAR, NAMES)
    read_cost(text)
    split_priority(text)
    split_objective(text)
    names_in(text)
    bullets(text)


@pytest.mark.parametrize(
    ("text", "amount", "said", "is_fault"),
    [
        ("£1,200", Decimal(1200), "£1,200", False),
        ("1200.50", Decimal("1200.50"), "£1,200.50", False),
        ("1.2k", Decimal(1200), "£1,200", False),
        ("£2K", Decimal(2000), "£2,000", False),
        ("nil", None, "no cost", False),
        ("TBC", None, "no amount can be read in it", False),
        ("£200 to £300", None, "no amount can be read in it", True),
        ("1,20", None, "no amount can be read in it", True),
        ("3 days of cover", None, "no amount can be read in it", True),
        ("-5", None, "no amount can be read in it", True),
        ("=1+1", None, "no amount can be read in it", True),
        ("£99,999,999", None, "it is more than £9,999,999.99", True),
    ],
)
def test_a_cost(text: str, amount: Decimal | None, said: str, is_fault: bool) -> None:
    found = read_cost(text)
    assert (found.amount, found.said, found.is_fault) == (amount, said, is_fault)


@pytest.mark.parametrize(
    ("text", "number", "title"),
    [
        ("Priority 1: Reading", 1, "Reading"),
        ("Key priority 2 – Attendance", 2, "Attendance"),
        ("3. Early years", 3, "Early years"),
        ("4", 4, ""),
        ("Priority 5", 5, ""),
        ("Reading", 0, "Reading"),
        ("80% of pupils read well", 0, "80% of pupils read well"),
        ("Priority setting in schools", 0, "Priority setting in schools"),
    ],
)
def test_what_names_a_priority(text: str, number: int, title: str) -> None:
    assert split_priority(text) == (number, title)


def test_what_names_an_objective() -> None:
    assert split_objective("1.2 By July most read well") == (2, "By July most read well")
    assert split_objective("Objective 2: By July") == (2, "By July")
    assert split_objective("2") == (2, "")


def test_names_in_a_cell() -> None:
    assert names_in("Priya Shah / Tom Reid") == ("Priya Shah", "Tom Reid")
    assert names_in("• Priya Shah\n• Tom  Reid and Ann Cole") == ("Priya Shah", "Tom Reid", "Ann Cole")


def test_a_list_is_so_many_and_a_text_is_one() -> None:
    assert bullets("• one\n• two") == ["one", "two"]
    assert bullets("one\ntwo") == ["one\ntwo"]
    assert bullets("• one") == ["one"]
    assert bullets("") == []


def test_a_day_is_outside_from_the_first_of_september_on() -> None:
    assert read_day((date(2027, 8, 31) + timedelta(1)).strftime("%d/%m/%Y"), CALENDAR, NAMES).day == date(
        2027, 9, 1
    )
