"""A plan with one priority, one objective and one of each line, as the tests of writing and of its life need it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.test import Client
from django.urls import reverse

from people.models import User
from plans.models import Milestone, Monitoring, Objective, Plan, PlanAction, Priority, SuccessCriterion
from plans.queries.writing import Written
from schools.models import School, SchoolYear
from tests.conftest import NOW


@dataclass
class AWrittenPlan:
    plan: Plan
    priority: Priority
    objective: Objective
    action: PlanAction
    criterion: SuccessCriterion
    milestone: Milestone
    look: Monitoring


def a_plan(
    school: School | None,
    year: SchoolYear,
    by: User,
    *,
    state: str = Plan.State.DRAFT,
    lead: User | None = None,
) -> AWrittenPlan:
    plan = Plan.objects.create(
        school=school, year=year, state=state, vision="Every child reads.", started_at=NOW, started_by=by, state_at=NOW,
        state_by=by, changed_at=NOW, changed_by=by,
    )  # fmt: skip
    return a_priority(plan, lead=lead)


def a_priority(plan: Plan, *, number: int = 1, lead: User | None = None) -> AWrittenPlan:
    priority = Priority.objects.create(
        plan=plan, position=number, title=f"Reading {number}", because="Fourteen of 27 cannot.", lead=lead
    )
    objective = Objective.objects.create(priority=priority, position=1, text=f"By July all read {number}")
    return AWrittenPlan(
        plan,
        priority,
        objective,
        PlanAction.objects.create(
            objective=objective, position=1, text="Hear every child read", lead=lead, planned_start=date(2026, 11, 2),
            planned_end=date(2026, 12, 1), cost=Decimal(120), budget_line="Books",
        ),
        SuccessCriterion.objects.create(objective=objective, position=1, measure="Who reads", target="22 of 28"),
        Milestone.objects.create(objective=objective, period="AUT2", text="The routine is seen."),
        Monitoring.objects.create(objective=objective, period="SPR1", how="Hear six children", who_else="A governor"),
    )  # fmt: skip


class Desk:
    """One person's page of one part: its marks are those of when it was opened."""

    def __init__(self, client: Client, part: Written) -> None:
        self.client, self.part = client, part
        names = {
            Plan: "write_plan",
            Priority: "write_priority",
            Objective: "write_objective",
            PlanAction: "write_action",
        }
        self.url = reverse(f"plans:{names[type(part)]}", args=[part.pk])
        form = client.get(self.url).context["form"]
        self.start: str = form.start_text
        self.data: dict[str, Any] = {name: _sent(value) for name, value in form.stored.items()}

    def save(self, /, **changed: Any) -> Any:
        return self.send(changed)

    def send(self, changed: Mapping[str, Any], *, as_you_go: bool = False, url: str = "") -> Any:
        data = {**self.data, **changed, "start": self.start}
        headers = {"X-Save": "as-you-go"} if as_you_go else {}
        return self.client.post(url or self.url, data, headers=headers)


def _sent(value: Any) -> Any:
    if value is None:
        return ""
    return list(value) if isinstance(value, list | tuple) else str(value)
