"""The years, the page that leads from one to the next, and what people read afterwards."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from people.models import User
from schedule.actions.rollover import carry_over, close_year
from schedule.building import build_year
from schedule.models import Event
from schools.models import Period, School, SchoolYear
from tests.conftest import NOW, TODAY, ClientOf, MakePerson
from tests.messages import said
from tests.schedule.conftest import EventOf
from tests.schedule.test_rollover import LAST_DAY, LATER, NEW_DAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("next_year_kept")]
PAGE, CARRY, CLOSE = (
    reverse(f"schedule:{name}", args=[2026]) for name in ("roll_over", "carry_over", "close_year")
)


@pytest.fixture
def summer(settings: Settings) -> None:
    settings.PORTAL_TODAY = LAST_DAY


@pytest.fixture
def lead(make_person: MakePerson) -> User:
    return make_person("improvement_lead", name="Dan Firth")


@pytest.fixture
def client(client_of: ClientOf, lead: User) -> Client:
    return client_of(lead)


def test_the_page_in_autumn_shows_what_is_late_and_asks_for_nothing(
    next_year: SchoolYear, alder: School, client: Client
) -> None:
    answer = client.get(PAGE)
    page = answer.context["page"]
    assert (page.may_carry, page.may_close, page.laid_out > 0) == (False, False, True)
    assert {line.due < TODAY for place in page.left for line in place.lines} == {True}
    text = answer.content.decode()
    assert 'name="carry"' not in text
    assert 'name="typed"' not in text
    assert "You can close it from <b>Wednesday 21 July 2027</b> on, its last school day." in text


def test_without_next_years_dates_it_says_what_comes_first(
    year: SchoolYear, alder: School, small: object, client: Client
) -> None:
    Event.objects.all().delete()  # nothing is laid out yet
    SchoolYear.objects.get(start_year=2027).delete()
    page = client.get(PAGE).context["page"]
    assert (page.dates.has_dates, page.found, page.comparison) == (False, None, None)
    following = SchoolYear.objects.create(start_year=2027)
    Period.objects.create(
        year=following, code="AUT1", first_date=date(2027, 9, 2), last_date=date(2027, 10, 22)
    )
    Period.objects.create(
        year=year, school=alder, code="AUT1", first_date=date(2026, 9, 3), last_date=date(2026, 10, 22)
    )
    page = client.get(PAGE).context["page"]
    assert (page.dates.has_dates, page.dates.missing, len(page.found.added) > 0) == (True, ("Alder",), True)
    assert Event.objects.count() == 0


@pytest.mark.usefixtures("summer")
def test_what_is_ticked_is_carried_over_and_nothing_else(
    next_year: SchoolYear, alder: School, event_of: EventOf, client: Client
) -> None:
    visit, note = event_of(alder, "P10.visit"), event_of(alder, "P10.note")
    answer = client.post(
        CARRY,
        {"carry": [visit.pk], f"day-{visit.pk}": NEW_DAY.isoformat(), f"day-{note.pk}": "2027-12-01", "at": "900001"},
    )  # fmt: skip
    assert said(answer) == ["1 step carried over to 2027/28. Each says where it comes from."]
    assert answer["Location"] == f"{PAGE}?at=900001#carry"
    assert [one.key for one in Event.objects.exclude(carried_from=None)] == ["P10.visit#from-2026"]


@pytest.mark.once  # the form is judged before anything is written
@pytest.mark.usefixtures("summer")
@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({}, "Nothing is ticked, so nothing was carried over."),
        ({"carry": ["x", "-1", "9" * 40]}, "Nothing is ticked, so nothing was carried over."),
        ({"carry": ["{visit}"], "day-{visit}": "30/11/27"}, "One of the days cannot be read."),
        ({"carry": ["{visit}"]}, "One of the days cannot be read."),
        ({"carry": ["{visit}"], "day-{visit}": "2027-11-27"}, "Nothing was carried over yet."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_ticked_stays(
    next_year: SchoolYear, alder: School, event_of: EventOf, client: Client, form: dict[str, Any], words: str
) -> None:
    visit = str(event_of(alder, "P10.visit").pk)
    sent = {
        name.format(visit=visit): value
        if isinstance(value, str)
        else [one.format(visit=visit) for one in value]
        for name, value in form.items()
    }
    answer = client.post(CARRY, {"at": "900001", **sent})
    assert (answer.status_code, answer.context["summary"]) == (422, words)
    assert Event.objects.exclude(carried_from=None).count() == 0
    if f"day-{visit}" in sent:
        text = answer.content.decode()
        assert f'value="{visit}" id="carry-{visit}" checked' in text
        assert f'id="day-{visit}" value="{sent[f"day-{visit}"]}"' in text


@pytest.mark.usefixtures("summer")
def test_a_step_that_is_not_there_is_a_sentence(next_year: SchoolYear, client: Client) -> None:
    answer = client.post(CARRY, {"carry": ["999999999999999999"], "day-999999999999999999": "2027-11-30"})
    assert said(answer) == [
        "This was changed a moment ago. Nothing is lost: look at it as it is now, then decide."
    ]


@pytest.mark.once  # the form is judged before anything is written
@pytest.mark.usefixtures("summer")
def test_the_year_is_typed_to_close_it(
    next_year: SchoolYear, year: SchoolYear, client: Client, settings: Settings, tmp_path: Any
) -> None:
    for typed in ("", "2027/28", "2026", "yes"):
        answer = client.post(CLOSE, {"typed": typed})
        assert (answer.status_code, answer.context["not_typed"]) == (
            422, "Type 2026/27 to close it. Nothing was changed.",
        )  # fmt: skip
    year.refresh_from_db()
    assert year.closed_at is None
    answer = client.post(CLOSE, {"typed": " 2026/27 "})
    assert said(answer) == ["2026/27 is closed. Its archive is being made."]
    assert answer["Location"] == "/years/2026/archive/"
    assert "There is no reopening." in client.get(PAGE).content.decode()
    assert said(client.post(CLOSE, {"typed": "2026/27"})) == ["2026/27 is closed already."]


def test_too_early_it_says_when(next_year: SchoolYear, client: Client) -> None:
    assert said(client.post(CLOSE, {"typed": "2026/27"})) == [
        "2026/27 can be closed from Wednesday 21 July 2027 on, its last school day. Nothing was changed."
    ]


def test_a_closed_year_is_not_laid_out_again(
    next_year: SchoolYear, year: SchoolYear, lead: User, client: Client
) -> None:
    close_year(year=year, by=lead, now=LATER, today=LAST_DAY)
    Event.objects.filter(year=year, key="P07.moderate").delete()
    assert client.get("/years/2026/").status_code == 409
    assert said(client.post("/years/2026/build/")) == [
        "2026/27 is closed: it is kept as it was, and nothing in it changes any more. Nothing was changed."
    ]
    assert Event.objects.filter(year=year, key="P07.moderate").count() == 0


def test_heads_see_only_closed_years(
    next_year: SchoolYear,
    year: SchoolYear,
    alder: School,
    lead: User,
    make_person: MakePerson,
    client_of: ClientOf,
) -> None:
    head = client_of(make_person("headteacher", alder))
    assert "No year is closed yet" in head.get("/years/").content.decode()
    close_year(year=year, by=lead, now=LATER, today=LAST_DAY)
    answer = head.get("/years/")
    assert [line.code for line in answer.context["lines"]] == ["2026/27"]
    assert head.get(PAGE).status_code == 403


def test_events_say_not_done_and_carried_over(
    next_year: SchoolYear, year: SchoolYear, alder: School, event_of: EventOf, lead: User, client: Client
) -> None:
    visit, note = event_of(alder, "P10.visit"), event_of(alder, "P10.note")
    [made] = carry_over(events={visit.pk: NEW_DAY}, into=next_year, by=lead, now=LATER, today=LAST_DAY)
    close_year(year=year, by=lead, now=LATER, today=LAST_DAY)
    old, left, new = (client.get(one.get_absolute_url()) for one in (visit, note, made))
    assert [answer.context["card"].tag.words for answer in (old, left)] == ["Not done", "Not done"]
    assert f'Carried over to <a href="{made.get_absolute_url()}">2027/28</a>' in old.content.decode()
    assert "arried over" not in left.content.decode()
    assert f'Carried over from <a href="{visit.get_absolute_url()}">2026/27</a>' in new.content.decode()
    assert [answer.context["may_complete"] for answer in (old, new)] == [False, True]


def test_what_comes_next_says_where_it_comes_from_and_chases_nothing_of_a_closed_year(
    next_year: SchoolYear, year: SchoolYear, alder: School, event_of: EventOf, lead: User, client: Client,
    settings: Settings,
) -> None:  # fmt: skip
    day = date(2027, 9, 2)
    moderate = event_of(alder, "P20.phonics")
    carry_over(events={moderate.pk: day}, into=next_year, by=lead, now=LATER, today=LAST_DAY)
    settings.PORTAL_TODAY = day
    before = client.get("/next/900001/").context["page"]
    assert [line.item.key for line in before.late_elsewhere if line.item.year_id == year.pk] != []
    close_year(year=year, by=lead, now=LATER, today=LAST_DAY)
    answer = client.get("/next/900001/")
    page = answer.context["page"]
    late = (*page.waiting, *page.late_elsewhere)
    assert [line.item.key for line in late if line.item.year_id == year.pk] == []
    assert page.card.carried_from == "2026/27"
    assert "Carried over from 2026/27" in answer.content.decode()
    assert client.get("/").context["week"].late_total == sum(
        event.due_date < day for event in Event.objects.filter(year=next_year)
    )


def test_the_page_asks_as_much_of_three_schools_as_of_two(
    next_year: SchoolYear,
    trust: Any,
    client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client.get(PAGE)
    with django_assert_max_num_queries(40) as before:
        client.get(PAGE)
    School.objects.create(
        trust=trust, urn=900003, name="Cedar Primary School", short_name="Cedar", phase="primary"
    )
    for one in SchoolYear.objects.all():
        build_year(year=one, by=None, now=NOW, today=TODAY)
    with django_assert_num_queries(len(before.captured_queries)):
        client.get(PAGE)


def test_numbers_that_no_year_has_are_missing(db: None, client: Client) -> None:
    for start in ("0", "1999", "9" * 30):
        for end in ("roll-over/", "archive/", "archive/trust.pdf", "archive/all.zip"):
            assert client.get(f"/years/{start}/{end}").status_code == 404
    assert client.get("/years/2025/archive/99999999999999999999999.pdf").status_code == 404
