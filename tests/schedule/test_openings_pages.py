"""`/openings/`: the list, starting with the dates shown before, one process that was started, calling it off."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from handbook.models import Edition
from people.models import User
from schedule.actions import complete_event, end_opening, start_opening
from schedule.actions.openings import find_startable
from schedule.models import Event, Opening
from schools.models import School, SchoolYear
from tests.conftest import ClientOf, MakePerson, a_trust, a_year, the_alder, the_birch
from tests.keeping import kept
from tests.messages import said as told
from tests.schedule.conftest import NOW, SMALL, TODAY, Build, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("handbook_kept")]
LIST, START = "/openings/", "/openings/start/"
SPEC = {
    **SMALL,
    "P16": [
        {"code": "first", "timing": "on appointment", "owner": "ceo", "kind": "meeting"},
        {"code": "talk", "timing": "2w after appointment", "owner": "headteacher"},
    ],
    "P25": [
        {"code": "call", "timing": "on inspection", "owner": "headteacher"},
        {"code": "fill", "timing": "on vacancy", "owner": "headteacher"},
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def handbook_kept(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Edition]:
    with kept(django_db_blocker):
        trust = a_trust()
        the_alder(trust)
        the_birch(trust)
        a_year()
        yield publish(SPEC)


@pytest.fixture
def handbook(db: None, handbook_kept: Edition) -> Edition:
    return handbook_kept


@pytest.fixture
def lead(make_person: MakePerson) -> User:
    return make_person("improvement_lead", name="Dan Firth")


@pytest.fixture
def head(make_person: MakePerson, alder: School) -> User:
    return make_person("headteacher", alder, name="Ruth Ellison")


def begin(school: School, by: User, process: str = "P16", day: date = TODAY) -> Opening:
    return start_opening(
        school=school, process=find_startable(process), day=day, reason="A new headteacher.", by=by, now=NOW,
        today=TODAY,
    )  # fmt: skip


def asked(**values: Any) -> dict[str, Any]:
    return {
        "school": "900001",
        "process": "P16",
        "day": "2026-11-23",
        "reason": "A new headteacher.",
    } | values


def shown(answer: Any) -> list[tuple[str, str]]:
    return [(line.title, line.when) for line in answer.context["preview"].lines]


def test_the_dates_are_shown_before_and_nothing_is_written(
    handbook: Edition, lead: User, client_of: ClientOf
) -> None:
    answer = client_of(lead).get(START, asked())
    assert answer.status_code == 200
    assert shown(answer) == [
        ("P16 first", "Monday 23 November 2026"), ("P16 talk", "Monday 7 December 2026"),
    ]  # fmt: skip
    assert (Opening.objects.count(), Event.objects.count()) == (0, 0)


def test_sending_it_starts_it_and_offers_the_way_back(
    handbook: Edition, lead: User, client_of: ClientOf
) -> None:
    client = client_of(lead)
    answer = client.post(START, asked())
    opening = Opening.objects.get()
    assert answer["Location"] == f"/openings/{opening.pk}/"
    [said] = told(answer)
    assert said == (
        "“Process P16” is started at Alder, and its dates are in the school’s year. Was it a mistake? "
        f'<a href="/openings/{opening.pk}/end/">Call it off</a>.'
    )
    lines = client.get(answer["Location"]).context["page"].lines
    assert [line.title for line in lines] == ["P16 first", "P16 talk"]
    again = client.post(START, asked())
    assert again.status_code == 422
    assert "started at Alder from Monday 23 November 2026 already" in again.content.decode()
    assert Opening.objects.count() == 1


def test_the_form_offers_what_waits_for_a_day(handbook: Edition, lead: User, client_of: ClientOf) -> None:
    answer = client_of(lead).get(START)
    assert answer.context["form"].fields["process"].choices == [
        ("", "Choose a process"),
        ("P16", "Process P16, from appointment"),
        ("P25", "Process P25, from the inspection call"),
        ("P25.vacancy", "Process P25, from the vacancy"),
    ]
    assert "preview" not in answer.context
    client = client_of(lead)
    chosen = client.get(START, {"trigger": "vacancy", "school": "900002"})
    assert chosen.context["form"].initial == {"day": TODAY, "process": "P25.vacancy", "school": "900002"}
    second = client.get(START, asked(process="P25.vacancy"))
    assert shown(second) == [("P25 fill", "Monday 23 November 2026")]


def test_a_headteacher_starts_at_the_own_school_only(
    handbook: Edition, head: User, client_of: ClientOf
) -> None:
    client = client_of(head)
    assert client.get(START).context["form"].fields["school"].choices == [("900001", "Alder Primary School")]
    assert client.post(START, asked(school="900002")).status_code == 422
    assert Opening.objects.count() == 0
    assert client.post(START, asked()).status_code == 302


@pytest.mark.once  # the form is judged before anything is written
def test_bad_input_gets_a_sentence_and_starts_nothing(
    handbook: Edition, lead: User, client_of: ClientOf
) -> None:
    client = client_of(lead)
    for values in (
        {"school": "x"},
        {"school": "9" * 40},
        {"process": "P99"},
        {"process": ""},
        {"day": "soon"},
        {"day": "9999-12-31"},
        {"day": "2029-01-10"},
        {"reason": " "},
        {"reason": "x" * 501},
        {"day": ["2026-11-23", "2026-11-24"], "school": ["x", "y"]},
    ):
        answers = client.post(START, asked(**values)), client.get(START, asked(**values))
        assert (values, *(answer.status_code for answer in answers)) == (values, 422, 200)
    assert Opening.objects.count() == 0


def test_without_a_handbook_there_is_nothing_to_start(
    year: SchoolYear, alder: School, lead: User, client_of: ClientOf
) -> None:
    Edition.objects.update(status="draft", number=None, published_at=None)
    text = client_of(lead).get(START).content.decode()
    assert "No process waits to be started" in text
    assert client_of(lead).post(START, asked()).status_code == 422


def test_the_list_says_how_each_stands(
    handbook: Edition, alder: School, birch: School, lead: User, client_of: ClientOf
) -> None:
    opening = begin(alder, lead)
    off = begin(birch, lead, "P25")
    first = Event.objects.select_related("school", "year").get(key="P16.first#1")
    complete_event(event=first, done_date=TODAY, by=lead, now=NOW, today=TODAY)
    end_opening(opening=off, reason="A mistake.", by=lead, now=NOW, today=TODAY)
    rows = client_of(lead).get(LIST).context["rows"]
    assert [(row.opening, row.title, row.done, row.total, row.late) for row in rows] == [
        (opening, "Process P16", 1, 2, 0), (off, "Process P25", 0, 0, 0),
    ]  # fmt: skip
    assert rows[0].next.title == "P16 talk"


def test_the_list_is_filtered_by_its_address(
    handbook: Edition, alder: School, birch: School, lead: User, client_of: ClientOf
) -> None:
    begin(alder, lead)
    begin(birch, lead, "P25")
    client = client_of(lead)
    for query, found in (
        ("?school=900002", ["P25"]), ("?process=P16", ["P16"]), ("?school=x", []), ("?page=99", ["P25", "P16"]),
    ):  # fmt: skip
        rows = client.get(LIST + query).context["rows"]
        assert (query, [row.opening.process_code for row in rows]) == (query, found)


def test_who_sees_which(
    handbook: Edition, alder: School, birch: School, lead: User, head: User, make_person: MakePerson,
    client_of: ClientOf,
) -> None:  # fmt: skip
    here, there = begin(alder, lead), begin(birch, lead)
    client = client_of(head)
    assert [row.opening for row in client.get(LIST).context["rows"]] == [here]
    assert client.get(f"{LIST}{here.pk}/").status_code == 200
    assert client.get(f"{LIST}{there.pk}/").status_code == 404
    assert client.get(f"{LIST}{10**30}/").status_code == 404
    deputy = client_of(make_person("senior_leader", alder))
    assert (deputy.get(LIST).status_code, deputy.get(f"{LIST}{here.pk}/").status_code) == (403, 403)


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_ask_the_same_number_of_questions(
    handbook: Edition, alder: School, birch: School, lead: User, client_of: ClientOf, count: int,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    for number in range(count):
        opening = begin((alder, birch)[number % 2], lead, day=date(2026, 11, 23 + number))
    client = client_of(lead)
    client.get(LIST)
    with django_assert_num_queries(9):
        client.get(LIST)
    with django_assert_num_queries(8):
        client.get(f"{LIST}{opening.pk}/")


def test_calling_it_off(handbook: Edition, alder: School, lead: User, client_of: ClientOf) -> None:
    opening = begin(alder, lead)
    client, url = client_of(lead), f"{LIST}{opening.pk}/end/"
    assert "2 steps are still to do" in client.get(url).content.decode()
    assert client.post(url, {"reason": " "}).status_code == 422
    assert Event.objects.count() == 2
    answer = client.post(url, {"reason": "The wrong school."}, follow=True)
    assert answer.redirect_chain == [(f"{LIST}{opening.pk}/", 302)]
    text = answer.content.decode()
    assert "The wrong school." in text
    assert "Nothing is left of it in the calendar." in text
    assert Event.objects.count() == 0
    twice = client.post(url, {"reason": "Again."})
    assert "changed a moment ago" in told(twice)[-1]
    assert "It is called off already" in client.get(url).content.decode()


def test_a_closed_year_says_so(
    handbook: Edition, alder: School, year: SchoolYear, lead: User, client_of: ClientOf
) -> None:
    opening = begin(alder, lead)
    SchoolYear.objects.filter(pk=year.pk).update(closed_at=NOW, closed_by=lead)
    client = client_of(lead)
    said = "2026/27 is closed: it is kept as it was, and nothing in it changes any more."
    for url in (f"{LIST}{opening.pk}/", f"{LIST}{opening.pk}/end/"):
        assert said in client.get(url).content.decode()
    assert told(client.post(f"{LIST}{opening.pk}/end/", {"reason": "Off."})) == [said]
    refused = client.post(START, asked(process="P25"))
    assert (refused.status_code, said in refused.content.decode()) == (422, True)


def test_a_process_page_leads_to_starting_it(
    handbook: Edition, lead: User, alder: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    link = 'href="/openings/start/?process=P16&amp;school=900001"'
    page = "/handbook/process-p16/?school=900001"
    assert link in client_of(lead).get(page).content.decode()
    deputy = client_of(make_person("senior_leader", alder))
    assert "Start this for a school" not in deputy.get(page).content.decode()
    other = client_of(lead).get("/handbook/process-p10/?school=900001").content.decode()
    assert "Start this for a school" not in other


def test_a_raised_tier_offers_to_start_what_fits(
    handbook: Edition, alder: School, lead: User, client_of: ClientOf
) -> None:
    client, url = client_of(lead), reverse("schools:edit", args=[alder.urn])
    saved, offered = told(client.post(url, {"short_name": "Alder", "tier": "3"}))
    assert saved == "Alder Primary School is saved."
    assert offered == (
        'Alder is on tier 3 now. <a href="/openings/start/?school=900001&amp;trigger=concern">'
        "Start a process for that</a>."
    )
    client.get(url)  # it shows what was said
    assert told(client.post(url, {"short_name": "Alder", "tier": "2"})) == ["Alder Primary School is saved."]
    assert Opening.objects.count() == 0


def test_its_events_are_in_the_schools_year(
    handbook: Edition, alder: School, lead: User, head: User, client_of: ClientOf, build: Build
) -> None:
    build()
    begin(alder, lead)
    page = client_of(head).get(f"/next/{alder.urn}/").context["page"]
    assert page.card.event.key == "P16.first#1"
