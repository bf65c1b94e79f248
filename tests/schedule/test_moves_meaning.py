"""What moving a date to another day would mean, told before anything is sent."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people.models import User
from schedule.actions import move_event
from schedule.models import Event
from schools.models import Appointment, MarkedDays, NonPupilDay, School, Trust
from tests.conftest import ClientOf, MakePerson
from tests.schedule.conftest import NOW, TODAY, EventOf

# Once: what is told and refused before it moves; that it moves: test_moves.py and test_moves_together_done.py.
pytestmark = [pytest.mark.usefixtures("built_kept"), pytest.mark.once]

ON_8 = date(2026, 12, 8)


@pytest.fixture
def lead(make_person: MakePerson) -> User:
    return make_person("improvement_lead", name="Daniel Firth")


@pytest.fixture
def head(make_person: MakePerson, alder: School) -> User:
    return make_person("headteacher", alder, name="Ruth Ellison")


@pytest.fixture
def partner(make_person: MakePerson, alder: School, birch: School) -> User:
    person = make_person("improvement_partner", alder, name="Priya Nair")
    Appointment.objects.create(
        person=person, role="improvement_partner", school=birch, from_date=date(2026, 9, 1)
    )
    return person


@pytest.fixture
def visit(built: object, alder: School, event_of: EventOf) -> Event:
    return event_of(alder, "P10.visit")


def url(event: Event, rest: str = "move/") -> str:
    return f"/events/{event.pk}/{rest}"


def meaning(client: Client, event: Event, query: str = "?to=2026-12-08") -> Any:
    return client.get(url(event) + query).context["meaning"]


def remarks(client: Client, event: Event, query: str = "?to=2026-12-08") -> list[tuple[str, str]]:
    return [(one.about, one.words) for one in meaning(client, event, query).remarks]


# --- what a day means, before anything is sent


def test_what_follows_and_the_notice_are_told_and_nothing_is_written(
    visit: Event, lead: User, client_of: ClientOf
) -> None:
    before = list(Event.objects.order_by("pk").values_list("due_date", "revision"))
    found = meaning(client_of(lead), visit)
    assert found.said == "Tuesday 8 December 2026 (Autumn 2, week 6)"
    assert [(one.title, one.old, one.new) for one in found.followers] == [
        ("P10 prepare", "Tuesday 17 November 2026 (Autumn 2, week 3)", "Tuesday 24 November 2026 (Autumn 2, week 4)"),
        ("P10 note", "Tuesday 8 December 2026 (Autumn 2, week 6)", "Tuesday 15 December 2026 (Autumn 2, week 7)"),
        ("P10 reply", "Tuesday 15 December 2026 (Autumn 2, week 7)", "Monday 4 January 2027 (Spring 1, week 1)"),
    ]  # fmt: skip
    words = "6 working days, where 20 are promised. It will be counted against the trust."
    assert (found.notice, found.breaks_notice) == (words, True)
    assert list(Event.objects.order_by("pk").values_list("due_date", "revision")) == before


def test_what_somebody_moved_stays_and_says_why(
    visit: Event, lead: User, client_of: ClientOf, alder: School, event_of: EventOf
) -> None:
    note, day = event_of(alder, "P10.note"), date(2026, 12, 10)
    move_event(event=note, to_date=day, reason="A concert.", by=lead, now=NOW, today=TODAY)
    stays = [(one.title, one.stays) for one in meaning(client_of(lead), visit).followers if one.stays]
    assert stays == [("P10 note", "somebody moved its date")]


def test_what_the_school_asks_breaks_no_notice(visit: Event, head: User, client_of: ClientOf) -> None:
    found = meaning(client_of(head), visit)
    assert (found.notice, found.breaks_notice) == (
        "6 working days. The school asks for it, so no notice is broken.",
        False,
    )


def test_a_closed_day_is_told_with_its_reason(
    visit: Event, head: User, client_of: ClientOf, alder: School
) -> None:
    for kind, number, label in (("closure", 9, "Boiler"), ("inset", 10, "Training")):
        one = date(2026, 12, number)
        NonPupilDay.objects.create(
            year=visit.year, school=alder, kind=kind, first_date=one, last_date=one, label=label
        )
    client = client_of(head)
    for day, why in (
        ("2026-12-12", "Saturday 12 December 2026 is a weekend."),
        ("2026-12-25", "Friday 25 December 2026 is a bank holiday (Christmas Day)."),
        ("2026-12-22", "Tuesday 22 December 2026 is in the holidays."),
        ("2026-12-09", "Wednesday 9 December 2026 is a closed day (Boiler)."),
        ("2026-12-10", "Thursday 10 December 2026 is a day without pupils (Training)."),
    ):
        assert remarks(client, visit, f"?to={day}")[0] == ("Closed day", why)


def test_the_days_the_handbook_asks_for(visit: Event, head: User, client_of: ClientOf) -> None:
    words = (
        "The handbook asks for it on Tuesday 1 December 2026 (Autumn 2, week 5). This is 5 school days later."
    )
    assert remarks(client_of(head), visit) == [("The handbook", words)]
    assert remarks(client_of(head), visit, "?to=2026-12-01") == []


def test_what_else_is_on_at_the_school_and_for_the_people(
    visit: Event, head: User, lead: User, partner: User, client_of: ClientOf, birch: School, event_of: EventOf
) -> None:
    """The visit at Birch is on Tuesday 1 December too, by the same partner."""
    move_event(event=visit, to_date=ON_8, reason="Snow.", by=lead, now=NOW, today=TODAY)
    found = remarks(client_of(lead), visit, "?to=2026-12-01")
    assert found == [("The people", "Priya Nair has “P10 visit” at Birch that day.")]
    # A head does not see what goes on at another school.
    found = remarks(client_of(head), visit, "?to=2026-12-01")
    assert found == [("The people", "Priya Nair has a meeting or visit at another school that day.")]


def test_days_to_keep_free(
    visit: Event, head: User, client_of: ClientOf, alder: School, birch: School
) -> None:
    for school, kind, label in (
        (alder, "tests", "Mock tests"),
        (None, "quiet", "Quiet week"),
        (birch, "tests", "No"),
    ):
        MarkedDays.objects.create(school=school, kind=kind, first_date=ON_8, last_date=ON_8, label=label)
    found = [words for about, words in remarks(client_of(head), visit) if about != "The handbook"]
    assert sorted(found) == [
        "Mock tests, marked at this school to be kept free.",
        "Quiet week, marked by the trust to be kept free.",
    ]


def test_a_week_that_asks_too_much_counts_more_at_a_small_school(
    visit: Event, head: User, client_of: ClientOf, alder: School
) -> None:
    assert visit.step is not None
    visit.step.minutes = {"headteacher": 250, "improvement_partner": 900}
    visit.step.save()
    assert [one for one in remarks(client_of(head), visit) if one[0] == "Load"] == []
    School.objects.filter(pk=alder.pk).update(roll=90)
    words = (
        "The week from Monday 7 December 2026 would ask 6 hours 15 of the headteacher, "
        "more than the 5 hours your trust allows."
    )
    assert remarks(client_of(head), visit)[-1] == ("Load", words)
    Trust.objects.update(minutes_a_week=375)
    assert [one for one in remarks(client_of(head), visit) if one[0] == "Load"] == []


def test_a_day_that_is_none_gets_a_sentence(visit: Event, head: User, client_of: ClientOf) -> None:
    client = client_of(head)
    for query in (
        "?to=", "?to=abc", "?to=2026-13-45", "?to=9999-12-31", "?to=0001-01-01", "?to=2026-12-08&start=99:99",
        "?to=1900-01-01",
    ):  # fmt: skip
        answer = client.get(url(visit) + query, headers={"HX-Request": "true"})
        said = 'class="tag late"' in answer.content.decode()
        assert (query, answer.status_code, said) == (query, 200, True)


def test_htmx_gets_the_part_alone(visit: Event, head: User, client_of: ClientOf) -> None:
    answer = client_of(head).get(url(visit) + "?to=2026-12-08", headers={"HX-Request": "true"})
    body = answer.content.decode()
    assert ("<html" in body, 'name="looked" value="2026-12-08 None None"' in body) == (False, True)


def test_the_page_asks_the_same_however_much_there_is(
    visit: Event, lead: User, client_of: ClientOf, make_person: MakePerson, birch: School
) -> None:
    counted = []
    client = client_of(lead)
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            client.get(url(visit) + "?to=2026-12-08")
        counted.append(len(asked))
        for number in range(3):
            make_person("headteacher", birch)
            MarkedDays.objects.create(kind="quiet", first_date=ON_8, last_date=ON_8, label=f"Quiet {number}")
        Event.objects.filter(school=birch, key="P10.visit").update(opens_date=ON_8, due_date=ON_8)
    assert counted[0] == counted[1] <= 23
