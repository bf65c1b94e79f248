"""`/next/` over HTTP: who reads it, who does not, and how much it asks the database."""

from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from handbook.models import Edition
from people.models import User
from schedule.actions import complete_event
from schedule.models import Event
from schools.models import Appointment, Period, School, SchoolYear
from tests.conftest import ClientOf, MakePerson
from tests.handbook.writing_pages import page_of
from tests.schedule.conftest import NOW, TODAY, Build, EventOf, publish

pytestmark = pytest.mark.usefixtures("built_kept")


def do(event: Event, by: User, day: date = TODAY) -> None:
    complete_event(event=event, done_date=day, by=by, now=NOW, today=TODAY)


@pytest.fixture
def ready(built: object, alder: School, event_of: EventOf, make_person: MakePerson) -> None:
    """Alder has done what was due before today."""
    lead = make_person("improvement_lead", name="Dan Firth")
    for school, key in ((alder, "P01.meeting"), (alder, "P10.prepare"), (None, "P01.slots")):
        do(event_of(school, key), lead, date(2026, 9, 18))


def test_a_headteacher_reads_their_schools_page(
    ready: None, alder: School, make_person: MakePerson, client_of: ClientOf, event_of: EventOf
) -> None:
    client = client_of(make_person("headteacher", alder))
    for url in ("/", "/next/", f"/next/{alder.urn}/"):
        response = client.get(url)
        assert response.status_code == 200
        assert response.context["card"].event == event_of(alder, "P10.visit")
        assert [response.context[f"may_{verb}"] for verb in ("complete", "attach", "read")] == [True] * 3
        assert response.context["ribbon"].title == "The year at Alder, 2026/27"


def test_what_is_late_is_met_right_after_the_next_card_and_leads_to_the_first_of_it(
    built: object, alder: School, make_person: MakePerson, client_of: ClientOf, event_of: EventOf
) -> None:
    head = make_person("headteacher", alder)
    client = client_of(head)

    def met() -> tuple[str, str]:
        """The line, and what stands where it leads."""
        page = page_of(client.get("/next/"))
        lines = page.xpath("//article/following-sibling::p/a[starts-with(@href, '#late')]")
        if not lines:
            return "", ""
        (there,) = page.xpath(f"//*[@id='{lines[0].get('href')[1:]}']")
        return lines[0].text, there.xpath("string(h2|a)")

    assert met() == ("1 late since Tue 17 November", "P10 prepare")
    day = date(2026, 11, 12)
    Event.objects.filter(school=alder, key="P07.moderate").update(due_date=day, opens_date=day)
    assert met() == ("2 late, the oldest since Thu 12 November", "P10 prepare")
    do(event_of(alder, "P10.prepare"), head)
    assert met() == ("1 late since Thu 12 November", "Late with others")
    do(event_of(alder, "P07.moderate"), head)
    assert met() == ("", "")


def test_a_governor_reads_it_and_may_do_nothing(
    ready: None, alder: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    response = client_of(make_person("local_governor", alder)).get("/next/")
    assert response.status_code == 200
    assert [response.context[f"may_{verb}"] for verb in ("complete", "attach", "read")] == [False] * 3


def test_a_stranger_is_not_told_that_the_school_exists(
    ready: None, alder: School, birch: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    client = client_of(make_person("headteacher", birch))
    assert client.get(f"/next/{alder.urn}/").status_code == 404
    assert client.get("/next/123456/").status_code == 404


def test_who_keeps_the_accounts_opens_no_schools_calendar(
    ready: None, alder: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    client = client_of(make_person("portal_admin"))
    assert client.get(f"/next/{alder.urn}/").status_code == 403
    assert client.get("/next/").status_code == 403
    assert client.get("/").status_code == 200


def test_a_trust_wide_person_reads_the_week_and_opens_a_school(
    ready: None, alder: School, birch: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    client = client_of(make_person("trustee"))
    for url in ("/", "/next/"):
        assert [line.school for line in client.get(url).context["lines"]] == [alder, birch]
    page = client.get(f"/next/{birch.urn}/")
    assert page.context["page"].school == birch
    assert '<a href="/next/#schools">Another school</a>' in page.content.decode()


def test_a_person_with_two_schools_starts_with_both_and_opens_one(
    ready: None, alder: School, birch: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    partner = make_person("improvement_partner", birch)
    Appointment.objects.create(
        person=partner, role="improvement_partner", school=alder, from_date=date(2026, 9, 1)
    )
    client = client_of(partner)
    for url in ("/", "/next/"):
        week = client.get(url).context["week"]
        assert [line.school for line in week.schools] == [alder, birch]
    page = client.get(f"/next/{birch.urn}/")
    assert (page.context["page"].school, page.context["others"]) == (birch, [alder])
    assert '<a href="/next/">Your schools</a>' in page.content.decode()


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_only_get_reads(
    ready: None, alder: School, make_person: MakePerson, client_of: ClientOf, method: str
) -> None:
    client = client_of(make_person("headteacher", alder))
    for url in ("/", "/next/", f"/next/{alder.urn}/"):
        assert getattr(client, method)(url).status_code == 405


def test_a_visitor_signs_in_first(client: Client, db: None) -> None:
    assert client.get("/next/").status_code == 302


def test_seen_is_remembered(ready: None, alder: School, make_person: MakePerson, client_of: ClientOf) -> None:
    head = make_person("headteacher", alder)
    client = client_of(head)
    assert client.get("/next/seen/").status_code == 405
    assert client.post("/next/seen/").status_code == 302
    head.refresh_from_db()
    assert isinstance(head.looked_at, datetime)
    assert client_of(make_person("portal_admin")).post("/next/seen/").status_code == 403


@pytest.mark.parametrize(
    ("taken_away", "title"),
    [("events", "The year is not laid out yet"), ("dates", "No term dates yet")],
)
def test_an_empty_page_teaches(
    small: Edition, alder: School, year: SchoolYear, make_person: MakePerson, client_of: ClientOf,
    taken_away: str, title: str,
) -> None:  # fmt: skip
    Event.objects.all().delete()
    if taken_away == "dates":
        Period.objects.all().delete()
    response = client_of(make_person("headteacher", alder)).get("/next/")
    assert response.status_code == 200
    assert response.content.decode().count(f"<h2>{title}</h2>") == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_ten_questions_however_much_there_is(
    alder: School, year: SchoolYear, build: Build, make_person: MakePerson, client_of: ClientOf, rows: int,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    School.objects.bulk_create(
        School(trust=alder.trust, urn=n, name=f"School {n}", phase="primary") for n in range(1, rows)
    )
    step = {"timing": "AUT2 W5", "owner": "headteacher", "documents": [f"form-{n}" for n in range(rows)]}
    publish({"P10": [{"code": f"step-{n}", **step} for n in range(rows)]}, number=2)
    build()
    head = make_person("headteacher", alder)
    for _ in range(rows - 1):
        make_person("senior_leader", alder)
    client = client_of(head)
    with django_assert_num_queries(10):
        assert client.get("/next/").status_code == 200
    with django_assert_num_queries(10):
        assert client.get(f"/next/{alder.urn}/").status_code == 200
