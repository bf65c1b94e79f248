"""Two people who have a page of the same plan open are told of one another, in the words of the handbook."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from adapters import clock
from people.models import User
from plans.actions.reviews import start_review
from plans.models import Objective, Plan, Presence
from plans.queries.presence import present
from schools.models import School, SchoolYear
from tests.conftest import NOW, ClientOf, MakePerson
from tests.handbook.writing_pages import words
from tests.plans.a_plan import agreed_plan
from tests.plans.a_written_plan import AWrittenPlan, Desk, a_plan, a_priority

pytestmark = pytest.mark.django_db
TOO = "is writing here too"


@pytest.fixture
def head(alder: School, make_person: MakePerson) -> User:
    return make_person("headteacher", alder, name="Ruth Ellison")


@pytest.fixture
def deputy(alder: School, make_person: MakePerson) -> User:
    return make_person("senior_leader", alder, name="Tom Okoro")


@pytest.fixture
def made(alder: School, year: SchoolYear, head: User) -> AWrittenPlan:
    return a_plan(alder, year, head)


@pytest.fixture
def ruth(head: User, client_of: ClientOf) -> Client:
    return client_of(head)


@pytest.fixture
def tom(deputy: User, client_of: ClientOf) -> Client:
    return client_of(deputy)


def pages(made: AWrittenPlan) -> dict[str, Any]:
    return {
        "write_plan": made.plan,
        "write_priority": made.priority,
        "write_objective": made.objective,
        "write_action": made.action,
    }


def test_who_else_has_a_page_of_the_plan_open(made: AWrittenPlan, ruth: Client, tom: Client) -> None:
    addresses = [reverse(f"plans:{name}", args=[part.pk]) for name, part in pages(made).items()]
    assert TOO not in words(ruth.get(addresses[1]))
    here = {client: client.get(addresses[1]).context["here"] for client in (ruth, tom)}
    assert f'data-here="{here[tom]}"' in tom.get(addresses[1]).content.decode()
    tom.post(here[tom])
    for address in addresses:
        assert "Tom Okoro is writing here too (priority: Reading 1), last seen " in words(ruth.get(address))
    assert "Tom Okoro is writing here too (priority: Reading 1)" in words(ruth.post(here[ruth]))
    assert "Ruth Ellison is writing here too (priority: Reading 1)" in words(tom.post(here[tom]))
    assert words(tom.get(addresses[0])).count(TOO) == 1  # nobody is told of themselves


def test_every_page_says_where_they_are_and_the_last_of_them_counts(
    made: AWrittenPlan, ruth: Client, tom: Client
) -> None:
    own = reverse("plans:write_plan", args=[made.plan.pk])
    for (name, part), where in zip(
        pages(made).items(),
        (
            "the opening",
            "priority: Reading 1",
            "objective: By July all read 1",
            "action: Hear every child read",
        ),
        strict=True,
    ):
        tom.post(tom.get(reverse(f"plans:{name}", args=[part.pk])).context["here"])
        said = words(ruth.get(own))
        assert f"({where})" in said
        assert said.count(TOO) == 1


def test_a_save_says_it_too_and_counts_without_a_script(
    made: AWrittenPlan, ruth: Client, tom: Client
) -> None:
    Desk(tom, made.action).save(training="Two mornings")
    answer = Desk(ruth, made.priority).send({"because": "So."}, as_you_go=True)
    assert "Tom Okoro is writing here too (action: Hear every child read)" in words(answer)


def test_a_few_minutes_later_nobody_is_there(made: AWrittenPlan, ruth: Client, tom: Client) -> None:
    address = reverse("plans:write_plan", args=[made.plan.pk])
    here = tom.get(address).context["here"]
    tom.post(here)
    Presence.objects.update(seen_at=clock.now() - timedelta(minutes=3))
    assert TOO not in words(ruth.get(address))
    ruth.post(here)
    assert [row.person.name for row in Presence.objects.all()] == ["Ruth Ellison"]  # the old row is gone


def test_another_plan_says_nothing(
    made: AWrittenPlan, birch: School, year: SchoolYear, make_person: MakePerson, ruth: Client, client_of: ClientOf
) -> None:  # fmt: skip
    other = make_person("headteacher", birch)
    there = a_plan(birch, year, other)
    client_of(other).post(reverse("plans:here", args=["priorities", there.priority.pk]))
    assert TOO not in words(ruth.get(reverse("plans:write_plan", args=[made.plan.pk])))


def test_who_leads_a_part_says_it_of_that_part_alone(
    made: AWrittenPlan, alder: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    leader = make_person("middle_leader", alder)
    Objective.objects.filter(pk=made.objective.pk).update(lead=leader)
    client = client_of(leader)
    answers = [
        client.post(reverse("plans:here", args=[kind, pk])).status_code
        for kind, pk in (
            ("opening", made.plan.pk),
            ("priorities", made.priority.pk),
            ("objectives", made.objective.pk),
            ("actions", made.action.pk),
            ("actions", 99999),
        )
    ]
    assert answers == [403, 403, 200, 200, 404]


def test_nobody_writes_in_a_plan_that_is_sent(made: AWrittenPlan, ruth: Client) -> None:
    Plan.objects.update(state=Plan.State.WITH_TRUST)
    assert ruth.post(reverse("plans:here", args=["opening", made.plan.pk])).status_code == 410
    assert not Presence.objects.exists()


def test_as_many_questions_for_one_as_for_three(
    made: AWrittenPlan, head: User, alder: School, make_person: MakePerson
) -> None:
    counts = []
    for number in range(1, 4):
        place = f"priorities/{a_priority(made.plan, number=number + 1).priority.pk}"
        Presence.objects.create(
            plan=made.plan, place=place, person=make_person("senior_leader", alder), seen_at=NOW
        )
        with CaptureQueriesContext(connection) as asked:
            found = present(made.plan, head, NOW)
        counts.append((len(found), len(asked)))
    assert counts == [(1, 2), (2, 2), (3, 2)]


def test_what_is_gone_meanwhile_is_named_without_its_title(
    made: AWrittenPlan, head: User, deputy: User
) -> None:
    Presence.objects.create(plan=made.plan, place="priorities/99999", person=deputy, seen_at=NOW)
    assert [one.what for one in present(made.plan, head, NOW)] == [""]


def test_a_review_that_two_write_says_it_too(
    alder: School, year: SchoolYear, head: User, ruth: Client, tom: Client
) -> None:
    agreed = agreed_plan(alder, year, head)
    start_review(review=agreed.review(), by=head, now=NOW)
    address, here = (
        reverse(f"plans:{name}", args=[agreed.plan.pk, "AUT2"]) for name in ("review", "review_here")
    )
    assert f'data-here="{here}"' in tom.get(address).content.decode()
    tom.post(here)
    assert "Tom Okoro is writing here too (the autumn review), last seen " in words(ruth.get(address))
