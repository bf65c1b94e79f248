"""Bringing in a file through the browser: a preview first, then one button; a bad file says why."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from people.models import AuditEntry
from schools.models import Import, NonPupilDay, Period, School, SchoolYear
from tests.conftest import NOW
from tests.files import gias_file, term_file

pytestmark = pytest.mark.django_db


def upload(client: Any, name: str, data: bytes, **more: str) -> Any:
    return client.post(reverse(f"schools:{name}"), {"file": SimpleUploadedFile("file.csv", data), **more})


def test_schools_are_previewed_and_then_applied(make_person: Any, client_of: Any, trust: Any) -> None:
    client = client_of(make_person("improvement_lead"))
    answer = upload(client, "read_schools", gias_file({}))
    kept = Import.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, kept.get_absolute_url())
    assert School.objects.count() == 0
    preview = client.get(kept.get_absolute_url())
    assert [(change.urn, change.kind) for change in preview.context["changes"]] == [(900001, "new")]
    client.post(reverse("schools:apply_import", args=[kept.pk]))
    assert School.objects.get().name == "Alder Primary School"


def test_applying_twice_changes_nothing_again(make_person: Any, client_of: Any, trust: Any) -> None:
    client = client_of(make_person("improvement_lead"))
    upload(client, "read_schools", gias_file({}))
    url = reverse("schools:apply_import", args=[Import.objects.get().pk])
    client.post(url)
    School.objects.update(name="Renamed by hand")
    page = client.post(url, follow=True)
    assert School.objects.get().name == "Renamed by hand"
    said = [str(message) for message in page.context["messages"]]
    assert said[-1] == "This file is applied already. Nothing was changed again."


def test_term_dates_are_previewed_and_then_applied(make_person: Any, client_of: Any, trust: Any) -> None:
    client = client_of(make_person("improvement_lead"))
    upload(client, "read_term_dates", term_file())
    assert Period.objects.count() == 0
    client.post(reverse("schools:apply_import", args=[Import.objects.get().pk]))
    assert Period.objects.count() == 6


def test_bad_file_is_refused_on_the_page_with_its_rows(make_person: Any, client_of: Any, trust: Any) -> None:
    page = upload(client_of(make_person("improvement_lead")), "read_term_dates", term_file(",2026/27,x,,1,,"))
    assert page.status_code == 400
    assert [str(problem) for problem in page.context["refused"]] == [
        "row 2, kind: 'x' is not one of period, inset, closure, data."
    ]
    assert Import.objects.count() == 0


@pytest.mark.parametrize("name", ["read_schools", "read_term_dates"])
def test_nothing_chosen_asks_for_a_file(make_person: Any, client_of: Any, trust: Any, name: str) -> None:
    page = client_of(make_person("improvement_lead")).post(reverse(f"schools:{name}"), {})
    assert page.context["form"].errors == {"file": ["This field is required."]}


@pytest.mark.parametrize("name", ["read_schools", "read_term_dates"])
def test_head_may_not(make_person: Any, client_of: Any, alder: School, name: str) -> None:
    assert client_of(make_person("headteacher", alder)).get(reverse(f"schools:{name}")).status_code == 403


def test_import_of_nobody_is_missing(make_person: Any, client_of: Any, trust: Any) -> None:
    client = client_of(make_person("improvement_lead"))
    assert client.get(reverse("schools:import", args=[1])).status_code == 404
    assert client.get(reverse("schools:apply_import", args=[1])).status_code == 405


def test_example_can_be_brought_in_again(make_person: Any, client_of: Any, trust: Any) -> None:
    client = client_of(make_person("improvement_lead"))
    example = client.get(reverse("schools:term_dates_example"))
    assert example["Content-Disposition"] == 'attachment; filename="term-dates.csv"'
    assert upload(client, "read_term_dates", example.content).status_code == 302


def test_dates_as_they_stand_come_back_without_a_change(
    make_person: Any, client_of: Any, year: SchoolYear, alder: School
) -> None:
    NonPupilDay.objects.create(
        year=year,
        school=alder,
        kind="closure",
        first_date=date(2027, 3, 4),
        last_date=date(2027, 3, 4),
        label="Polls",
    )
    client = client_of(make_person("improvement_lead"))
    standing = client.get(reverse("schools:term_dates_example"))
    assert upload(client, "read_term_dates", standing.content).status_code == 302
    preview = client.get(Import.objects.get().get_absolute_url())
    assert [(change.name, change.kind) for change in preview.context["changes"]] == [
        ("The trust’s default", "same"),
        ("Alder Primary School", "same"),
    ]


CLOSED = "2026/27 is closed: it is kept as it was, and nothing in it changes any more."


def test_a_file_about_a_closed_year_is_refused_when_it_is_read(
    make_person: Any, client_of: Any, trust: Any
) -> None:
    lead = make_person("improvement_lead")
    SchoolYear.objects.create(start_year=2026, closed_at=NOW, closed_by=lead)
    page = upload(client_of(lead), "read_term_dates", term_file())
    assert page.status_code == 400
    assert [str(one) for one in page.context["refused"]] == [
        f"row 2, academic_year: {CLOSED} Leave its rows out of the file."
    ]
    assert Import.objects.count() == 0


def test_a_year_that_closed_since_is_refused_when_it_is_applied(
    make_person: Any, client_of: Any, trust: Any
) -> None:
    lead = make_person("improvement_lead")
    client = client_of(lead)
    upload(client, "read_term_dates", term_file())
    kept = Import.objects.get()
    SchoolYear.objects.create(start_year=2026, closed_at=NOW, closed_by=lead)
    before = AuditEntry.objects.count()
    page = client.post(reverse("schools:apply_import", args=[kept.pk]), follow=True)
    assert [str(message) for message in page.context["messages"]] == [f"{CLOSED} Nothing was changed."]
    text = page.content.decode()
    assert (CLOSED in text, "Apply these changes" in text) == (True, False)
    kept.refresh_from_db()
    assert (kept.applied_at, Period.objects.count(), AuditEntry.objects.count()) == (None, 0, before)
