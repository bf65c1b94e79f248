"""Enter in a field presses the first button of the form: it saves, and neither takes a line out nor drops a version."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from people.models import User
from plans.actions.reviews import start_review
from schools.models import School, SchoolYear
from tests.conftest import NOW, ClientOf, MakePerson
from tests.plans.a_plan import agreed_plan
from tests.plans.a_written_plan import Desk, a_plan

pytestmark = [pytest.mark.django_db, pytest.mark.once]  # the order of buttons


@pytest.fixture
def head(alder: School, make_person: MakePerson) -> User:
    return make_person("headteacher", alder)


@pytest.fixture
def client(head: User, client_of: ClientOf) -> Client:
    return client_of(head)


def enter(answer: Any) -> tuple[str | None, str | None]:
    """What the first button that sends the form would send beside it, and where."""
    form = BeautifulSoup(answer.content.decode(), "lxml").find("form", id="write")
    assert form
    first = form.select_one("[type=submit]")
    assert first
    return first.get("name"), first.get("formaction")  # type: ignore[return-value]


def test_on_the_pages_of_a_plan(
    alder: School, year: SchoolYear, make_person: MakePerson, client_of: ClientOf, head: User, client: Client
) -> None:
    made = a_plan(alder, year, head)
    for part in (made.plan, made.priority, made.objective, made.action):
        assert enter(client.get(Desk(client, part).url)) == (None, None)
    mine, theirs = (
        Desk(one, made.priority) for one in (client, client_of(make_person("senior_leader", alder)))
    )
    theirs.save(title="Theirs")
    answer = mine.save(title="Mine")
    assert (answer.status_code, enter(answer)) == (409, (None, None))


def test_at_a_review(alder: School, year: SchoolYear, head: User, client: Client) -> None:
    made = agreed_plan(alder, year, head)
    start_review(review=made.review(), by=head, now=NOW)
    assert enter(client.get(reverse("plans:review", args=[made.plan.pk, "AUT2"]))) == (None, None)
