"""Two years side by side: the same rules give the same, and what falls elsewhere is told once."""

from datetime import date, timedelta

import pytest

from schedule.models import Event
from schedule.queries.compare_years import compare_years
from schedule.queries.rollover import coming_in
from schools.models import School, SchoolYear
from tests.schedule.test_rollover import LATER, NEW_DAY

pytestmark = pytest.mark.django_db


def test_beside_the_next_year_the_same_rules_give_the_same(
    next_year: SchoolYear, year: SchoolYear, alder: School
) -> None:
    found = compare_years(year, next_year, coming_in(next_year, None))
    assert (found.shifts, found.only_now, found.only_then, found.differ) == ((), (), (), [])
    assert found.whole.now == found.whole.then == Event.objects.filter(year=year).count()


def test_what_another_app_asks_is_no_rule_of_the_handbook(
    next_year: SchoolYear, year: SchoolYear, alder: School
) -> None:
    by_rule = Event.objects.filter(year=year).count()
    Event.objects.create(
        school=alder, year=year, key="plan-action-1", title="Buy books", owner_role="headteacher",
        opens_date=NEW_DAY, scheduled_date=NEW_DAY, due_date=NEW_DAY, changed_at=LATER,
    )  # fmt: skip
    found = compare_years(year, next_year, coming_in(next_year, None))
    assert (found.whole.now, found.only_now) == (by_rule, ())


def test_what_falls_elsewhere_is_told_once_for_all_schools(
    next_year: SchoolYear, year: SchoolYear, alder: School, birch: School
) -> None:
    moved = Event.objects.filter(year=next_year, key="P10.visit")
    moved.update(scheduled_date=NEW_DAY - timedelta(weeks=2))
    Event.objects.filter(year=next_year, key="P07.moderate").update(scheduled_date=date(2028, 1, 11))
    Event.objects.filter(year=next_year, key="P15.statement", school=birch).delete()
    # A week is no news.
    Event.objects.filter(year=next_year, key="P10.prepare").update(scheduled_date=date(2027, 11, 22))
    found = compare_years(year, next_year, coming_in(next_year, None))
    assert [(one.title, one.now, one.then, one.words, one.where) for one in found.shifts] == [
        ("P10 visit", "Autumn 2, week 5", "Autumn 2, week 3", "2 weeks earlier", "Alder, Birch"),
        ("P07 moderate", "Autumn 2, week 6", "Spring 1, week 2", "In a later half-term", "Alder, Birch"),
    ]
    assert [(one.titles, one.where) for one in found.only_now] == [(("P15 statement",), "Birch")]
