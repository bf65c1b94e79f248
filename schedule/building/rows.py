"""One event: as the rules have it, and as the database has it."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from schedule.building.difference import Dates
from schedule.carried import is_carried
from schedule.models import Event

OPEN = Event.State.PLANNED.value
DEEDS: dict[str, str] = {
    Event.State.DONE: "it is done",
    Event.State.NOT_NEEDED: "it is marked as not needed",
    Event.State.AGREED: "its date is agreed",
}


class Planned(NamedTuple):
    """What the rules say of one event, as the database writes it: dates as 2026-12-01, notes as JSON."""

    step_id: int
    title: str
    opens: str
    scheduled: str
    due: str
    last_school: str | None
    owner: str
    notes: str
    opening: int | None = None  # of a process that was started at this school

    @property
    def dates(self) -> Dates:
        return date.fromisoformat(self.opens), date.fromisoformat(self.due)


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
        return "somebody moved its date" if self.is_moved else ""
