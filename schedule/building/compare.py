"""The events that are there against those the rules ask for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from schedule.building.difference import Change, Dates
from schedule.building.plans import Planned
from schedule.carried import is_carried
from schedule.models import Event
from schools.models import School

OPEN = Event.State.PLANNED.value


class Row(NamedTuple):
    """An event as the database has it, dates as text. The last nine stand in the order of Planned."""

    pk: int
    school_id: int | None
    key: str
    state: str
    is_moved: int  # 0 or 1
    done: str | None
    carried: int | None  # the event of the year before that it carries on
    step_id: int | None
    title: str
    opens: str
    scheduled: str
    due: str
    last_school: str | None
    owner: str
    notes: str
    opening: int | None

    @property
    def is_touched(self) -> bool:
        """Somebody acted on it: its date and state are theirs, not the rule's."""
        return self.state != OPEN or self.is_moved == 1

    @property
    def is_carried(self) -> bool:
        """Handed on by the year before: no rule of this one gives its days."""
        return self.carried is not None or is_carried(self.key)

    @property
    def dates(self) -> Dates:
        return date.fromisoformat(self.opens), date.fromisoformat(self.due)

    @property
    def actual(self) -> Dates | None:
        """What the steps that follow it count from, where that is not the rule's own window."""
        if self.done:
            done = date.fromisoformat(self.done)
            return done, done
        return self.dates if self.is_touched and self.state != Event.State.NOT_NEEDED else None

    @property
    def why_kept(self) -> str:
        """What somebody did with it."""
        if self.state in DEEDS:
            return DEEDS[self.state]
        return "its date was moved by hand" if self.is_moved else ""


DEEDS: dict[str, str] = {
    Event.State.DONE: "it is done",
    Event.State.NOT_NEEDED: "it is marked as not needed",
    Event.State.AGREED: "its date is agreed",
}
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
