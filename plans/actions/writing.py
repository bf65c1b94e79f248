"""Writing one part of a plan: what a page sent is laid over what stands there now, field by field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from people.models import User
from plans.access import plan_of
from plans.actions.opening import day_of, lock, note_writing
from plans.actions.presence import note_presence
from plans.models import Priority
from plans.queries.presence import place_of
from plans.queries.standing import is_open
from plans.queries.whose import conflicts_of
from plans.queries.writing import LINES, Written, column_of, values_of
from writing.marks import Change, Saved, laid_over

_LINE = re.compile(r"(criterion|milestone|monitoring)-([0-9]{1,18})-([a-z_]+)")
_DAYS = ("planned_start", "planned_end")


@transaction.atomic
def save_part(*, part: Written, changes: Iterable[Change], by: User, now: datetime) -> Saved:
    """Each change is written unless somebody else changed that field meanwhile to something different.

    The lock on the plan lets one save in at a time, and none once it is sent or agreed.
    """
    plan = lock(plan_of(part))
    if not is_open(plan, day_of(now)):
        return Saved(gone="closed")
    fresh = type(part).objects.filter(pk=part.pk).first()
    if fresh is None:
        return Saved(gone="removed")
    note_presence(plan=plan, place=place_of(fresh), by=by, now=now)
    stored = values_of(fresh)
    known = [change for change in changes if change.name in stored]  # a line may have been taken out just now
    written, clashing = laid_over(known, stored)
    written, clashing = _in_order(written, clashing, stored)
    conflicts = conflicts_of(clashing, stored, plan, plan.changed_by, plan.changed_at, by=by, now=now)
    if written:
        _write(fresh, written)
        note_writing(plan, by=by, now=now)
    return Saved(
        values=stored | {change.name: change.value for change in written},
        written=tuple(change.name for change in written),
        conflicts=conflicts,
    )


def _in_order(
    written: tuple[Change, ...], clashing: tuple[Change, ...], stored: Mapping[str, Any]
) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
    """Two people who each moved one end of an action may together have made it end before it begins."""
    after = {**stored, **{change.name: change.value for change in written}}
    start, end = after.get("planned_start"), after.get("planned_end")
    if start is None or end is None or start <= end:
        return written, clashing
    held = tuple(change for change in written if change.name in _DAYS)
    return tuple(change for change in written if change not in held), (*clashing, *held)


def _write(part: Written, changes: tuple[Change, ...]) -> None:
    columns: list[str] = []
    lines: dict[tuple[str, int], dict[str, Any]] = {}
    for change in changes:
        if found := _LINE.fullmatch(change.name):
            lines.setdefault((found[1], int(found[2])), {})[column_of(found[3])] = change.value
        elif isinstance(part, Priority) and change.name == "areas":
            part.areas.set(change.value)
        else:
            setattr(part, column_of(change.name), change.value)
            columns.append(column_of(change.name))
    if columns:
        part.save(update_fields=columns)
    for (kind, pk), values in lines.items():
        LINES[kind][0].objects.filter(pk=pk, objective=part.pk).update(**values)
