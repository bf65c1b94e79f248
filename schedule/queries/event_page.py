"""One event with all that happened to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from people.access import Access
from schedule.models import Amendment, Event, Paper, StateChange
from schedule.queries.card import Card, card_of
from schedule.queries.papers import all_papers_of
from schedule.queries.people import holders_at
from schedule.queries.times import school_time
from schedule.words import SchoolTime
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
    carried_to: Event | None  # in the next year, where this one was left unfinished

    @property
    def event(self) -> Event:
        return self.card.event


def event_page(*, access: Access, event: Event, trust: Trust | None, today: date) -> EventPage:
    time = school_time(trust, event.school, today, days=[event.due_date])
    holders = holders_at(event.school_id, today, access.user.pk)
    changes = list(event.state_changes.select_related("by", "undone_by").order_by("-at", "-pk"))
    lines = [_state_line(change) for change in changes]
    lines += [_move_line(*row, time=time) for row in _moves(event)]
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


def _moves(event: Event) -> list[tuple[datetime, date, date, str, int, int, str]]:
    return list(
        event.moves.order_by("-at", "-pk").values_list(
            "at", "from_date", "to_date", "reason", "notice_given", "notice_promised", "by__name"
        )
    )


def _move_line(
    at: datetime, old: date, new: date, reason: str, given: int, promised: int, by: str, *, time: SchoolTime
) -> HistoryLine:
    broken = ""
    if given < promised:
        broken = _broken(given, promised)
    return HistoryLine(
        at, f"Moved from {_both(old, time)} to {_both(new, time)}", by, reason, broke_notice=broken
    )


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
        return f"from {_both(one.from_date, time)} to {_both(one.to_date, time)}"
    first = [_both(day, time) for day in (one.from_opens_date, one.to_opens_date) if day]
    return f"its first day from {' to '.join(first)}"


def _broken(given: int, promised: int) -> str:
    return f"{given} working day{'’s' if given == 1 else 's’'} notice, where {promised} were promised"


def _both(day: date, time: SchoolTime) -> str:
    place = time.place(day)
    return f"{say_day(day)} ({place})" if place else say_day(day)


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
