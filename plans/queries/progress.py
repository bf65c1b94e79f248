"""An agreed version as it reads today: the words of the day it was agreed, and how each part stands now. Pure."""

from __future__ import annotations

from dataclasses import replace

from plans.sheet import (
    ActionLine,
    CriterionLine,
    MilestoneLine,
    MonitoringLine,
    ObjectiveSheet,
    PlanSheet,
)

Line = ActionLine | CriterionLine | MilestoneLine | MonitoringLine


def with_progress(version: PlanSheet, live: PlanSheet) -> PlanSheet:
    """Lines that are no longer in the plan keep what was known of them."""
    now = {
        (type(line), line.pk): line
        for priority in live.priorities
        for objective in priority.objectives
        for line in lines_of(objective)
    }

    def laid(objective: ObjectiveSheet) -> ObjectiveSheet:
        return replace(
            objective,
            criteria=tuple(
                replace(one, result=new.result, state=new.state)
                if isinstance(new := now.get((CriterionLine, one.pk)), CriterionLine) else one
                for one in objective.criteria
            ),
            milestones=tuple(
                replace(one, due=new.due, state=new.state)
                if isinstance(new := now.get((MilestoneLine, one.pk)), MilestoneLine) else one
                for one in objective.milestones
            ),
            actions=tuple(
                replace(one, state=new.state, done=new.done, due=new.due, start=new.start)
                if isinstance(new := now.get((ActionLine, one.pk)), ActionLine) else one
                for one in objective.actions
            ),
            monitoring=tuple(
                replace(one, found=new.found, due=new.due, state=new.state)
                if isinstance(new := now.get((MonitoringLine, one.pk)), MonitoringLine) else one
                for one in objective.monitoring
            ),
        )  # fmt: skip

    return replace(
        version,
        priorities=tuple(
            replace(one, objectives=tuple(laid(objective) for objective in one.objectives))
            for one in version.priorities
        ),
    )


def lines_of(objective: ObjectiveSheet) -> tuple[Line, ...]:
    return (*objective.criteria, *objective.milestones, *objective.actions, *objective.monitoring)
