"""The page of the plan of a school that has none, or none that is agreed."""

import pytest

from people.models import User
from schools.models import School, SchoolYear
from tests.conftest import ClientOf
from tests.plans.a_plan import make_plan

pytestmark = pytest.mark.django_db


def test_a_governor_is_told_that_nothing_is_agreed_yet(
    alder: School, year: SchoolYear, head: User, governor: User, client_of: ClientOf
) -> None:
    make_plan(alder, year, head)
    body = client_of(governor).get("/plans/").content.decode()
    assert "Not agreed yet" in body
    assert "Reading with ease" not in body


def test_without_a_plan_a_head_can_begin_one(
    alder: School, year: SchoolYear, head: User, client_of: ClientOf
) -> None:
    assert 'href="/plans/start/">Begin the plan</a>' in client_of(head).get("/plans/").content.decode()


def test_a_portal_without_term_dates_has_a_page(alder: School, head: User, client_of: ClientOf) -> None:
    assert "No plan yet" in client_of(head).get("/plans/").content.decode()
