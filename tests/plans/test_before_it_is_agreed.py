"""A plan that was never agreed has no dates in anybody's year; what agreeing it does to them is said before."""

from datetime import timedelta

import pytest
from django.urls import reverse

from people.models import User
from plans.models import Monitoring, Plan, PlanAction
from schools.models import School, SchoolYear
from tests.conftest import TODAY, ClientOf, MakePerson
from tests.handbook.writing_pages import words
from tests.plans.a_plan import Made, make_plan

# Once: what a page says of rows that other tests read on each database.
pytestmark = [pytest.mark.django_db, pytest.mark.once]
PAST = TODAY - timedelta(days=7)
NO_DATES = "Not agreed yet, so none of its dates stand in anybody’s year."


@pytest.fixture
def made(alder: School, year: SchoolYear, head: User) -> Made:
    """Two actions, two milestones and two looks, and none of their days is past."""
    return make_plan(alder, year, head, state=Plan.State.WITH_TRUST)


@pytest.fixture
def lead(make_person: MakePerson) -> User:
    return make_person("improvement_lead")


@pytest.mark.parametrize(
    ("past", "said"),
    [
        (0, ""),
        (1, "1 of its 6 dates is past and counts as late at once."),
        (2, "2 of its 6 dates are past and count as late at once."),
    ],
)
def test_who_agrees_is_told_what_is_late_at_once(
    made: Made, lead: User, client_of: ClientOf, past: int, said: str
) -> None:
    ids = list(PlanAction.objects.order_by("pk").values_list("pk", flat=True)[:past])
    PlanAction.objects.filter(pk__in=ids).update(planned_start=None, planned_end=PAST)
    page = words(client_of(lead).get(reverse("plans:agree", args=[made.plan.pk])))
    assert f"Its 6 dates stand in everybody’s year from then on. {said}".strip() in page
    assert ("late at once" in page) == bool(past)


def test_of_a_single_date_it_is_said_as_of_one(made: Made, lead: User, client_of: ClientOf) -> None:
    made.second.delete()
    made.first.objectives.get().milestones.all().delete()
    Monitoring.objects.all().delete()
    PlanAction.objects.update(planned_start=None, planned_end=PAST)
    page = words(client_of(lead).get(reverse("plans:agree", args=[made.plan.pk])))
    assert "Its 1 date stands in everybody’s year from then on. That date is past and counts as late" in page


@pytest.mark.parametrize("state", [Plan.State.DRAFT, Plan.State.WITH_TRUST])
def test_at_a_glance_it_has_no_dates_in_the_year(
    made: Made, head: User, client_of: ClientOf, state: str
) -> None:
    Plan.objects.update(state=state)
    for address in ("/plans/schools/900001/", "/schools/900001/"):
        page = words(client_of(head).get(address))
        assert NO_DATES in page
        assert ("Nothing of the plan" in page, "next 14 days" in page) == (False, False)


def test_while_it_is_amended_its_dates_stand(made: Made, head: User, client_of: ClientOf) -> None:
    Plan.objects.update(state=Plan.State.DRAFT, is_being_amended=True)
    page = words(client_of(head).get("/plans/schools/900001/"))
    assert (NO_DATES in page, "Nothing of the plan is late" in page) == (False, True)


def test_the_state_stands_with_the_button_it_is_about(made: Made, head: User, client_of: ClientOf) -> None:
    page = words(client_of(head).get("/plans/schools/900001/"))
    assert "Open the plan With the trust since 23 November 2026 As PDF, Word or a spreadsheet" in page
