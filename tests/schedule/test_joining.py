"""`/next/<urn>/joining/`: a year that begins in the middle, for a school or for its new headteacher."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker

from handbook.models import Edition
from people.models import AuditEntry, User
from schedule.actions import Refused, complete_event, mark_not_needed
from schedule.actions.joining import ask_again, waive_events
from schedule.building import build_year
from schedule.models import Event
from schools.models import Appointment, School, SchoolYear
from tests.conftest import ClientOf, MakePerson
from tests.keeping import kept
from tests.schedule.conftest import NOW, SMALL, TODAY, Build, EventOf, changed, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("joined_kept")]
JOINED = date(2026, 12, 7)
URL = "/next/900001/joining/"


@pytest.fixture
def lead(make_person: MakePerson) -> User:
    return make_person("improvement_lead", name="Dan Firth")


@pytest.fixture(scope="module")
def joined_kept(built_kept: object, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Alder joins in December, and the year is laid out again."""
    with kept(django_db_blocker):
        alter_joining(JOINED)
        yield


@pytest.fixture
def joined(alder: School) -> School:
    assert alder.joined_date == JOINED
    return alder


@pytest.fixture
def whole_year(joined: School) -> School:
    """Alder was there from the first day."""
    alter_joining(None)
    joined.refresh_from_db()
    return joined


def alter_joining(day: date | None) -> None:
    School.objects.filter(urn=900001).update(joined_date=day)
    build_year(year=SchoolYear.objects.get(), by=None, now=NOW, today=TODAY)


def keys(parts: Any) -> list[str]:
    return [line.key for part in parts for line in part.lines]


def ask(school: School, year: SchoolYear, by: User, key: str = "P10.visit", **more: Any) -> Event:
    given: dict[str, Any] = {"day": date(2027, 1, 12), "reason": "We know too little of it."} | more
    return ask_again(school=school, year=year, key=key, by=by, now=NOW, today=TODAY, **given)


def test_a_school_sees_what_was_before_and_what_comes(
    joined: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    answer = client_of(make_person("headteacher", joined)).get(URL)
    assert answer.status_code == 200
    page = answer.context["page"]
    assert (page.arrival.day, page.arrival.is_school, answer.context["decides"]) == (JOINED, True, False)
    assert keys(page.before) == ["P01.meeting", "P10.prepare", "P10.visit", "P15.statement", "P06.data#1"]
    assert (page.waived, page.waiting) == ((), ())
    assert keys(page.ahead)[:4] == ["P10.note", "P07.moderate", "P10.reply", "P06.analysis#1"]
    assert [part.name for part in page.before] == ["Autumn 1", "Autumn 2"]
    assert "Your year from 7 December" in answer.content.decode()


def test_a_step_for_some_tiers_is_kept_from_those_who_may_not_see_them(
    alder: School, build: Build, make_person: MakePerson, client_of: ClientOf
) -> None:
    School.objects.filter(pk=alder.pk).update(joined_date=date(2027, 3, 1), tier=3)
    build()
    before = {
        role: keys(client_of(make_person(role, alder)).get(URL).context["page"].before)
        for role in ("headteacher", "local_governor")
    }
    assert ("P20.review" in before["headteacher"], "P20.review" in before["local_governor"]) == (True, False)


def test_a_new_head_sees_what_was_done_left_out_and_left_open(
    whole_year: School,
    alder: School,
    make_person: MakePerson,
    client_of: ClientOf,
    event_of: EventOf,
    lead: User,
) -> None:
    how: dict[str, Any] = {"by": lead, "now": NOW, "today": TODAY}
    complete_event(event=event_of(alder, "P01.meeting"), done_date=date(2026, 9, 10), **how)
    mark_not_needed(event=event_of(alder, "P07.moderate"), reason="Done with Birch in June.", **how)
    head = make_person("headteacher", alder, name="Naomi Clarke")
    Appointment.objects.filter(person=head).update(from_date=date(2026, 11, 1))
    page = client_of(head).get(URL).context["page"]
    assert (page.arrival.is_school, page.arrival.name) == (False, "Naomi Clarke")
    assert keys(page.before) == ["P01.meeting"]
    assert [(line.key, line.reason, line.by) for line in page.waived] == [
        ("P07.moderate", "Done with Birch in June.", "Dan Firth")
    ]
    assert [line.key for line in page.waiting] == ["P10.prepare"]
    assert keys(page.ahead)[0] == "P10.visit"


def test_where_nobody_came_in_the_middle_the_page_teaches(
    whole_year: School, alder: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    answer = client_of(make_person("headteacher", alder)).get(URL)
    assert (answer.status_code, answer.context["arrival"]) == (200, None)
    assert "Nobody joined in the middle of this year" in answer.content.decode()


def test_without_a_handbook_it_says_so(
    alder: School, year: SchoolYear, lead: User, client_of: ClientOf
) -> None:
    Event.objects.all().delete()
    Edition.objects.update(status="draft", number=None, published_at=None)
    answer = client_of(lead).get(URL)
    assert (answer.status_code, "No handbook is in force" in answer.content.decode()) == (200, True)


def test_who_may_open_it(joined: School, birch: School, make_person: MakePerson, client_of: ClientOf) -> None:
    assert client_of(make_person("headteacher", birch)).get(URL).status_code == 404
    assert client_of(make_person("portal_admin")).get(URL).status_code == 403
    assert client_of(make_person("trustee")).get("/next/999999/joining/").status_code == 404
    for action in ("waive/", "ask/"):
        assert client_of(make_person("headteacher", joined)).post(URL + action).status_code == 403
        assert client_of(make_person("improvement_lead")).get(URL + action).status_code == 405


def test_several_are_left_out_with_one_reason(
    joined: School, lead: User, client_of: ClientOf, event_of: EventOf
) -> None:
    chosen = [event_of(joined, key).pk for key in ("P10.note", "P07.moderate")]
    answer = client_of(lead).post(URL + "waive/", {"events": chosen, "reason": "Done before it joined."})
    assert answer["Location"] == URL
    assert set(Event.objects.filter(pk__in=chosen).values_list("state", "state_reason")) == {
        ("not_needed", "Done before it joined.")
    }
    assert AuditEntry.objects.filter(action="event.mark-not-needed").count() == 2


def test_all_are_left_out_or_none(joined: School, lead: User, event_of: EventOf) -> None:
    events = [event_of(joined, key) for key in ("P10.note", "P07.moderate")]
    how: dict[str, Any] = {"by": lead, "now": NOW, "today": TODAY}
    complete_event(event=event_of(joined, "P07.moderate"), done_date=TODAY, **how)
    with pytest.raises(Refused, match="changed a moment ago"):
        waive_events(events=[events[0], event_of(joined, "P07.moderate")], reason="No.", **how)
    assert event_of(joined, "P10.note").state == "planned"


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"reason": "No."},
        {"reason": "No.", "events": ["x", "9" * 40, "-1"]},
        {"events": ["1"], "reason": ""},
    ],
)
def test_leaving_out_nothing_or_without_a_reason_is_refused(
    joined: School, lead: User, client_of: ClientOf, given: dict[str, Any]
) -> None:
    assert client_of(lead).post(URL + "waive/", given).status_code == 422
    assert not Event.objects.filter(state="not_needed").exists()


def test_another_schools_steps_are_not_reached(
    joined: School, birch: School, lead: User, client_of: ClientOf, event_of: EventOf
) -> None:
    given = {"reason": "No.", "events": [event_of(birch, "P10.visit").pk]}
    assert client_of(lead).post(URL + "waive/", given).status_code == 422
    assert event_of(birch, "P10.visit").state == "planned"


def test_an_earlier_step_is_asked_all_the_same_and_rebuilding_keeps_it(
    joined: School, year: SchoolYear, lead: User, build: Build, event_of: EventOf
) -> None:
    made = ask(joined, year, lead)
    assert (made.opens_date, made.due_date, made.scheduled_date, made.is_moved, made.state) == (
        date(2027, 1, 12), date(2027, 1, 12), date(2026, 12, 1), True, "planned",
    )  # fmt: skip
    [entry] = AuditEntry.objects.filter(action="event.ask-again")
    assert (entry.before, entry.after, entry.reason) == (
        "2026-12-01", "2027-01-12", "We know too little of it.",
    )  # fmt: skip
    assert [(move.broke_notice, move.reason) for move in made.moves.all()] == [
        (False, "We know too little of it.")
    ]
    build()
    assert build().is_empty
    assert event_of(joined, "P10.visit").due_date == date(2027, 1, 12)
    with pytest.raises(Refused, match="asked of the school already"):
        ask(joined, year, lead)


def test_an_earlier_step_follows_the_words_of_a_new_edition(
    joined: School, year: SchoolYear, lead: User, build: Build, event_of: EventOf
) -> None:
    ask(joined, year, lead)
    publish(changed(SMALL, "P10.visit", title="A visit", timing="AUT2 W4 Tue"), number=2)
    build()
    now = event_of(joined, "P10.visit")
    assert (now.title, now.due_date, now.scheduled_date) == (
        "A visit", date(2027, 1, 12), date(2026, 11, 24),
    )  # fmt: skip
    assert build().is_empty


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"reason": " "}, "Say why the school is asked all the same"),
        ({"key": "P99.x"}, "asked of the school already, or was not due before it joined"),
        ({"key": "P06.data#2"}, "asked of the school already, or was not due before it joined"),
        ({"day": date(2026, 12, 4)}, "Choose a day from Monday 7 December 2026 on"),
        ({"day": date(2027, 1, 9)}, "Saturday 9 January 2027 is a weekend"),
        ({"day": date(2026, 12, 22)}, "in the holidays"),
        ({"day": date(2027, 9, 6)}, "is not in 2026/27"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    joined: School, year: SchoolYear, lead: User, more: dict[str, Any], said: str
) -> None:
    count = Event.objects.count()
    with pytest.raises(Refused, match=said):
        ask(joined, year, lead, **more)
    assert Event.objects.count() == count


def test_the_lead_asks_on_the_page(
    joined: School, lead: User, client_of: ClientOf, event_of: EventOf
) -> None:
    client = client_of(lead)
    given = {"key": "P10.visit", "day": "2027-01-12", "reason": "We know too little of it."}
    assert client.post(URL + "ask/", given)["Location"] == URL
    line = next(
        line
        for part in client.get(URL).context["page"].ahead
        for line in part.lines
        if line.key == "P10.visit"
    )
    assert line.tag is not None
    assert line.tag.words == "Asked for all the same"
    for wrong in ({}, given, given | {"day": "soon"}, given | {"key": "x" * 90}):
        assert client.post(URL + "ask/", wrong).status_code == 422
    assert event_of(joined, "P10.visit").due_date == date(2027, 1, 12)


def test_the_page_of_what_comes_next_leads_here_for_ten_weeks(
    whole_year: School, alder: School, lead: User, make_person: MakePerson, client_of: ClientOf, settings: Any
) -> None:
    head = make_person("headteacher", alder)
    Appointment.objects.filter(person=head).update(from_date=date(2026, 11, 9))
    client = client_of(head)
    assert f'href="{URL}"' in client.get("/next/900001/").content.decode()
    assert f'href="{URL}"' in client_of(lead).get("/schools/900001/").content.decode()
    settings.PORTAL_TODAY = date(2027, 1, 29)  # the tenth week with school days
    assert f'href="{URL}"' in client.get("/next/900001/").content.decode()
    settings.PORTAL_TODAY = date(2027, 2, 1)
    assert f'href="{URL}"' not in client.get("/next/900001/").content.decode()


@pytest.mark.parametrize("more", [0, 2])
def test_it_asks_the_same_number_of_questions(
    joined: School, lead: User, client_of: ClientOf, django_assert_num_queries: Any, more: int
) -> None:
    waived = list(Event.objects.filter(school=joined).select_related("school", "year").order_by("pk")[:more])
    if waived:
        waive_events(events=waived, reason="No.", by=lead, now=NOW, today=TODAY)
    client = client_of(lead)
    client.get(URL)
    with django_assert_num_queries(15):
        client.get(URL)
