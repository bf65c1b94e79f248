"""The lead's pages of who has read what."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from handbook.actions import ask_for_reading, confirm_reading, end_reading_request
from handbook.models import Edition, Process, ReadingRequest
from people.models import User
from schools.models import Appointment, School
from tests.conftest import NOW, TODAY, ClientOf, MakePerson
from tests.schedule.conftest import SMALL, changed, publish

pytestmark = pytest.mark.usefixtures("built_kept")

PAGE = "/handbook/reading/"


@pytest.fixture
def lead(make_person: MakePerson) -> User:
    return make_person("improvement_lead", name="Lena Lead")


@pytest.fixture
def office(lead: User, client_of: ClientOf) -> Client:
    return client_of(lead)


def process(code: str = "P10") -> Process:
    return Process.objects.select_related("edition").get(edition__status="published", code=code)


def ask(lead: User, *roles: str, code: str = "P10") -> ReadingRequest:
    return ask_for_reading(process=process(code), roles=roles, note="Read it.", by=lead, now=NOW)


def read(person: User, code: str = "P10") -> None:
    found = process(code)
    confirm_reading(process=found, edition_id=found.edition_id, by=person, now=NOW)


def lines(client: Client, asked: ReadingRequest, query: str = "") -> list[list[str]]:
    answer = client.get(f"{PAGE}{asked.pk}/people.csv{query}")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1:]


def test_nothing_asked_teaches(small: Edition, office: Client) -> None:
    assert "You ask for no reading at present" in office.get(PAGE).content.decode()


def test_who_has_and_who_has_not(
    small: Edition, lead: User, office: Client, make_person: MakePerson, alder: School, birch: School
) -> None:
    first = make_person("headteacher", alder, name="Asha Alder")
    make_person("headteacher", birch, name="Ben Birch")
    make_person("senior_leader", birch, job="senco", name="Sue Senco")
    make_person("senior_leader", birch, job="data_lead", name="Dan Data")
    make_person("middle_leader", birch, name="Not Asked")
    asked = ask(lead, "headteacher", "senco")
    read(first)
    page = office.get(PAGE).content.decode()
    assert "1 of 3 have read it" in page
    assert lines(office, asked) == [
        ["Ben Birch", "Birch", "Headteacher", "No", "", "", ""],
        ["Sue Senco", "Birch", "SENCO", "No", "", "", ""],
        ["Asha Alder", "Alder", "Headteacher", "Yes", "2026-11-23", "1", ""],
    ]
    one = office.get(f"{PAGE}{asked.pk}/").content.decode()
    assert "2 of 3 have not confirmed the words in force." in one
    assert ("Ben Birch" in one, "Not Asked" in one, "Dan Data" in one) == (True, False, False)


def test_a_new_edition_counts_only_changed_words(
    small: Edition, lead: User, office: Client, make_person: MakePerson, alder: School
) -> None:
    head = make_person("headteacher", alder, name="Asha Alder")
    visit, plan = ask(lead, "headteacher"), ask(lead, "headteacher", code="P01")
    read(head)
    read(head, "P01")
    publish(changed(SMALL, "P10.visit", title="A longer visit"), number=2, when=NOW)
    assert lines(office, visit) == [
        ["Asha Alder", "Alder", "Headteacher", "No", "2026-11-23", "1", "one step changed"]
    ]
    assert lines(office, plan) == [["Asha Alder", "Alder", "Headteacher", "Yes", "2026-11-23", "1", ""]]
    assert "Read before it changed" in office.get(f"{PAGE}{visit.pk}/").content.decode()


def test_appointments_of_today_count(
    small: Edition, lead: User, office: Client, make_person: MakePerson, alder: School, birch: School
) -> None:
    make_person("headteacher", alder, name="Gone", to=TODAY - timedelta(days=1))
    both = make_person("headteacher", alder, name="Both")
    Appointment.objects.create(person=both, role="headteacher", school=birch, from_date=TODAY)
    Appointment.objects.create(
        person=make_person("middle_leader", birch, name="Coming"),
        role="headteacher",
        school=birch,
        from_date=TODAY + timedelta(days=1),
    )
    locked = make_person("headteacher", alder, name="Locked out")
    User.objects.filter(pk=locked.pk).update(is_active=False)
    asked = ask(lead, "headteacher", "improvement_lead")
    assert [line[:3] for line in lines(office, asked)] == [
        ["Both", "Alder, Birch", "Headteacher"],
        ["Lena Lead", "The trust", "School improvement lead"],
    ]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Asha", "Dan", "Ben"]),
        ("?school=900001", ["Asha", "Dan"]),
        ("?school=900002&role=headteacher", ["Ben"]),
        ("?role=senior_leader", ["Dan"]),
        ("?role=wizard", []),
        ("?school=1", []),
    ],
)
def test_narrowed_by_school_and_role(
    query: str, names: list[str], small: Edition, lead: User, office: Client, make_person: MakePerson,
    alder: School, birch: School,
) -> None:  # fmt: skip
    make_person("headteacher", alder, name="Asha")
    make_person("senior_leader", alder, name="Dan")
    make_person("headteacher", birch, name="Ben")
    asked = ask(lead, "headteacher", "senior_leader")
    assert [line[0] for line in lines(office, asked, query)] == names
    page = office.get(f"{PAGE}{asked.pk}/{query}")
    assert [one.person.name for one in page.context["readers"]] == names


@pytest.mark.parametrize("query", ["?school=x", "?school=99999999999999999999", "?school=-1", "?school=²"])
def test_no_such_school(query: str, small: Edition, lead: User, office: Client) -> None:
    asked = ask(lead, "headteacher")
    assert [office.get(f"{PAGE}{asked.pk}/{end}{query}").status_code for end in ("", "people.csv")] == [
        404,
        404,
    ]


def test_a_name_is_no_formula(
    small: Edition, lead: User, office: Client, make_person: MakePerson, alder: School
) -> None:
    make_person("headteacher", alder, name="=HYPERLINK(1)<b>")
    asked = ask(lead, "headteacher")
    assert lines(office, asked)[0][0] == "'=HYPERLINK(1)<b>"
    assert "=HYPERLINK(1)&lt;b&gt;" in office.get(f"{PAGE}{asked.pk}/").content.decode()


@pytest.mark.once  # decided by the role, before anything is asked
@pytest.mark.parametrize(
    "role", ["headteacher", "senior_leader", "improvement_partner", "trustee", "portal_admin"]
)
def test_nobody_else_sees_what_others_read(
    role: str, small: Edition, lead: User, make_person: MakePerson, alder: School, client_of: ClientOf
) -> None:
    read(make_person("headteacher", alder, name="Asha Alder"))
    asked = ask(lead, role)
    person = make_person(
        role, alder if role in ("headteacher", "senior_leader", "improvement_partner") else None
    )
    client = client_of(person)
    pages = [PAGE, f"{PAGE}{asked.pk}/", f"{PAGE}{asked.pk}/people.csv"]
    assert [client.get(page).status_code for page in pages] == [403, 403, 403]
    for page in ("/handbook/", "/handbook/changes/", "/handbook/process-p10/"):
        html = client.get(page).content.decode()
        assert ("You have read this" in html, "/handbook/reading/" in html) == (False, False)


def test_an_ended_request_shows_nobody(
    small: Edition, lead: User, office: Client, make_person: MakePerson, alder: School
) -> None:
    make_person("headteacher", alder, name="Asha Alder")
    asked = ask(lead, "headteacher")
    end_reading_request(request=asked, by=lead, now=NOW)
    page = office.get(f"{PAGE}{asked.pk}/").content.decode()
    assert ("This request ended on 23 November 2026" in page, "Asha Alder" in page) == (True, False)
    assert lines(office, asked) == []
    assert "1 ended" in office.get(PAGE).content.decode()


def test_a_process_that_left_the_handbook(small: Edition, lead: User, office: Client) -> None:
    asked = ask(lead, "headteacher", code="P07")
    publish({code: steps for code, steps in SMALL.items() if code != "P07"}, number=2)
    assert "P07, no longer in the handbook" in office.get(PAGE).content.decode()
    page = office.get(f"{PAGE}{asked.pk}/")
    assert "The handbook in force has no such process" in page.content.decode()


@pytest.mark.parametrize("page", [PAGE, "one"])
def test_as_many_questions_for_any_number_of_requests_and_people(
    page: str,
    small: Edition,
    lead: User,
    office: Client,
    make_person: MakePerson,
    alder: School,
    birch: School,
) -> None:
    asked = ask(lead, "headteacher", "senior_leader")
    read(make_person("headteacher", alder))
    publish(changed(SMALL, "P10.visit", title="A longer visit"), number=2)
    address = PAGE if page == PAGE else f"{PAGE}{asked.pk}/"
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as questions:
            assert office.get(address).status_code == 200
        counts.append(len(questions))
        for code, school in (("P01", alder), ("P06", birch)):
            if len(counts) == 1:
                ask(lead, "headteacher", "senior_leader", code=code)
                read(make_person("senior_leader", school))
    assert counts[0] == counts[1]
