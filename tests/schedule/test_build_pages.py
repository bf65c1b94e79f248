"""Laying out a year in the browser: the difference first, then one button; nobody else may."""

import pytest
from django.urls import reverse

from handbook.models import Edition
from people.models import AuditEntry
from schedule.models import Event
from schools.models import School, SchoolYear
from tests.conftest import ClientOf, MakePerson

pytestmark = pytest.mark.django_db
PREVIEW, APPLY = reverse("schedule:build_preview", args=[2026]), reverse("schedule:build_apply", args=[2026])


def test_difference_is_shown_and_nothing_is_written(
    small: Edition, year: SchoolYear, alder: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    page = client_of(make_person("improvement_lead")).get(PREVIEW)
    assert Event.objects.count() == 0
    added = page.context["found"].added
    assert sum(process.total for process in page.context["processes"]) == len(added)
    assert "Added" in page.content.decode()
    assert "Tuesday 1 December 2026 (Autumn 2, week 5)" in page.content.decode()
    assert "P10.visit" not in page.content.decode()
    assert page.context["found"].added != ()


def test_button_lays_out_the_year_and_a_second_press_changes_nothing(
    small: Edition, year: SchoolYear, alder: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    lead = make_person("improvement_lead")
    client = client_of(lead)
    expected = len(client.get(PREVIEW).context["found"].added)
    first = client.post(APPLY, follow=True)
    assert Event.objects.count() == expected
    assert [str(message) for message in first.context["messages"]] == [
        f"2026/27 is laid out: {expected} dates added, 0 moved, 0 withdrawn. What people did or moved is kept."
    ]
    second = client.post(APPLY, follow=True)
    assert [str(message) for message in second.context["messages"]] == [
        "2026/27 is as the handbook says. Nothing was changed."
    ]
    assert AuditEntry.objects.filter(action="year.build", actor_id=lead.pk).count() == 1


def test_without_a_handbook_it_says_so(
    year: SchoolYear, alder: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    client = client_of(make_person("improvement_lead"))
    page = client.get(PREVIEW)
    assert page.status_code == 409
    assert "handbook" in page.context["refused"]
    said = client.post(APPLY, follow=True).context["messages"]
    assert [str(message) for message in said] == [f"{page.context['refused']} Nothing was changed."]


def test_each_year_says_where_it_stands(
    year: SchoolYear, make_person: MakePerson, client_of: ClientOf
) -> None:
    page = client_of(make_person("ceo")).get(reverse("schedule:build"))
    told = [(line.code, line.tag[1]) for line in page.context["lines"]]
    assert told == [("2027/28", "No dates yet"), ("2026/27", "Dates entered")]


def test_head_may_not(
    small: Edition, year: SchoolYear, alder: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    client = client_of(make_person("headteacher", alder))
    assert [client.get(PREVIEW).status_code, client.post(APPLY).status_code] == [403, 403]
    assert Event.objects.count() == 0


def test_unknown_year_is_missing(year: SchoolYear, make_person: MakePerson, client_of: ClientOf) -> None:
    client = client_of(make_person("ceo"))
    assert client.get(reverse("schedule:build_preview", args=[1999])).status_code == 404
    assert client.get(APPLY).status_code == 405
