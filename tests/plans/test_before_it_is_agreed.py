"""A plan that was never agreed has no dates in anybody's year; what agreeing it does to them is said before."""

from datetime import timedelta

import pytest
from django.urls import reverse

from people.models import User
from plans.actions.life import agree_plan, amend_plan
from plans.models import Milestone, Monitoring, Plan, PlanAction
from schedule.models import Event
from schools.models import School, SchoolYear
from tests.conftest import NOW, TODAY, ClientOf, MakePerson
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


def make_past(made: Made, *, lead: User | None = None) -> PlanAction:
    """The first action is a week past; every milestone and look is of the half-term before."""
    action = PlanAction.objects.earliest("pk")
    PlanAction.objects.filter(pk=action.pk).update(planned_start=None, planned_end=PAST, lead=lead)
    Milestone.objects.filter(objective__priority=made.first).update(period="AUT1")
    Monitoring.objects.filter(objective__priority=made.first).update(period="AUT1", who=None, who_else="")
    return action


def test_each_past_date_leads_its_writers_to_its_field_and_says_whose_it_is(
    made: Made, head: User, client_of: ClientOf
) -> None:
    Plan.objects.update(state=Plan.State.DRAFT)
    action = make_past(made, lead=head)
    milestone, look = (
        model.objects.get(objective__priority=made.first).pk for model in (Milestone, Monitoring)
    )
    objective = f"/plans/objectives/{action.objective_id}/"
    links = [
        (f"/plans/actions/{action.pk}/", "planned_end", "Action · Ruth Ellison · Monday 16 November 2026"),
        (objective, f"milestone-{milestone}-period", "Milestone · Ruth Ellison · Friday 23 October 2026"),
        (objective, f"monitoring-{look}-period", "Check · Headteacher · Friday 23 October 2026"),
    ]
    client = client_of(head)
    for name in ("plan", "write_plan", "send"):
        answer = client.get(reverse(f"plans:{name}", args=[made.plan.pk]))
        page, said = answer.content.decode(), words(answer)
        for url, field, whose in links:
            assert (f'<a href="{url}#field-{field}">' in page, whose in said) == (True, True), (name, whose)
    assert "3 of its 6 dates are past and count as late as soon as it is agreed" in words(
        client.get(made.plan.get_absolute_url())
    )
    for url, field, _ in links:
        assert f'id="field-{field}"' in client.get(url).content.decode()


def test_while_it_is_with_the_trust_each_leads_to_its_place_and_giving_back_names_them(
    made: Made, head: User, lead: User, client_of: ClientOf
) -> None:
    action = make_past(made, lead=head)
    at, client = made.plan.get_absolute_url(), client_of(lead)
    page = client.get(reverse("plans:agree", args=[made.plan.pk])).content.decode()
    places = [f"action-{action.pk}", f"objective-{action.objective_id}"]
    whole = client.get(f"{at}?all").content.decode()
    for place in places:
        assert (f'<a href="{at}?all#{place}">' in page, f'id="{place}"' in whole) == (True, True)
    give_back = reverse("plans:give_back", args=[made.plan.pk])
    assert f'<a href="{give_back}?past">Give it back with these dates named</a>' in page
    begun = client.get(f"{give_back}?past").context["form"]["words"].value()
    assert begun.startswith("These dates are past. Please choose others:\n")
    assert "(Monday 16 November 2026, Ruth Ellison)" in begun
    assert begun.count("\n- ") == 3
    assert client.get(give_back).context["form"]["words"].value() == ""
    client.post(reverse("plans:agree", args=[made.plan.pk]))
    assert Plan.objects.get().state == Plan.State.AGREED  # nothing keeps anybody from it


def test_who_owns_one_action_is_led_to_that_alone(
    made: Made, head: User, alder: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    Plan.objects.update(state=Plan.State.DRAFT)
    leader = make_person("middle_leader", alder, name="Amira Khan")
    action = make_past(made, lead=leader)
    at = made.plan.get_absolute_url()
    page = client_of(leader).get(at).content.decode()
    assert f'<a href="/plans/actions/{action.pk}/#field-planned_end">' in page
    assert f'<a href="{at}?all#objective-{action.objective_id}">' in page
    assert "/#field-milestone" not in page


def test_the_trusts_own_plan_is_mended_before_it_is_agreed(
    year: SchoolYear, lead: User, client_of: ClientOf
) -> None:
    trusts = make_plan(None, year, lead)
    PlanAction.objects.filter(objective__priority=trusts.first).update(
        planned_start=None, planned_end=PAST, lead=None
    )
    answer = client_of(lead).get(reverse("plans:agree", args=[trusts.plan.pk]))
    assert "#field-planned_end" in answer.content.decode()
    assert "Action · School improvement lead · Monday 16 November 2026" in words(answer)
    assert "Each leads to where its date is written. You can agree the plan all the same." in words(answer)


def test_of_many_past_dates_the_first_are_named(made: Made, lead: User, client_of: ClientOf) -> None:
    objective = PlanAction.objects.earliest("pk").objective
    PlanAction.objects.all().delete()
    for number in range(12):
        PlanAction.objects.create(objective=objective, position=number, text="Read " * 80, planned_end=PAST)
    begun = client_of(lead).get(f"{reverse('plans:give_back', args=[made.plan.pk])}?past")
    text = begun.context["form"]["words"].value()
    assert (text.count("\n- Read"), text.endswith("\n- and 2 more"), len(text) < 2000) == (10, True, True)


def test_what_giving_back_begins_with_can_be_sent_as_it_is(
    made: Made, lead: User, client_of: ClientOf
) -> None:
    """One line for each date, however long its words and its name are."""
    objective = PlanAction.objects.earliest("pk").objective
    PlanAction.objects.all().delete()
    for _ in range(10):
        Monitoring.objects.create(
            objective=objective, period="AUT1", how="Books\n- and " + "looks " * 31, who_else="Governor " * 8
        )
    client, at = client_of(lead), reverse("plans:give_back", args=[made.plan.pk])
    text = client.get(f"{at}?past").context["form"]["words"].value()
    assert [line[:13] for line in text.split("\n")[1:11]] == ["- Books - and"] * 10
    assert client.post(at, {"words": text}).status_code == 302
    assert Plan.objects.get().state == Plan.State.DRAFT


def test_a_line_that_says_nothing_yet_will_not_be_late(made: Made, head: User, client_of: ClientOf) -> None:
    """It leaves the plan when that is sent, whatever half-term was chosen for it."""
    Plan.objects.update(state=Plan.State.DRAFT)
    made.second.delete()
    PlanAction.objects.all().delete()
    Monitoring.objects.update(period="AUT1", how="", found="")
    Milestone.objects.update(period="AUT1", text="")
    client, at = client_of(head), made.plan.get_absolute_url()
    assert "past-dates" not in client.get(at).content.decode()
    Monitoring.objects.update(found="Half of them read faster.")
    answer = client.get(at)
    assert 'period">Half of them read faster.</a>' in answer.content.decode()
    assert "Its one date is past and counts as late as soon as it is agreed" in words(answer)


def test_readers_of_the_agreed_plan_are_told_nothing_of_it(
    made: Made, head: User, governor: User, client_of: ClientOf
) -> None:
    make_past(made)
    agree_plan(plan=made.plan, reason="", by=head, now=NOW, today=TODAY)
    for person in (head, governor):
        assert "past-dates" not in client_of(person).get(made.plan.get_absolute_url()).content.decode()


def test_a_day_that_was_moved_in_the_year_is_changed_there(
    made: Made, head: User, client_of: ClientOf
) -> None:
    action = make_past(made)
    agree_plan(plan=made.plan, reason="", by=head, now=NOW, today=TODAY)
    amend_plan(plan=made.plan, by=head, now=NOW)
    action.refresh_from_db()
    client, at = client_of(head), made.plan.get_absolute_url()
    assert f'<a href="/plans/actions/{action.pk}/#field-planned_end">' in client.get(at).content.decode()
    assert action.event_id
    Event.objects.filter(pk=action.event_id).update(is_moved=True)
    page = client.get(at)
    past = page.content.decode().partition('class="past-dates"')[2].partition("</ul>")[0]
    assert (f'<a href="/events/{action.event_id}/">' in past, "planned_end" in past) == (True, False)
    assert "3 of its 6 dates are past and count as late already" in words(page)
