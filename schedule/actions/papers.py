"""Filling in a document of an event: start, save as one goes, submit. Once submitted a version never changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from handbook.models import Document
from people.audit import record
from people.models import User
from schedule.actions.answers import Answers, Spot, faults, merge, put, settled, spread
from schedule.actions.refusals import ChangedMeanwhile, Refused, WrittenElsewhere
from schedule.actions.states import STILL_TO_DO, complete_event
from schedule.building import lock_event, require_writable
from schedule.models import Event, Paper
from schedule.queries.items import OCCASIONS
from schedule.queries.owners import owner_of
from schedule.queries.papers import layout_of, papers_of, still_asked


@dataclass(frozen=True)
class Saved:
    paper: Paper
    clashes: Mapping[Spot, str]  # where somebody else wrote meanwhile: what they wrote
    faults: Mapping[str, str]  # by field; what is at fault was not kept, or keeps it from being submitted
    other: str = ""  # who wrote what clashes


@dataclass(frozen=True)
class Written:
    """What a form brought. `base`: what stood in it when it was opened; what others wrote meanwhile stays.

    `facts` are known and not asked for. `afresh`: where it was submitted meanwhile, this begins the next version.
    """

    mine: Answers
    base: Answers
    facts: Answers
    afresh: bool = False


@dataclass(frozen=True)
class Submitted:
    """`paper` None: it is saved and not submitted, for `saved` says why."""

    saved: Saved
    paper: Paper | None
    is_step_done: bool = False
    words: str = ""


@transaction.atomic
def start_paper(*, event: Event, document: Document, answers: Answers, by: User, now: datetime) -> Paper:
    """The next version. One that is being written already stays as it is."""
    _require_written_here(event, document)
    require_writable(event, now)
    lock_papers(event)
    writing, number = _writing(event, document.code)
    if writing is None:
        return _start(event, document, answers, number, by, now)
    return writing


@transaction.atomic
def save_paper(*, event: Event, document: Document, written: Written, by: User, now: datetime) -> Saved:
    _require_written_here(event, document)
    require_writable(event, now)
    lock_papers(event)
    return _save(event, document, written, by, now)


@transaction.atomic
def submit_paper(
    *,
    event: Event,
    document: Document,
    written: Written,
    by: User,
    now: datetime,
    today: date,
    may_complete: bool,
) -> Submitted:
    """Saves first, so that nothing is lost when it cannot be submitted yet."""
    _require_written_here(event, document)
    lock_event(event, today)  # before the event: whoever builds a year locks in this order
    lock_papers(event)
    saved = _save(event, document, written, by, now)
    wrong = dict(saved.faults) | faults(document.fields, saved.paper.answers, whole=True)
    if wrong or saved.clashes:
        return Submitted(replace(saved, faults=wrong), None)
    paper = saved.paper
    paper.answers = settled(document.fields, paper.answers)
    paper.submitted_at, paper.submitted_by = now, by
    paper.save(update_fields=["answers", "submitted_at", "submitted_by"])
    _write_down(paper, "paper.submit", by, now)
    done, words = _complete(event, document, by, now, today, may_complete=may_complete)
    return Submitted(saved, paper, done, words)


def lock_papers(event: Event) -> None:
    """Who writes in the papers of one event goes one after the other."""
    Event.objects.select_for_update(of=("self",)).only("pk").get(pk=event.pk)


def _require_written_here(event: Event, document: Document) -> None:
    owner = owner_of(event)
    if owner and document.code in owner.replaces:
        raise WrittenElsewhere(document.title, owner.page)
    if document.confidential:
        raise Refused(
            f"“{document.title}” is confidential, so it is not filled in here. Take it away as a Word file or on "
            "paper, and keep it where your trust keeps such papers."
        )


def _writing(event: Event, code: str) -> tuple[Paper | None, int]:
    """The version being written, and the number of the next."""
    papers = papers_of(event, code)
    writing = next((one for one in papers if one.submitted_at is None), None)
    return writing, papers[0].version + 1 if papers else 1


def _start(event: Event, document: Document, answers: Answers, number: int, by: User, now: datetime) -> Paper:
    paper = Paper.objects.create(
        event=event, document_code=document.code, version=number, layout=layout_of(document), answers=answers,
        started_at=now, started_by=by, saved_at=now, saved_by=by,
    )  # fmt: skip
    _write_down(paper, "paper.start", by, now)
    return paper


def _save(event: Event, document: Document, written: Written, by: User, now: datetime) -> Saved:
    wrong = faults(document.fields, written.mine, whole=False)
    kept = {code: value for code, value in written.mine.items() if code not in wrong}
    writing, number = _writing(event, document.code)
    if writing is None:
        if number > 1 and not written.afresh:  # submitted after the form was opened
            raise ChangedMeanwhile
        before = papers_of(event, document.code)[0].answers if number > 1 else {}
        kept = before | kept | written.facts
        return Saved(_start(event, document, kept, number, by, now), {}, wrong)
    merged = merge(mine=kept, base=written.base, theirs=writing.answers)
    clashes = {
        spot: theirs
        for spot, theirs in merged.clashes.items()
        if not (writing.saved_by_id == by.pk and _goes_on(kept, spot, theirs))
    }
    own = {spot for spot in merged.clashes if spot not in clashes}
    answers = put(merged.answers, {spot: spread(kept)[spot] for spot in own}) | written.facts
    other = "Somebody else" if writing.saved_by_id == by.pk else writing.saved_by.name
    return Saved(_write(writing, document, answers, by, now), clashes, wrong, other)


def _goes_on(mine: Answers, spot: Spot, stands: str) -> bool:
    """Their own writing, whose last saving they did not hear of."""
    return bool(stands) and spread(mine)[spot].startswith(stands)


def _write(paper: Paper, document: Document, answers: Answers, by: User, now: datetime) -> Paper:
    if answers == paper.answers:
        return paper
    written = Paper.objects.filter(pk=paper.pk, submitted_at=None).update(
        answers=answers, layout=layout_of(document), saved_at=now, saved_by=by
    )
    if written != 1:
        raise ChangedMeanwhile
    paper.answers, paper.layout, paper.saved_at, paper.saved_by = answers, layout_of(document), now, by
    return paper


def _complete(
    event: Event, document: Document, by: User, now: datetime, today: date, *, may_complete: bool
) -> tuple[bool, str]:
    """Whether the step is done by this, and the sentence that says so."""
    event.refresh_from_db(fields=["state", "done_date", "due_date"])
    if event.state not in STILL_TO_DO:
        return False, f"The step was {event.get_state_display().lower()} already and stays so."
    owner = owner_of(event)
    if owner or document.filled_by != event.owner_role or not may_complete:
        stays = "The step itself stays open until whoever it belongs to marks it as done."
        return False, owner.why if owner else stays
    waiting = still_asked(event, besides=document.code)
    if waiting.titles:
        return False, f"The step is done once this is in too: {', '.join(waiting.titles)}."
    if waiting.confidential:
        return False, (
            f"The step also asks for “{waiting.confidential[0]}”, which is kept outside the portal: mark the step as "
            "done when that is finished."
        )
    if event.step is not None and event.step.kind in OCCASIONS and event.due_date > today:
        return False, f"The step stays open: its day, {event.due_date.day} {event.due_date:%B}, lies ahead."
    complete_event(event=event, done_date=today, by=by, now=now, today=today)
    return True, f"That was all this step asks for, so “{event.title}” is marked as done."


def _write_down(paper: Paper, action: str, by: User, now: datetime) -> None:
    event = paper.event
    record(
        by=by, now=now, action=action, target=paper,
        label=f"{paper.layout['title']} with {event.title} ({event.key})",
        school_urn=event.school.urn if event.school else None,
        after=f"{paper.document_code}, version {paper.version}",
    )  # fmt: skip
