"""What of a plan may go into the next year's: nothing by default, each thing by choice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from plans.models import Objective, Plan, PlanAction, Priority
from plans.queries.sheets import DONE, NOT_NEEDED, state_of
from schools.models import SchoolYear


@dataclass(frozen=True)
class ActionOffer:
    row: PlanAction
    is_carried: bool


@dataclass(frozen=True)
class ObjectiveOffer:
    row: Objective
    is_carried: bool
    actions: tuple[ActionOffer, ...]  # those that are neither done nor not needed


@dataclass(frozen=True)
class PriorityOffer:
    row: Priority
    is_carried: bool
    objectives: tuple[ObjectiveOffer, ...]


@dataclass(frozen=True)
class Offer:
    plan: Plan
    year: SchoolYear | None  # the year after, if its dates are entered
    target: Plan | None  # that year's plan, if there is one
    priorities: tuple[PriorityOffer, ...]


@dataclass(frozen=True)
class Picks:
    """Ids of what was ticked. Whatever stands above a ticked row comes along."""

    priorities: frozenset[int] = frozenset()
    objectives: frozenset[int] = frozenset()
    actions: frozenset[int] = frozenset()
    stages: Mapping[int, str] = field(default_factory=dict)  # by priority
    ends: Mapping[int, date] = field(default_factory=dict)  # by action: until when, in the new year


def next_year_of(plan: Plan) -> SchoolYear | None:
    return SchoolYear.objects.filter(start_year=plan.year.start_year + 1).first()


def plan_in(year: SchoolYear | None, school_id: int | None) -> Plan | None:
    if year is None:
        return None
    return Plan.objects.filter(year=year, school=school_id).select_related("year", "school").first()


def offer_of(plan: Plan) -> Offer:
    """Eight questions at most, however large the plan."""
    year = next_year_of(plan)
    target = plan_in(year, plan.school_id)
    there = _Carried(target) if target else None
    priorities = list(Priority.objects.filter(plan=plan).order_by("position", "pk"))
    objectives = list(
        Objective.objects.filter(priority__plan=plan).select_related("lead").order_by("position", "pk")
    )
    actions = [
        one
        for one in PlanAction.objects.filter(objective__priority__plan=plan)
        .select_related("event", "lead")
        .order_by("position", "pk")
        if state_of(one.event) not in (DONE, NOT_NEEDED)
    ]
    return Offer(
        plan,
        year,
        target,
        tuple(
            PriorityOffer(
                one,
                bool(there and there.priority(one)),
                tuple(
                    _objective(row, one, actions, there) for row in objectives if row.priority_id == one.pk
                ),
            )
            for one in priorities
        ),
    )


def _objective(
    row: Objective, priority: Priority, actions: list[PlanAction], there: _Carried | None
) -> ObjectiveOffer:
    own = [one for one in actions if one.objective_id == row.pk]
    return ObjectiveOffer(
        row,
        bool(there and there.objective(priority, row.text)),
        tuple(
            ActionOffer(one, bool(there and there.has_action(priority, row.text, one.text))) for one in own
        ),
    )


class _Carried:
    """What stands in the target already: priorities by where they come from, the rest by their words."""

    def __init__(self, target: Plan) -> None:
        self.priorities: Mapping[int, int] = {
            one.carried_from_id: one.pk
            for one in Priority.objects.filter(plan=target, carried_from__isnull=False)
            if one.carried_from_id is not None
        }
        self.objectives = {
            (one.priority_id, one.text) for one in Objective.objects.filter(priority__plan=target)
        }
        self.actions = set(
            PlanAction.objects.filter(objective__priority__plan=target).values_list(
                "objective__priority_id", "objective__text", "text"
            )
        )

    def priority(self, one: Priority) -> int | None:
        return self.priorities.get(one.pk)

    def objective(self, one: Priority, text: str) -> bool:
        return (self.priorities.get(one.pk), text) in self.objectives

    def has_action(self, one: Priority, objective: str, text: str) -> bool:
        return (self.priorities.get(one.pk), objective, text) in self.actions
