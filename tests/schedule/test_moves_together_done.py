"""One step is moved at several schools in one go, from the planner or the page of one event, and taken back."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import AuditEntry, User
from schedule.actions import Refused, complete_event, move_event
from schedule.actions.bulk import move_many
from schedule.actions.proposals import agree_date, propose_date
from schedule.models import Event, Move
from schools.models import School, Trust
from tests.conftest import ClientOf, MakePerson
from tests.handbook.writing_pages import words
from tests.schedule.conftest import NOW, TODAY, Build, EventOf
from tests.schedule.moving_together import HOW, ON_8, days, move, to_day, told, url

pytestmark = pytest.mark.usefixtures("built_kept")


@pytest.fixture
def lead(make_person: MakePerson) -> User:
    return make_person("improvement_lead", name="Daniel Firth")


@pytest.fixture
def cedar_visit(visits: tuple[Event, Event], trust: Trust, build: Build, event_of: EventOf) -> Event:
    """At a third school, on the same day."""
    cedar = School.objects.create(
        trust=trust, urn=900003, name="Cedar School", short_name="Cedar", phase="primary"
    )
    build()
    return event_of(cedar, "P10.visit")


# --- moving, and taking it back


def test_one_reason_moves_all_through_the_move_of_one_event(
    visits: tuple[Event, Event], lead: User, client_of: ClientOf
) -> None:
    answer = move(client_of(lead), *visits)
    assert (answer.status_code, answer["Location"]) == (
        302, "/planner/?school=all&process=P10&view=list&day=2026-12-08",
    )  # fmt: skip
    assert told(answer) == ["“P10 visit” is moved at 2 schools. Each sees it on its page."]
    assert days(*visits) == [ON_8, ON_8]
    made = Move.objects.order_by("event__school__name")
    assert [(one.event_id, one.reason, one.by, one.notice_given, one.notice_promised) for one in made] == [
        (visit.pk, "A training day.", lead, 6, 20) for visit in visits
    ]
    entries = AuditEntry.objects.filter(action="event.move").order_by("school_urn")
    assert [(one.school_urn, one.before, one.after, one.reason) for one in entries] == [
        (900001, "2026-12-01", "2026-12-08", "A training day."),
        (900002, "2026-12-01", "2026-12-08", "A training day."),
    ]
    notes = Event.objects.filter(key="P10.note").values_list("due_date", flat=True)
    assert set(notes) == {date(2026, 12, 15)}


def test_all_move_or_none(visits: tuple[Event, Event], lead: User) -> None:
    """Birch was changed between the look and the lock."""
    Event.objects.filter(pk=visits[1].pk).update(state="not_needed", state_reason="No pupils.")
    with pytest.raises(Refused, match="Birch: This was changed a moment ago"):
        move_many(days=[(visit, ON_8) for visit in visits], reason="A training day.", by=lead, **HOW)
    assert (days(*visits), Move.objects.count()) == ([date(2026, 12, 1)] * 2, 0)


def test_all_of_it_is_taken_back_at_once_but_what_changed_since(
    visits: tuple[Event, Event], lead: User, client_of: ClientOf
) -> None:
    client = client_of(lead)
    [notice] = get_messages(move(client, *visits).wsgi_request)
    changes = ",".join(str(one.pk) for one in Move.objects.order_by("pk"))
    assert 'action="/events/undo-moves/?school=all&amp;process=P10' in str(notice)
    assert f'name="changes" value="{changes}"' in str(notice)
    answer = client.post("/events/undo-moves/?school=all&view=list", {"changes": changes})
    assert answer["Location"] == "/planner/?school=all&view=list"
    assert told(answer)[-1] == "2 steps are on their days again, and so is what follows them."
    assert days(*visits) == [date(2026, 12, 1)] * 2
    assert set(Event.objects.filter(key="P10.note").values_list("due_date", flat=True)) == {ON_8}
    assert told(client.post("/events/undo-moves/", {"changes": changes}))[-1] == (
        "There was nothing left to take back. Nothing was changed."
    )


def test_undo_leaves_what_somebody_changed_since_and_what_somebody_else_moved(
    visits: tuple[Event, Event], lead: User, client_of: ClientOf, make_person: MakePerson
) -> None:
    client = client_of(lead)
    made = move_many(days=[(visit, ON_8) for visit in visits], reason="A training day.", by=lead, **HOW)
    changes = ",".join(str(one.pk) for one in made)
    client_of(make_person("ceo")).post("/events/undo-moves/", {"changes": changes})
    assert days(*visits) == [ON_8, ON_8]
    birch = Event.objects.select_related("school", "year", "step__process").get(pk=visits[1].pk)
    complete_event(event=birch, done_date=TODAY, by=lead, **HOW)
    answer = client.post("/events/undo-moves/", {"changes": f"{changes},x,{'9' * 40}"})
    assert days(*visits) == [date(2026, 12, 1), ON_8]
    assert told(answer)[-2] == "1 step is on its day again, and so is what follows it."
    assert told(answer)[-1].startswith("1 step was left as it was.<br>P10 visit, Birch: It is marked as done")


# --- found again later, on the page of each


def test_the_page_of_each_tells_who_moved_it_that_it_moved_with_others_and_takes_all_of_it_back(
    visits: tuple[Event, Event], lead: User, client_of: ClientOf
) -> None:
    client = client_of(lead)
    move(client, *visits)
    changes = ",".join(str(one.pk) for one in Move.objects.order_by("event__school__name"))
    for visit in visits:
        answer = client.get(visit.get_absolute_url())
        assert "Moved together with the same step at 1 other school." in words(answer)
        assert f'name="changes" value="{changes}"' in answer.content.decode()
        assert "Take it back at both schools" in words(answer)
    back = "/events/undo-moves/?school=all&amp;process=P10&amp;view=list&amp;day=2026-12-01"
    assert f'action="{back}"' in answer.content.decode()
    taken = client.post(back.replace("&amp;", "&"), {"changes": changes})
    assert told(taken)[-1] == "2 steps are on their days again, and so is what follows them."
    assert days(*visits) == [date(2026, 12, 1)] * 2
    assert "Moved together" not in words(client.get(visits[0].get_absolute_url()))


def test_a_school_where_it_has_moved_again_since_stays_and_is_said_before_and_after(
    visits: tuple[Event, Event], cedar_visit: Event, lead: User, client_of: ClientOf
) -> None:
    client = client_of(lead)
    made = move_many(
        days=[(one, ON_8) for one in (*visits, cedar_visit)], reason="A training day.", by=lead, **HOW
    )
    birch = Event.objects.select_related("school", "year", "step__process").get(pk=visits[1].pk)
    later: dict[str, Any] = {"now": NOW + timedelta(hours=1), "today": TODAY}
    move_event(event=birch, to_date=date(2026, 12, 10), reason="Snow.", by=lead, **later)
    said = words(client.get(visits[0].get_absolute_url()))
    assert (
        "Moved together with the same step at 1 other school. At Birch it has changed since, so it stays there."
        in said
    )
    assert "Moved together" not in words(client.get(birch.get_absolute_url()))
    changes = ",".join(str(one.pk) for one in made)
    answer = client.post("/events/undo-moves/", {"changes": changes})
    assert told(answer)[-2:] == [
        "2 steps are on their days again, and so is what follows them.",
        "1 step was left as it was.<br>P10 visit, Birch: It has moved again since. Take that move back first.",
    ]
    assert days(*visits, cedar_visit) == [date(2026, 12, 1), date(2026, 12, 10), date(2026, 12, 1)]


@pytest.mark.parametrize("how", ["done", "agreed", "asked for", "left", "another edition"])
def test_only_where_it_would_not_be_refused_is_it_offered(
    visits: tuple[Event, Event], cedar_visit: Event, lead: User, client_of: ClientOf, how: str
) -> None:
    made = move_many(
        days=[(one, ON_8) for one in (*visits, cedar_visit)], reason="A training day.", by=lead, **HOW
    )
    later: dict[str, Any] = {"by": lead, "now": NOW + timedelta(hours=1), "today": TODAY}
    birch = Event.objects.select_related("school", "year", "step__process").get(pk=visits[1].pk)
    match how:
        case "done":
            complete_event(event=birch, done_date=TODAY, **later)
        case "agreed":
            agree_date(event=birch, **later)
        case "asked for":
            propose_date(event=birch, to_date=date(2026, 12, 10), reason="Snow.", side="school", **later)
        case "left":
            School.objects.filter(pk__in=[birch.school_id]).update(left_date=TODAY - timedelta(days=1))
        case _:
            Event.objects.filter(pk=birch.pk).update(due_date=date(2026, 12, 9))
    client = client_of(lead)
    page = words(client.get(visits[0].get_absolute_url()))
    assert "at 1 other school. At Birch it has changed since, so it stays there." in page
    assert "Take it back at both schools" in page
    assert "Moved together" not in words(client.get(birch.get_absolute_url()))
    client.post("/events/undo-moves/", {"changes": ",".join(str(one.pk) for one in made)})
    assert days(visits[0], cedar_visit) == [date(2026, 12, 1)] * 2
    assert days(birch) != [date(2026, 12, 1)]


def test_nobody_else_is_offered_it_and_what_was_moved_alone_is_alone(
    visits: tuple[Event, Event], lead: User, client_of: ClientOf, make_person: MakePerson, alder: School
) -> None:
    move(client_of(lead), *visits)
    for person in (make_person("ceo"), make_person("headteacher", alder)):
        page = words(client_of(person).get(visits[0].get_absolute_url()))
        assert ("by Daniel Firth, because a training day." in page, "Moved together" in page) == (True, False)
    for visit in visits:
        Move.objects.filter(event=visit).update(reason=f"Only at {visit.school}.")
    assert "Moved together" not in words(client_of(lead).get(visits[0].get_absolute_url()))


def test_the_page_asks_the_same_however_many_moved_with_it(
    visits: tuple[Event, Event], cedar_visit: Event, lead: User, client_of: ClientOf
) -> None:
    client, counted = client_of(lead), []
    for moved, minutes in ((visits, 1), ((*visits, cedar_visit), 2)):
        to, now = ON_8 + timedelta(minutes), NOW + timedelta(minutes=minutes)
        fresh = Event.objects.select_related("school", "year", "step__process").filter(
            pk__in=[one.pk for one in moved]
        )
        move_many(days=[(one, to) for one in fresh], reason="Training.", by=lead, now=now, today=TODAY)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(visits[0].get_absolute_url())
        counted.append((page.context["page"].together.others, len(queries)))
    assert [others for others, _ in counted] == [1, 2]
    assert counted[0][1] == counted[1][1]


# --- from the planner, and from the page of one event


def test_the_planner_hands_on_what_is_ticked_of_one_step(
    visits: tuple[Event, Event], lead: User, client_of: ClientOf, alder: School, event_of: EventOf
) -> None:
    client = client_of(lead)
    address = "/planner/bulk/?school=all&view=list"
    answer = client.post(address, {"event": [one.pk for one in visits], "act": "move"})
    assert answer["Location"] == f"{url(visits[0])}?event={visits[0].pk}&event={visits[1].pk}"
    page = client.get(f"{url(visits[0])}?event={visits[1].pk}").context["page"]
    assert [one.chosen for one in page.lines] == [False, True]
    other = event_of(alder, "P15.statement")
    answer = client.post(address, {"event": [visits[0].pk, other.pk], "act": "move"})
    words = "These are 2 different steps. Tick one step of the handbook at the schools where it moves."
    assert (answer.status_code, answer.context["form"].errors) == (422, {"event": [words]})
    assert answer.content.decode().count(" checked") == 2


def test_the_page_of_one_event_leads_there(
    visits: tuple[Event, Event], lead: User, client_of: ClientOf
) -> None:
    assert f'href="{url(visits[0])}"' in client_of(lead).get(f"/events/{visits[0].pk}/move/").content.decode()


def test_a_school_more_asks_no_more_than_its_own_page_does(
    visits: tuple[Event, Event], lead: User, client_of: ClientOf
) -> None:
    counted = []
    client = client_of(lead)
    client.get(url(visits[0]))
    for asked in (visits[:1], visits):
        with CaptureQueriesContext(connection) as queries:
            client.post(url(visits[0]), to_day(*asked))
        counted.append(len(queries))
    one, two = counted
    assert two - one <= 16
    assert one <= 25
