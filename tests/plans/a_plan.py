"""A small plan that is agreed and laid out: two priorities, each with an objective and one row of every sort."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from people.models import User
from plans.actions import lay_out_plan
from plans.models import (
    Milestone,
    Monitoring,
    Objective,
    Plan,
    PlanAction,
    PlanVersion,
    Priority,
    Review,
    SuccessCriterion,
)
from plans.queries import sheet_of
from plans.sheet import as_content
from schedule.models import Event
from schools.models import Appointment, School, SchoolYear
from schools.queries import calendar_of
from tests.conftest import NOW, TODAY

State = Plan.State
EVERYTHING_SAID: dict[str, str] = {
    "delivery": "G", "delivery_why": "All lessons use it.", "impact": "A", "impact_why": "Half of them read faster.",
}  # fmt: skip


@dataclass
class Made:
    plan: Plan
    priorities: list[Priority]

    @property
    def first(self) -> Priority:
        return self.priorities[0]

    @property
    def second(self) -> Priority:
        return self.priorities[1]

    def action(self, number: int = 0) -> PlanAction:
        return PlanAction.objects.select_related("event__year", "event__school").get(
            objective__priority=self.priorities[number]
        )

    def review(self, period: str = "AUT2") -> Review:
        return Review.objects.select_related("plan__year", "plan__school", "event").get(
            plan=self.plan, period=period
        )

    def event(self, key: str) -> Event:
        return Event.objects.select_related("year", "school").get(
            year=self.plan.year, school=self.plan.school, key=key
        )

    def state(self) -> str:
        return Plan.objects.get(pk=self.plan.pk).state


def the_head(alder: School) -> User:
    head = User.objects.create_user("ruth.ellison@example.org", "pass", name="Ruth Ellison")
    Appointment.objects.create(person=head, role="headteacher", school=alder, from_date=date(2026, 9, 1))
    return head


def make_plan(school: School | None, year: SchoolYear, by: User, **values: Any) -> Made:
    """As it is while it is written."""
    plan = Plan.objects.create(
        school=school, year=year, started_at=NOW, started_by=by, state_at=NOW, state_by=by, changed_at=NOW,
        changed_by=by, **values,
    )  # fmt: skip
    made = Made(plan, [])
    for number, title in enumerate(("Reading with ease", "In school, every day"), 1):
        priority = Priority.objects.create(plan=plan, position=number, title=title, lead=by)
        below(priority, year.start_year, by)
        made.priorities.append(priority)
    return made


def below(priority: Priority, start: int, by: User) -> Objective:
    objective = Objective.objects.create(priority=priority, position=1, text=f"By July {start + 1} it is so")
    SuccessCriterion.objects.create(
        objective=objective, position=1, measure="Pupils who can", baseline="14 of 27", target="22 of 28"
    )
    Milestone.objects.create(objective=objective, period="AUT2", text="It is seen.")
    Monitoring.objects.create(
        objective=objective, period="SPR2", how="Sit in on two lessons", who_else="Partner"
    )
    PlanAction.objects.create(
        objective=objective, position=1, text=f"Teach it: {priority.title}", lead=by,
        planned_start=date(start, 11, 2), planned_end=date(start, 11, 27),
    )  # fmt: skip
    return objective


def agree(made: Made, by: User) -> Made:
    plan = made.plan
    plan.state = State.AGREED
    plan.save()
    lay_out_plan(plan=plan, now=NOW, today=TODAY)
    PlanVersion.objects.create(
        plan=plan, number=1, content=as_content(sheet_of(plan, calendar_of(plan.year, plan.school))),
        agreed_at=NOW, agreed_by=by,
    )  # fmt: skip
    return made


def agreed_plan(school: School | None, year: SchoolYear, by: User, **values: Any) -> Made:
    return agree(make_plan(school, year, by, **values), by)


def rate(made: Made, by: User, period: str = "AUT2", **values: str) -> None:
    """Every priority, in words."""
    for priority in made.priorities:
        made.review(period).priorities.create(
            priority=priority, saved_at=NOW, saved_by=by, **{**EVERYTHING_SAID, **values}
        )
