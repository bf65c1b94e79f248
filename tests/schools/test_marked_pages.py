"""The page of days to keep free, and what the school's and the trust's pages say."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from schools.models import MarkedDays, School, Trust
from tests.conftest import ClientOf, MakePerson

pytestmark = pytest.mark.django_db
PAGE = "/schools/marked-days/"
PLAY = {"kind": "quiet", "label": "The winter play", "first": "2026-12-09", "last": "2026-12-10"}


@pytest.fixture
def office(make_person: MakePerson, client_of: ClientOf, trust: Trust) -> Client:
    return client_of(make_person("portal_admin"))


def marked() -> list[tuple[Any, ...]]:
    rows = MarkedDays.objects.order_by("pk")
    return list(rows.values_list("kind", "label", "first_date", "last_date", "school__urn"))


def test_a_run_is_marked_and_stands_in_its_year(office: Client, alder: School) -> None:
    answer = office.post(f"{PAGE}add/", {**PLAY, "school": alder.pk}, follow=True)
    assert answer.redirect_chain == [(f"{PAGE}?year=2026", 302)]
    assert marked() == [("quiet", "The winter play", date(2026, 12, 9), date(2026, 12, 10), 900001)]
    html = answer.content.decode()
    assert "9 to 10 December 2026" in html
    assert "The winter play is kept free." in html
    assert "<h2>No days are kept free in this year</h2>" in office.get(f"{PAGE}?year=2025").content.decode()


def test_one_day_needs_no_last_day(office: Client) -> None:
    office.post(f"{PAGE}add/", {**PLAY, "last": ""})
    assert marked() == [("quiet", "The winter play", date(2026, 12, 9), date(2026, 12, 9), None)]


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"label": ""}, "label", "This field is required."),
        ({"first": ""}, "first", "This field is required."),
        ({"first": "soon"}, "first", "Enter a valid date."),
        ({"last": "soon"}, "last", "Enter a valid date."),
        ({"last": "2026-12-08"}, "last", "This is before the first day."),
        (
            {"last": "2027-12-08"},
            "last",
            "A run is ten weeks at most: what is always kept free is never free.",
        ),
        ({"first": "0001-01-01", "last": ""}, "first", "Write a year between 2000 and 2100."),
        ({"kind": "party"}, "kind", "Select a valid choice. party is not one of the available choices."),
        (
            {"school": "9" * 40},
            "school",
            "Select a valid choice. That choice is not one of the available choices.",
        ),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_marked(
    office: Client, changed: dict[str, str], field: str, sentence: str
) -> None:
    answer = office.post(f"{PAGE}add/", PLAY | changed)
    assert (answer.status_code, answer.context["form"].errors) == (422, {field: [sentence]})
    assert marked() == []


def test_the_same_twice_is_refused_in_words(office: Client) -> None:
    office.post(f"{PAGE}add/", PLAY)
    answer = office.post(f"{PAGE}add/", PLAY)
    assert answer.status_code == 422
    assert "is marked already. Nothing was changed." in answer.content.decode()
    assert len(marked()) == 1


def test_offered_days_are_ticked(office: Client, alder: School, birch: School) -> None:
    ticked = ["diwali-2026-11-08", "key-stage-2-tests-2027-05-10", "no-such-day"]
    answer = office.post(f"{PAGE}offered/", {"year": "2026", "offer": ticked}, follow=True)
    assert [(row[1], row[4]) for row in marked()] == [("Diwali", None), ("Key stage 2 tests", 900001)]
    html = answer.content.decode()
    assert "Diwali and Key stage 2 tests are kept free." in html
    assert 'value="diwali-2026-11-08" id="offer-6" checked disabled' in html
    office.post(f"{PAGE}offered/", {"year": "2026", "offer": ticked})
    office.post(f"{PAGE}offered/", {"year": "x" * 50})
    assert len(marked()) == 2


def test_taking_off_asks_first(office: Client, alder: School) -> None:
    office.post(f"{PAGE}add/", {**PLAY, "school": alder.pk})
    address = f"{PAGE}{MarkedDays.objects.get().pk}/remove/"
    assert "9 to 10 December 2026, Alder." in office.get(address).content.decode()
    assert len(marked()) == 1
    assert office.post(address)["Location"] == f"{PAGE}?year=2026"
    assert (marked(), office.get(address).status_code) == ([], 404)


@pytest.mark.parametrize("year", ["1", "99999999999999999999", "-1", "soon", "2099", ""])
def test_a_strange_year_is_this_one_or_empty(office: Client, year: str) -> None:
    assert office.get(f"{PAGE}?year={year}").status_code == 200


@pytest.mark.parametrize("schools", [1, 3])
def test_the_page_asks_as_much_for_three_schools_as_for_one(
    office: Client, trust: Trust, schools: int, django_assert_num_queries: Any
) -> None:
    for number in range(schools):
        school = School.objects.create(trust=trust, urn=900020 + number, name=f"S{number}", phase="primary")
        MarkedDays.objects.create(
            kind="tests",
            label="Mocks",
            first_date=date(2026, 12, 9),
            last_date=date(2026, 12, 9),
            school=school,
        )
    with django_assert_num_queries(6):
        assert office.get(PAGE).status_code == 200


def test_the_schools_page_lists_its_own(
    office: Client, alder: School, birch: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    office.post(f"{PAGE}add/", {**PLAY, "school": alder.pk})
    head = client_of(make_person("headteacher", alder))
    html = head.get("/schools/900001/").content.decode()
    assert "9 to 10 December 2026: The winter play" in html
    assert "Mark days to keep free" not in html
    office.get(PAGE)  # where it is told that they are marked
    assert "The winter play" not in office.get("/schools/900002/").content.decode()


def test_the_limit_and_the_weight_are_set_on_the_trusts_page(office: Client, trust: Trust) -> None:
    values = {
        "name": "Fen Trust", "period_scheme": "terms", "accent": "#123456", "minutes_a_week": "240",
        "small_school_roll": "120", "small_school_weight": "175",
    }  # fmt: skip
    assert office.post("/schools/trust/", values).status_code == 302
    trust.refresh_from_db()
    assert (trust.minutes_a_week, trust.small_school_roll, trust.small_school_weight) == (240, 120, 175)
    for weight, sentence in (
        ("99", "Write 100 or more: a minute counts as a minute or as more."),
        ("301", "Write 300 or less: a minute counts as three at most."),
    ):
        answer = office.post("/schools/trust/", values | {"small_school_weight": weight})
        assert answer.context["form"].errors == {"small_school_weight": [sentence]}
