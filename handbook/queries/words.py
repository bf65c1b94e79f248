"""The words that differ between two editions: what went, what came, and where."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from handbook.models import Edition
from handbook.pack import Pack, read_edition
from handbook.pack.shape import PackProcess
from handbook.queries import said
from handbook.queries.said import Names, Say, Words

_TAGS = {
    *("ins", "del", "p", "br", "hr", "ul", "ol", "li", "strong", "em", "code", "pre", "blockquote", "a"),
    *("h2", "h3", "h4", "table", "thead", "tbody", "tr", "th", "td"),
}
# A screen reader reads colour and line as nothing: the words say it too.
_SPOKEN = {"ins": "added: ", "del": "taken out: "}
_MARK = re.compile("<(ins|del)>")
_EMPTY = re.compile(r"<(ins|del|p|li)>\s*</\1>\s*")
_LOOSE = re.compile(r"\s+(?=</(?:p|li|ins|del|h[234]|td|th)>)")
KINDS = {"added": "New", "removed": "Taken out", "renamed": "Renamed", "changed": "Changed"}
EVERYTHING = "Handbook"
ALIKE = 0.6  # from here on two items are one that was rewritten


@dataclass(frozen=True)
class ChangedPart:
    """One field of one thing, with the words that went and came."""

    place: str  # "Process", "Step: Choose a meeting slot", "Study page", "Document: Target sheet"
    label: str  # "Timing", "How to do it well"
    kind: str  # added, changed, removed
    html: SafeString


@dataclass(frozen=True)
class ChangedProcess:
    code: str
    title: str
    slug: str
    kind: str  # added, changed, renamed, removed
    parts: tuple[ChangedPart, ...]
    step_codes: frozenset[
        str
    ]  # of the steps that are new or say something else, as they are called inside it

    @property
    def label(self) -> str:
        return KINDS[self.kind]


@dataclass(frozen=True)
class _Change:
    """Before its words are compared, which is what takes the time. None: it was, or is, not there."""

    place: str
    label: str
    old: Words | None
    new: Words | None


def changed_words(
    old: Edition | None,
    new: Edition | None,
    code: str | None = None,
    *,
    periods: Mapping[str, str] | None = None,
) -> tuple[ChangedProcess, ...]:
    """Process by process; those that say the same are left out. `periods`: how the trust names its half-terms."""
    old_names, new_names = said.names_of(old, periods), said.names_of(new, periods)
    before, after = _by_code(_pack(old, code)), _by_code(_pack(new, code))
    return tuple(
        _changed_process(before.get(one), after.get(one), old_names, new_names)
        for one in sorted(before.keys() | after.keys())
        if before.get(one) != after.get(one)
    )


def changed_frame(old: Edition | None, new: Edition | None) -> tuple[ChangedPart, ...]:
    """What stands around the processes: title, summary, chapters and their order, the words explained."""
    before, after = _frame(old), _frame(new)
    return tuple(part_of(change) for change in _frame_changes(before, after))


def _pack(edition: Edition | None, code: str | None) -> Pack | None:
    return read_edition(edition, code=code)[0] if edition else None


def _by_code(pack: Pack | None) -> dict[str, PackProcess]:
    return {process.code: process for process in pack.processes} if pack else {}


def _kind(old: PackProcess | None, new: PackProcess | None) -> str:
    if old is None:
        return "added"
    if new is None:
        return "removed"
    return "changed" if old.title == new.title else "renamed"


def _changed_process(
    old: PackProcess | None, new: PackProcess | None, old_names: Names, new_names: Names
) -> ChangedProcess:
    shown = new or old
    assert shown is not None  # noqa: S101 -- one of the two is there, or nothing would differ
    before, after = replace(old_names, process=shown.code), replace(new_names, process=shown.code)
    if old is not None and new is not None:
        changes = _changes(old, new, before, after)
        was = {step.code: step for step in old.steps}
        steps = frozenset(step.code for step in new.steps if was.get(step.code) != step)
    else:
        changes = _whole(shown, is_new=old is None, names=after if old is None else before)
        steps = frozenset(step.code for step in new.steps) if new else frozenset()
    parts = tuple(part_of(change) for change in changes)
    return ChangedProcess(shown.code, shown.title, shown.slug, _kind(old, new), parts, steps)


def _changes(old: PackProcess, new: PackProcess, before: Names, after: Names) -> Iterator[_Change]:
    yield from _fields("Process", said.PROCESS, old, new, before, after)
    yield from _fields("Study page", said.STUDY, old.study, new.study, before, after)
    yield from _things("Step", said.STEP, old.steps, new.steps, before, after)
    yield from _order("Steps", old.steps, new.steps)
    yield from _things("Document", said.DOCUMENT, old.documents, new.documents, before, after)
    yield from _order("Documents", old.documents, new.documents)


def _fields(
    place: str,
    shape: Iterable[tuple[str, str, Say]],
    old: object | None,
    new: object | None,
    before: Names,
    after: Names,
) -> Iterator[_Change]:
    """Of a thing that came or went, only what is said in it."""
    for name, label, say in shape:
        was, now = getattr(old, name, None), getattr(new, name, None)
        if old is None or new is None:
            thing, names = (now, after) if old is None else (was, before)
            words = say(thing, names) if thing or thing is False else ""
            if words:
                yield _Change(place, label, None if old is None else words, words if old is None else None)
        elif was != now:
            yield _Change(place, label, say(was, before), say(now, after))


def _things(
    sort: str,
    shape: Iterable[tuple[str, str, Say]],
    old: Iterable[Any],
    new: Iterable[Any],
    before: Names,
    after: Names,
) -> Iterator[_Change]:
    was, now = {thing.code: thing for thing in old}, {thing.code: thing for thing in new}
    for code in (*now, *(code for code in was if code not in now)):
        one, other = was.get(code), now.get(code)
        if one != other:
            title = getattr(other or one, "title", "") or code
            yield from _fields(f"{sort}: {title}", shape, one, other, before, after)


def _order(place: str, old: Iterable[Any], new: Iterable[Any]) -> Iterator[_Change]:
    yield from _order_of(place, *([(thing.code, thing.title) for thing in things] for things in (old, new)))


def _order_of(place: str, old: list[tuple[str, str]], new: list[tuple[str, str]]) -> Iterator[_Change]:
    """Only of what stood there before and still does."""
    was, now = [code for code, _ in old], [code for code, _ in new]
    if [code for code in was if code in now] != [code for code in now if code in was]:
        words = tuple(said.listed(title for _, title in things) for things in (old, new))
        yield _Change(place, "Order", *words)


def _whole(process: PackProcess, *, is_new: bool, names: Names) -> Iterator[_Change]:
    """A process that came or went: what it is for, and its steps. The rest is on its own page."""
    steps = tuple(
        f"{escape(step.title)}: {escape(said.timing_words(step.timing, names))}" for step in process.steps
    )
    texts: tuple[tuple[str, Words], ...] = (
        ("Title", said.plain(process.title, names)),
        ("What it is for", said.plain(process.purpose, names)),
        ("Steps", steps),
        ("Documents", said.listed(document.title for document in process.documents)),
    )
    for label, words in texts:
        if words:
            yield _Change("Process", label, None if is_new else words, words if is_new else None)


@dataclass(frozen=True)
class _Frame:
    pack: Pack
    terms: dict[str, str]
    processes: dict[str, list[tuple[str, str]]]  # code of a chapter: codes and titles in their order


def _frame(edition: Edition | None) -> _Frame | None:
    if edition is None:
        return None
    terms = dict(edition.terms.order_by("position").values_list("word", "meaning"))
    rows = edition.processes.order_by("position", "code").values_list("chapter__code", "code", "title")
    processes: dict[str, list[tuple[str, str]]] = {}
    for chapter, code, title in rows:
        processes.setdefault(chapter, []).append((code, title))
    return _Frame(read_edition(edition, code="")[0], terms, processes)


def _frame_changes(old: _Frame | None, new: _Frame | None) -> Iterator[_Change]:
    before, after = (old.pack if old else None), (new.pack if new else None)
    names = Names()
    yield from _fields(EVERYTHING, said.EDITION, before, after, names, names)
    had, has = (pack.chapters if pack else () for pack in (before, after))
    yield from _things("Chapter", said.CHAPTER, had, has, names, names)
    yield from _order("Chapters", had, has)
    for chapter in has:
        stood, stands = (frame.processes.get(chapter.code, []) if frame else [] for frame in (old, new))
        yield from _order_of(f"Chapter: {chapter.title}", stood, stands)
    was, now = (old.terms if old else {}), (new.terms if new else {})
    for word in sorted(was.keys() | now.keys(), key=str.lower):
        if was.get(word) != now.get(word):
            texts = [said.plain(terms[word], names) if word in terms else None for terms in (was, now)]
            yield _Change("Words explained", word, *texts)


def part_of(change: _Change) -> ChangedPart:
    kind = "added" if not change.old else "changed" if change.new else "removed"
    return ChangedPart(change.place, change.label, kind, differing(change.old or "", change.new or ""))


def differing(old: Words, new: Words) -> SafeString:
    """Two clean HTML texts or lists as one, with <ins> around what came and <del> around what went."""
    if isinstance(old, tuple) or isinstance(new, tuple):
        items = _differing_items(old if isinstance(old, tuple) else (), new if isinstance(new, tuple) else ())
        found = f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"
    else:
        found = _differing_texts(old, new)
    clean = nh3.clean(
        found,
        tags=_TAGS,
        attributes={"a": {"href", "title"}, "ol": {"start"}, "th": {"scope"}},
        link_rel="noopener noreferrer",
    )
    tidy = _EMPTY.sub("", _LOOSE.sub("", clean)).strip()
    spoken = _MARK.sub(lambda m: f'<{m[1]}><span class="unseen">{_SPOKEN[m[1]]}</span>', tidy)
    return mark_safe(spoken)  # noqa: S308 -- nh3 has cleaned it, and the words put in are ours


def _differing_texts(old: str, new: str) -> str:
    from lxml.html.diff import htmldiff  # noqa: PLC0415 -- slow to load, and few pages need it

    found: str = htmldiff(old, new)
    return found


def _differing_items(old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[str]:
    """Items that stayed are left whole; one in the place of another is compared word by word."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for what, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        went, came = old[old_from:old_to], new[new_from:new_to]
        if what == "equal":
            yield from came
            continue
        for one, other in zip_longest(went, came):
            if one and other and SequenceMatcher(None, one, other).ratio() > ALIKE:
                yield _differing_texts(one, other)
            else:
                yield from (f"<{tag}>{text}</{tag}>" for tag, text in (("del", one), ("ins", other)) if text)
