"""What a plan still lacks before it is sent. It may be sent all the same, except without a priority. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plans.sheet import ObjectiveSheet, PlanSheet, PrioritySheet

FEW, MANY = 3, 5


@dataclass(frozen=True)
class Missing:
    what: str
    sort: str  # "plan", "priority", "objective" or "action": which page it is written on
    pk: int


def what_is_missing(sheet: PlanSheet) -> tuple[Missing, ...]:
    return tuple(_missing(sheet))


def _missing(sheet: PlanSheet) -> Iterator[Missing]:
    count = len(sheet.priorities)
    if not sheet.vision:
        yield Missing("Where the school is going is not said.", "plan", sheet.pk)
    if 0 < count < FEW:
        there = "There is 1 priority" if count == 1 else f"There are {count} priorities"
        usual = "Three to five is usual: fewer may leave out something that has to be mended."
        yield Missing(f"{there}. {usual}", "plan", sheet.pk)
    if count > MANY and not sheet.why_so_many:
        yield Missing(f"There are {count} priorities, and it is not said why so many.", "plan", sheet.pk)
    for priority in sheet.priorities:
        yield from _of_priority(priority)


def _of_priority(one: PrioritySheet) -> Iterator[Missing]:
    name = f"Priority {one.number}"
    if not one.because:
        yield Missing(f"{name} does not say why, with its evidence.", "priority", one.pk)
    if not one.lead:
        yield Missing(f"{name} has nobody to lead it.", "priority", one.pk)
    if not one.objectives:
        yield Missing(f"{name} has no objective.", "priority", one.pk)
    for number, objective in enumerate(one.objectives, 1):
        yield from _of_objective(f"{name}, objective {number}", objective)


def _of_objective(name: str, one: ObjectiveSheet) -> Iterator[Missing]:
    if not any(line.measure for line in one.criteria):
        yield Missing(f"{name} has no measure of success.", "objective", one.pk)
    if not any(line.text for line in one.milestones):
        yield Missing(f"{name} has no milestone.", "objective", one.pk)
    if not one.actions:
        yield Missing(f"{name} has no action.", "objective", one.pk)
    if not any(line.how for line in one.monitoring):
        yield Missing(f"{name} says nobody who checks whether it works.", "objective", one.pk)
    for number, action in enumerate(one.actions, 1):
        if not action.lead:
            yield Missing(f"{name}, action {number} has nobody to lead it.", "action", action.pk)
        if action.planned is None:
            yield Missing(f"{name}, action {number} has no date.", "action", action.pk)
