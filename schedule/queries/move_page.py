"""The page on which a date is moved, or another day is asked for."""

from __future__ import annotations

from dataclasses import dataclass

from schedule.models import Event, Proposal
from schedule.queries.proposals import AskedLine, asked_line
from schedule.words import SchoolTime, both, hours, span


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


def move_page(*, event: Event, side: str, time: SchoolTime) -> MovePage:
    """One query: what is asked already."""
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
