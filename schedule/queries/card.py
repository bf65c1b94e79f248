"""One event, complete: when, why, who comes, what to prepare, with which document, and what happens next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import F, FilteredRelation, Q
from django.urls import reverse

from handbook.models import Step
from handbook.queries import reading_minutes
from people.roles import is_known, title_of
from schedule.carried import year_carried_from
from schedule.models import Event
from schedule.queries.items import OCCASIONS, OPEN_STATES
from schedule.queries.people import Holders
from schedule.words import SchoolTime, lower_first, span
from schools.terms import year_code


@dataclass(frozen=True)
class DocumentLine:
    code: str
    title: str
    confidential: bool
    url: str
    filled_by: str = ""


@dataclass(frozen=True)
class AttachmentLine:
    pk: int
    name: str
    document_code: str
    size: int
    added_by_id: int


@dataclass(frozen=True)
class Tag:
    """A status: the class that gives its shape and colour, and its words. No class is a plain word."""

    kind: str
    words: str


@dataclass(frozen=True)
class Card:
    event: Event
    day: date
    place: str
    distance: str
    window: str
    clock: str
    tag: Tag | None
    is_occasion: bool
    why: str
    owner: str
    takes_part: str
    prepare: tuple[tuple[str, int], ...]
    documents: tuple[DocumentLine, ...]
    attachments: tuple[AttachmentLine, ...]
    afterwards: str
    who_sees: str
    process_title: str
    process_url: str
    reading: int

    @property
    def pk(self) -> int:
        return self.event.pk

    @property
    def step(self) -> Step | None:
        return self.event.step

    @property
    def is_open(self) -> bool:
        return self.event.state in OPEN_STATES and self.event.year.closed_at is None

    @property
    def carried_from(self) -> str:
        """ "2025/26", where that year left it unfinished and somebody carried it over."""
        start = year_carried_from(self.event.key)
        return year_code(start) if start else ""

    @property
    def choices(self) -> tuple[DocumentLine, ...]:
        """The documents a file may be attached as."""
        return tuple(one for one in self.documents if not one.confidential)

    @property
    def takes_files(self) -> bool:
        return bool(self.choices) or not self.documents


def card_of(pk: int, holders: Holders, time: SchoolTime, today: date) -> Card:
    """One query: the event with its step, documents and files, which multiply each other but are few."""
    rows = list(
        Event.objects.filter(pk=pk)
        .select_related("school", "year", "owner", "state_by", "step__process__edition")
        .annotate(
            kept=FilteredRelation("attachments", condition=Q(attachments__removed_at=None)),
            document_code=F("step__documents__code"),
            document_title=F("step__documents__title"),
            document_confidential=F("step__documents__confidential"),
            document_filled_by=F("step__documents__filled_by"),
            file_pk=F("kept__pk"),
            file_name=F("kept__name"),
            file_document=F("kept__document_code"),
            file_size=F("kept__size"),
            file_by=F("kept__added_by_id"),
        )
        .order_by("step__documents__position", "document_code", "kept__added_at", "file_pk")
    )
    event: Event = rows[0]
    slug = event.step.process.slug if event.step else ""
    documents = {
        row.document_code: DocumentLine(
            row.document_code,
            row.document_title,
            row.document_confidential,
            reverse("handbook:document", args=[slug, row.document_code]),
            row.document_filled_by,
        )
        for row in rows
        if row.document_code
    }
    files = {
        row.file_pk: AttachmentLine(row.file_pk, row.file_name, row.file_document, row.file_size, row.file_by)
        for row in rows
        if row.file_pk
    }
    return _card(event, tuple(documents.values()), tuple(files.values()), holders, time, today)


def _card(
    event: Event,
    documents: tuple[DocumentLine, ...],
    files: tuple[AttachmentLine, ...],
    holders: Holders,
    time: SchoolTime,
    today: date,
) -> Card:
    step = event.step
    process = step.process if step else None
    is_open = event.state in OPEN_STATES
    occasion = (step.kind if step else event.kind) in OCCASIONS
    return Card(
        event=event,
        day=event.due_date,
        place=time.place(event.due_date),
        distance=time.distance(today, event.due_date) if is_open and event.due_date >= today else "",
        window=_window(event, occasion=occasion),
        clock=_clock(event),
        tag=_not_done(event)
        or tag_of(event.state, event.due_date, event.done_date, today, time, moved=event.is_moved),
        is_occasion=occasion,
        why=((step.why if step else "") or (process.why if process else "")),
        owner=_owner(event, holders),
        takes_part=holders.everyone(step.takes_part) if step else "",
        prepare=tuple(
            (one.get("text", ""), one.get("minutes") or 0) for one in (step.prepare if step else ())
        ),
        documents=documents,
        attachments=files,
        afterwards=step.afterwards if step else "",
        who_sees=((step.who_sees if step else "") or (process.who_sees if process else "")),
        process_title=process.title if process else event.context,
        process_url=reverse("schedule:process", args=[process.slug]) if process else event.link,
        reading=reading_minutes(process) if process else 0,
    )


def tag_of(
    state: str, due: date, done: date | None, today: date, time: SchoolTime, *, moved: bool = False
) -> Tag | None:
    if state == Event.State.DONE and done:
        return Tag("done", f"Done on {done.day} {done:%B}")
    if state == Event.State.NOT_NEEDED:
        return Tag("off", "Not needed")
    if due < today:
        return Tag("late", time.late_by(today, due))
    return Tag("info", "Date moved") if moved else None


def _not_done(event: Event) -> Tag | None:
    """What a closed year left unfinished is not late any more: it stays as it is."""
    if event.year.closed_at is None or event.state not in OPEN_STATES:
        return None
    return Tag("unknown", "Not done")


def _owner(event: Event, holders: Holders) -> str:
    if event.owner is None:
        return holders.who(event.owner_role)
    if event.owner_id == holders.reader_id:
        return "You"
    title = title_of(event.owner_role) if is_known(event.owner_role) else event.owner_role
    return f"{event.owner.name}, {lower_first(title)}"


def _window(event: Event, *, occasion: bool) -> str:
    if event.opens_date == event.due_date:
        return ""
    said = span(event.opens_date, event.due_date)
    if occasion:
        return f"On a day to be agreed, {said}"
    return f"Open from {event.opens_date:%A} {event.opens_date.day} {event.opens_date:%B}"


def _clock(event: Event) -> str:
    if event.start_time is None:
        return ""
    said = f"{event.start_time.hour}:{event.start_time:%M}"
    return f"{said} to {event.end_time.hour}:{event.end_time:%M}" if event.end_time else said
