"""The events that are there against those the rules ask for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from schedule.building.difference import Change
from schedule.building.rows import Planned, Row
from schools.models import School

BY_HANDBOOK = "The handbook changed."
BY_DATES = "Term dates, or a date it counts from, changed."
FIRST_PLANNED = Row._fields.index("step_id")


@dataclass
class Work:
    """What is to be written, and how to tell it."""

    insert: list[tuple[int | None, str, Planned]] = field(default_factory=list)
    update: list[tuple[Any, ...]] = field(default_factory=list)  # the values of Planned, then the id
    withdraw: dict[int, Change] = field(default_factory=dict)
    added: list[Change] = field(default_factory=list)
    moved: list[Change] = field(default_factory=list)
    retitled: list[Change] = field(default_factory=list)
    kept: list[Change] = field(default_factory=list)
    repointed: int = 0
    unchanged: int = 0


def compare(
    work: Work,
    school: School | None,
    planned: Mapping[str, Planned],
    rows: Iterable[Row],
    *,
    grow: bool = True,
) -> None:
    """`grow` False only moves: nothing is added and nothing withdrawn."""
    seen = set()
    for row in rows:
        seen.add(row.key)
        plan = planned.get(row.key)
        if plan is not None and row[FIRST_PLANNED:] == plan:
            work.unchanged += 1
        elif plan is not None:
            _reconcile(work, school, row, plan)
        elif row.step_id is None or row.is_carried or not grow:
            # Another app's event, one that was carried over, or one that is not looked at now.
            work.unchanged += 1
        else:
            change = Change(school, row.key, row.title, row.dates, None, row.pk, row.owner, row.why_kept)
            if row.is_touched:
                work.kept.append(change)
            else:
                work.withdraw[row.pk] = change
    if grow:
        school_id = school.pk if school else None
        for key, plan in planned.items():
            if key not in seen:
                work.insert.append((school_id, key, plan))
                work.added.append(Change(school, key, plan.title, None, plan.dates, None, plan.owner))


def _reconcile(work: Work, school: School | None, row: Row, plan: Planned) -> None:
    new = plan
    if row.is_touched:
        new = plan._replace(opens=row.opens, due=row.due)
    if row[FIRST_PLANNED:] == new:
        work.unchanged += 1
        return
    work.update.append((*new, row.pk))
    told = Change(school, row.key, new.title, row.dates, new.dates, row.pk, new.owner)
    if (row.opens, row.due) != (new.opens, new.due):
        why = BY_DATES if row.step_id == new.step_id else BY_HANDBOOK
        work.moved.append(told._replace(why=why))
    elif row.title != new.title:
        work.retitled.append(told._replace(why=f"It was called “{row.title}”."))
    elif row.scheduled != new.scheduled:
        work.kept.append(told._replace(new=plan.dates, why=row.why_kept))
        work.repointed += 1
    else:
        work.repointed += 1
