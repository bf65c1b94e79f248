"""The first page of whoever keeps the portal running says what is still missing before the first ordinary day."""

import pytest

from handbook.models import Edition
from schedule.building import build_year
from schools.models import Period, School, SchoolYear, Trust
from tests.conftest import ClientOf, MakePerson
from tests.schedule.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db
HEADING = "<h2>Still missing</h2>"


def test_an_empty_portal_names_each_thing_that_is_missing_with_its_page(
    trust: Trust, make_person: MakePerson, client_of: ClientOf
) -> None:
    page = client_of(make_person("portal_admin")).get("/")
    assert [(one.text, one.page) for one in page.context["missing"]] == [
        ("No school is here yet.", "schools:read_schools"),
        ("The trust has no term dates for 2026/27.", "schools:read_term_dates"),
        ("No handbook is in force. The command load_handbook brings in the starter handbook.", ""),
        (
            "Nobody is school improvement lead or chief executive here yet. They run the year and the handbook.",
            "appointments:invite",
        ),
    ]
    assert 'href="/schools/import/"' in page.content.decode()


def test_each_goes_when_it_is_there_and_nothing_is_said_on_an_ordinary_day(
    small: Edition,
    alder: School,
    birch: School,
    year: SchoolYear,
    make_person: MakePerson,
    client_of: ClientOf,
) -> None:
    client = client_of(make_person("portal_admin"))

    def missing() -> list[str]:
        return [one.text.partition(",")[0] for one in client.get("/").context["missing"]]

    lead = (
        "Nobody is school improvement lead or chief executive here yet. They run the year and the handbook."
    )
    assert missing() == ["2026/27 is not laid out", lead, "2 schools have no headteacher here yet."]
    build_year(year=year, by=None, now=NOW, today=TODAY)
    make_person("ceo")
    make_person("headteacher", alder)
    assert missing() == ["One school has no headteacher here yet."]
    make_person("headteacher", birch)
    assert missing() == []
    assert HEADING not in client.get("/").content.decode()


def test_the_dates_of_one_school_are_not_the_trusts(
    small: Edition, alder: School, year: SchoolYear, make_person: MakePerson, client_of: ClientOf
) -> None:
    Period.objects.filter(year=year).update(school=alder)
    page = client_of(make_person("portal_admin")).get("/").content.decode()
    assert "The trust has no term dates for 2026/27." in page
    assert HEADING in page


def test_somebody_without_a_role_is_told_nothing_of_it(
    trust: Trust, make_person: MakePerson, client_of: ClientOf
) -> None:
    person = make_person("portal_admin")
    person.appointments.all().delete()
    assert HEADING not in client_of(person).get("/").content.decode()
