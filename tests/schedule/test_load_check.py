"""The dovetail check: one way to count load, and days to keep free."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from schedule.queries import findings_of
from schools.models import MarkedDays, School, SchoolYear
from tests.conftest import TODAY, MakePerson
from tests.schedule.conftest import StepSpec, publish

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 11, 24)


def step(code: str, timing: str, **values: object) -> StepSpec:
    return {"code": code, "timing": timing, "owner": "headteacher", "minutes": {"headteacher": 10}, **values}


def found(kind: str, *steps: StepSpec) -> list[str]:
    return [one.sentence for one in findings_of(publish({"P01": steps}), TODAY) if one.kind == kind]


def mark(label: str, first: date, last: date, school: School | None = None, kind: str = "quiet") -> None:
    MarkedDays.objects.create(label=label, kind=kind, first_date=first, last_date=last, school=school)


def test_a_job_without_a_name_falls_to_whoever_answers_and_a_small_school_weighs_more(
    year: SchoolYear, alder: School, make_person: MakePerson
) -> None:
    make_person("headteacher", alder)
    School.objects.filter(pk=alder.pk).update(roll=94)
    [sentence] = found(
        "too-much-in-a-week",
        step("a", "AUT1 W3 Tue", minutes={"headteacher": 100, "data_lead": 60}, title="Figures"),
        step("b", "AUT1 W3 Thu", minutes={"senco": 41}, title="Plans"),
    )
    assert sentence == (
        "Headteacher: 5 hours 2 minutes asked in the week of 14 September 2026, more than the 5 hours your trust "
        "allows, at Alder, a small school where a minute counts as 1.5: Figures (P01.a, 4 hours); Plans (P01.b, "
        "1 hour 2 minutes)."
    )


def test_a_step_on_a_day_to_keep_free_is_worth_a_look(year: SchoolYear, alder: School, birch: School) -> None:
    mark("Eid al-Fitr", TUESDAY, TUESDAY, kind="festival")
    mark("The winter play", date(2026, 12, 9), date(2026, 12, 10), birch)
    assert found(
        "marked-days",
        step("a", "AUT2 W4 Tue"),
        step("b", "AUT2 W6 Wed"),
        step("c", "AUT2 W4 Wed"),
        step("d", "AUT2 W4 Tue", statutory={"rule": "A rule", "source": "An act", "check": "Each year"}),
    ) == [
        "Falls on days to keep free. At Alder and Birch: 24 November 2026 is kept free: Eid al-Fitr.",
        "Falls on days to keep free. At Birch: 9 December 2026 is kept free: The winter play.",
    ]


def test_a_window_with_a_free_day_in_it_is_free(year: SchoolYear, alder: School) -> None:
    mark("Mock exams", date(2026, 11, 25), date(2026, 11, 27), kind="tests")
    edition = publish({"P01": [step("a", "AUT2 W4")]})

    def kinds() -> list[str]:
        return [one.kind for one in findings_of(edition, TODAY) if one.kind == "marked-days"]

    assert kinds() == []
    mark("And the two days before", date(2026, 11, 23), TUESDAY)
    assert kinds() == ["marked-days"]


def test_a_month_is_kept_free_of_meetings_and_not_of_forms(year: SchoolYear, alder: School) -> None:
    mark("Ramadan", date(2027, 2, 8), date(2027, 3, 8), kind="festival")
    assert found("marked-days", step("a", "SPR2 W1 Tue"), step("b", "SPR2 W1 Tue", kind="meeting")) == [
        "Falls on days to keep free. At Alder: 23 February 2027 is kept free: Ramadan."
    ]


def test_marked_days_are_one_question_more(year: SchoolYear, alder: School) -> None:
    edition = publish({"P01": [step("a", "AUT2 W4 Tue")]})

    def questions() -> int:
        with CaptureQueriesContext(connection) as caught:
            findings_of(edition, TODAY)
        return len(caught)

    mark("One", TUESDAY, TUESDAY)
    before = questions()
    mark("Two", TUESDAY, TUESDAY, alder)
    mark("Three", TUESDAY, TUESDAY, alder)
    assert questions() == before
