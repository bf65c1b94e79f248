"""What the pages about drafts read: the list, and one draft beside the edition it would replace."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models

from handbook.models import Chapter, Document, Edition, Process, Step, Writing
from handbook.queries.reading import current_edition
from handbook.queries.words import KINDS
from writing.presence import PRESENT_FOR

# What does not make a process say something else.
_NOT_WORDS = {"id", "edition", "chapter", "process", "position", "words", "changed_at", "changed_by"}
_STUDY = {"key_idea", "activity", "questions"}
MOST_PLACES = 3
_OTHER_PLACES = {"chapters": "a chapter", "edition": "the handbook’s title", "glossary": "the glossary"}


@dataclass(frozen=True)
class Differs:
    """A process that says something else than in the edition in force, and where."""

    code: str
    title: str
    kind: str  # added, changed, renamed, removed
    places: tuple[str, ...] = ()  # "its opening", "step “Choose a slot”", "new step “Talk”"

    @property
    def label(self) -> str:
        return KINDS[self.kind]

    @property
    def shown(self) -> tuple[str, ...]:
        return self.places[:MOST_PLACES]

    @property
    def more(self) -> int:
        return max(0, len(self.places) - MOST_PLACES)


@dataclass(frozen=True)
class DraftLine:
    draft: Edition
    differing: int
    changed_at: datetime
    changed_by: str  # "" when nothing was written since it was made


@dataclass(frozen=True)
class Writer:
    """Somebody at a place of a draft: now, or with something there that they have not saved."""

    name: str
    place: str
    what: str
    process: str  # the code of the process it is in, "" for a chapter
    is_here: bool
    has_unsaved: bool
    seen_at: datetime


@dataclass(frozen=True)
class DeskLine:
    process: Process
    differs: Differs | None
    writers: tuple[Writer, ...]


@dataclass(frozen=True)
class DeskChapter:
    chapter: Chapter
    lines: tuple[DeskLine, ...]


@dataclass(frozen=True)
class Desk:
    chapters: tuple[DeskChapter, ...]
    removed: tuple[Differs, ...]
    differing: int
    processes: int
    writers: tuple[Writer, ...]
    elsewhere: tuple[Writer, ...]  # in no process that is there
    base: Edition | None


@dataclass
class _Snapshot:
    title: str = ""
    own: tuple[Any, ...] = ()
    study: tuple[Any, ...] = ()
    steps: dict[str, tuple[str, Any]] = field(default_factory=dict)  # title and all it says
    documents: dict[str, tuple[str, Any]] = field(default_factory=dict)


def draft_lines() -> tuple[DraftLine, ...]:
    """Newest first. As many queries for one as for ten."""
    drafts = list(
        Edition.objects.filter(status=Edition.Status.DRAFT)
        .select_related("made_from")
        .order_by("-made_at", "-pk")
    )
    base = current_edition()
    snapshots = _snapshots([*drafts, *([base] if base else [])])
    saved = Process.objects.filter(edition__in=drafts, changed_at__isnull=False).order_by("changed_at")
    last = {
        edition: (at, name or "")
        for edition, at, name in saved.values_list("edition", "changed_at", "changed_by__name")
        if at is not None
    }
    before = snapshots[base.pk] if base else {}
    return tuple(
        DraftLine(
            draft, len(_differences(before, snapshots[draft.pk])), *last.get(draft.pk, (draft.made_at, ""))
        )
        for draft in drafts
    )


def desk(draft: Edition, now: datetime, reader: int) -> Desk:
    """All that the page of one draft shows. As many queries for three processes as for thirty."""
    base = current_edition()
    snapshots = _snapshots([draft, *([base] if base else [])])
    here = snapshots[draft.pk]
    differing = _differences(snapshots[base.pk] if base else {}, here)
    writers = _writers(draft, here, now, reader)
    by_process: dict[str, list[Writer]] = defaultdict(list)
    for writer in writers:
        by_process[writer.process].append(writer)
    rows = draft.processes.order_by("position", "code").only("edition", "chapter", "code", "title")
    lines: dict[int, list[DeskLine]] = defaultdict(list)
    for process in rows:
        lines[process.chapter_id].append(
            DeskLine(process, differing.get(process.code), tuple(by_process[process.code]))
        )
    return Desk(
        chapters=tuple(
            DeskChapter(chapter, tuple(lines[chapter.pk]))
            for chapter in draft.chapters.order_by("position", "pk")
        ),
        removed=tuple(one for one in differing.values() if one.kind == "removed"),
        differing=len(differing),
        processes=len(here),
        writers=writers,
        elsewhere=tuple(writer for writer in writers if writer.process not in here),
        base=base,
    )


def editions_to_amend() -> tuple[Edition, ...]:
    """The one in force first, then those before it."""
    return tuple(Edition.objects.exclude(number=None).order_by("-number"))


def _columns(model: type[models.Model]) -> list[str]:
    return [column.name for column in model._meta.concrete_fields if column.name not in _NOT_WORDS]


def _snapshots(editions: Sequence[Edition]) -> dict[int, dict[str, _Snapshot]]:
    """Edition to code of a process to all it says, in four queries."""
    found: dict[int, dict[str, _Snapshot]] = {edition.pk: {} for edition in editions}
    by_process: dict[int, _Snapshot] = {}
    own = [name for name in _columns(Process) if name not in _STUDY]
    rows = Process.objects.filter(edition__in=editions).order_by("code")
    for row in rows.values("pk", "edition_id", "chapter__code", *own, *_STUDY):
        snapshot = _Snapshot(
            row["title"],
            (row["chapter__code"], *(row[name] for name in own)),
            tuple(row[name] for name in sorted(_STUDY)),
        )
        found[row["edition_id"]][row["code"]] = by_process[row["pk"]] = snapshot
    named = _documents_named(editions)
    steps = Step.objects.filter(process__edition__in=editions).order_by("position", "pk")
    for row in steps.values("pk", "process_id", *_columns(Step)):
        says = (*row.values(),)[2:], tuple(named[row["pk"]])
        by_process[row["process_id"]].steps[row["code"]] = (row["title"], says)
    documents = Document.objects.filter(process__edition__in=editions).order_by("position", "pk")
    for row in documents.values("process_id", *_columns(Document)):
        by_process[row["process_id"]].documents[row["code"]] = (row["title"], (*row.values(),)[1:])
    return found


def _documents_named(editions: Sequence[Edition]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    through = Step.documents.through.objects.filter(step__process__edition__in=editions).order_by("pk")
    for step, code in through.values_list("step_id", "document__code"):
        found[step].append(code)
    return found


def _differences(before: Mapping[str, _Snapshot], after: Mapping[str, _Snapshot]) -> dict[str, Differs]:
    found: dict[str, Differs] = {}
    for code in sorted(before.keys() | after.keys()):
        old, new = before.get(code), after.get(code)
        if old is None and new is not None:
            found[code] = Differs(code, new.title, "added")
        elif new is None and old is not None:
            found[code] = Differs(code, old.title, "removed")
        elif old is not None and new is not None and (places := tuple(_places(old, new))):
            kind = "changed" if old.title == new.title else "renamed"
            found[code] = Differs(code, new.title, kind, places)
    return found


def _places(old: _Snapshot, new: _Snapshot) -> Iterable[str]:
    if old.own != new.own:
        yield "the process itself"
    if old.study != new.study:
        yield "study page"
    for sort in ("step", "document"):
        was, now = getattr(old, f"{sort}s"), getattr(new, f"{sort}s")
        for code, (title, says) in now.items():
            if code not in was:
                yield f"new {sort} “{title or code}”"
            elif was[code][1] != says:
                yield f"{sort} “{title or code}”"
        yield from (
            f"{sort} “{title or code}” taken out" for code, (title, _) in was.items() if code not in now
        )
        if [code for code in was if code in now] != [code for code in now if code in was]:
            yield f"order of the {sort}s"


def _writers(draft: Edition, here: Mapping[str, _Snapshot], now: datetime, reader: int) -> tuple[Writer, ...]:
    """Others who have a page open, and everybody's words that are not in the draft yet."""
    rows = Writing.objects.filter(edition=draft).select_related("person").order_by("-seen_at", "pk")
    return tuple(
        Writer(
            "You" if row.person_id == reader else row.person.name,
            row.place,
            _place_words(row.place, here),
            row.place.partition("/")[0] if row.place[:1] == "P" else "",
            is_here,
            bool(row.data),
            row.seen_at,
        )
        for row in rows
        if (is_here := row.person_id != reader and row.seen_at >= now - PRESENT_FOR) or row.data
    )


def _place_words(place: str, here: Mapping[str, _Snapshot]) -> str:
    """ "P01/steps/book" as “step “Choose a slot”; a process itself is said by the line it stands in."""
    process, _, rest = place.partition("/")
    sort, _, code = rest.partition("/")
    snapshot = here.get(process)
    if sort == "study":
        return "study page"
    if sort in ("steps", "documents"):
        things = getattr(snapshot, sort) if snapshot else {}
        return f"{sort[:-1]} “{things[code][0] if code in things else code}”"
    return _OTHER_PLACES.get(process, "")


def places_in_words(draft: Edition, places: Iterable[str]) -> dict[str, str]:
    """Where people write, as a person names it: “Targets, step “Set them””. Four queries, or none for no place."""
    if not (wanted := set(places)):
        return {}
    here = _snapshots([draft])[draft.pk]
    found = {}
    for place in wanted:
        code = place.partition("/")[0]
        names = here[code].title if code in here else "", _place_words(place, here)
        found[place] = ", ".join(filter(None, names)) or place
    return found
