"""A school's plan at a glance, and its part on the school's page."""

from datetime import timedelta
from typing import Any

import pytest

from people.models import User
from plans.models import Plan, PlanAction, Priority, SuccessCriterion
from plans.queries.glance import Glance, glance_of
from schedule.actions import complete_event
from schedule.queries.times import school_time
from schools.access import access_of
from schools.models import School
from tests.conftest import NOW, TODAY, ClientOf, MakePerson
from tests.plans.a_plan import Made, below, rate

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("agreed_kept")]


def seen(made: Made, by: User, *, drafts: bool = True, today: Any = TODAY) -> Glance:
    found = glance_of(
        access=access_of(by, TODAY),
        plan=Plan.objects.select_related("school", "year").get(pk=made.plan.pk),
        time=school_time(None, made.plan.school, today),
        today=today,
        drafts=drafts,
    )
    assert found
    return found


def test_what_is_due_in_fourteen_days_and_what_is_late(made: Made, head: User) -> None:
    glance = seen(made, head)
    assert [(line.title, line.owner) for line in glance.due] == [
        ("Teach it: Reading with ease", "You"),
        ("Teach it: In school, every day", "You"),
    ]
    later = seen(made, head, today=TODAY + timedelta(days=9))
    assert [(owner, [line.late for line in lines]) for owner, lines in later.late] == [
        ("You", ["Late by 3 school days", "Late by 3 school days"])
    ]
    event = made.action().event
    assert event
    complete_event(event=event, done_date=TODAY, by=head, now=NOW, today=TODAY)
    assert [line.title for line in seen(made, head).due] == ["Teach it: In school, every day"]


def test_what_is_late_stands_by_owner_the_reader_first(
    made: Made, head: User, make_person: MakePerson, alder: School
) -> None:
    deputy = make_person("senior_leader", alder, name="Anna First")
    event = made.action(1).event
    assert event
    type(event).objects.filter(pk=event.pk).update(owner=deputy)
    late = seen(made, head, today=TODAY + timedelta(days=9)).late
    assert [owner for owner, _ in late] == ["You", "Anna First"]


def test_both_ratings_over_the_terms(made: Made, head: User) -> None:
    rate(made, head)
    made.review("SPR2").priorities.create(
        priority=made.first, delivery="B", delivery_why="Done.", saved_at=NOW, saved_by=head
    )
    line = seen(made, head).priorities[0]
    assert [(term.name, term.said and (term.said.delivery, term.said.impact)) for term in line.terms] == [
        ("Autumn", ("G", "A")), ("Spring", ("B", "")), ("Summer", None),
    ]  # fmt: skip
    assert line.newest
    assert line.newest.period == "SPR2"


def test_criteria_are_counted(made: Made, head: User) -> None:
    SuccessCriterion.objects.filter(objective__priority=made.first).update(state="met")
    glance = seen(made, head)
    assert (glance.met, glance.all_criteria) == (1, 2)
    assert [(one.words, one.number) for one in glance.criteria] == [("Met", 1), ("Not started", 1)]


def test_the_next_review_is_the_first_that_is_open(made: Made, head: User) -> None:
    first = seen(made, head).review
    assert first
    assert (first.term, first.distance) == ("Autumn", "in 19 school days")
    review = made.review()
    review.closed_at, review.closed_by = NOW, head
    review.save()
    second = seen(made, head).review
    assert second
    assert second.term == "Spring"


def test_nothing_said_for_four_weeks(made: Made, head: User) -> None:
    assert seen(made, head, today=TODAY + timedelta(days=27)).quiet == ""
    assert seen(made, head, today=TODAY + timedelta(days=28)).quiet == "No update since 23 November (4 weeks)"
    assert (
        seen(made, head, today=TODAY + timedelta(days=50)).quiet
        == "No update since 23 November 2026 (7 weeks)"
    )


def test_a_step_that_was_marked_is_something_said(made: Made, head: User) -> None:
    event = made.action().event
    assert event
    later = NOW + timedelta(days=20)
    complete_event(event=event, done_date=later.date(), by=head, now=later, today=later.date())
    assert seen(made, head, today=TODAY + timedelta(days=28)).quiet == ""


def test_who_sees_no_drafts_sees_what_was_agreed_and_closed(made: Made, head: User, governor: User) -> None:
    Priority.objects.filter(pk=made.first.pk).update(title="Not agreed yet")
    Plan.objects.update(state="draft", is_being_amended=True)
    rate(made, head)
    line = seen(made, governor, drafts=False).priorities[0]
    assert (line.title, line.newest) == ("Reading with ease", None)
    review = made.review()
    review.closed_at, review.closed_by = NOW, head
    review.save()
    assert seen(made, governor, drafts=False).priorities[0].newest is not None


@pytest.mark.parametrize("priorities", [2, 5])
def test_the_same_number_of_questions(
    made: Made, head: User, django_assert_num_queries: Any, priorities: int
) -> None:
    for number in range(3, priorities + 1):
        extra = Priority.objects.create(plan=made.plan, position=number, title=f"More {number}")
        below(extra, 2026, head)
    access = access_of(head, TODAY)
    time = school_time(None, made.plan.school, TODAY)
    with django_assert_num_queries(12):
        glance_of(access=access, plan=made.plan, time=time, today=TODAY, drafts=True)


def test_the_page_of_a_head(made: Made, head: User, client_of: ClientOf) -> None:
    page = client_of(head).get("/plans/")
    assert page.status_code == 200
    body = page.content.decode()
    assert "<h1>The plan of Alder, 2026/27</h1>" in body
    assert "Nothing of the plan is late, and 2 are due in the next 14 days." in body
    assert f'href="/plans/{made.plan.pk}/reviews/AUT2/"' in body


def test_the_school_page_has_the_priorities(made: Made, head: User, client_of: ClientOf) -> None:
    rate(made, head)
    body = client_of(head).get(f"/schools/{made.plan.school.urn}/").content.decode()  # type: ignore[union-attr]
    assert '<th scope="row">Reading with ease</th>' in body
    assert '<span class="rag rag-G"><b>G</b> On track</span>' in body


def test_the_school_page_of_who_reads_no_plans(
    made: Made, make_person: MakePerson, client_of: ClientOf
) -> None:
    body = client_of(make_person("portal_admin")).get(f"/schools/{made.plan.school.urn}/").content.decode()  # type: ignore[union-attr]
    assert "The plan of this year" not in body


def test_in_progress_is_offered_to_whoever_leads_it(
    made: Made, head: User, make_person: MakePerson, alder: School
) -> None:
    middle = make_person("middle_leader", alder)
    PlanAction.objects.filter(pk=made.action().pk).update(lead=middle)
    event = made.action().event
    assert event
    type(event).objects.filter(pk=event.pk).update(owner=middle)
    assert [line.may_begin for line in seen(made, middle, drafts=False).due] == [True, False]
    assert [line.may_begin for line in seen(made, head).due] == [True, True]


@pytest.mark.parametrize("drafts", [False, True])
def test_a_review_is_to_come_until_its_day_is_past(made: Made, head: User, drafts: bool) -> None:
    due = made.event("plan-review-AUT2").due_date
    for today, said in ((due, "To come"), (due + timedelta(days=1), "Not closed yet")):
        terms = seen(made, head, drafts=drafts, today=today).priorities[0].terms
        assert [term.words for term in terms] == [said, "To come", "To come"]
