"""`/events/<pk>/`: one event, and what happened to it."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from people.models import User
from schedule.actions import attach_file, complete_event, mark_not_needed, move_event, undo_last
from schedule.models import Event
from schools.models import School
from tests.conftest import ClientOf, MakePerson
from tests.schedule.conftest import NOW, TODAY, EventOf, pdf

pytestmark = pytest.mark.usefixtures("built_kept")


@pytest.fixture
def visit(built: object, alder: School, event_of: EventOf) -> Event:
    return event_of(alder, "P10.visit")


@pytest.fixture
def trust_event(built: object, event_of: EventOf) -> Event:
    return event_of(None, "P01.slots")


def allowed(client: Client, event: Event) -> tuple[bool, ...] | int:
    """May complete, attach, read files; or the status of the refusal."""
    response = client.get(f"/events/{event.pk}/")
    if response.status_code != 200:
        return response.status_code
    return tuple(response.context[f"may_{verb}"] for verb in ("complete", "attach", "read"))


def test_it_shows_the_card_in_full(
    visit: Event, alder: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    response = client_of(make_person("headteacher", alder)).get(f"/events/{visit.pk}/")
    assert response.status_code == 200
    card = response.context["card"]
    assert (card.event, card.place, card.distance) == (visit, "Autumn 2, week 5", "in 6 school days")
    assert response.context["page"].history == ()


@pytest.mark.once  # decided by the role and the step
@pytest.mark.parametrize(
    ("role", "at_visit", "at_trust_event"),
    [
        ("headteacher", (True, True, True), (False, False, False)),
        ("senior_leader", (True, True, True), (False, False, False)),
        ("middle_leader", (False, False, False), (False, False, False)),
        ("improvement_partner", (True, True, True), (False, False, False)),
        ("local_governor", (False, False, False), (False, False, False)),
        ("improvement_lead", (True, True, True), (True, True, True)),
        ("ceo", (True, True, True), (True, True, True)),
        ("trustee", (False, False, False), (False, False, False)),
        ("governance_professional", (False, False, False), (False, False, False)),
        ("portal_admin", 403, 404),
    ],
)
def test_each_role_may_do_its_own(
    visit: Event, trust_event: Event, alder: School, make_person: MakePerson, client_of: ClientOf,
    role: str, at_visit: object, at_trust_event: object,
) -> None:  # fmt: skip
    wide = role in ("improvement_lead", "ceo", "trustee", "governance_professional", "portal_admin")
    client = client_of(make_person(role, None if wide else alder))
    assert (allowed(client, visit), allowed(client, trust_event)) == (at_visit, at_trust_event)


@pytest.mark.once  # decided by the role and the step
@pytest.mark.parametrize(
    ("role", "changes", "may"),
    [
        ("middle_leader", {"owner": "subject_leader"}, True),
        ("middle_leader", {"takes_part": ["headteacher", "middle_leader"]}, True),
        ("middle_leader", {"takes_part": ["class_teacher"]}, True),
        ("improvement_partner", {"kind": "task", "owner": "headteacher", "takes_part": []}, False),
        ("improvement_partner", {"kind": "task", "owner": "coach", "takes_part": []}, True),
        ("improvement_partner", {"kind": "visit", "owner": "improvement_lead", "takes_part": []}, True),
        ("governance_professional", {"owner": "chair_of_governors"}, True),
        ("governance_professional", {"takes_part": ["trustee"]}, True),
    ],
)
def test_some_roles_act_only_where_the_step_names_them(
    visit: Event, alder: School, make_person: MakePerson, client_of: ClientOf,
    role: str, changes: dict[str, Any], may: bool,
) -> None:  # fmt: skip
    step = visit.step
    assert step is not None
    for field, value in changes.items():
        setattr(step, field, value)
    step.save()
    Event.objects.filter(pk=visit.pk).update(owner_role=step.owner)
    client = client_of(make_person(role, None if role == "governance_professional" else alder))
    assert allowed(client, visit) == (may, may, role == "improvement_partner")


def test_a_stranger_gets_nothing(
    visit: Event, birch: School, make_person: MakePerson, client_of: ClientOf, client: Client
) -> None:
    assert client_of(make_person("headteacher", birch)).get(f"/events/{visit.pk}/").status_code == 404
    assert client.get(f"/events/{visit.pk}/").status_code == 302
    nobody = User.objects.create_user("nobody@example.org", "pass", name="Nobody")
    assert client_of(nobody).get(f"/events/{visit.pk}/").status_code == 404


def test_missing_and_other_methods(
    visit: Event, alder: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    client = client_of(make_person("headteacher", alder))
    assert client.get("/events/999999/").status_code == 404
    assert client.get("/events/abc/").status_code == 404
    assert client.get(f"/events/{10**30}/").status_code == 404
    assert client.post(f"/events/{visit.pk}/").status_code == 405


def test_the_history_is_told_newest_first(
    visit: Event, alder: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    head, lead = make_person("headteacher", alder, name="Ruth"), make_person("improvement_lead", name="Dan")
    when = [NOW.replace(hour=hour) for hour in range(9, 15)]
    move_event(event=visit, to_date=date(2026, 12, 8), reason="Snow.", by=lead, now=when[0], today=TODAY)
    attach_file(event=visit, name="a.pdf", file=pdf(), document_code="", by=head, now=when[1])
    complete_event(event=visit, done_date=TODAY, by=head, now=when[2], today=TODAY)
    undo_last(event=visit, by=head, now=when[3], today=TODAY)
    mark_not_needed(event=visit, reason="Twice the same.", by=head, now=when[4], today=TODAY)
    page = client_of(head).get(f"/events/{visit.pk}/").context["page"]
    assert [(line.what, line.by, line.reason, line.broke_notice, line.undone) for line in page.history] == [
        ("Marked as not needed", "Ruth", "Twice the same.", "", ""),
        ("Marked as done", "Ruth", "", "", "Undone by Ruth on Monday 23 November 2026"),
        ("Attached “a.pdf”", "Ruth", "", "", ""),
        (
            "Was Autumn 2, week 5 (Tuesday 1 December 2026), moved to week 6 (Tuesday 8 December 2026)",
            "Dan", "Snow.", "6 working days’ notice, where 20 were promised", "",
        ),
    ]  # fmt: skip
    assert page.planned == "Tuesday 1 December 2026"
    assert page.last_change.to_state == "not_needed"


def test_trustees_and_governors_see_no_files(
    visit: Event, alder: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    head = make_person("headteacher", alder)
    attach_file(event=visit, name="secret.pdf", file=pdf(), document_code="", by=head, now=NOW)
    address = f"/events/{visit.pk}/"
    assert client_of(head).get(address).content.decode().count("secret.pdf") > 0
    for other in (
        make_person("trustee"),
        make_person("local_governor", alder),
        make_person("middle_leader", alder),
    ):
        page = client_of(other).get(address).content.decode()
        assert ("secret.pdf" in page, "Nothing yet. Each change" in page) == (False, True)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_same_number_of_questions_however_much_happened(
    visit: Event, alder: School, make_person: MakePerson, client_of: ClientOf, rows: int,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    head, lead = make_person("headteacher", alder), make_person("improvement_lead")
    for n in range(rows):
        move_event(event=visit, to_date=date(2026, 12, 8 + n), reason="Snow.", by=lead, now=NOW, today=TODAY)
        attach_file(event=visit, name=f"{n}.pdf", file=pdf(), document_code="", by=head, now=NOW)
        complete_event(event=visit, done_date=TODAY, by=head, now=NOW, today=TODAY)
        undo_last(event=visit, by=head, now=NOW, today=TODAY)
    client = client_of(head)
    with django_assert_num_queries(15):
        client.get(f"/events/{visit.pk}/")
