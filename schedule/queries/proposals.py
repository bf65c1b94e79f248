"""Other days that somebody asks for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from people.access import Access
from people.roles import Permission
from schedule.models import Event, Proposal
from schedule.queries.items import OCCASIONS, OPEN_STATES, event_url
from schedule.queries.moved_words import inside
from schedule.words import SchoolTime, both, hours, span
from schools.queries import not_left


@dataclass(frozen=True)
class AskedLine:
    proposal: Proposal
    was: str
    would_be: str
    where: str
    by: str
    reason: str
    has_day: bool  # otherwise a day of a span is chosen
    because: str  # the reason as the end of a sentence

    @property
    def event(self) -> Event:
        return self.proposal.event

    @property
    def url(self) -> str:
        return event_url(self.proposal.event_id)


def asked_line(proposal: Proposal, time: SchoolTime) -> AskedLine:
    event = proposal.event
    clock = hours(proposal.start_time, proposal.end_time)
    has_day = event.opens_date == event.due_date or event.step is None or event.step.kind not in OCCASIONS
    return AskedLine(
        proposal,
        both(time, event.due_date) if has_day else span(event.opens_date, event.due_date),
        both(time, proposal.to_date) + (f", {clock}" if clock else ""),
        event.school.known_as if event.school else "",
        proposal.made_by.name,
        proposal.reason,
        has_day,
        inside(proposal.reason),
    )


def proposals_of(pks: Collection[int]) -> list[Proposal]:
    """Those that wait for an answer, oldest first. No query where there are none."""
    return list(_waiting().filter(pk__in=pks)) if pks else []


def asked_of_trust(access: Access, today: date) -> list[Proposal]:
    """What the schools ask, of those who may move a date. A school that left asks nothing any more."""
    if not access.can(Permission.EVENT_MOVE):
        return []
    return list(_waiting().filter(not_left(today, "event__school__"), side=Proposal.Side.SCHOOL))


def asked_at(school_ids: Collection[int]) -> list[Proposal]:
    """All that anybody asks at these schools, whoever has to answer. One query."""
    return list(_waiting().filter(event__school__in=list(school_ids)))


def _waiting() -> QuerySet[Proposal]:
    """What a closed year left unanswered waits no longer."""
    open_ = {"event__state__in": OPEN_STATES, "event__year__closed_at": None}
    return (
        Proposal.objects.filter(state=Proposal.State.OPEN, **open_)
        .select_related("made_by", "event__school", "event__year", "event__step__process")
        .order_by("made_at", "pk")
    )
