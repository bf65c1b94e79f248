"""Moving a step at several schools says which of the trust's own steps stay on their days."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import User
from schedule.models import Event
from tests.conftest import ClientOf, MakePerson
from tests.handbook.writing_pages import words
from tests.schedule.conftest import EventOf
from tests.schedule.moving_together import confirm, to_day, url

# Once: what is told and refused before it moves; that it moves: test_moves.py and test_moves_together_done.py.
pytestmark = [pytest.mark.usefixtures("built_kept"), pytest.mark.once]


@pytest.fixture
def lead(make_person: MakePerson) -> User:
    return make_person("improvement_lead", name="Daniel Firth")


@pytest.fixture
def own(built: object, event_of: EventOf) -> Event:
    """The trust's own step, to be changed and put beside the visits."""
    return event_of(None, "P01.slots")


def put(own: Event, key: str, day: date, state: str = "planned") -> Event:
    """One more of the trust's own steps."""
    made = Event.objects.get(pk=own.pk)
    made.pk, made.key, made.title, made.state = None, key, key.replace(".", " "), state
    made.opens_date = made.due_date = made.scheduled_date = day
    made.done_date = day if state == "done" else None
    made.save()
    return made


def test_what_the_trust_does_next_in_the_process_stays_and_is_said(
    visits: tuple[Event, Event], own: Event, lead: User, client_of: ClientOf
) -> None:
    kept = put(own, "P10.share", date(2026, 12, 4))
    client = client_of(lead)
    assert "own step" not in words(client.get(url(visits[0])))  # nothing is to move yet
    shown = client.post(url(visits[0]), to_day(*visits))
    said = "The trust’s own step “ P10 share ” stays on Friday 4 December 2026 (Autumn 2, week 5)."
    assert said in words(shown)
    confirm(client, shown, *visits)
    kept.refresh_from_db()
    assert (kept.due_date, kept.is_moved) == (date(2026, 12, 4), False)


def test_several_are_said_in_one_sentence_and_what_is_no_matter_is_not(
    visits: tuple[Event, Event], own: Event, lead: User, client_of: ClientOf
) -> None:
    """From 1 to 8 December: what is done, what is over, what is far off and what is of another process says nothing."""
    put(own, "P10.share", date(2026, 12, 1))
    put(own, "P10.board", date(2027, 1, 5))
    put(own, "P10.brief", date(2026, 11, 30))
    put(own, "P10.told", date(2026, 12, 2), "done")
    put(own, "P10.summary", date(2027, 1, 6))
    put(own, "P06.summary", date(2026, 12, 4))
    said = words(client_of(lead).post(url(visits[0]), to_day(*visits)))
    assert (
        "The trust’s own steps stay where they are: “ P10 share ” on Tuesday 1 December 2026 (Autumn 2, week 5) "
        "and “ P10 board ” on Tuesday 5 January 2027 (Spring 1, week 1)."
    ) in said
    assert "P10 brief" not in said


def test_it_says_nothing_where_nothing_moves_or_nothing_stands_beside_it(
    visits: tuple[Event, Event], own: Event, lead: User, client_of: ClientOf
) -> None:
    client = client_of(lead)
    assert "The trust’s own" not in words(client.post(url(visits[0]), to_day(*visits)))
    put(own, "P10.share", date(2026, 12, 4))
    assert "The trust’s own" not in words(client.post(url(visits[0]), to_day(*visits, day="2026-11-20")))


def test_it_is_one_question_however_many_stay(
    visits: tuple[Event, Event], own: Event, lead: User, client_of: ClientOf
) -> None:
    client, counted = client_of(lead), []
    for key in ("P10.share", "P10.board", "P10.brief"):
        put(own, key, date(2026, 12, 4))
        with CaptureQueriesContext(connection) as queries:
            page = client.post(url(visits[0]), to_day(visits[0])).context["page"]
        counted.append((len(page.stays), len(queries)))
    assert [stay for stay, _ in counted] == [1, 2, 3]
    assert counted[1][1] == counted[2][1]
