"""A whole plan out of the database, in a number of questions that does not grow with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from plans.models import Milestone, Monitoring, Objective, Plan, PlanAction, Priority, SuccessCriterion
from plans.sheet import (
    ActionLine,
    CriterionLine,
    MilestoneLine,
    MonitoringLine,
    ObjectiveSheet,
    PlanSheet,
    PrioritySheet,
)
from schedule.models import Event
from schools.terms import Calendar

NOT_STARTED, IN_PROGRESS, DONE, NOT_NEEDED = "not_started", "in_progress", "done", "not_needed"
# What the lines of a plan are called; "late" is said beside it.
LINE_STATES: Mapping[str, str] = {
    NOT_STARTED: "Not started",
    IN_PROGRESS: "In progress",
    DONE: "Done",
    NOT_NEEDED: "Not needed",
}


def sheet_of(plan: Plan, calendar: Calendar) -> PlanSheet:
    """Seven questions. `plan` comes with its school and year; `calendar` says where a half-term ends."""
    return sheets_of([plan], {plan.school_id: calendar})[plan.pk]


def sheets_of(plans: Sequence[Plan], calendars: Mapping[int | None, Calendar]) -> dict[int, PlanSheet]:
    """By the id of the plan, in the same number of questions however many plans."""
    ids = [plan.pk for plan in plans]
    school_of = {plan.pk: plan.school_id for plan in plans}
    priorities = list(
        Priority.objects.filter(plan__in=ids)
        .select_related("lead", "supporter", "link_governor", "serves")
        .prefetch_related("areas")
        .order_by("position", "pk")
    )
    plan_of_priority = {one.pk: one.plan_id for one in priorities}
    objectives = list(
        Objective.objects.filter(priority__plan__in=ids)
        .select_related("lead", "supporter")
        .order_by("position", "pk")
    )
    of_objective = {one.pk: calendars[school_of[plan_of_priority[one.priority_id]]] for one in objectives}
    parts = _Parts(list(of_objective), of_objective)
    by_priority: dict[int, list[ObjectiveSheet]] = defaultdict(list)
    for one in objectives:
        by_priority[one.priority_id].append(parts.sheet(one))
    by_plan: dict[int, list[PrioritySheet]] = defaultdict(list)
    for priority in priorities:
        number = len(by_plan[priority.plan_id]) + 1
        by_plan[priority.plan_id].append(_priority(priority, number, by_priority[priority.pk]))
    return {plan.pk: _plan(plan, by_plan[plan.pk]) for plan in plans}


class _Parts:
    """What stands below the objectives."""

    def __init__(self, ids: Iterable[int], calendars: Mapping[int, Calendar]) -> None:
        wanted = {"objective__in": list(ids)}
        self.calendars = calendars
        self.criteria = _grouped(SuccessCriterion.objects.filter(**wanted).order_by("position", "pk"))
        self.milestones = _grouped(
            Milestone.objects.filter(**wanted).select_related("event").order_by("pk"), by_period=True
        )
        self.actions = _grouped(
            PlanAction.objects.filter(**wanted)
            .select_related("lead", "supporter", "event")
            .order_by("position", "pk")
        )
        self.monitoring = _grouped(
            Monitoring.objects.filter(**wanted).select_related("who", "event").order_by("pk"), by_period=True
        )

    def sheet(self, one: Objective) -> ObjectiveSheet:
        calendar = self.calendars[one.pk]
        return ObjectiveSheet(
            one.pk,
            one.text,
            _name(one.lead),
            _name(one.supporter),
            tuple(_criterion(row) for row in self.criteria[one.pk]),
            tuple(_milestone(row, calendar) for row in self.milestones[one.pk]),
            tuple(_action(row) for row in self.actions[one.pk]),
            tuple(_monitoring(row, calendar) for row in self.monitoring[one.pk]),
        )


def _grouped(rows: Iterable[Any], *, by_period: bool = False) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.objective_id].append(row)
    if by_period:
        order = ("AUT1", "AUT2", "SPR1", "SPR2", "SUM1", "SUM2")
        for some in found.values():
            some.sort(key=lambda row: (order.index(row.period) if row.period in order else 9, row.pk))
    return found


def _plan(plan: Plan, priorities: Sequence[PrioritySheet]) -> PlanSheet:
    return PlanSheet(
        plan.pk,
        plan.school.name if plan.school else "The trust",
        plan.school.urn if plan.school else None,
        plan.year.start_year,
        plan.vision,
        plan.context,
        plan.why_so_many,
        tuple(priorities),
    )


def _priority(one: Priority, number: int, objectives: Sequence[ObjectiveSheet]) -> PrioritySheet:
    return PrioritySheet(
        one.pk,
        number,
        one.title,
        one.because,
        tuple(area.title for area in sorted(one.areas.all(), key=lambda area: area.position)),
        one.serves.title if one.serves else "",
        _name(one.lead),
        _name(one.supporter),
        _name(one.link_governor),
        one.stage,
        one.stop_doing,
        tuple(one.steps),
        tuple(objectives),
    )


def _criterion(row: SuccessCriterion) -> CriterionLine:
    return CriterionLine(row.pk, row.measure, row.baseline, row.target, row.source, row.result, row.state)


def _milestone(row: Milestone, calendar: Calendar) -> MilestoneLine:
    return MilestoneLine(
        row.pk, row.period, row.text, _due(row.event, end_of(calendar, row.period)), state_of(row.event)
    )


def _action(row: PlanAction) -> ActionLine:
    state = state_of(row.event)
    if state == NOT_STARTED and row.started_at:
        state = IN_PROGRESS
    return ActionLine(
        row.pk,
        row.text,
        _name(row.lead),
        _name(row.supporter),
        row.event.opens_date if row.event else row.planned_start,
        _due(row.event, row.planned_end),
        row.planned_end,
        row.cost,
        row.budget_line,
        row.training,
        state,
        row.event.done_date if row.event else None,
    )


def _monitoring(row: Monitoring, calendar: Calendar) -> MonitoringLine:
    return MonitoringLine(
        row.pk,
        row.period,
        row.how,
        _name(row.who) or row.who_else,
        row.found,
        _due(row.event, end_of(calendar, row.period)),
        state_of(row.event),
    )


def end_of(calendar: Calendar, period: str) -> date | None:
    """The last school day of the half-term at this school; None when it is not dated."""
    found = next((one for one in calendar.periods if one.code == period), None)
    return calendar.school.on_or_before(found.last) if found else None


def state_of(event: Event | None) -> str:
    if event is None:
        return NOT_STARTED
    return {Event.State.DONE.value: DONE, Event.State.NOT_NEEDED.value: NOT_NEEDED}.get(
        event.state, NOT_STARTED
    )


def _due(event: Event | None, planned: date | None) -> date | None:
    return event.due_date if event else planned


def _name(person: Any) -> str:  # noqa: ANN401 -- a person or nobody
    return person.name if person else ""
