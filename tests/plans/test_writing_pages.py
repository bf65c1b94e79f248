"""What may be written where, and what is refused with its reason while nothing of it is lost."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from people.models import User
from plans.models import Milestone, Priority
from schools.models import Appointment, School, SchoolYear
from tests.conftest import TODAY, ClientOf, MakePerson
from tests.plans.a_written_plan import AWrittenPlan, Desk, a_plan, a_priority

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("written_kept")]

OUTSIDE = "1 September 2027 lies outside the school year 2026/27. Write a day from 1 September 2026 to 31 August 2027."
NO_AMOUNT = (
    "“{}” is no amount, so costs could not be added up. Write pounds as 1200 or 1,200.50, and anything about them in "
    "the action’s own words."
)
THEIR_OWN = (
    "Ruth Ellison leads “Hear every child read” below this objective. Somebody else checks whether it works: choose "
    "another person."
)
LOOKS_ALREADY = (
    "Ruth Ellison is to look whether this objective is reached (“Hear six children”). Choose another person, or "
    "another to look."
)


@pytest.fixture
def made(written: AWrittenPlan) -> AWrittenPlan:
    return written


@pytest.fixture
def client(head: User, client_of: ClientOf) -> Client:
    return client_of(head)


def refused(answer: Any, name: str) -> list[str]:
    assert answer.status_code == 422
    return list(answer.context["form"].errors.get(name, []))


@pytest.mark.once  # the form is judged before anything is written
def test_what_an_action_refuses(made: AWrittenPlan, client: Client) -> None:
    desk = Desk(client, made.action)
    for field, sent, reason in (
        ("planned_end", "2027-09-01", OUTSIDE),
        ("planned_end", "soon", "“soon” is no date: write it as 1/12/2026."),
        ("planned_end", "31/2/2027", "“31/2/2027” is no date: write it as 1/12/2026."),
        ("planned_end", "2026-10-01", "It ends before it begins. Change one of the two days."),
        ("cost", "about 500", NO_AMOUNT.format("about 500")),
        ("cost", "=1+1", NO_AMOUNT.format("=1+1")),
        ("cost", "99999999", "The most one action can cost here is £9,999,999.99."),
        ("lead", "999999", "Whoever that is, they are not appointed here today. Choose somebody who is."),
        ("text", "", "Write what is done, in one sentence."),
    ):
        answer = desk.send({field: sent, "training": "Two mornings"})
        made.action.refresh_from_db()
        assert refused(answer, field) == [reason]
        assert answer.context["form"][field].value() == sent  # nothing is lost
        action = made.action
        assert (action.training, action.text, str(action.cost)) == (
            "Two mornings", "Hear every child read", "120.00",
        )  # fmt: skip


def test_money_and_days_as_people_write_them(made: AWrittenPlan, client: Client) -> None:
    assert Desk(client, made.action).save(cost="£1,200.50", planned_end="4/12/2026").status_code == 302
    made.action.refresh_from_db()
    assert (str(made.action.cost), str(made.action.planned_end)) == ("1200.50", "2026-12-04")


def test_forty_pages_are_refused_with_how_long_they_are_and_come_back(
    made: AWrittenPlan, client: Client
) -> None:
    long = "A child reads. " * 8000
    answer = Desk(client, made.priority).save(because=long)
    assert refused(answer, "because")[0].startswith(
        "This is 119,999 characters long, about 40 pages. Keep it to 4,000"
    )
    assert answer.context["form"]["because"].value() == long


def test_text_is_plain(made: AWrittenPlan, client: Client) -> None:
    pasted = "<p>First<script>alert(1)</script></p>\r\n\r\n\r\n\r\nless < 5% \x00and <b>bold</b>\u200b"
    Desk(client, made.priority).save(because=pasted)
    made.priority.refresh_from_db()
    assert made.priority.because == "First\n\nless < 5% and bold"


def test_somebody_who_has_left_stays_but_is_not_chosen_anew(
    made: AWrittenPlan, client: Client, alder: School, make_person: MakePerson
) -> None:
    gone = make_person("senior_leader", alder, name="Una Gone")
    made.priority.lead = gone
    made.priority.save()
    Appointment.objects.filter(person=gone).update(to_date=TODAY.replace(day=1))
    desk = Desk(client, made.priority)
    assert "Una Gone (has left)" in client.get(desk.url).content.decode()
    assert desk.save(title="Other words").status_code == 302
    assert refused(desk.save(supporter=gone.pk), "supporter") == [
        "Whoever that is, they are not appointed here today. Choose somebody who is."
    ]


def test_nobody_looks_whether_their_own_work_works(made: AWrittenPlan, client: Client, head: User) -> None:
    made.action.lead = head
    made.action.save()
    name = f"monitoring-{made.look.pk}-who"
    assert refused(Desk(client, made.objective).send({name: head.pk}), name) == [THEIR_OWN]
    made.action.lead, made.look.who = None, head
    made.action.save()
    made.look.save()
    assert refused(Desk(client, made.action).save(lead=head.pk), "lead") == [LOOKS_ALREADY]


def test_lines_are_added_and_taken_out_and_what_stands_on_the_page_is_saved_first(
    made: AWrittenPlan, client: Client
) -> None:
    desk = Desk(client, made.objective)
    add = reverse("plans:add_line", args=[made.objective.pk, "milestone"])
    answer = desk.send({"text": "By July, said better"}, url=add)
    new = Milestone.objects.exclude(pk=made.milestone.pk).get()
    made.objective.refresh_from_db()
    assert (answer.status_code, made.objective.text) == (302, "By July, said better")
    assert answer["Location"].endswith(f"#field-milestone-{new.pk}-period")
    desk = Desk(client, made.objective)
    desk.send({}, url=reverse("plans:remove_line", args=[made.objective.pk, "milestone", made.milestone.pk]))
    assert list(Milestone.objects.values_list("pk", flat=True)) == [new.pk]
    assert client.post(reverse("plans:add_line", args=[made.objective.pk, "nothing"])).status_code == 404


def test_a_sixth_priority_asks_why(made: AWrittenPlan, client: Client) -> None:
    add = reverse("plans:add_priority", args=[made.plan.pk])
    for number in (2, 3, 4, 5):
        client.post(add, {"title": f"Priority {number}"})
    assert refused(client.post(add, {"title": "Six"}), "why_so_many") == [
        "Say why five are not enough: whoever agrees the plan reads this."
    ]
    client.post(add, {"title": "Six", "why_so_many": "An inspection."})
    made.plan.refresh_from_db()
    assert (made.plan.priorities.count(), made.plan.why_so_many) == (6, "An inspection.")


def test_parts_are_put_in_order_by_buttons(made: AWrittenPlan, client: Client) -> None:
    second = a_priority(made.plan, number=2).priority
    client.post(reverse("plans:move", args=["priorities", second.pk]), {"to": "up"})
    assert list(made.plan.priorities.order_by("position").values_list("title", flat=True)) == [
        "Reading 2",
        "Reading 1",
    ]
    client.post(reverse("plans:move", args=["priorities", second.pk]), {"to": "up"})
    assert made.plan.priorities.order_by("position").first() == second


def test_a_priority_that_schools_serve_is_not_taken_from_under_them(
    made: AWrittenPlan, year: SchoolYear, make_person: MakePerson, client_of: ClientOf
) -> None:
    lead = make_person("improvement_lead")
    trust = a_plan(None, year, lead).priority
    Priority.objects.filter(pk=made.priority.pk).update(serves=trust)
    url = reverse("plans:remove", args=["priorities", trust.pk])
    assert client_of(lead).get(url).context["refusal"] == (
        "Priorities of Alder serve this one. Ask them to serve another first."
    )
    client_of(lead).post(url)
    assert Priority.objects.filter(pk=trust.pk).exists()


def test_an_action_is_added_whole(made: AWrittenPlan, client: Client, head: User) -> None:
    add = reverse("plans:add_action", args=[made.objective.pk])
    sent = {"text": "Buy books", "lead": head.pk, "planned_end": "2027-01-15", "cost": "80"}
    assert client.post(add, {**sent, "planned_end": "2025-01-15"}).status_code == 422
    assert client.post(add, {**sent, "another": "1"})["Location"] == add
    row = made.objective.actions.get(position=2)
    assert (row.text, row.lead, str(row.planned_end), str(row.cost)) == (
        "Buy books",
        head,
        "2027-01-15",
        "80.00",
    )


def test_numbers_of_nothing(client: Client, made: AWrittenPlan) -> None:
    for where in ("", "priorities/", "objectives/", "actions/"):
        for pk in ("9" * 18, "0", "-1", "x"):
            assert (where, pk, client.get(f"/plans/{where}{pk}/").status_code) == (where, pk, 404)
