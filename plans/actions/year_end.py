"""A plan's year ends: what came of it is written down, and the plan is evaluated."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from people.models import User
from plans.actions.opening import day_of, lock, note_writing, touch, write_down
from plans.models import Plan, Priority, SuccessCriterion
from plans.queries.whose import conflicts_of
from plans.queries.year_end import endings_of, missing_endings, stored_endings, why_not_evaluated
from schedule.actions import Refused
from writing.marks import Change, Saved, laid_over


@transaction.atomic
def save_endings(*, plan: Plan, changes: Iterable[Change], by: User, now: datetime) -> Saved:
    """Only fields that were changed are written."""
    fresh = lock(plan)
    if why_not_evaluated(fresh, day_of(now)):
        return Saved(gone="closed")
    stored = stored_endings(endings_of(fresh))
    written, clashing = laid_over((one for one in changes if one.name in stored), stored)
    for one in written:
        row, _, column = one.name.partition("-")
        model = Priority if row[0] == "p" else SuccessCriterion
        model.objects.filter(pk=int(row[1:])).update(**{column: one.value})
    conflicts = conflicts_of(clashing, stored, fresh, fresh.changed_by, fresh.changed_at, by=by, now=now)
    if written:
        note_writing(fresh, by=by, now=now)
    return Saved(
        values=stored | {one.name: one.value for one in written},
        written=tuple(one.name for one in written),
        conflicts=conflicts,
    )


@transaction.atomic
def evaluate_plan(*, plan: Plan, by: User, now: datetime) -> None:
    fresh = lock(plan)
    if why := why_not_evaluated(fresh, day_of(now)):
        raise Refused(why)
    if missing := missing_endings(endings_of(fresh)):
        raise Refused(f"The plan is not evaluated yet. {' '.join(missing)}")
    fresh.state, fresh.state_at, fresh.state_by = Plan.State.EVALUATED, now, by
    fresh.save(update_fields=["state", "state_at", "state_by"])
    touch(fresh, by=by, now=now)
    write_down(fresh, "plan.evaluate", by=by, now=now)
