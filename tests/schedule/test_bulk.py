"""POST `/planner/bulk/`: the same change to many steps, what is left and why, and its undo."""

import re
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from people.models import AuditEntry, User
from schedule.actions import complete_event
from schedule.actions.bulk import agree_many, complete_many, undo_many
from schedule.models import Event, StateChange
from schools.models import School
from tests.conftest import ClientOf, MakePerson
from tests.schedule.conftest import NOW, TODAY, EventOf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_kept")]
ADDRESS = "/planner/bulk/?school=900001&view=list"


@pytest.fixture
def lead(built: object, make_person: MakePerson) -> User:
    return make_person("improvement_lead", name="Dan Firth")


def states(*events: Event) -> list[str]:
    return [Event.objects.get(pk=event.pk).state for event in events]


def told(answer: Any) -> list[str]:
    """What the notices say, without their forms."""
    texts = (re.sub(r"<form.*</form>", "", str(one)) for one in get_messages(answer.wsgi_request))
    return [re.sub(r"<br>", " | ", text).strip() for text in texts]


def send(client: Client, *events: Event, **fields: str) -> Any:
    return client.post(ADDRESS, {"event": [event.pk for event in events], **fields})


def test_many_are_done_and_taken_back_together(
    lead: User, alder: School, birch: School, event_of: EventOf, client_of: ClientOf
) -> None:
    client = client_of(lead)
    meetings = [event_of(school, "P01.meeting") for school in (alder, birch)]
    answer = send(client, *meetings, act="done", done_date="2026-11-20")
    assert (answer.status_code, answer["Location"]) == (302, "/planner/?school=900001&view=list")
    assert told(answer) == ["2 steps are marked as done."]
    assert states(*meetings) == ["done", "done"]
    assert [str(one.done_date) for one in Event.objects.filter(state="done")] == ["2026-11-20"] * 2
    assert AuditEntry.objects.filter(action="event.complete").count() == 2
    changes = ",".join(str(one.pk) for one in StateChange.objects.all())
    answer = client.post("/planner/bulk/undo/?school=900001&view=list", {"changes": changes})
    assert (answer["Location"], told(answer)[-1]) == (
        "/planner/?school=900001&view=list", "2 steps are as they were before.",
    )  # fmt: skip
    assert states(*meetings) == ["planned", "planned"]
    answer = client.post("/planner/bulk/undo/", {"changes": changes})
    assert told(answer)[-1] == "There was nothing left to take back. Nothing was changed."


def test_the_notice_carries_the_way_back(
    lead: User, alder: School, event_of: EventOf, client_of: ClientOf
) -> None:
    answer = send(client_of(lead), event_of(alder, "P10.note"), act="not-needed", reason="Told in person.")
    [notice] = get_messages(answer.wsgi_request)
    pk = StateChange.objects.get().pk
    assert str(notice).count(f'name="changes" value="{pk}"') == 1
    assert str(notice).count('action="/planner/bulk/undo/?school=900001&amp;view=list"') == 1
    assert Event.objects.get(state="not_needed").state_reason == "Told in person."


def test_what_cannot_be_changed_is_left_and_told(
    lead: User, alder: School, birch: School, event_of: EventOf, client_of: ClientOf
) -> None:
    done, open_ = event_of(alder, "P01.meeting"), event_of(birch, "P01.meeting")
    complete_event(event=done, done_date=TODAY, by=lead, now=NOW, today=TODAY)
    answer = client_of(lead).post(
        ADDRESS,
        {"event": [done.pk, open_.pk, 999999, "x", "9" * 30], "act": "done", "done_date": "2026-11-23"},
    )
    left = (
        "2 steps were left as they were. | P01 meeting, Alder: This was changed a moment ago. Nothing is lost: look "
        "at it as it is now, then decide. | 1 more: This is not yours to change, or is there no longer."
    )
    assert told(answer) == ["1 step is marked as done.", left]
    assert states(done, open_) == ["done", "done"]


def test_dates_are_agreed_where_there_is_a_day(
    lead: User, alder: School, event_of: EventOf, client_of: ClientOf
) -> None:
    visit, moderate, past = (event_of(alder, key) for key in ("P10.visit", "P07.moderate", "P01.meeting"))
    spread = event_of(alder, "P10.visit")
    answer = send(client_of(lead), visit, moderate, past, act="agree")
    assert states(visit, moderate, past) == ["agreed", "planned", "planned"]
    assert told(answer)[-1] == (
        "2 steps were left as they were. | P07 moderate, Alder: Only a meeting, a visit, training or a review has a day"
        " to agree. | P01 meeting, Alder: It has no day yet, only days to choose from. Choose the day first."
    )
    [entry] = AuditEntry.objects.filter(action="event.agree", target_label="P10 visit (P10.visit)")
    assert (entry.before, entry.after, entry.actor_id) == ("planned", "agreed, 2026-12-01", lead.pk)
    assert told(send(client_of(lead), visit, act="agree"))[-1].endswith("Its date is agreed already.")
    Event.objects.filter(pk=spread.pk).update(state="planned", opens_date=TODAY)
    assert told(send(client_of(lead), spread, act="agree"))[-1].endswith(
        "It has no day yet, only days to choose from. Choose the day first."
    )


@pytest.mark.once  # the form is judged before anything is asked
@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({}, {"act": ["Choose what to do with the ticked steps."]}),
        ({"act": "burn"}, {"act": ["Choose what to do with the ticked steps."]}),
        ({"act": "agree"}, {"event": ["Tick at least one step."]}),
        ({"act": "done", "event": "1", "done_date": "soon"}, {"done_date": ["Write the day as 2026-11-23."]}),
        ({"act": "done", "event": "1", "done_date": ""}, {"done_date": ["Give the day they were done."]}),
        ({"act": "agree", "event": "x"}, {"event": ["Tick at least one step."]}),
    ],
)
def test_a_form_that_lacks_something_comes_back(
    fields: dict[str, str], error: dict[str, list[str]], lead: User, client_of: ClientOf
) -> None:
    answer = client_of(lead).post(ADDRESS, fields)
    assert (answer.status_code, answer.context["form"].errors) == (422, error)


def test_the_ticks_and_what_was_typed_are_kept(
    lead: User, alder: School, event_of: EventOf, client_of: ClientOf
) -> None:
    visit = event_of(alder, "P10.visit")
    answer = send(client_of(lead), visit, act="not-needed", reason="  ", done_date="2026-11-20")
    html = answer.content.decode()
    assert html.count(f'name="event" value="{visit.pk}" checked') == 1
    assert answer.context["form"]["done_date"].value() == "2026-11-20"
    assert states(visit) == ["planned"]


@pytest.mark.parametrize(("done_date", "why"), [
    ("2026-12-24", "The day it was done lies ahead. Mark it as done once it has happened."),
    ("1999-01-01", "The day it was done is long before 2026/27. Check the year."),
])  # fmt: skip
def test_a_day_that_cannot_be_leaves_them_all(
    done_date: str, why: str, lead: User, alder: School, event_of: EventOf, client_of: ClientOf
) -> None:
    visit = event_of(alder, "P10.visit")
    answer = send(client_of(lead), visit, act="done", done_date=done_date)
    assert told(answer) == [f"1 step was left as it was. | P10 visit, Alder: {why}"]
    assert (states(visit), StateChange.objects.count()) == (["planned"], 0)


@pytest.mark.parametrize("role", ["headteacher", "improvement_partner", "trustee", "portal_admin"])
def test_only_who_plans_changes_many(
    role: str, built: object, alder: School, event_of: EventOf, make_person: MakePerson, client_of: ClientOf
) -> None:
    trust_wide = role in ("trustee", "portal_admin")
    client = client_of(make_person(role, None if trust_wide else alder))
    visit = event_of(alder, "P10.visit")
    assert send(client, visit, act="agree").status_code == 403
    assert client.post("/planner/bulk/undo/", {"changes": "1"}).status_code == 403
    assert client.get(ADDRESS).status_code == 405
    assert states(visit) == ["planned"]
    if role == "headteacher":
        assert client.get("/planner/?view=list").context["form"] is None


def test_undo_leaves_what_somebody_changed_since(
    lead: User, alder: School, birch: School, event_of: EventOf
) -> None:
    events = [event_of(school, "P01.meeting") for school in (alder, birch)]
    done = complete_many(events=events, done_date=TODAY, by=lead, now=NOW, today=TODAY).changes
    undo_many(changes=done[:1], by=lead, now=NOW, today=TODAY)
    complete_event(event=event_of(alder, "P01.meeting"), done_date=TODAY, by=lead, now=NOW, today=TODAY)
    changed = undo_many(changes=done, by=lead, now=NOW, today=TODAY)
    assert [one.event_id for one in changed.changes] == [events[1].pk]
    assert [left.event.pk for left in changed.left] == [events[0].pk]
    assert states(*events) == ["done", "planned"]


def test_the_undo_of_somebody_else_is_not_theirs(
    lead: User, alder: School, event_of: EventOf, make_person: MakePerson, client_of: ClientOf
) -> None:
    visit = event_of(alder, "P10.visit")
    [change] = agree_many(events=[visit], by=lead, now=NOW, today=TODAY).changes
    client_of(make_person("ceo")).post("/planner/bulk/undo/", {"changes": f"{change.pk},x,{'9' * 40}"})
    assert states(visit) == ["agreed"]
