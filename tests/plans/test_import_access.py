"""Bringing a plan in: who may, what hostile input does, and how much is asked of the database."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from time_machine import travel

from people.models import User
from plans.actions import imports as actions
from plans.models import Plan, PlanImport, Priority
from schools.models import School, SchoolYear
from tests.conftest import NOW, ClientOf, MakePerson
from tests.plans.import_files import plain, word_file, word_plan

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today() -> Any:
    with travel(NOW, tick=False):
        yield


@pytest.fixture
def head(alder: School, make_person: MakePerson) -> User:
    return make_person("headteacher", alder, name="Priya Shah")


@pytest.fixture
def plan(alder: School, year: SchoolYear, head: User) -> Plan:
    return Plan.objects.create(
        school=alder, year=year, started_at=NOW, started_by=head, state_at=NOW, state_by=head, changed_at=NOW,
        changed_by=head,
    )  # fmt: skip


@pytest.fixture
def as_head(client_of: ClientOf, head: User) -> Client:
    return client_of(head)


@pytest.fixture
def kept(plan: Plan, head: User) -> PlanImport:
    return actions.read_plan_file(plan=plan, name="Our plan.docx", content=word_plan(), by=head, now=NOW)


def at(kept: PlanImport, what: str = "") -> str:
    return f"/plans/{kept.plan_id}/import/{kept.pk}/{what}"


@pytest.mark.once  # decided by the role
def test_who_may(
    client_of: ClientOf, make_person: MakePerson, kept: PlanImport, alder: School, birch: School
) -> None:
    pages = [f"/plans/{kept.plan_id}/import/", at(kept), at(kept, "preview/")]
    for role, school, status in (
        ("senior_leader", alder, 200), ("improvement_lead", None, 200), ("middle_leader", alder, 403),
        ("local_governor", alder, 403), ("improvement_partner", alder, 403), ("headteacher", birch, 404),
    ):  # fmt: skip
        client = client_of(make_person(role, school))
        assert [(role, client.get(page).status_code) for page in pages] == [(role, status)] * 3


def test_of_another_plan_there_is_no_such_file(
    as_head: Client, kept: PlanImport, head: User, alder: School
) -> None:
    other = Plan.objects.create(
        school=alder, year=SchoolYear.objects.create(start_year=2027), started_at=NOW, started_by=head, state_at=NOW,
        state_by=head, changed_at=NOW, changed_by=head,
    )  # fmt: skip
    for what in ("", "preview/"):
        assert as_head.get(f"/plans/{other.pk}/import/{kept.pk}/{what}").status_code == 404
        assert as_head.get(f"/plans/{kept.plan_id}/import/{10**30}/{what}").status_code == 404
    for what in ("tables/", "answers/", "apply/", "discard/"):
        assert as_head.get(at(kept, what)).status_code == 405


def test_hostile_answers_are_left_aside(as_head: Client, plan: Plan, kept: PlanImport) -> None:
    as_head.post(
        at(kept, "tables/"), {"t0-kind": "rm", "t999-kind": "out", "t0-c99": "lead", "t0-head": "-1"}
    )
    as_head.post(
        at(kept, "answers/"),
        {
            "name-1": "TR",
            "person-1": "99999999",
            "name-2": "Nobody\x00",
            "person-2": "0",
            "settle": ["x", "\x00"],
        },
    )
    kept.refresh_from_db()
    assert (kept.mapping["people"], kept.mapping["settled"]) == ([], [])
    assert as_head.post(at(kept, "apply/"), {"seen": "²"}, follow=True).status_code == 200
    assert not Priority.objects.exists()


@pytest.mark.parametrize("what", ["", "preview/"])
def test_questions_do_not_grow_with_the_file(as_head: Client, plan: Plan, head: User, what: str) -> None:
    counts = []
    for many in (1, 3):
        rows = [("Priority", "Action", "Lead")] + [
            (f"Reading {n}", "Train", "Priya Shah") for n in range(many)
        ]
        content = word_file("<w:p/>".join(plain(*rows) for _ in range(many)))
        kept = actions.read_plan_file(plan=plan, name="p.docx", content=content, by=head, now=NOW)
        with CaptureQueriesContext(connection) as asked:
            assert as_head.get(at(kept, what)).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
