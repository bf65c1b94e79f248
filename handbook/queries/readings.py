"""Who has read what, what changed since, and what somebody is asked to read.

A published edition never changes, so the marks of its words are made once in each process of the server, in four
queries. Processes are compared by these marks, not by the number of the edition: who read the same words has read it.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.humanize.templatetags.humanize import apnumber
from django.db.models import Min, QuerySet

from handbook.models import Document, Edition, Process, Reading, ReadingRequest, Step
from handbook.queries.reading import codes_held, processes_in_force, reading_minutes
from people.access import Access

# What somebody reads. When it is read again by its owner, and what it is related to, are no words of it.
OF_PROCESS = (
    *("title", "purpose", "why", "guide", "owner", "lead", "takes_part", "told", "phases", "tiers", "notice"),
    *("who_sees", "success", "statutory", "key_idea", "activity", "questions"),
)
OF_STEP = (
    *("title", "kind", "scope", "timing", "owner", "takes_part", "minutes", "why", "guidance", "prepare"),
    *("afterwards", "who_sees", "phases", "tiers", "notice", "statutory"),
)
OF_DOCUMENT = ("title", "purpose", "filled_by", "who_sees", "retention", "confidential", "fields")
MOST_KEPT = 40  # editions


@dataclass(frozen=True)
class StepWords:
    code: str
    title: str
    mark: str


@dataclass(frozen=True)
class ProcessWords:
    mark: str
    steps: tuple[StepWords, ...]


Words = Mapping[str, ProcessWords]  # by the code of the process
_KEPT: dict[str, Words] = {}  # by the digest of the edition, which stands for every word of it


def words_of(editions: Iterable[Edition]) -> dict[int, Words]:
    """By the id of the edition. No query once they were asked for."""
    asked = {edition.pk: edition for edition in editions}
    unknown = [edition for edition in asked.values() if not edition.digest or edition.digest not in _KEPT]
    made = _made({edition.pk for edition in unknown}) if unknown else {}
    for edition in unknown:
        if edition.digest:
            if len(_KEPT) >= MOST_KEPT:
                _KEPT.pop(next(iter(_KEPT)), None)
            _KEPT[edition.digest] = made[edition.pk]
    return {pk: made[pk] if pk in made else _KEPT[edition.digest] for pk, edition in asked.items()}


def _made(ids: set[int]) -> dict[int, Words]:
    named: dict[int, list[str]] = defaultdict(list)
    through = Step.documents.through.objects.filter(step__process__edition__in=ids).order_by("pk")
    for step_id, code in through.values_list("step_id", "document__code"):
        named[step_id].append(code)
    steps: dict[int, list[StepWords]] = defaultdict(list)
    rows: QuerySet[Any, Any]
    rows = Step.objects.filter(process__edition__in=ids).order_by("position", "pk")
    for process_id, pk, code, *words in rows.values_list("process_id", "pk", "code", *OF_STEP):
        steps[process_id].append(StepWords(code, words[0], _mark([*words, named[pk]])))
    documents: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = Document.objects.filter(process__edition__in=ids).order_by("position", "pk")
    for process_id, code, *words in rows.values_list("process_id", "code", *OF_DOCUMENT):
        documents[process_id].append((code, _mark(words)))
    found: dict[int, dict[str, ProcessWords]] = {pk: {} for pk in ids}
    rows = Process.objects.filter(edition__in=ids)
    for edition_id, pk, code, *words in rows.values_list("edition_id", "pk", "code", *OF_PROCESS):
        whole = [words, [(step.code, step.mark) for step in steps[pk]], documents[pk]]
        found[edition_id][code] = ProcessWords(_mark(whole), tuple(steps[pk]))
    return dict(found)


def _mark(words: object) -> str:
    text = json.dumps(words, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Change:
    """What a process in force says otherwise than when somebody read it."""

    since: Reading
    steps: tuple[StepWords, ...]  # new or different, in the order of the process
    gone: tuple[StepWords, ...]

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(step.code for step in self.steps)

    def __str__(self) -> str:
        """ "two steps changed", as the end of a sentence."""
        parts = []
        if self.steps:
            parts.append(f"{_steps(len(self.steps))} changed")
        if self.gone:
            parts.append(f"{_steps(len(self.gone))} taken out")
        return ", ".join(parts) or "its text changed"


def _steps(count: int) -> str:
    return f"{apnumber(count)} step{'' if count == 1 else 's'}"


@dataclass(frozen=True)
class Standing:
    """How somebody stands to a process in force."""

    reading: Reading | None = None
    change: Change | None = None  # None too when they never read it
    request: ReadingRequest | None = None  # open, and asked of them

    @property
    def is_read(self) -> bool:
        return self.reading is not None and self.change is None

    @property
    def is_asked(self) -> bool:
        return self.request is not None and not self.is_read


NEVER = Standing()


@dataclass(frozen=True)
class ProcessReading(Standing):
    """The same on the page of the process, with the request that is open whomever it is asked of."""

    open_request: ReadingRequest | None = field(default=None)


def open_requests() -> QuerySet[ReadingRequest]:
    return ReadingRequest.objects.filter(ended_at=None).select_related("asked_by").order_by("asked_at", "pk")


def changes_since(readings: Iterable[Reading], edition: Edition) -> dict[int, Change]:
    """By the id of the reading; those of the same words are left out. The readings come with their editions."""
    others = [reading for reading in readings if reading.edition_id != edition.pk]
    if not others:
        return {}
    words = words_of([edition, *(reading.edition for reading in others)])
    found = {}
    for reading in others:
        now = words[edition.pk].get(reading.process_code)
        before = words[reading.edition_id].get(reading.process_code)
        if now is not None and before is not None and now.mark != before.mark:
            found[reading.pk] = _change(reading, before, now)
    return found


def _change(reading: Reading, before: ProcessWords, now: ProcessWords) -> Change:
    was = {step.code: step.mark for step in before.steps}
    codes = {step.code for step in now.steps}
    return Change(
        reading,
        tuple(step for step in now.steps if was.get(step.code) != step.mark),
        tuple(step for step in before.steps if step.code not in codes),
    )


def _readings(access: Access) -> QuerySet[Reading]:
    return Reading.objects.filter(person=access.user).select_related("edition")


def standings(access: Access, edition: Edition) -> dict[str, Standing]:
    """By the code of the process, of those they read or are asked to read. Two queries."""
    return _standings(access, edition, open_requests(), _readings(access))


def _standings(
    access: Access, edition: Edition, requests: Iterable[ReadingRequest], readings: Iterable[Reading]
) -> dict[str, Standing]:
    held = codes_held(access.holdings)
    asked = {one.process_code: one for one in requests if held & set(one.roles)}
    read = {reading.process_code: reading for reading in readings}
    changes = changes_since(read.values(), edition)
    found = {}
    for code in asked.keys() | read.keys():
        reading = read.get(code)
        found[code] = Standing(reading, changes.get(reading.pk) if reading else None, asked.get(code))
    return found


def process_reading(access: Access, process: Process) -> ProcessReading:
    """Two queries. The process comes with its edition."""
    requests = list(open_requests().filter(process_code=process.code))
    readings = _readings(access).filter(process_code=process.code)
    found = _standings(access, process.edition, requests, readings).get(process.code, NEVER)
    return ProcessReading(found.reading, found.change, found.request, next(iter(requests), None))


@dataclass(frozen=True)
class ToRead:
    process: Process
    minutes: int
    standing: Standing

    @property
    def about(self) -> str:
        """ "6 minutes, two steps changed"."""
        time = f"{self.minutes} minute{'' if self.minutes == 1 else 's'}"
        return f"{time}, {self.standing.change}" if self.standing.change else time


def to_read(access: Access) -> tuple[ToRead, ...]:
    """What somebody is asked to read and has not confirmed. One query when nothing is asked of them."""
    held = codes_held(access.holdings)
    requests = [one for one in open_requests() if held & set(one.roles)]
    codes = [one.process_code for one in requests]
    rows = list(_briefly(codes)) if codes else []
    if not rows:
        return ()
    found = _standings(access, rows[0].edition, requests, _readings(access).filter(process_code__in=codes))
    return tuple(
        ToRead(row, reading_minutes(row), found[row.code]) for row in rows if found[row.code].is_asked
    )


def _briefly(codes: Iterable[str]) -> QuerySet[Process]:
    """Without the texts, and with their edition."""
    return (
        processes_in_force()
        .filter(code__in=codes)
        .select_related("edition")
        .only("code", "slug", "title", "words", "position", "edition")
        .order_by("position")
    )


def neighbours(process: Process) -> tuple[Process | None, Process | None]:
    """Those before and after it in its chapter. One query."""
    rows = list(
        Process.objects.filter(chapter=process.chapter_id)
        .only("code", "slug", "title", "chapter")
        .order_by("position", "pk")
    )
    here = rows.index(process)
    return (rows[here - 1] if here else None, rows[here + 1] if here + 1 < len(rows) else None)


def edition_before(edition: Edition) -> Edition | None:
    return Edition.objects.filter(number__lt=edition.number or 0).order_by("-number").first()


def added_since_the_first(edition: Edition) -> QuerySet[Process]:
    """Those in force that came in a later edition than the first there was."""
    first = Edition.objects.exclude(number=None).aggregate(first=Min("number"))["first"]
    old = Process.objects.filter(edition__number=first).values("code")
    return edition.processes.exclude(code__in=old).order_by("position")
