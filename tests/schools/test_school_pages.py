"""The list of schools and the page of one: who sees which, and how many questions each asks the database."""

import re
from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse

from people.models import AuditEntry
from schools.models import School, SchoolYear

pytestmark = pytest.mark.django_db


def test_head_sees_only_their_own_school_in_the_list(
    make_person: Any, client_of: Any, alder: School, birch: School
) -> None:
    page = client_of(make_person("headteacher", alder)).get(reverse("schools:list"))
    assert [row.school for row in page.context["rows"]] == [alder]


def test_lead_sees_every_school(make_person: Any, client_of: Any, alder: School, birch: School) -> None:
    page = client_of(make_person("improvement_lead")).get(reverse("schools:list"))
    assert [row.school for row in page.context["rows"]] == [alder, birch]


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_few_questions_of_one_and_three_schools(
    make_person: Any, client_of: Any, alder: School, django_assert_num_queries: Any, count: int
) -> None:
    for number in range(1, count):
        school = School.objects.create(
            trust=alder.trust, urn=900100 + number, name=f"S {number}", phase="primary"
        )
        make_person("headteacher", school)
    client = client_of(make_person("improvement_lead"))
    # session, person, appointments, trust, schools, heads, own dates
    with django_assert_num_queries(7):
        client.get(reverse("schools:list"))


def test_school_page_shows_its_half_terms_and_people(
    make_person: Any, client_of: Any, alder: School, year: SchoolYear
) -> None:
    head = make_person("headteacher", alder, name="Ruth Ellison")
    page = client_of(head).get(alder.get_absolute_url())
    view = page.context["years"][0]
    assert [(half.name, half.weeks, half.pupil_days) for half in view.half_terms][:2] == [
        ("Autumn 1", 8, 38),
        ("Autumn 2", 7, 35),
    ]
    assert [(one.name, one.titles) for one in page.context["people"]] == [("Ruth Ellison", ("Headteacher",))]


def test_other_school_and_no_school_answer_the_same(
    make_person: Any, client_of: Any, alder: School, birch: School
) -> None:
    client = client_of(make_person("headteacher", alder))
    other, missing = (
        client.get(birch.get_absolute_url()),
        client.get(reverse("schools:school", args=[999999])),
    )
    assert (other.status_code, missing.status_code) == (404, 404)
    assert without_token(other) == without_token(missing)


def without_token(answer: HttpResponse) -> str:
    """The page but for its form token and nonce, which are new in every answer."""
    return re.sub(
        r'(&quot;|"X-CSRFToken": |csrfmiddlewaretoken" value=|nonce=)"[^"]+"', "", answer.content.decode()
    )


@pytest.mark.parametrize(("role", "shown"), [("headteacher", True), ("local_governor", False)])
def test_tier_is_for_school_leaders_and_not_for_governors(
    make_person: Any, client_of: Any, alder: School, role: str, shown: bool
) -> None:
    page = client_of(make_person(role, alder)).get(alder.get_absolute_url())
    assert ("Tier of support" in page.content.decode()) == shown


def test_ended_appointment_loses_access_at_the_next_request(
    make_person: Any, client_of: Any, alder: School
) -> None:
    head = make_person("headteacher", alder)
    client = client_of(head)
    assert client.get(alder.get_absolute_url()).status_code == 200
    head.appointments.update(to_date=date(2026, 11, 22))
    assert client.get(alder.get_absolute_url()).status_code == 404


def test_lead_edits_what_the_register_does_not_know(make_person: Any, client_of: Any, alder: School) -> None:
    client = client_of(make_person("improvement_lead"))
    answer = client.post(
        reverse("schools:edit", args=[alder.urn]),
        {"short_name": "Alder", "tier": "2", "joined_date": "2026-09-01"},
    )
    assert answer.status_code == 302
    alder.refresh_from_db()
    assert (alder.tier, alder.joined_date) == (2, date(2026, 9, 1))
    entry = AuditEntry.objects.get(action="school.edit")
    assert entry.after == "tier: 2; joined_date: 2026-09-01"


def test_leaving_before_joining_is_refused_with_its_field(
    make_person: Any, client_of: Any, alder: School
) -> None:
    page = client_of(make_person("improvement_lead")).post(
        reverse("schools:edit", args=[alder.urn]),
        {"tier": "1", "joined_date": "2026-09-01", "left_date": "2026-08-01"},
    )
    assert page.context["form"].errors == {"left_date": ["This is before the day it joined."]}


def test_head_may_not_edit(make_person: Any, client_of: Any, alder: School) -> None:
    client = client_of(make_person("headteacher", alder))
    assert client.get(reverse("schools:edit", args=[alder.urn])).status_code == 403


def test_administrator_edits_without_seeing_the_tier(make_person: Any, client_of: Any, alder: School) -> None:
    page = client_of(make_person("portal_admin")).get(reverse("schools:edit", args=[alder.urn]))
    assert list(page.context["form"].fields) == ["short_name", "joined_date", "left_date"]


SMALL = {"small_school_roll": "150", "small_school_weight": "150"}


def test_trust_name_and_colour(make_person: Any, client_of: Any, alder: School) -> None:
    client = client_of(make_person("ceo"))
    client.post(
        reverse("schools:trust"),
        {
            "name": "Fen Trust",
            "period_scheme": "terms",
            "accent": "#123456",
            "minutes_a_week": "240",
            **SMALL,
        },
    )
    alder.trust.refresh_from_db()
    assert (alder.trust.name, alder.trust.period_scheme, alder.trust.accent) == (
        "Fen Trust",
        "terms",
        "#123456",
    )


def test_colour_that_is_no_colour_is_refused(make_person: Any, client_of: Any, alder: School) -> None:
    page = client_of(make_person("ceo")).post(
        reverse("schools:trust"),
        {"name": "Fen", "period_scheme": "terms", "accent": "red;}", "minutes_a_week": "240", **SMALL},
    )
    assert page.context["form"].errors == {"accent": ["Write a colour as #0b5a63."]}
