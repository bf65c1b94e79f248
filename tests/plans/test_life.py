"""From draft to agreed, amended and archived: who does what when, and what everybody's year shows of it."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.models import AuditEntry, User
from plans.actions.life import agree_plan, amend_plan, send_plan
from plans.importing.fields import field_of
from plans.models import Plan, PlanAction, PlanVersion, Priority, SuccessCriterion
from plans.sheet import from_content
from schedule.actions import complete_event
from schedule.models import Event
from schools.models import School, SchoolYear
from tests.conftest import NOW, TODAY, ClientOf, MakePerson
from tests.messages import said
from tests.plans.a_written_plan import AWrittenPlan, a_plan, a_priority

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("written_kept")]


@pytest.fixture
def lead(make_person: MakePerson) -> User:
    return make_person("improvement_lead", name="Daniel Firth")


@pytest.fixture
def made(written: AWrittenPlan) -> AWrittenPlan:
    return written


def url(name: str, made: AWrittenPlan) -> str:
    return reverse(f"plans:{name}", args=[made.plan.pk])


def state(made: AWrittenPlan) -> str:
    made.plan.refresh_from_db()
    return made.plan.state


def sent(made: AWrittenPlan, head: User) -> None:
    send_plan(plan=made.plan, by=head, now=NOW)


def agreed(made: AWrittenPlan, head: User, lead: User, reason: str = "") -> None:
    sent(made, head)
    agree_plan(plan=made.plan, reason=reason, by=lead, now=NOW, today=TODAY)


def opened(made: AWrittenPlan, head: User) -> None:
    amend_plan(plan=made.plan, by=head, now=NOW)


def test_a_plan_is_sent_given_back_with_words_and_sent_again(
    made: AWrittenPlan, head: User, lead: User, client_of: ClientOf
) -> None:
    page = client_of(head).get(url("send", made)).context["missing"]
    assert [one.what for one in page] == [
        "There is 1 priority. Three to five is usual: fewer may leave out something that has to be mended.",
        "Priority 1 has nobody to lead it.",
        "Priority 1, objective 1, action 1 has nobody to lead it.",
    ]
    client_of(head).post(url("send", made))
    assert state(made) == Plan.State.WITH_TRUST
    assert client_of(lead).post(url("give_back", made), {"words": " "}).status_code == 422
    client_of(lead).post(url("give_back", made), {"words": "Say who leads."})
    assert (state(made), made.plan.comments.get().text) == (Plan.State.DRAFT, "Say who leads.")
    client_of(head).post(url("send", made))
    client_of(head).post(url("take_back", made))
    assert state(made) == Plan.State.DRAFT


def test_a_plan_without_a_priority_is_not_sent(made: AWrittenPlan, head: User, client_of: ClientOf) -> None:
    Priority.objects.all().delete()
    answer = client_of(head).post(url("send", made))
    assert state(made) == Plan.State.DRAFT
    assert said(answer) == ["There is no priority in it yet. Add the first, then send it."]


def test_agreed_it_is_kept_and_its_dates_stand_in_the_year(
    made: AWrittenPlan, head: User, lead: User, client_of: ClientOf
) -> None:
    SuccessCriterion.objects.create(
        objective=made.objective, position=2, measure=""
    )  # begun, never filled in
    client_of(head).post(url("send", made))
    client_of(lead).post(url("agree", made), {"reason": ""})
    version = PlanVersion.objects.get()
    kept = from_content(version.content)
    assert (state(made), version.number, version.reason, version.agreed_by) == (
        Plan.State.AGREED,
        1,
        "",
        lead,
    )
    assert [one.measure for one in kept.priorities[0].objectives[0].criteria] == ["Who reads"]
    assert sorted(Event.objects.values_list("key", flat=True)) == sorted(
        [
            f"plan-action-{made.action.pk}", f"plan-milestone-{made.milestone.pk}", f"plan-monitoring-{made.look.pk}",
            "plan-review-AUT2", "plan-review-SPR2", "plan-review-SUM2",
        ]
    )  # fmt: skip
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "plan.send",
        "plan.agree",
    ]


def test_amended_readers_see_what_was_agreed_until_it_is_agreed_again(
    made: AWrittenPlan, head: User, lead: User, client_of: ClientOf, make_person: MakePerson, alder: School
) -> None:
    agreed(made, head, lead)
    governor = client_of(make_person("local_governor", alder))
    client_of(head).post(url("amend", made))
    Priority.objects.update(title="Other words")
    shown = governor.get(url("plan", made)).context["page"]
    assert (state(made), made.plan.is_being_amended) == (Plan.State.DRAFT, True)
    assert (shown.is_kept, shown.sheet.priorities[0].title, shown.comments) == (True, "Reading 1", ())
    sent(made, head)
    assert client_of(lead).post(url("agree", made), {"reason": ""}).status_code == 422
    client_of(lead).post(url("agree", made), {"reason": "New results in November."})
    assert (state(made), made.plan.is_being_amended) == (Plan.State.AGREED, False)
    assert list(PlanVersion.objects.order_by("number").values_list("number", "reason")) == [
        (1, ""),
        (2, "New results in November."),
    ]
    assert governor.get(url("plan", made)).context["page"].sheet.priorities[0].title == "Other words"


def test_opening_it_again_says_first_what_will_happen(
    made: AWrittenPlan, head: User, lead: User, client_of: ClientOf
) -> None:
    client = client_of(head)
    assert client.get(url("amend", made))["Location"] == url("plan", made)  # nothing is agreed yet
    agreed(made, head, lead)
    assert (
        f'<a href="{url("amend", made)}">Open it to amend</a>'
        in client.get(url("plan", made)).content.decode()
    )
    page = client.get(url("amend", made)).content.decode()
    assert "go on seeing version 1" in page
    assert "you send it to the trust" in page
    assert state(made) == Plan.State.AGREED  # looking opens nothing
    assert client_of(lead).get(url("amend", made)).status_code == 200


def test_a_measure_says_where_it_was_at_the_start_and_where_it_is_so_far(
    made: AWrittenPlan, head: User, lead: User, client_of: ClientOf
) -> None:
    SuccessCriterion.objects.update(baseline="14 of 27")
    heads = "".join(f'<th scope="col">{one}</th>' for one in ("Measure", "At the start", "Target", "So far"))
    assert heads in client_of(head).get(url("plan", made)).content.decode()
    agreed(made, head, lead)
    progress = client_of(head).get(reverse("plans:progress", args=[made.objective.pk])).content.decode()
    assert "14 of 27 at the start, target 22 of 28" in progress
    assert 'So far<span class="unseen">: Who reads</span>' in progress
    assert field_of("At the start") == "baseline"  # as the plan's own Word file is read again


def test_readers_of_an_older_version_still_see_how_things_stand(
    made: AWrittenPlan, head: User, lead: User, client_of: ClientOf, make_person: MakePerson, alder: School
) -> None:
    agreed(made, head, lead)
    opened(made, head)
    SuccessCriterion.objects.update(result="18 of 28", state="in_progress", measure="Other words")
    page = client_of(make_person("local_governor", alder)).get(url("plan", made)).context["page"]
    line = page.sheet.priorities[0].objectives[0].criteria[0]
    assert (line.measure, line.result, line.state) == ("Who reads", "18 of 28", "in_progress")


def test_what_was_taken_out_leaves_the_year_but_not_what_was_acted_on(
    made: AWrittenPlan, head: User, lead: User, client_of: ClientOf
) -> None:
    other = PlanAction.objects.create(
        objective=made.objective, position=2, text="Buy books", planned_end=date(2026, 12, 4)
    )
    agreed(made, head, lead)
    other.refresh_from_db()
    assert other.event is not None
    complete_event(event=other.event, done_date=TODAY, by=head, now=NOW, today=TODAY)
    opened(made, head)
    goes = client_of(head).get(reverse("plans:remove", args=["priorities", made.priority.pk])).context["goes"]
    assert goes == [
        "1 objective", "1 measure", "2 actions", "£120.00 of cost",
        "3 dates in everybody’s year, when the plan is agreed again",
        "but not what was done or called off: 1 date with what became of it stays in the year",
    ]  # fmt: skip
    Priority.objects.create(plan=made.plan, position=2, title="Writing")
    client_of(head).post(reverse("plans:remove", args=["priorities", made.priority.pk]))
    assert (
        Event.objects.filter(key__startswith="plan-action").count() == 2
    )  # readers still see what was agreed
    agreed(made, head, lead, "Reading is done.")
    assert list(Event.objects.exclude(key__startswith="plan-review").values_list("key", "state")) == [
        (f"plan-action-{other.pk}", "done")
    ]


def test_nobody_writes_in_a_plan_that_is_with_the_trust_or_agreed(
    made: AWrittenPlan, head: User, lead: User, client_of: ClientOf
) -> None:
    sent(made, head)
    asked = reverse("plans:write_priority", args=[made.priority.pk])
    assert client_of(head).get(asked)["Location"] == made.plan.get_absolute_url()
    client_of(head).post(url("add_priority", made), {"title": "One more"})
    client_of(head).post(reverse("plans:remove", args=["priorities", made.priority.pk]))
    client_of(head).post(reverse("plans:move", args=["actions", made.action.pk]), {"to": "up"})
    assert list(made.plan.priorities.values_list("title", flat=True)) == ["Reading 1"]


def test_the_trusts_own_plan_is_agreed_by_its_writers(
    year: SchoolYear, lead: User, client_of: ClientOf, make_person: MakePerson
) -> None:
    made = a_plan(None, year, lead)
    client_of(lead).post(url("agree", made))
    assert state(made) == Plan.State.AGREED
    assert client_of(lead).get(reverse("plans:trust"))["Location"] == made.plan.get_absolute_url()
    trustee = client_of(make_person("trustee"))
    assert trustee.get(url("plan", made)).context["page"].sheet.vision == "Every child reads."


def test_archived_it_is_read_and_not_changed(
    made: AWrittenPlan, head: User, lead: User, client_of: ClientOf
) -> None:
    client_of(head).post(url("archive", made))
    assert state(made) == Plan.State.DRAFT
    agreed(made, head, lead)
    client_of(head).post(url("archive", made))
    assert state(made) == Plan.State.ARCHIVED
    client_of(head).post(url("amend", made))
    assert state(made) == Plan.State.ARCHIVED


def test_a_closed_year_is_read_only(
    made: AWrittenPlan, head: User, year: SchoolYear, client_of: ClientOf
) -> None:
    year.closed_at, year.closed_by = NOW, head
    year.save()
    client_of(head).post(url("send", made))
    assert state(made) == Plan.State.DRAFT


def test_starting_a_plan(
    year: SchoolYear, alder: School, birch: School, head: User, client_of: ClientOf
) -> None:
    Plan.objects.all().delete()
    client, start = client_of(head), reverse("plans:start")
    assert list(client.get(start).context["form"].fields["school"].known.values()) == [alder.pk]
    assert client.post(start, {"school": birch.pk, "year": year.pk}).status_code == 422
    first = client.post(start, {"school": alder.pk, "year": year.pk})["Location"]
    assert client.post(start, {"school": alder.pk, "year": year.pk})["Location"] == first
    assert Plan.objects.get().get_absolute_url() == first


def test_the_page_asks_the_same_number_of_questions_of_one_and_five_priorities(
    made: AWrittenPlan, head: User, client_of: ClientOf
) -> None:
    client = client_of(head)
    counts = []
    for number in (2, 3, 4, 5, 6):
        with CaptureQueriesContext(connection) as asked:
            client.get(url("plan", made))
        counts.append(len(asked))
        a_priority(made.plan, number=number)
    assert (len(set(counts)), counts[0] <= 24) == (1, True)
