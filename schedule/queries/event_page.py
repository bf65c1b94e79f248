"""One event with all that happened to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from people.access import Access
from schedule.models import Amendment, Event, Move, Paper, Proposal, StateChange
from schedule.queries.card import Card, card_of
from schedule.queries.items import OPEN_STATES
from schedule.queries.moved_together import MovedTogether, moved_together
from schedule.queries.moved_words import as_line, moved_what, moved_words
from schedule.queries.papers import all_papers_of
from schedule.queries.people import holders_at
from schedule.queries.proposals import AskedLine, asked_line
from schedule.queries.times import school_time
from schedule.words import SchoolTime, both, hours
from schools.models import Trust
from schools.terms import say_day


@dataclass(frozen=True)
class HistoryLine:
    at: datetime
    what: str
    by: str
    reason: str = ""
    broke_notice: str = ""
    undone: str = ""
    is_file: bool = False
    url: str = ""  # where more is said about it


@dataclass(frozen=True)
class EventPage:
    card: Card
    history: tuple[HistoryLine, ...]  # newest first
    last_change: StateChange | None  # the one that undo takes back
    time: SchoolTime
    papers: tuple[Paper, ...]
    planned: str  # the day the rule gave, where another one stands
    moved: str  # where it was before, who moved it and why
    last_move: int | None  # the one that undo takes back
    together: MovedTogether | None  # where the reader moved it at other schools with it
    asked: AskedLine | None  # another day that waits for an answer
    carried_to: Event | None  # in the next year, where this one was left unfinished

    @property
    def event(self) -> Event:
        return self.card.event

    @property
    def has_day(self) -> bool:
        return self.event.opens_date == self.event.due_date

    @property
    def is_agreed(self) -> bool:
        return self.event.state == Event.State.AGREED

    @property
    def can_be_agreed(self) -> bool:
        """A meeting or a visit with a day, and nobody asks for another one."""
        planned = self.event.state == Event.State.PLANNED and self.card.is_occasion
        return planned and self.has_day and self.asked is None


def event_page(*, access: Access, event: Event, trust: Trust | None, today: date) -> EventPage:
    time = school_time(trust, event.school, today, days=[event.due_date])
    holders = holders_at(event.school_id, today, access.user.pk)
    changes = list(event.state_changes.select_related("by", "undone_by").order_by("-at", "-pk"))
    lines = [_state_line(change) for change in changes]
    moves = list(
        event.moves.select_related("by", "undone_by", "proposal__answered_by").order_by("-at", "-pk")
    )
    lines += [_move_line(move, time) for move in moves]
    stands = next((move for move in moves if move.undone_at is None), None)
    proposals = list(event.proposals.select_related("made_by", "answered_by").order_by("made_at", "pk"))
    lines += [line for one in proposals for line in _proposal_lines(one, time)]
    asked = next((one for one in proposals if one.state == Proposal.State.OPEN), None)
    if asked:
        asked.event = event
    lines += _edition_lines(event, time)
    lines += _file_lines(event)
    papers = tuple(all_papers_of(event))
    lines += _paper_lines(papers)
    planned = ""
    if event.scheduled_date != event.due_date:
        planned = say_day(event.scheduled_date)
    return EventPage(
        card=card_of(event.pk, holders, time, today),
        history=tuple(sorted(lines, key=lambda line: line.at, reverse=True)),
        last_change=next((change for change in changes if change.undone_at is None), None),
        time=time,
        papers=papers,
        planned=planned,
        moved=_moved_words(stands, time) if stands else "",
        last_move=stands.pk if stands else None,
        together=moved_together(event, stands, today) if stands and stands.by_id == access.user.pk else None,
        asked=asked_line(asked, time) if asked and event.state in OPEN_STATES else None,
        carried_to=getattr(event, "carried_to", None),
    )


def _state_line(change: StateChange) -> HistoryLine:
    undone = ""
    if change.undone_at and change.undone_by:
        undone = f"Undone by {change.undone_by.name} on {say_day(change.undone_at.date())}"
    words = {
        Event.State.DONE: "Marked as done",
        Event.State.NOT_NEEDED: "Marked as not needed",
        Event.State.AGREED: "Date agreed",
        Event.State.PLANNED: "Opened again",
    }
    by = change.by.name if change.by else "The portal"
    return HistoryLine(change.at, words[Event.State(change.to_state)], by, change.reason, undone=undone)


def _move_line(move: Move, time: SchoolTime) -> HistoryLine:
    undone = ""
    if move.undone_at and move.undone_by:
        undone = f"Taken back by {move.undone_by.name} on {say_day(move.undone_at.date())}"
    return HistoryLine(
        move.at,
        moved_what(time, as_line(move), _clock_before(move)),
        move.by.name,
        move.reason,
        broke_notice=_broken(move.notice_given, move.notice_promised) if move.broke_notice else "",
        undone=undone,
    )


def _moved_words(move: Move, time: SchoolTime) -> str:
    proposal = getattr(move, "proposal", None)
    agreed_with = proposal.answered_by.name if proposal and proposal.answered_by else ""
    return moved_words(time, as_line(move), agreed_with=agreed_with, clock=_clock_before(move))


def _clock_before(move: Move) -> str:
    return hours(move.from_start_time, move.from_end_time)


def _proposal_lines(one: Proposal, time: SchoolTime) -> Iterable[HistoryLine]:
    """That it was asked, and the answer; a third day that was suggested stands as a line of its own."""
    clock = hours(one.start_time, one.end_time)
    day = both(time, one.to_date) + (f", {clock}" if clock else "")
    asked = "Suggested another day instead" if one.answers_id else "Asked for another day"
    yield HistoryLine(one.made_at, f"{asked}: {day}", one.made_by.name, one.reason)
    words = {
        Proposal.State.AGREED: f"Agreed to {say_day(one.to_date)}",
        Proposal.State.DECLINED: f"Said no to {say_day(one.to_date)}",
        Proposal.State.WITHDRAWN: f"No longer asks for {say_day(one.to_date)}",
    }
    state = Proposal.State(one.state)
    if state in words and one.answered_at and one.answered_by:
        yield HistoryLine(one.answered_at, words[state], one.answered_by.name, one.answer)


def _edition_lines(event: Event, time: SchoolTime) -> list[HistoryLine]:
    """What editions of the handbook did to it. One query."""
    rows = (
        event.amendments.select_related("edition__published_by")
        .exclude(kind=Amendment.Kind.WITHDRAWN)
        .order_by("pk")
    )
    lines = []
    for one in rows:
        edition = one.edition
        what = f"Added by edition {edition.number} of the handbook"
        if one.kind == Amendment.Kind.MOVED and one.from_date and one.to_date:
            what = f"Moved {_from_to(one, time)} by edition {edition.number} of the handbook"
        broken = _broken(one.notice_given, one.notice_promised) if one.broke_notice else ""
        by = edition.published_by.name if edition.published_by else "The portal"
        moment = edition.published_at or event.changed_at
        url = reverse("schedule:edition", args=[edition.number])
        lines.append(HistoryLine(moment, what, by, edition.reason, broke_notice=broken, url=url))
    return lines


def _from_to(one: Amendment, time: SchoolTime) -> str:
    """Where only the day it opens moved, that is what is told."""
    if one.from_date != one.to_date and one.from_date and one.to_date:
        return f"from {both(time, one.from_date)} to {both(time, one.to_date)}"
    first = [both(time, day) for day in (one.from_opens_date, one.to_opens_date) if day]
    return f"its first day from {' to '.join(first)}"


def _broken(given: int, promised: int) -> str:
    return f"{given} working day{'’s' if given == 1 else 's’'} notice, where {promised} were promised"


def _file_lines(event: Event) -> list[HistoryLine]:
    lines = []
    for name, added_at, added_by, removed_at, removed_by in event.attachments.values_list(
        "name", "added_at", "added_by__name", "removed_at", "removed_by__name"
    ):
        lines.append(HistoryLine(added_at, f"Attached “{name}”", added_by, is_file=True))
        if removed_at is not None:
            lines.append(HistoryLine(removed_at, f"Removed “{name}”", removed_by or "", is_file=True))
    return lines


def _paper_lines(papers: Iterable[Paper]) -> list[HistoryLine]:
    return [
        HistoryLine(
            one.submitted_at, f"Submitted “{one.layout['title']}”, version {one.version}", one.submitted_by.name,
            is_file=True,
        )
        for one in papers
        if one.submitted_at and one.submitted_by
    ]  # fmt: skip
