"""The page on which a date is moved, or another day is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from schedule.models import Event, Proposal
from schedule.queries.proposals import AskedLine, asked_line
from schedule.queries.times import school_time
from schedule.words import both, hours, span
from schools.models import Trust


@dataclass(frozen=True)
class MovePage:
    stands: str  # the day, or the days to choose from, in both languages
    clock: str
    has_day: bool
    asked: AskedLine | None  # another day that waits for an answer
    mine: bool  # it was asked on the reader's own side

    @property
    def counters(self) -> bool:
        """The reader answers with another day."""
        return self.asked is not None and not self.mine


def move_page(*, event: Event, side: str, trust: Trust | None, today: date) -> MovePage:
    """Three queries: the calendar's two and what is asked already."""
    time = school_time(trust, event.school, today, days=[event.due_date])
    waits = event.proposals.filter(state=Proposal.State.OPEN).select_related("made_by").first()
    if waits:
        waits.event = event
    has_day = event.opens_date == event.due_date
    return MovePage(
        stands=both(time, event.due_date) if has_day else span(event.opens_date, event.due_date),
        clock=hours(event.start_time, event.end_time),
        has_day=has_day,
        asked=asked_line(waits, time) if waits else None,
        mine=waits is not None and waits.side == side,
    )
