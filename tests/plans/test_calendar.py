"""A plan's dates in everybody's year: laid out as often as you like, and what people did with them is theirs."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handbook.models import Edition
from people.models import User
from plans.actions import lay_out_live_plans, lay_out_plan
from plans.models import Milestone, Objective, Plan, PlanAction
from plans.queries import sheet_of
from reminders.holders import Held, Holders
from schedule.actions import complete_event, mark_not_needed
from schedule.building import build_year
from schedule.models import Event
from schools.models import Appointment, Period, School, SchoolYear
from schools.queries import calendar_of
from tests.conftest import NOW, TODAY, ClientOf, MakePerson
from tests.examples import dear
from tests.plans.a_plan import Made

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("agreed_kept")]

DEEDS = ("nothing", "done", "not needed", "moved")


def events() -> dict[str, tuple[Any, ...]]:
    rows = Event.objects.filter(key__startswith="plan-").values_list(
        "key", "due_date", "state", "revision", "owner"
    )
    return {key: rest for key, *rest in rows.order_by("key")}  # type: ignore[misc]


def test_everything_with_a_date_is_there(made: Made, head: User) -> None:
    first, second = (one.pk for one in made.priorities)
    actions = {one.objective.priority_id: one.pk for one in PlanAction.objects.select_related("objective")}
    assert {key: rest[0] for key, rest in events().items() if "action" in key or "review" in key} == {
        f"plan-action-{actions[first]}": date(2026, 11, 27),
        f"plan-action-{actions[second]}": date(2026, 11, 27),
        "plan-review-AUT2": date(2026, 12, 18),
        "plan-review-SPR2": date(2027, 3, 25),
        "plan-review-SUM2": date(2027, 7, 21),
    }
    assert len(events()) == 9  # two milestones and two looks besides


@settings(max_examples=dear(24), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=st.lists(st.sampled_from(DEEDS), min_size=9, max_size=9))
def test_laying_out_again_changes_nothing_that_people_did(made: Made, head: User, deeds: list[str]) -> None:
    from django.db import transaction  # noqa: PLC0415 -- beside the one place that rolls back

    with transaction.atomic():
        for event, deed in zip(
            Event.objects.order_by("key").select_related("year", "school"), deeds, strict=True
        ):
            act(event, deed, head)
        before = events()
        for _ in range(2):
            lay_out_plan(plan=made.plan, now=NOW, today=TODAY)
            assert events() == before
        transaction.set_rollback(True)


def act(event: Event, deed: str, by: User) -> None:
    own = event.key.startswith("plan-review")  # done and left out at the review itself
    match deed:
        case "done":
            complete_event(event=event, done_date=TODAY, by=by, now=NOW, today=TODAY, by_owner=own)
        case "not needed":
            mark_not_needed(event=event, reason="Covid", by=by, now=NOW, today=TODAY, by_owner=own)
        case "moved":
            Event.objects.filter(pk=event.pk).update(
                opens_date=date(2027, 6, 1), due_date=date(2027, 6, 10), is_moved=True
            )


def test_a_row_that_went_leaves_the_year(made: Made) -> None:
    gone = made.action().event
    Objective.objects.filter(priority=made.first).delete()
    assert lay_out_plan(plan=made.plan, now=NOW, today=TODAY) == 6
    assert gone
    assert not Event.objects.filter(pk=gone.pk).exists()
    assert len(events()) == 6


def test_a_row_that_went_and_was_done_stays_in_the_year(made: Made, head: User) -> None:
    done = made.action().event
    assert done
    complete_event(event=done, done_date=TODAY, by=head, now=NOW, today=TODAY)
    PlanAction.objects.filter(pk=made.action().pk).delete()
    lay_out_plan(plan=made.plan, now=NOW, today=TODAY)
    assert Event.objects.get(pk=done.pk).state == "done"


def test_an_action_without_a_date_leaves_and_comes_back(made: Made) -> None:
    action = made.action()
    PlanAction.objects.filter(pk=action.pk).update(planned_end=None)
    assert lay_out_plan(plan=made.plan, now=NOW, today=TODAY) == 8
    assert PlanAction.objects.get(pk=action.pk).event is None
    PlanAction.objects.filter(pk=action.pk).update(planned_end=date(2026, 11, 27))
    assert lay_out_plan(plan=made.plan, now=NOW, today=TODAY) == 9


def test_what_was_carried_from_the_year_before_is_left_alone(
    made: Made, alder: School, year: SchoolYear
) -> None:
    before = SchoolYear.objects.create(start_year=2025)
    values = {
        "school": alder,
        "opens_date": TODAY,
        "scheduled_date": TODAY,
        "due_date": TODAY,
        "owner_role": "headteacher",
        "changed_at": NOW,
    }
    old = Event.objects.create(year=before, key="plan-action-7", title="Old", **values)
    carried = Event.objects.create(
        year=year, key="plan-action-7#2025", title="Old", carried_from=old, **values
    )
    lay_out_plan(plan=made.plan, now=NOW, today=TODAY)
    assert Event.objects.filter(pk=carried.pk).exists()


def test_milestones_follow_a_change_of_term_dates(made: Made, head: User) -> None:
    milestone = Milestone.objects.filter(objective__priority=made.first).get()
    moved = Milestone.objects.filter(objective__priority=made.second).get()
    assert moved.event
    Event.objects.filter(pk=moved.event.pk).update(
        opens_date=date(2026, 12, 9), due_date=date(2026, 12, 9), is_moved=True
    )
    Period.objects.filter(code="AUT2").update(last_date=date(2026, 12, 16))
    assert lay_out_live_plans(now=NOW, today=TODAY) == 1
    due = dict(Milestone.objects.values_list("pk", "event__due_date"))
    assert due == {milestone.pk: date(2026, 12, 16), moved.pk: date(2026, 12, 9)}
    assert made.event("plan-review-AUT2").due_date == date(2026, 12, 16)


def test_the_year_of_a_school_that_left_stays_as_it_was(made: Made, alder: School) -> None:
    before = events()
    School.objects.filter(pk=alder.pk).update(left_date=TODAY - timedelta(days=1))
    Period.objects.filter(code="AUT2").update(last_date=date(2026, 12, 16))
    assert (lay_out_live_plans(now=NOW, today=TODAY), events()) == (0, before)


def test_plans_that_are_written_or_over_are_left_alone(made: Made) -> None:
    for state in ("draft", "with_trust", "evaluated", "archived"):
        Plan.objects.update(state=state)
        assert lay_out_live_plans(now=NOW, today=TODAY) == 0


def test_laying_the_handbook_over_the_year_leaves_them(made: Made, year: SchoolYear) -> None:
    before = events()
    Edition.objects.create(number=1, title="Small", status="published", made_at=NOW, published_at=NOW)
    build_year(year=year, by=None, now=NOW, today=TODAY)
    assert events() == before


def test_the_named_lead_is_told_and_nobody_else(made: Made, make_person: MakePerson, alder: School) -> None:
    deputy = make_person("senior_leader", alder)
    make_person("senior_leader", alder)
    PlanAction.objects.filter(pk=made.action().pk).update(lead=deputy)
    lay_out_plan(plan=made.plan, now=NOW, today=TODAY)
    event = made.event(f"plan-action-{made.action().pk}")
    assert (event.owner, event.owner_role) == (deputy, "senior_leader")
    rows = Appointment.objects.values_list("person_id", "role", "job", "school_id")
    owners, others = Holders(Held(*row) for row in rows).of(
        school_id=alder.pk, owner_id=event.owner_id, owner_role=event.owner_role, takes_part=()
    )
    assert (set(owners), set(others)) == ({deputy.pk}, set())


def test_done_on_the_page_of_what_comes_next_is_done_in_the_plan(
    made: Made, head: User, client_of: ClientOf
) -> None:
    event = made.action().event
    assert event
    client: Client = client_of(head)
    page = client.get("/next/")
    assert f'action="/events/{event.pk}/done/"' in page.content.decode()
    client.post(f"/events/{event.pk}/done/", {"done_date": TODAY.isoformat(), "back": "/next/"})
    sheet = sheet_of(made.plan, calendar_of(made.plan.year, made.plan.school))
    assert [(one.state, one.done) for one in sheet.priorities[0].actions] == [("done", TODAY)]


def test_its_page_in_the_year_takes_it_in_progress(made: Made, head: User, client_of: ClientOf) -> None:
    action = made.action()
    assert action.event
    client = client_of(head)
    page = client.get(action.event.get_absolute_url()).content.decode()
    assert f'action="/plans/actions/{action.pk}/under-way/"' in page
    client.post(f"/plans/actions/{action.pk}/under-way/", {"is": "in_progress"})
    assert made.action().started_at is not None
    assert "It has not begun after all" in client.get(action.event.get_absolute_url()).content.decode()
