"""Parts of a draft that come, go, and change places: chapters, processes, steps, documents."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from handbook.actions.drafts import InUseError, locked_draft
from handbook.actions.publishing import NotADraftError
from handbook.models import Chapter, Document, Edition, Process, Step
from handbook.pack.shape import TAKEN_SLUGS, TAKEN_STEPS
from handbook.queries.parts import Arrangement, arrangement, timings_after
from people import audit
from people.models import User

HIGHEST = 99  # P and two digits
USUAL_NOTICE = 20  # working days


class OrderChangedError(Exception):
    """Somebody else changed the order since the page was made. `now` is how it stands."""


class GoneError(NotADraftError):
    """Somebody else took it out of the draft since the page was made."""

    def __init__(self, title: str) -> None:
        super().__init__(f"Somebody took “{title}” out of this draft meanwhile. Nothing was changed.")


class NoRoomError(Exception):
    """There is no code left."""


@transaction.atomic
def add_chapter(*, draft: Edition, title: str, by: User, now: datetime) -> Chapter:
    locked_draft(draft.pk)
    taken = set(draft.chapters.values_list("code", flat=True))
    chapter = Chapter.objects.create(
        edition=draft, code=free_code(title, 60, taken), title=title, position=_last(draft.chapters) + 1
    )
    _record("draft.add", chapter, title, by, now)
    return chapter


@transaction.atomic
def add_process(*, draft: Edition, chapter: Chapter, title: str, by: User, now: datetime) -> Process:
    locked_draft(draft.pk)
    _require_there(chapter)
    slugs = set(draft.processes.values_list("slug", flat=True))
    process = Process.objects.create(
        edition=draft,
        chapter=chapter,
        code=_free_process_code(draft),
        slug=free_code(title, 80, slugs | TAKEN_SLUGS),
        title=title,
        position=_last(draft.processes) + 1,
        notice=USUAL_NOTICE,
        changed_at=now,
        changed_by=by,
    )
    _record("draft.add", process, f"{process.code} {title}", by, now)
    return process


@transaction.atomic
def add_step(
    *, process: Process, title: str, timing: str, kind: str, code: str, by: User, now: datetime
) -> Step:
    """`code` may be left empty. Once an edition with it is published it never changes: dates are known by it."""
    locked_draft(process.edition_id)
    _require_there(process)
    taken = set(process.steps.values_list("code", flat=True)) | TAKEN_STEPS
    step = Step.objects.create(
        process=process,
        code=code if code and code not in taken else free_code(code or title, 40, taken),
        title=title,
        kind=kind,
        timing=timing,
        owner=process.lead or process.owner,
        position=_last(process.steps) + 1,
    )
    _touched(process, by, now)
    _record("draft.add", step, f"{process.code} {title}", by, now)
    return step


@transaction.atomic
def add_document(*, process: Process, title: str, by: User, now: datetime) -> Document:
    """Its code is the only one in the whole draft: steps of other processes may name it."""
    locked_draft(process.edition_id)
    _require_there(process)
    taken = set(Document.objects.filter(process__edition=process.edition_id).values_list("code", flat=True))
    document = Document.objects.create(
        process=process,
        code=free_code(title, 60, taken),
        title=title,
        filled_by=process.lead or process.owner,
        who_sees=process.who_sees,
        position=_last(process.documents) + 1,
    )
    _touched(process, by, now)
    _record("draft.add", document, f"{process.code} {title}", by, now)
    return document


@transaction.atomic
def remove(*, draft: Edition, row: Chapter | Process | Step | Document, by: User, now: datetime) -> None:
    """Refused while a timing points to it, and where a handbook could not be without it."""
    locked_draft(draft.pk)
    _require_there(row)
    label = row.title
    if isinstance(row, Chapter):
        _may_go(row, draft)
    elif isinstance(row, Process):
        _process_may_go(row, draft)
        label = f"{row.code} {row.title}"
    else:
        label = f"{row.process.code} {row.title}"
        if isinstance(row, Step) and timings_after(draft, row.process.code, row.code):
            raise InUseError(
                f"The timing of another step counts from “{row.title}”. Change that timing first."
            )
        _touched(row.process, by, now)
    _record("draft.remove", row, label, by, now)
    row.delete()


def _require_there(row: Chapter | Process | Step | Document) -> None:
    if not type(row).objects.filter(pk=row.pk).exists():
        raise GoneError(row.title)


def _may_go(chapter: Chapter, draft: Edition) -> None:
    if chapter.processes.exists():
        raise InUseError(f"“{chapter.title}” still has processes. Move them to another chapter first.")
    if draft.chapters.count() == 1:
        raise InUseError("A handbook has at least one chapter.")


def _process_may_go(process: Process, draft: Edition) -> None:
    if timings_after(draft, process.code):
        raise InUseError(
            f"The timing of a step elsewhere counts from a step of “{process.title}”. Change that timing first."
        )
    if draft.processes.count() == 1:
        raise InUseError("A handbook has at least one process.")
    for other in draft.processes.exclude(pk=process.pk).only("edition", "related"):
        if process.code in other.related:
            other.related = [code for code in other.related if code != process.code]
            other.save(update_fields=["related"])


@transaction.atomic
def order_processes(
    *, draft: Edition, start: Arrangement, order: Arrangement, by: User, now: datetime
) -> None:
    """Every process in its chapter and place. Nothing happens when the order is no longer the one it started from."""
    locked_draft(draft.pk)
    if arrangement(draft) != start:
        raise OrderChangedError
    if sorted(code for _, codes in order for code in codes) != sorted(
        code for _, codes in start for code in codes
    ) or [chapter for chapter, _ in order] != [chapter for chapter, _ in start]:
        raise OrderChangedError
    if order == start:
        return
    chapters = {chapter.code: chapter for chapter in draft.chapters.all()}
    rows = {process.code: process for process in draft.processes.all()}
    places = [(chapter, code) for chapter, codes in order for code in codes]
    for position, (chapter, code) in enumerate(places, 1):
        if rows[code].chapter_id != chapters[chapter].pk:
            rows[code].changed_at, rows[code].changed_by = now, by
        rows[code].position, rows[code].chapter = position, chapters[chapter]
    Process.objects.bulk_update(rows.values(), ["position", "chapter", "changed_at", "changed_by"])
    _record("draft.order", draft, "the processes", by, now)


@transaction.atomic
def order_parts(
    *,
    parent: Edition | Process,
    sort: str,
    start: Sequence[str],
    order: Sequence[str],
    by: User,
    now: datetime,
) -> None:
    """`sort` is "chapters" of a draft, "steps" or "documents" of a process."""
    locked_draft(parent.pk if isinstance(parent, Edition) else parent.edition_id)
    rows: list[Any] = list(getattr(parent, sort).order_by("position", "pk"))
    stands = [row.code for row in rows]
    if stands != list(start) or sorted(order) != sorted(stands):
        raise OrderChangedError
    if list(order) == stands:
        return
    for row in rows:
        row.position = order.index(row.code) + 1
    type(rows[0]).objects.bulk_update(rows, ["position"])
    if isinstance(parent, Process):
        _touched(parent, by, now)
    label = f"{parent.code} {sort}" if isinstance(parent, Process) else f"the {sort}"
    _record("draft.order", parent, label, by, now)


def free_code(title: str, most: int, taken: set[str] | frozenset[str]) -> str:
    """Small letters, digits and single hyphens, as a pack has them."""
    stem = re.sub("-+", "-", slugify(title).replace("_", "-")).strip("-")[: most - 4].strip("-") or "new"
    found, number = stem, 1
    while found in taken:
        number += 1
        found = f"{stem}-{number}"
    return found


def _free_process_code(draft: Edition) -> str:
    """None that any edition ever had, as long as there are such: a code is how readings and dates know a process."""
    here = set(draft.processes.values_list("code", flat=True))
    ever = set(Process.objects.values_list("code", flat=True).distinct())
    every = [f"P{number:02}" for number in range(1, HIGHEST + 1)]
    highest = max(ever, default="P00")
    for free in (
        [code for code in every if code > highest],
        [code for code in every if code not in ever],
        [code for code in every if code not in here],
    ):
        if free:
            return free[0]
    raise NoRoomError("A handbook has at most 99 processes.")


def _last(rows: Any) -> int:  # noqa: ANN401 -- a related manager
    last: int | None = rows.order_by("-position").values_list("position", flat=True).first()
    return last or 0


def _touched(process: Process, by: User, now: datetime) -> None:
    Process.objects.filter(pk=process.pk).update(changed_at=now, changed_by=by)


def _record(action: str, row: Any, label: str, by: User, now: datetime) -> None:  # noqa: ANN401 -- any row of a draft
    audit.record(by=by, now=now, action=action, target=row, label=label)
