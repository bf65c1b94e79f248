"""A plan is evaluated, and what is unfinished goes on by choice."""

from datetime import date, timedelta
from typing import Any

import pytest

from people.models import AuditEntry, User
from plans.actions.carrying import carry_over
from plans.actions.year_end import evaluate_plan
from plans.models import Area, Framework, Objective, Plan, PlanAction, Priority, Review, SuccessCriterion
from plans.queries.carrying import Picks
from schedule.actions import Refused, complete_event
from schools.models import Appointment, School, SchoolYear
from tests.conftest import NOW, TODAY, ClientOf
from tests.plans.a_plan import Made, make_plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("agreed_kept")]


@pytest.fixture
def made(made: Made, head: User) -> Made:
    """Agreed, and its three reviews are closed."""
    Review.objects.filter(plan=made.plan).update(closed_at=NOW, closed_by=head)
    return made


@pytest.fixture
def coming(year: SchoolYear) -> SchoolYear:
    return SchoolYear.objects.create(start_year=2027)


def address(made: Made, what: str = "evaluate") -> str:
    return f"/plans/{made.plan.pk}/{what}/"


def filled(page: Any, **typed: str) -> dict[str, str]:
    """The form as it is on the page, with what somebody typed: c is the first criterion, p the first priority."""
    form = page.context["form"]
    values = {name: str(value) for name, value in form.stored.items()}
    for key, value in typed.items():
        values[next(name for name in values if name[0] == key[0] and name.endswith(key[2:]))] = value
    return {**values, "start": form.start_text}


def end(made: Made) -> None:
    SuccessCriterion.objects.update(state="met", result="23 of 28")
    Priority.objects.update(outcome="It came about.")


def test_results_and_paragraphs_are_saved(made: Made, head: User, client_of: ClientOf) -> None:
    client = client_of(head)
    page = client.get(address(made))
    sent = filled(page, c_result="23 of 28", c_state="partly_met", p_outcome="Most read with ease.")
    assert client.post(address(made), sent).status_code == 302
    row = SuccessCriterion.objects.order_by("pk")[0]
    assert (row.result, row.state) == ("23 of 28", "partly_met")
    assert Priority.objects.get(pk=made.first.pk).outcome == "Most read with ease."
    assert Priority.objects.get(pk=made.second.pk).outcome == ""


def test_two_people_lose_nothing(made: Made, head: User, client_of: ClientOf) -> None:
    client = client_of(head)
    one = other = client.get(address(made))
    client.post(address(made), filled(one, c_result="23 of 28"))
    answer = client.post(address(made), filled(other, c_result="24 of 28", p_outcome="It came about."))
    assert answer.status_code == 409
    assert "23 of 28" in answer.content.decode()
    assert SuccessCriterion.objects.order_by("pk")[0].result == "23 of 28"
    assert Priority.objects.get(pk=made.first.pk).outcome == "It came about."


def test_what_cannot_be_is_told_and_the_rest_saved(made: Made, head: User, client_of: ClientOf) -> None:
    client = client_of(head)
    sent = filled(
        client.get(address(made)), c_state="brilliant", c_result="x" * 121, p_outcome="It came about."
    )
    answer = client.post(address(made), sent)
    assert answer.status_code == 422
    assert "Keep it to 120" in answer.content.decode()
    assert Priority.objects.get(pk=made.first.pk).outcome == "It came about."
    assert set(SuccessCriterion.objects.values_list("state", flat=True)) == {"not_started"}


def test_saving_as_you_go_answers_with_the_parts_of_the_page(
    made: Made, head: User, client_of: ClientOf
) -> None:
    client = client_of(head)
    sent = filled(client.get(address(made)), c_result="23 of 28")
    answer = client.post(address(made), sent, headers={"X-Save": "as-you-go"})
    assert (answer.status_code, answer.templates[0].name) == (200, "plans/evaluate_state.html")


def test_it_is_evaluated_when_all_is_said(made: Made, head: User, client_of: ClientOf) -> None:
    with pytest.raises(Refused) as refused:
        evaluate_plan(plan=made.plan, by=head, now=NOW)
    assert str(refused.value).startswith(
        "The plan is not evaluated yet. Reading with ease: 1 criterion has no result yet (met, partially met "
        "or not met). Reading with ease: what came of it is not said yet."
    )
    end(made)
    assert client_of(head).post(address(made, "evaluate/finish")).status_code == 302
    assert made.state() == "evaluated"
    assert AuditEntry.objects.filter(action="plan.evaluate").count() == 1
    body = client_of(head).get(address(made)).content.decode()
    assert ("What came of the plan" in body, "<textarea" in body) == (True, False)
    assert client_of(head).post(address(made), {}).status_code == 410


def test_not_before_the_summer_review(made: Made, head: User, client_of: ClientOf) -> None:
    Review.objects.filter(period="SUM2").update(closed_at=None, closed_by=None)
    end(made)
    with pytest.raises(
        Refused, match=r"^The plan is evaluated once the summer review is closed or skipped\.$"
    ):
        evaluate_plan(plan=made.plan, by=head, now=NOW)
    assert "once the summer review" in client_of(head).get(address(made)).content.decode()


# ------------------------------------------------------------------ carrying over


@pytest.fixture
def over(made: Made, coming: SchoolYear, head: User) -> Made:
    end(made)
    evaluate_plan(plan=made.plan, by=head, now=NOW)
    return made


def picks(made: Made, **more: Any) -> Picks:
    return Picks(
        actions=frozenset({made.action().pk}), stages={made.first.pk: "sustain"},
        ends={made.action().pk: date(2027, 11, 30)}, **more,
    )  # fmt: skip


def carry(made: Made, wanted: Picks, by: User) -> tuple[Plan, int]:
    return carry_over(plan=made.plan, picks=wanted, by=by, now=NOW, today=TODAY)


def test_an_action_brings_what_stands_above_it(over: Made, head: User, coming: SchoolYear) -> None:
    target, count = carry(over, picks(over), head)
    assert (target.year, target.state, count) == (coming, "draft", 3)
    priority = Priority.objects.get(plan=target)
    assert (priority.title, priority.carried_from, priority.stage, priority.lead) == (
        "Reading with ease", over.first, "sustain", head,
    )  # fmt: skip
    criterion = SuccessCriterion.objects.get(objective__priority=priority)
    assert (criterion.baseline, criterion.target, criterion.result, criterion.state) == (
        "23 of 28", "22 of 28", "", "not_started",
    )  # fmt: skip
    action = PlanAction.objects.get(objective__priority=priority)
    assert (action.text, action.planned_start, action.planned_end, action.event) == (
        "Teach it: Reading with ease", None, date(2027, 11, 30), None,
    )  # fmt: skip
    assert AuditEntry.objects.get(action="plan.carry-over").target_id == str(target.pk)


def test_twice_brings_nothing_in_twice(over: Made, head: User) -> None:
    everything = picks(over, priorities=frozenset({over.first.pk, over.second.pk}))
    target, first = carry(over, everything, head)
    again, second = carry(over, everything, head)
    assert (again, first, second) == (target, 4, 0)
    assert (
        Priority.objects.filter(plan=target).count(),
        AuditEntry.objects.filter(action="plan.carry-over").count(),
    ) == (2, 1)


def test_into_a_plan_that_is_there(over: Made, head: User, coming: SchoolYear, alder: School) -> None:
    there = make_plan(alder, coming, head)
    target, _ = carry(over, picks(over), head)
    assert target == there.plan
    assert [one.position for one in Priority.objects.filter(plan=target).order_by("position")] == [1, 2, 3]


def test_who_has_left_leads_nothing(over: Made, head: User) -> None:
    Appointment.objects.update(to_date=TODAY - timedelta(days=1))
    target, _ = carry(over, picks(over), head)
    assert set(
        PlanAction.objects.filter(objective__priority__plan=target).values_list("lead", flat=True)
    ) == {None}


def test_areas_of_a_framework_that_ended_stay_behind(over: Made, head: User) -> None:
    for code, to in (("old", date(2026, 1, 1)), ("new", None)):
        framework = Framework.objects.create(
            code=code, title=code, source="S", from_date=date(2025, 1, 1), to_date=to, digest="0" * 64
        )
        over.first.areas.add(
            Area.objects.create(framework=framework, code="a", title=code, position=1, scale="s")
        )
    target, _ = carry(over, picks(over), head)
    assert [area.title for area in Priority.objects.get(plan=target).areas.all()] == ["new"]


def test_it_goes_on_serving_the_trusts_priority(over: Made, head: User, coming: SchoolYear) -> None:
    before = make_plan(None, over.plan.year, head)
    Priority.objects.filter(pk=over.first.pk).update(serves=before.first)
    after = make_plan(None, coming, head)
    Priority.objects.filter(pk=after.first.pk).update(carried_from=before.first)
    target, _ = carry(over, picks(over), head)
    assert Priority.objects.get(plan=target).serves == after.first


def test_nothing_goes_into_a_plan_that_is_agreed(
    over: Made, head: User, coming: SchoolYear, alder: School
) -> None:
    make_plan(alder, coming, head, state="agreed")
    with pytest.raises(Refused, match=r"^The plan of 2027/28 is not being written now\."):
        carry(over, picks(over), head)
    assert Priority.objects.filter(plan__year=coming).count() == 2


def test_this_years_plan_is_not_carried_before_its_end(made: Made, coming: SchoolYear, head: User) -> None:
    with pytest.raises(Refused, match=r"^This plan is still this year’s\."):
        carry(made, picks(made), head)
    assert Plan.objects.filter(year=coming).count() == 0


def test_no_year_to_carry_into(made: Made, head: User, client_of: ClientOf) -> None:
    with pytest.raises(Refused, match=r"^The school year after 2026/27 has no term dates yet\."):
        carry(made, picks(made), head)
    assert "has no term dates yet" in client_of(head).get(address(made, "carry-over")).content.decode()


def test_the_page_offers_what_is_unfinished_and_ticks_nothing(
    over: Made, head: User, client_of: ClientOf
) -> None:
    done = over.action(1).event
    assert done
    complete_event(event=done, done_date=TODAY, by=head, now=NOW, today=TODAY)
    body = client_of(head).get(address(over, "carry-over")).content.decode()
    assert "Teach it: Reading with ease" in body
    assert "Teach it: In school, every day" not in body
    assert " checked" not in body


def test_what_was_carried_is_ticked_and_shut(over: Made, head: User, client_of: ClientOf) -> None:
    carry(over, picks(over), head)
    body = client_of(head).get(address(over, "carry-over")).content.decode()
    assert body.count(" checked disabled") == 3
    assert body.count("Carried over already") == 3


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Tick what goes on next year."),
        ({"priority": "999999"}, "Tick what goes on next year."),
        ({"priority": "99999999999999999999999999"}, "Tick what goes on next year."),
        ({"action": "{action}", "end-{action}": "soon"}, "Write the day as 2027-11-30."),
        ({"action": "{action}", "end-{action}": "2027-02-30"}, "Write the day as 2027-11-30."),
        ({"action": "{action}", "end-{action}": "2026-12-01"}, "Choose a day in 2027/28"),
    ],
)
def test_what_cannot_be_carried_is_told(
    over: Made, head: User, client_of: ClientOf, sent: dict[str, str], said: str
) -> None:
    pk = str(over.action().pk)
    data = {key.format(action=pk): value.format(action=pk) for key, value in sent.items()}
    answer = client_of(head).post(address(over, "carry-over"), data)
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert Plan.objects.count() == 1


def test_the_page_carries(over: Made, head: User, client_of: ClientOf, coming: SchoolYear) -> None:
    objective = Objective.objects.get(priority=over.second)
    sent = {"objective": objective.pk, f"stage-{over.second.pk}": "nonsense"}
    answer = client_of(head).post(address(over, "carry-over"), sent)
    target = Plan.objects.get(year=coming)
    assert answer["Location"] == f"/plans/{target.pk}/"
    assert [(one.title, one.stage) for one in target.priorities.all()] == [("In school, every day", "")]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_number_of_questions(
    over: Made, head: User, django_assert_num_queries: Any, count: int
) -> None:
    from plans.queries.carrying import offer_of  # noqa: PLC0415 -- counted here alone

    for number in range(count):
        priority = Priority.objects.create(plan=over.plan, position=3 + number, title=f"More {number}")
        Objective.objects.create(priority=priority, position=1, text="It is so")
    carry(over, picks(over), head)
    plan = Plan.objects.select_related("year").get(pk=over.plan.pk)
    with django_assert_num_queries(8):
        offer_of(plan)
