"""`/events/<pk>/move/` and the answers: what is shown before, who may do what, and what a refusal keeps."""

from datetime import date

import pytest

from people.models import User
from schedule.actions import move_event, propose_date
from schedule.models import Event, Move, Proposal
from schools.models import Appointment, School
from tests.conftest import ClientOf, MakePerson
from tests.messages import said
from tests.schedule.conftest import NOW, TODAY, EventOf

pytestmark = pytest.mark.usefixtures("built_kept")

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


def typed(day: str = "2026-12-08", do: str = "ask", **more: str) -> dict[str, str]:
    return {"to": day, "reason": "A concert.", "looked": f"{day} None None", "do": do} | more


def test_what_is_told_is_what_then_happens(
    visit: Event, lead: User, client_of: ClientOf, alder: School
) -> None:
    told = [
        (one.title, one.new.split(" (")[0])
        for one in client_of(lead).get(url(visit) + "?to=2026-12-08").context["meaning"].followers
    ]
    client_of(lead).post(url(visit), typed(do="move"))
    now = Event.objects.filter(school=alder, key__in=("P10.prepare", "P10.note", "P10.reply")).order_by(
        "due_date"
    )
    assert [(one.title, f"{one.due_date:%A} {one.due_date.day} {one.due_date:%B %Y}") for one in now] == told


def test_a_head_asks_and_the_lead_agrees(visit: Event, head: User, lead: User, client_of: ClientOf) -> None:
    assert client_of(head).post(url(visit), typed()).status_code == 302
    asked = Proposal.objects.get()
    assert (asked.side, asked.reason, asked.made_by) == ("school", "A concert.", head)
    home = client_of(lead).get("/")
    assert [one.pk for one in home.context["asked"]] == [asked.pk]
    page = client_of(lead).get(url(visit, ""))
    assert (page.context["answers"], page.context["asks"]) == (True, False)
    assert client_of(lead).post(url(visit, f"proposals/{asked.pk}/agree/")).status_code == 302
    assert (Event.objects.get(pk=visit.pk).due_date, Event.objects.get(pk=visit.pk).state) == (ON_8, "agreed")
    assert client_of(lead).get("/").context["asked"] == []


def test_the_lead_asks_and_the_head_finds_it_waiting(
    visit: Event, head: User, lead: User, client_of: ClientOf
) -> None:
    client_of(lead).post(url(visit), typed())
    asked = Proposal.objects.get()
    line = client_of(head).get("/next/").context["asked"][0]
    assert (line.by, line.was, line.would_be) == (
        "Daniel Firth",
        "Tuesday 1 December 2026 (Autumn 2, week 5)",
        "Tuesday 8 December 2026 (Autumn 2, week 6)",
    )
    client_of(head).post(url(visit, f"proposals/{asked.pk}/counter/"), typed("2026-12-10"))
    assert list(Proposal.objects.order_by("pk").values_list("side", "state")) == [
        ("trust", "countered"),
        ("school", "open"),
    ]
    assert client_of(head).get("/next/").context["asked"] == []


def test_the_partner_stands_for_the_trust_on_their_visits(
    visit: Event, partner: User, head: User, client_of: ClientOf, alder: School, event_of: EventOf
) -> None:
    client_of(partner).post(url(visit), typed(do="move"))  # may not move at once, so it is asked
    assert list(Proposal.objects.values_list("side", "state")) == [("trust", "open")]
    assert Move.objects.count() == 0
    assert client_of(partner).get(url(event_of(alder, "P10.reply"))).status_code == 403


def test_moving_at_once_tells_how_to_take_it_back(visit: Event, lead: User, client_of: ClientOf) -> None:
    client = client_of(lead)
    [notice] = said(client.post(url(visit), typed(do="move")))
    move = Move.objects.get()
    assert f'name="move" value="{move.pk}"' in notice
    assert client.post(url(visit, "undo-move/"), {"move": str(move.pk)}).status_code == 302
    assert Event.objects.get(pk=visit.pk).due_date == date(2026, 12, 1)
    page = client.get(url(visit, "")).context
    assert (page["page"].moved, page["page"].last_move, page["card"].tag) == ("", None, None)
    assert page["history"][0].undone == "Taken back by Daniel Firth on Monday 23 November 2026"


@pytest.mark.once  # the form is judged before anything is written
def test_nobody_confirms_what_they_were_not_shown(visit: Event, lead: User, client_of: ClientOf) -> None:
    client = client_of(lead)
    answer = client.post(url(visit), typed(do="move", looked="2026-12-10 None None"))
    assert (answer.status_code, answer.context["meaning"].day, Move.objects.count()) == (422, ON_8, 0)
    assert 'name="looked" value="2026-12-08 None None"' in answer.content.decode()
    look = client.post(url(visit), {"to": "2026-12-08", "do": "look", "reason": "Half a sen"})
    assert (look.status_code, "Half a sen" in look.content.decode(), Move.objects.count()) == (200, True, 0)
    look = client.post(url(visit), {"to": "2026-12-08", "do": "look", "reason": ""})
    assert (look.status_code, "Say why" in look.content.decode()) == (200, False)


@pytest.mark.once  # refused before anything is written
def test_a_refusal_says_why(visit: Event, head: User, client_of: ClientOf) -> None:
    client = client_of(head)
    for changes, words in (
        ({"reason": " "}, "Say why: everyone it concerns reads the reason."),
        ({"reason": "x" * 501}, "Say it in at most 500 letters."),
        ({"to": ""}, "Choose the new day."),
        ({"to": "2026-12-12", "looked": "2026-12-12 None None"}, "is a weekend: choose another day."),
        ({"to": "2026-12-01", "looked": "2026-12-01 None None"}, "It is on Tuesday 1 December 2026 already."),
    ):
        answer = client.post(url(visit), typed() | changes)
        assert (words, answer.status_code, words in answer.content.decode()) == (words, 422, True)
    assert Proposal.objects.count() == 0


def test_a_closed_day_is_confirmed_by_hand(visit: Event, lead: User, client_of: ClientOf) -> None:
    client_of(lead).post(url(visit), typed("2026-12-12", do="move", closed_ok="on"))
    assert Event.objects.get(pk=visit.pk).due_date == date(2026, 12, 12)


def test_what_changed_meanwhile_is_told(visit: Event, head: User, client_of: ClientOf) -> None:
    Event.objects.filter(pk=visit.pk).update(state="not_needed", state_reason="No pupils.")
    answer = client_of(head).post(url(visit), typed())
    assert (answer.status_code, Proposal.objects.count()) == (409, 0)


def test_hostile_numbers_find_nothing(visit: Event, lead: User, head: User, client_of: ClientOf) -> None:
    asked = propose_date(
        event=visit, side="school", to_date=ON_8, reason="A trip.", by=head, now=NOW, today=TODAY
    )
    client = client_of(lead)
    assert client.post(url(visit, f"proposals/{10**30}/agree/")).status_code == 404
    assert client.post(f"/events/{10**30}/proposals/{asked.pk}/agree/").status_code == 404
    other = Event.objects.filter(school__urn=900002, key="P10.visit").get()
    assert client.post(url(other, f"proposals/{asked.pk}/agree/")).status_code == 404
    assert client.post(url(visit, "undo-move/"), {"move": "9" * 40}).status_code == 302
    assert client.post(url(visit, f"proposals/{asked.pk}/decline/"), {"answer": "\x00"}).status_code == 302
    assert Proposal.objects.get().state == "open"


@pytest.mark.once  # what a page says
def test_both_days_are_told_in_both_languages(
    visit: Event, head: User, lead: User, client_of: ClientOf
) -> None:
    move_event(
        event=visit, to_date=ON_8, reason="The team is at an inspection", by=lead, now=NOW, today=TODAY
    )
    words = (
        "Was Autumn 2, week 5 (Tuesday 1 December 2026), moved to week 6 (Tuesday 8 December 2026) by Daniel Firth, "
        "because the team is at an inspection."
    )
    assert client_of(head).get(url(visit, "")).context["page"].moved == words
    page = client_of(head).get("/next/").context["page"]
    assert [line.words for line in page.moved] == [words]
    client_of(lead).post(url(visit, "undo-move/"))
    page = client_of(head).get("/next/").context["page"]
    assert (page.moved, page.changes) == ((), ())
