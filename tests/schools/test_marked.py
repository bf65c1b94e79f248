"""Days to keep free: read, offered, marked and taken off."""

from datetime import date, timedelta
from typing import Any

import pytest

from people.models import AuditEntry, User
from schools.actions import MarkedAlready, mark_days, mark_offers, unmark_days
from schools.festivals import offers_of
from schools.marked import marked_days_between, marked_with_calendar, marked_year, same_run, say_run
from schools.models import MarkedDays, School, SchoolYear
from schools.queries import calendar_of
from tests.conftest import NOW, MakePerson

FIRST, LAST = date(2026, 12, 9), date(2026, 12, 10)


@pytest.fixture
def lead(make_person: MakePerson) -> User:
    return make_person("improvement_lead")


def mark(label: str, first: date, last: date, school: School | None = None) -> MarkedDays:
    return MarkedDays.objects.create(
        kind="quiet", label=label, first_date=first, last_date=last, school=school
    )


@pytest.mark.django_db
def test_those_of_the_trust_and_of_the_schools_in_one_question(
    alder: School, birch: School, django_assert_num_queries: Any
) -> None:
    mark("Everywhere", FIRST, LAST)
    mark("Alder's", FIRST - timedelta(9), FIRST, alder)
    mark("Birch's", LAST, LAST, birch)
    mark("Before", FIRST - timedelta(9), FIRST - timedelta(1))
    with django_assert_num_queries(1):
        found = marked_days_between(FIRST, LAST, [alder.pk])
    assert [one.label for one in found] == ["Alder's", "Everywhere"]
    assert [one.is_at(birch.pk) for one in found] == [False, True]
    assert [one.is_at(None) for one in found] == [False, True]
    assert [one.holds(LAST) for one in found] == [False, True]
    assert len(marked_days_between(FIRST, LAST, None)) == 3
    many = range(10_000, 10_100)
    assert [one.label for one in marked_days_between(FIRST, LAST, many)] == ["Everywhere"]


@pytest.mark.django_db
def test_with_the_calendar_they_come_in_the_same_question(
    alder: School, birch: School, year: SchoolYear, django_assert_num_queries: Any
) -> None:
    mark("Alder's", FIRST, LAST, alder)
    mark("Everywhere", date(2026, 8, 30), date(2026, 9, 1))
    mark("Birch's", LAST, LAST, birch)
    mark("Over by then", date(2026, 8, 30), date(2026, 8, 31))
    with django_assert_num_queries(1):
        calendar, marked = marked_with_calendar(year, alder)
    assert marked == marked_days_between(date(2026, 9, 1), date(2027, 8, 31), [alder.pk])
    assert [one.label for one in marked] == ["Everywhere", "Alder's"]
    assert calendar == calendar_of(year, alder)


@pytest.mark.django_db
def test_the_same_days_at_several_schools_are_one_run(alder: School, birch: School) -> None:
    for school in (birch, alder):
        mark("Tests", FIRST, LAST, school)
    mark("Tests", FIRST, LAST + timedelta(1))
    found = [(run.label, run.where, run.dates) for run in marked_year(2026)]
    assert found == [
        ("Tests", "Alder and Birch", "9 to 10 December 2026"),
        ("Tests", "The whole trust", "9 to 11 December 2026"),
    ]
    assert marked_year(2025) == ()


def test_runs_in_words() -> None:
    assert say_run(FIRST, FIRST) == "Wednesday 9 December 2026"
    assert say_run(date(2026, 11, 30), FIRST) == "30 November to 9 December 2026"
    assert say_run(date(2026, 12, 30), date(2027, 1, 2)) == "30 December 2026 to 2 January 2027"


@pytest.mark.django_db
def test_marking_leaves_a_trace_and_the_same_twice_is_refused(alder: School, lead: User) -> None:
    values: Any = {"kind": "quiet", "first": FIRST, "last": LAST, "label": "The play", "by": lead, "now": NOW}
    mark_days(**values, school=alder)
    mark_days(**values, school=None)
    with pytest.raises(MarkedAlready, match="The play, 9 to 10 December 2026, is marked already"):
        mark_days(**values, school=alder)
    rows = AuditEntry.objects.order_by("pk").values_list("action", "target_label", "school_urn", "after")
    assert list(rows) == [
        ("marked-days.add", "The play", 900001, "Quiet week, 9 to 10 December 2026"),
        ("marked-days.add", "The play", None, "Quiet week, 9 to 10 December 2026"),
    ]


@pytest.mark.django_db
def test_taking_off_takes_the_run_off_at_every_school(alder: School, birch: School, lead: User) -> None:
    first = mark("Tests", FIRST, LAST, alder)
    mark("Tests", FIRST, LAST, birch)
    mark("Other", FIRST, LAST, birch)
    assert same_run(first).places == ("Alder", "Birch")
    unmark_days(marked=first, by=lead, now=NOW)
    assert list(MarkedDays.objects.values_list("label", flat=True)) == ["Other"]
    assert list(AuditEntry.objects.values_list("action", "school_urn").order_by("school_urn")) == [
        ("marked-days.remove", 900001),
        ("marked-days.remove", 900002),
    ]


@pytest.mark.django_db
def test_tests_are_marked_at_primaries_only_where_there_are_others(
    alder: School, birch: School, lead: User
) -> None:
    offers = [one for one in offers_of(2026) if one.label in ("Key stage 2 tests", "Diwali")]
    schools = [alder, birch]
    made = mark_offers(offers=offers, schools=schools, by=lead, now=NOW)
    assert [(one.label, one.school) for one in made] == [("Diwali", None), ("Key stage 2 tests", alder)]
    assert mark_offers(offers=offers, schools=schools, by=lead, now=NOW) == []
    assert MarkedDays.objects.count() == 2


def test_the_festivals_of_a_year() -> None:
    found = {one.label: (one.first, one.last) for one in offers_of(2026)}
    assert found["Diwali"] == (date(2026, 11, 8), date(2026, 11, 8))
    assert found["Yom Kippur"][0] == date(2026, 9, 21)
    assert found["Vaisakhi"][0] == date(2027, 4, 14)
    assert found["Orthodox Good Friday"][0] == date(2027, 4, 30)
    assert found["Key stage 2 tests"] == (date(2027, 5, 10), date(2027, 5, 13))
    assert found["Ramadan"] == (date(2027, 2, 8), date(2027, 3, 8))
    assert found["Eid al-Fitr"][0] == date(2027, 3, 9)


@pytest.mark.parametrize("start", range(2025, 2035))
def test_every_year_has_its_festivals_within_it_and_each_once(start: int) -> None:
    """The moon's year is shorter: 2030/31 has its Ramadan across the turn of the year."""
    offers = offers_of(start)
    assert len({one.code for one in offers}) == len(offers)
    assert all(date(start, 9, 1) <= one.first <= date(start + 1, 8, 31) for one in offers)
    labels = [one.label for one in offers]
    assert {"Diwali", "Eid al-Fitr", "Yom Kippur", "Vaisakhi", "Ramadan", "Holi"} <= set(labels)
    [ramadan, *_] = [one for one in offers if one.label == "Ramadan"]
    assert 28 <= (ramadan.last - ramadan.first).days <= 29
    assert all(one.first <= one.last for one in offers)
