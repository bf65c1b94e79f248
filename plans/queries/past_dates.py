"""Which dates of a plan are past, so that they count as late as soon as it is agreed, and whose each is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from plans.queries.reviewing import SETTLED
from plans.sheet import ActionLine, MilestoneLine, MonitoringLine, ObjectiveSheet, PlanSheet, PrioritySheet


@dataclass(frozen=True)
class DatedLine:
    """`action` is None where the date is a half-term on the page of the objective, in `field`."""

    what: str
    text: str
    due: date
    is_open: bool
    whose: str  # "" where nobody is named
    objective: int
    action: int | None
    field: str


def dated_lines(sheet: PlanSheet) -> tuple[DatedLine, ...]:
    """In the order of the plan."""
    return tuple(
        line for priority in sheet.priorities for one in priority.objectives for line in _of(priority, one)
    )


def is_past(line: DatedLine, today: date) -> bool:
    return line.is_open and line.due < today


def _of(priority: PrioritySheet, one: ObjectiveSheet) -> Iterator[DatedLine]:
    lead = one.lead or priority.lead
    for action in one.actions:
        yield from _line(one, action, "Action", action.text, action.lead, "planned_end", action.pk)
    for mark in one.milestones:
        yield from _line(one, mark, "Milestone", mark.text, lead, f"milestone-{mark.pk}-period")
    for look in one.monitoring:
        yield from _line(one, look, "Check", look.how, look.who, f"monitoring-{look.pk}-period")


def _line(
    one: ObjectiveSheet,
    line: ActionLine | MilestoneLine | MonitoringLine,
    what: str,
    text: str,
    whose: str,
    field: str,
    action: int | None = None,
) -> Iterator[DatedLine]:
    if line.due:
        yield DatedLine(what, text, line.due, line.state not in SETTLED, whose, one.pk, action, field)
