"""One person in two windows: the page says that it was they, where that is certain, and blames nobody."""

from datetime import timedelta

import pytest
from django.test import Client

from people.models import AuditEntry, User
from plans.actions.progress import mark_of_result, say_result
from plans.models import AreaEvaluation, Plan, Priority, SuccessCriterion
from plans.queries.whose import LATELY, whose
from schedule.actions import Refused
from schools.models import School, SchoolYear
from tests.conftest import NOW, ClientOf, MakePerson
from tests.plans.a_plan import Made, agreed_plan
from tests.plans.a_written_plan import Desk, a_plan
from tests.plans.evaluations import a_framework, an_evaluation, judge, write

pytestmark = pytest.mark.django_db
OWN = "You changed this in another window at "


@pytest.fixture
def priority(alder: School, year: SchoolYear, head: User) -> Priority:
    return a_plan(alder, year, head).priority


@pytest.fixture
def deputy(make_person: MakePerson, alder: School) -> User:
    return make_person("senior_leader", alder, name="Tom Okoro")


def test_a_part_of_a_plan(priority: Priority, head: User, client_of: ClientOf) -> None:
    one, other = (Desk(client_of(head), priority) for _ in range(2))
    one.save(because="This reason.")
    page = other.save(because="That reason.").content.decode()
    assert (OWN in page, "You wrote here in two windows. Nothing is lost." in page) == (True, True)
    part = Desk(client_of(head), priority)
    one.start = part.start
    one.save(because="Another reason.")
    assert OWN in part.send({"because": "That reason."}, as_you_go=True).content.decode()


def test_not_said_where_somebody_else_may_have_been_first(
    priority: Priority, head: User, deputy: User, client_of: ClientOf
) -> None:
    """Tom wrote in the field; then the head, in another: who saved last is not who wrote there."""
    mine, theirs = Desk(client_of(head), priority), Desk(client_of(deputy), priority)
    theirs.save(because="Tom's reason.")
    mine.save(stop_doing="Carousels")
    page = mine.save(because="My reason.").content.decode()
    assert ("Somebody else, or you in another window, saved this" in page, OWN in page) == (True, False)
    AuditEntry.objects.filter(actor_id=deputy.pk).update(at=NOW - 2 * LATELY)
    plan = Plan.objects.get()
    assert whose(plan, head, NOW, by=head, now=NOW + timedelta(minutes=1))["is_own"] is True


def test_a_review_and_the_end_of_a_year(made: Made, head: User, client_of: ClientOf) -> None:
    clients: list[Client] = [client_of(head), client_of(head)]
    url = f"/plans/{made.plan.pk}/reviews/AUT2/"
    clients[0].post(f"{url}start/")
    form = clients[0].get(url).context["form"]
    name = f"{made.first.pk}-next_steps"
    for client, words in zip(clients, ("These.", "Those."), strict=True):
        answer = client.post(f"{url}rate/", {**form.stored, name: words, "start": form.start_text})
    assert (answer.status_code, OWN in answer.content.decode()) == (409, True)


@pytest.fixture
def made(alder: School, year: SchoolYear, head: User) -> Made:
    return agreed_plan(alder, year, head)


def test_a_result_and_a_self_evaluation(made: Made, head: User, alder: School, year: SchoolYear) -> None:
    row = SuccessCriterion.objects.order_by("pk")[0]
    start = mark_of_result(row)
    say_result(criterion=row, result="20 of 28", state="partly_met", start=start, by=head, now=NOW)
    with pytest.raises(Refused, match=r"^You have written here in another window meanwhile: “20 of 28"):
        say_result(criterion=row, result="21 of 28", state="met", start=start, by=head, now=NOW)
    a_framework()
    evaluation = an_evaluation(alder, year, head)
    judge(evaluation, head)
    write(evaluation, head, summary="These.")
    [conflict] = write(evaluation, head, summary="Those.").conflicts
    assert (conflict.is_own, AreaEvaluation.objects.get().summary) == (True, "These.")
