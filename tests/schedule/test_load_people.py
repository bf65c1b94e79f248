"""Load of people who work across schools: all their schools together, and what is behind each week."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import User
from schedule.models import Event
from schools.models import Appointment, School, SchoolYear, Trust
from tests.conftest import NOW, TODAY, ClientOf, MakePerson
from tests.schedule.conftest import Build, publish

# Once: sums of rows that test_check.py and the matrix read on each database.
pytestmark = [pytest.mark.django_db, pytest.mark.once]
WEEK = "2026-11-23"


def step(code: str, timing: str = "AUT2 W4 Tue", **values: Any) -> dict[str, Any]:
    return {"code": code, "timing": timing, "owner": "improvement_partner", **values}


@pytest.fixture
def laid(year: SchoolYear, alder: School, birch: School, build: Build) -> SchoolYear:
    """One week with a visit at each school, a meeting of the trust, and a call that a coach makes."""
    publish({
        "P10": [
            step("visit", minutes={"improvement_partner": 180, "headteacher": 120}),
            step("coaching", "AUT2 W6", minutes={"coach": 50}),
            step("call", "AUT2 W4 Thu"),
        ],
        "P01": [
            step("meeting", scope="trust", owner="improvement_lead",
                 minutes={"improvement_partner": 90, "improvement_lead": 60}),
            step("read", owner="improvement_lead", minutes={"improvement_lead": 20}),
        ],
    })  # fmt: skip
    build()
    return year


@pytest.fixture
def partner(alder: School, birch: School, make_person: MakePerson) -> User:
    person = make_person("improvement_partner", alder, name="Priya Nair")
    also_at(person, birch)
    return person


def also_at(person: User, school: School) -> None:
    Appointment.objects.create(
        person=person, role="improvement_partner", school=school, from_date=date(2026, 9, 1)
    )


@pytest.fixture
def lead(make_person: MakePerson) -> User:
    return make_person("improvement_lead", name="Dan Firth")


def rows(page: Any) -> dict[str, dict[str, int]]:
    return {
        row.title: {cell.week.monday.isoformat(): cell.week.minutes for cell in row.cells if cell.week}
        for row in page.people
    }


def lines(page: Any) -> list[tuple[str, str, int]]:
    return [(where, line.item.key, line.minutes) for where, line in page.lines]


def test_their_schools_are_added_up(laid: SchoolYear, partner: User, lead: User, client_of: ClientOf) -> None:
    answer = client_of(lead).get("/load/")
    page = answer.context["page"]
    assert rows(page) == {
        "Dan Firth": {WEEK: 60 + 2 * 20},
        "Priya Nair": {WEEK: 2 * 180 + 90, "2026-12-07": 100},
    }
    assert [row.note for row in page.people] == ["School improvement lead", "Improvement partner, 2 schools"]
    html = answer.content.decode()
    assert "<h2>People across schools</h2>" in html
    assert "1 time one of them is asked for more in a week than the 5 hours your trust allows" in html
    # 7 hours 30 are over the limit of 5 hours, and marked as at a school.
    assert f'<a class="t5" href="/load/people/{partner.pk}/{WEEK}/">' in html
    assert "7 hours 30, Improvement partner, over the limit" in html
    assert page.people_over == 1


def test_who_works_at_one_school_stands_with_the_school(
    laid: SchoolYear, alder: School, lead: User, make_person: MakePerson, client_of: ClientOf
) -> None:
    one = make_person("improvement_partner", alder, name="One School")
    client = client_of(lead)
    assert set(rows(client.get("/load/").context["page"])) == {"Dan Firth"}
    assert client.get(f"/load/people/{one.pk}/{WEEK}/").status_code == 404
    make_person("trustee")  # of whom nothing is asked
    assert set(rows(client.get("/load/").context["page"])) == {"Dan Firth"}


def test_two_partners_of_one_school_are_each_asked_but_for_what_one_of_them_owns(
    laid: SchoolYear, partner: User, alder: School, birch: School, lead: User, make_person: MakePerson,
    client_of: ClientOf,
) -> None:  # fmt: skip
    other = make_person("improvement_partner", alder, name="Other One")
    also_at(other, birch)
    found = rows(client_of(lead).get("/load/").context["page"])
    assert (found["Priya Nair"][WEEK], found["Other One"][WEEK]) == (450, 450)
    Event.objects.filter(school=alder, key="P10.visit").update(owner=other)
    found = rows(client_of(lead).get("/load/").context["page"])
    assert (found["Priya Nair"][WEEK], found["Other One"][WEEK]) == (270, 450)


def test_a_job_somebody_is_named_for_is_theirs_and_no_longer_the_partners(
    laid: SchoolYear, partner: User, alder: School, lead: User, make_person: MakePerson, client_of: ClientOf
) -> None:
    make_person("improvement_partner", alder, job="coach", name="Coach")
    found = rows(client_of(lead).get("/load/").context["page"])
    assert found["Priya Nair"]["2026-12-07"] == 50  # at Birch, where nobody is


def test_an_appointment_that_ended_and_what_is_not_needed_ask_nothing(
    laid: SchoolYear, partner: User, birch: School, lead: User, make_person: MakePerson, client_of: ClientOf
) -> None:
    third = School.objects.create(trust=birch.trust, urn=900003, name="Cedar", phase="primary")
    also_at(partner, third)
    Appointment.objects.filter(person=partner, school=birch).update(to_date=TODAY - timedelta(1))
    page = client_of(lead).get("/load/").context["page"]
    assert rows(page)["Priya Nair"][WEEK] == 180 + 90
    Event.objects.filter(key="P01.meeting").update(state="not_needed", state_reason="Twice.", state_at=NOW)
    assert rows(client_of(lead).get("/load/").context["page"])["Priya Nair"][WEEK] == 180


def test_a_small_school_weighs_no_more_for_who_works_across(
    laid: SchoolYear, partner: User, alder: School, lead: User, client_of: ClientOf
) -> None:
    School.objects.filter(pk=alder.pk).update(roll=94)
    assert rows(client_of(lead).get("/load/").context["page"])["Priya Nair"][WEEK] == 450


def test_a_week_shows_what_is_behind_it_and_what_has_no_estimate(
    laid: SchoolYear, partner: User, lead: User, alder: School, client_of: ClientOf
) -> None:
    client = client_of(lead)
    answer = client.get(f"/load/people/{partner.pk}/{WEEK}/")
    page = answer.context["page"]
    assert lines(page) == [
        ("Alder", "P10.visit", 180), ("Birch", "P10.visit", 180), ("The trust", "P01.meeting", 90),
        ("Alder", "P10.call", 0), ("Birch", "P10.call", 0),
    ]  # fmt: skip
    assert (page.week.minutes, page.place, page.before) == (
        450, "Autumn 2, week 4", f"/load/people/{partner.pk}/2026-11-16/",
    )  # fmt: skip
    html = answer.content.decode()
    assert "Priya Nair is asked for 7 hours 30, more than the 5 hours" in html
    assert html.count("no estimate") == 2
    assert client.get(f"/load/people/{partner.pk}/2026-11-26/")["Location"].endswith(f"/{WEEK}/")
    assert (
        "Nothing is asked this week" in client.get(f"/load/people/{partner.pk}/2027-08-02/").content.decode()
    )
    for nowhere in ("no-day", "2026-13-01", "0001-01-01", "9999-12-31"):
        assert client.get(f"/load/people/{partner.pk}/{nowhere}/").status_code == 404


def test_it_is_for_who_plans(
    laid: SchoolYear, partner: User, alder: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    for who in (partner, make_person("headteacher", alder), make_person("trustee")):
        assert client_of(who).get(f"/load/people/{partner.pk}/{WEEK}/").status_code == 403


def test_what_a_plan_asks_stands_in_the_week_of_the_school_without_an_estimate(
    laid: SchoolYear, alder: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    put = Event.objects.create(
        school=alder, year=laid, key="plan-action-1", title="Train the team", kind="task", context="Our plan",
        opens_date=TODAY, scheduled_date=TODAY, due_date=TODAY, owner_role="headteacher", changed_at=NOW,
    )  # fmt: skip
    client = client_of(make_person("headteacher", alder))
    answer = client.get(f"/load/900001/{WEEK}/")
    [head] = answer.context["page"].roles
    assert [(line.item.key, line.minutes) for line in head.lines] == [
        ("P10.visit", 120),
        ("plan-action-1", 0),
    ]
    assert head.week.minutes == 120  # nothing is made up
    assert "no estimate" in answer.content.decode()
    Event.objects.filter(pk=put.pk).update(state="not_needed", state_reason="No.", state_at=NOW)
    assert "no estimate" not in client.get(f"/load/900001/{WEEK}/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_as_many_questions_for_three_people_as_for_one(
    count: int, laid: SchoolYear, trust: Trust, alder: School, birch: School, lead: User, make_person: MakePerson,
    client_of: ClientOf,
) -> None:  # fmt: skip
    for number in range(count):
        person = make_person("improvement_partner", alder, name=f"Partner {number}")
        also_at(person, birch)
    client = client_of(lead)
    for address, questions in (("/load/", 11), (f"/load/people/{person.pk}/{WEEK}/", 11)):
        client.get(address)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(address).status_code == 200
        assert len(caught) == questions, address
