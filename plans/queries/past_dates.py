"""Which dates of a plan are past, so that they count as late as soon as it is agreed, and whose each is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from plans.models import Milestone, Monitoring, Plan, PlanAction
from plans.queries.reviewing import SETTLED
from plans.sheet import ActionLine, MilestoneLine, MonitoringLine, ObjectiveSheet, PlanSheet, PrioritySheet

ACTION, MILESTONE, LOOK = "action", "milestone", "monitoring"
KINDS: dict[str, Any] = {ACTION: PlanAction, MILESTONE: Milestone, LOOK: Monitoring}
WORDS = {ACTION: "Action", MILESTONE: "Milestone", LOOK: "Check"}


@dataclass(frozen=True)
class DatedLine:
    kind: str
    pk: int
    objective: int
    text: str
    due: date
    is_open: bool
    whose: str  # "" where nobody is named

    @property
    def what(self) -> str:
        return WORDS[self.kind]

    @property
    def field(self) -> str:
        """Of its date, on the page of the action or of the objective."""
        return "planned_end" if self.kind == ACTION else f"{self.kind}-{self.pk}-period"


def dated_lines(sheet: PlanSheet) -> tuple[DatedLine, ...]:
    """In the order of the plan."""
    return tuple(
        line for priority in sheet.priorities for one in priority.objectives for line in _of(priority, one)
    )


def is_past(line: DatedLine, today: date) -> bool:
    return line.is_open and line.due < today


def moved_events(plan: Plan) -> dict[tuple[str, int], int]:
    """By kind and line: the events whose day people moved, so that the plan no longer says it. Three questions."""
    found: dict[tuple[str, int], int] = {}
    for kind, model in KINDS.items():
        rows = model.objects.filter(objective__priority__plan=plan, event__is_moved=True)
        found |= {(kind, pk): event for pk, event in rows.values_list("pk", "event_id")}
    return found


def _of(priority: PrioritySheet, one: ObjectiveSheet) -> Iterator[DatedLine]:
    lead = one.lead or priority.lead
    for action in one.actions:
        yield from _line(one, ACTION, action, action.text, action.lead)
    for mark in one.milestones:
        yield from _line(one, MILESTONE, mark, mark.text, lead)
    for look in one.monitoring:
        yield from _line(one, LOOK, look, look.how or look.found, look.who)


def _line(
    one: ObjectiveSheet,
    kind: str,
    line: ActionLine | MilestoneLine | MonitoringLine,
    text: str,
    whose: str,
) -> Iterator[DatedLine]:
    """Nothing of a line that says nothing yet: it leaves the plan when that is sent or agreed."""
    if line.due and text:
        yield DatedLine(kind, line.pk, one.pk, text, line.due, line.state not in SETTLED, whose)
