"""The rows of a plan that was brought in, behind those that are there. Part of the action that applies it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Max

from people.models import User
from plans.importing import Draft, Owners
from plans.models import (
    Comment,
    Milestone,
    Monitoring,
    Objective,
    Plan,
    PlanAction,
    Priority,
    SuccessCriterion,
)
from plans.sheet import ObjectiveSheet


def write_rows(*, plan: Plan, draft: Draft, file_name: str, by: User, now: datetime) -> None:
    sheet = draft.sheet
    last = Priority.objects.filter(plan=plan).aggregate(last=Max("position"))["last"] or 0
    priorities = Priority.objects.bulk_create(
        Priority(
            plan=plan, position=last + n, title=one.title, because=one.because, stop_doing=one.stop_doing,
            **_owners(draft, one.pk, with_governor=True),
        )
        for n, one in enumerate(sheet.priorities, 1)
    )  # fmt: skip
    pairs = [
        (Objective(priority=row, position=n, text=one.text, **_owners(draft, one.pk)), one)
        for row, priority in zip(priorities, sheet.priorities, strict=True)
        for n, one in enumerate(priority.objectives, 1)
    ]
    Objective.objects.bulk_create(row for row, _ in pairs)
    SuccessCriterion.objects.bulk_create(line for row, one in pairs for line in _criteria(row, one))
    Milestone.objects.bulk_create(
        Milestone(objective=row, period=line.period, text=line.text)
        for row, one in pairs
        for line in one.milestones
    )
    PlanAction.objects.bulk_create(line for row, one in pairs for line in _actions(row, one, draft))
    Monitoring.objects.bulk_create(line for row, one in pairs for line in _monitoring(row, one, draft))
    Comment.objects.bulk_create(
        Comment(
            plan=plan, priority=row, at=now, by=by,
            text="\n".join([f"From “{file_name}”, kept when it was brought in:", *draft.remarks[one.pk]]),
        )
        for row, one in zip(priorities, sheet.priorities, strict=True)
        if one.pk in draft.remarks
    )  # fmt: skip
    if sheet.why_so_many and not plan.why_so_many:
        Plan.objects.filter(pk=plan.pk).update(why_so_many=sheet.why_so_many)


def _criteria(row: Objective, one: ObjectiveSheet) -> Iterator[SuccessCriterion]:
    for n, line in enumerate(one.criteria, 1):
        yield SuccessCriterion(
            objective=row, position=n, measure=line.measure, baseline=line.baseline, target=line.target,
            source=line.source,
        )  # fmt: skip


def _actions(row: Objective, one: ObjectiveSheet, draft: Draft) -> Iterator[PlanAction]:
    for n, line in enumerate(one.actions, 1):
        yield PlanAction(
            objective=row, position=n, text=line.text, planned_start=line.start, planned_end=line.planned,
            cost=line.cost, budget_line=line.budget_line, training=line.training, **_owners(draft, line.pk),
        )  # fmt: skip


def _monitoring(row: Objective, one: ObjectiveSheet, draft: Draft) -> Iterator[Monitoring]:
    for line in one.monitoring:
        who = draft.owners[line.pk].lead
        yield Monitoring(
            objective=row, period=line.period, how=line.how, who_id=who, who_else="" if who else line.who
        )


def _owners(draft: Draft, line: int, *, with_governor: bool = False) -> dict[str, int | None]:
    owners = draft.owners.get(line, Owners())
    found = {"lead_id": owners.lead, "supporter_id": owners.supporter}
    return found | {"link_governor_id": owners.governor} if with_governor else found
