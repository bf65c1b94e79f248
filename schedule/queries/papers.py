"""The documents of an event as they are filled in: being written, submitted, and what was said last time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from handbook.models import Document
from schedule.models import Event, Paper


@dataclass(frozen=True)
class Waiting:
    """What a step still asks of the person it belongs to."""

    titles: tuple[str, ...]
    confidential: tuple[str, ...]  # kept outside, so the portal cannot tell
    asks_nothing: bool


def document_of(event: Event, code: str) -> Document | None:
    """Of the event's step; the event's own edition, not the one in force."""
    if event.step is None:
        return None
    return event.step.documents.select_related("process").filter(code=code).first()


def layout_of(document: Document) -> dict[str, object]:
    """What a paper keeps of its document, so that it reads the same for good."""
    return {
        "title": document.title,
        "purpose": document.purpose,
        "filled_by": document.filled_by,
        "who_sees": document.who_sees,
        "retention": document.retention,
        "fields": document.fields,
    }


def papers_of(event: Event, code: str) -> list[Paper]:
    """Every version, the newest first; one being written, if there is one, leads."""
    found = event.papers.filter(document_code=code).select_related("saved_by", "submitted_by", "started_by")
    return list(found.order_by("-version"))


def last_time(event: Event, code: str) -> Paper | None:
    """What was submitted of this document at this school before: with the same step, or else the latest."""
    found = (
        Paper.objects.filter(event__school=event.school_id, document_code=code, submitted_at__isnull=False)
        .exclude(event=event)
        .filter(event__due_date__lte=event.due_date)
        .select_related("event__year", "submitted_by")
    )
    newest = found.order_by("-event__due_date", "-submitted_at", "-pk")
    return newest.filter(event__step__process__code=_process(event)).first() or newest.first()


def _process(event: Event) -> str:
    return event.key.partition(".")[0]


def still_asked(event: Event, *, besides: str = "") -> Waiting:
    """`besides`: this one has just come in."""
    documents = list(event.step.documents.order_by("position", "code")) if event.step else []
    asked = [one for one in documents if one.filled_by == event.owner_role]
    there = set(
        event.papers.filter(submitted_at__isnull=False).values_list("document_code", flat=True)
    ) | set(event.attachments.filter(removed_at=None).values_list("document_code", flat=True))
    return Waiting(
        tuple(
            one.title
            for one in asked
            if not one.confidential and one.code not in there and one.code != besides
        ),
        tuple(one.title for one in asked if one.confidential),
        not any(not one.confidential for one in asked),
    )


@dataclass(frozen=True)
class PaperState:
    """How far one document of an event is."""

    is_started: bool = False
    saved_at: datetime | None = None
    saved_by: str = ""
    version: int = 0  # the latest submitted
    submitted_at: datetime | None = None
    submitted_by: str = ""


def states_of(papers: Iterable[Paper]) -> dict[str, PaperState]:
    """By code of the document."""
    states: dict[str, PaperState] = {}
    for one in sorted(papers, key=lambda paper: paper.version):
        before = states.get(one.document_code, PaperState())
        if one.submitted_at is None:
            states[one.document_code] = replace(
                before, is_started=True, saved_at=one.saved_at, saved_by=one.saved_by.name
            )
        else:
            by = one.submitted_by.name if one.submitted_by else ""
            states[one.document_code] = PaperState(
                version=one.version, submitted_at=one.submitted_at, submitted_by=by
            )
    return states


def all_papers_of(event: Event) -> list[Paper]:
    return list(event.papers.select_related("saved_by", "submitted_by").order_by("document_code", "version"))
