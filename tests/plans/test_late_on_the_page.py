"""What is past and still to do is late on the plan's page, in whatever state the plan is."""

from datetime import timedelta

import pytest

from people.models import User
from plans.actions.life import amend_plan, send_plan
from plans.models import Plan
from schedule.models import Event
from tests.conftest import NOW, TODAY, ClientOf
from tests.handbook.writing_pages import words
from tests.plans.a_plan import Made

# Once: what a page says of rows that other tests read on each database.
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("agreed_kept"), pytest.mark.once]
PAST = TODAY - timedelta(days=7)


@pytest.fixture
def first_is_past(made: Made) -> Made:
    Event.objects.filter(key=f"plan-action-{made.action().pk}").update(due_date=PAST, opens_date=PAST)
    return made


def brought_to(state: str, made: Made, by: User) -> None:
    if state != "agreed":
        amend_plan(plan=made.plan, by=by, now=NOW)
    if state == "with_trust":
        send_plan(plan=made.plan, by=by, now=NOW)


@pytest.mark.parametrize("state", ["agreed", "draft", "with_trust"])
@pytest.mark.parametrize("reader", ["writer", "governor"])
def test_late_is_said_alike_in_every_state(
    first_is_past: Made, head: User, governor: User, client_of: ClientOf, state: str, reader: str
) -> None:
    made = first_is_past
    brought_to(state, made, head)
    assert made.state() == state
    page = words(client_of(head if reader == "writer" else governor).get(f"/plans/{made.plan.pk}/"))
    assert page.count("1 action late") == 1
    assert page.count("Late by 5 school days") == 1
    assert "Next action due 27 November" in page  # of the other priority
    assert "due 16 November" not in page


@pytest.mark.parametrize("state", ["evaluated", "archived"])
def test_once_it_is_over_nothing_is_late_and_no_past_day_is_next(
    first_is_past: Made, head: User, client_of: ClientOf, state: str
) -> None:
    Plan.objects.filter(pk=first_is_past.plan.pk).update(state=state)
    page = words(client_of(head).get(f"/plans/{first_is_past.plan.pk}/"))
    assert (" late" in page.lower(), "Next action due" in page) == (False, False)


def test_before_it_is_first_agreed_a_day_is_only_planned(made: Made, head: User, client_of: ClientOf) -> None:
    Plan.objects.filter(pk=made.plan.pk).update(state=Plan.State.DRAFT)
    made.plan.versions.all().delete()
    Event.objects.all().delete()
    page = words(client_of(head).get(f"/plans/{made.plan.pk}/"))
    assert (" late" in page.lower(), "Next action due" in page) == (False, False)
