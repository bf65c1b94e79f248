"""The shape of a pack, said once: the keys in their order, what each may hold, and what stands for a key left out.

Reading, writing and storing all follow these fields. docs/pack.md explains them to people.
"""

# ruff: noqa: RUF009 -- `key` makes a dataclass field, which is what may stand there

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from handbook.models import Process, Step
from handbook.pack import kinds
from handbook.pack.kinds import Kind, described, many, one_of, optional, pattern, slug, text, whole
from handbook.pack.problems import Place
from handbook.pack.yaml_in import Value
from handbook.timing import TRIGGERS

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

FORMAT = 1
PREFILLS = (
    *("trust.name", "school.name", "school.urn", "school.laestab", "school.phase", "school.roll"),
    *("headteacher.name", "partner.name", "year.name", "event.title", "event.date", "event.opens", "today"),
    "actions.open",
)
PHASES = tuple(Process.Phase.values)
FIELD_KINDS = ("text", "long_text", "date", "number", "yes_no", "choice", "table")
# Words that are addresses of other pages of the handbook.
TAKEN_SLUGS = {
    "changes",
    "chapters",
    "check",
    "copies",
    "drafts",
    "editions",
    "glossary",
    "import",
    "packs",
    "reading",
}
# Words of the timing language: "6w after appointment" never means a step.
TAKEN_STEPS = frozenset(TRIGGERS)

T = TypeVar("T", bound="DataclassInstance")


def key(kind: Kind, default: Any = MISSING) -> Any:  # noqa: ANN401 -- stands where any type of value stands
    """A key of the pack. Without `default` it has to be there."""
    return field(metadata={"kind": kind}, default=default)


@cache
def _keys(cls: type[Any]) -> dict[str, Field[Any]]:
    return {f.name: f for f in fields(cls) if "kind" in f.metadata}


def read(cls: type[T], value: Value, place: Place) -> T:
    """An object of the class, with every fault told to `place`."""
    keys = _keys(cls)
    if not isinstance(value, dict):
        place.say(f"expected keys and values, found {described(value)}.")
        return cls(**{name: f.metadata["kind"].empty for name, f in keys.items()})
    for name in value:
        if name not in keys:
            place.say(_unknown(name, list(keys)))
    found: dict[str, Any] = {}
    for name, f in keys.items():
        if name in value:
            found[name] = f.metadata["kind"].read(value[name], place.at(name))
        elif f.default is MISSING and f.default_factory is MISSING:
            place.say(f'the key "{name}" is missing.')
            found[name] = f.metadata["kind"].empty
    return cls(**found)


def _unknown(name: str, known: list[str]) -> str:
    shown = name[:60].encode("unicode_escape").decode("ascii")
    near = difflib.get_close_matches(name[:60], known, 1)
    hint = f'did you mean "{near[0]}"?' if near else f"known keys are {', '.join(known)}."
    return f'the key "{shown}" is unknown: {hint}'


def nested(cls: type[Any]) -> Kind:
    return Kind(lambda value, place: read(cls, value, place), read(cls, {}, Place([])))


@dataclass(frozen=True, slots=True, kw_only=True)
class PackChapter:
    code: str = key(slug(60))
    title: str = key(text(120))
    intro: str = key(text(blank=True), "")
    # The order of its processes, where that is not the order of their codes.
    order: tuple[str, ...] = key(many(pattern("P[0-9]{2}", 3, "P and two digits"), unique=True), ())


@dataclass(frozen=True, slots=True, kw_only=True)
class PackTerm:
    term: str = key(text(60))
    meaning: str = key(text(600))


@dataclass(frozen=True, slots=True, kw_only=True)
class Statutory:
    rule: str = key(text())
    source: str = key(text())
    check: bool = key(kinds.yes_no, default=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparation:
    text: str = key(text())
    minutes: int = key(whole(0, 10_000))


@dataclass(frozen=True, slots=True, kw_only=True)
class PackField:
    code: str = key(pattern("[a-z][a-z0-9]*(?:_[a-z0-9]+)*", 40, "snake_case"))
    label: str = key(text(200))
    kind: str = key(one_of(*FIELD_KINDS))
    help: str = key(text(blank=True), "")
    required: bool = key(kinds.yes_no, default=False)
    prefill: str | None = key(optional(one_of(*PREFILLS)), None)
    choices: tuple[str, ...] = key(many(text(200), "choice", unique=True), ())
    columns: tuple[str, ...] = key(many(text(200), "column"), ())
    rows: tuple[str, ...] = key(many(text(200), "row"), ())


@dataclass(frozen=True, slots=True, kw_only=True)
class PackDocument:
    code: str = key(slug(60))
    title: str = key(text(120))
    purpose: str = key(text())
    filled_by: str = key(kinds.role)
    who_sees: str = key(text())
    retention: str = key(text(120, blank=True), "")
    confidential: bool = key(kinds.yes_no, default=False)
    fields: tuple[PackField, ...] = key(many(nested(PackField), "field"))


@dataclass(frozen=True, slots=True, kw_only=True)
class PackStep:
    code: str = key(slug(40))
    title: str = key(text(120))
    kind: str = key(one_of(*Step.Kind.values))
    scope: str = key(one_of(*Step.Scope.values), "school")
    timing: str = key(kinds.timing)
    owner: str = key(kinds.role)
    takes_part: tuple[str, ...] = key(many(kinds.role, unique=True), ())
    minutes: Mapping[str, int] = field(metadata={"kind": kinds.minutes}, default_factory=dict)
    why: str | None = key(optional(text()), None)
    guidance: str = key(kinds.markdown())
    prepare: tuple[Preparation, ...] = key(many(nested(Preparation), "prepare"), ())
    afterwards: str = key(text(blank=True), "")
    who_sees: str | None = key(optional(text()), None)
    documents: tuple[str, ...] = key(many(slug(60), unique=True), ())
    phases: tuple[str, ...] = key(many(one_of(*PHASES), unique=True), ())
    tiers: tuple[int, ...] = key(many(whole(1, 4), unique=True), ())
    notice: int | None = key(optional(whole(0, 200)), None)
    statutory: Statutory | None = key(optional(nested(Statutory)), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    key_idea: str = key(text(3_000))
    activity: str = key(text(3_000))
    questions: tuple[str, ...] = key(many(text(), "question", least=1))


@dataclass(frozen=True, slots=True, kw_only=True)
class PackProcess:
    code: str = key(pattern("P[0-9]{2}", 3, "P and two digits"))
    slug: str = key(slug(80))
    title: str = key(text(120))
    chapter: str = key(kinds.slug(60))  # the name `slug` is taken above
    purpose: str = key(text())
    why: str = key(text())
    owner: str = key(kinds.role)
    lead: str | None = key(optional(kinds.role), None)
    takes_part: tuple[str, ...] = key(many(kinds.role, unique=True), ())
    told: tuple[str, ...] = key(many(kinds.role, unique=True), ())
    phases: tuple[str, ...] = key(many(one_of(*PHASES), unique=True), ())
    tiers: tuple[int, ...] = key(many(whole(1, 4), unique=True), ())
    notice: int = key(whole(0, 200))
    who_sees: str = key(text())
    success: tuple[str, ...] = key(many(text()), ())
    statutory: Statutory | None = key(optional(nested(Statutory)), None)
    review_date: date | None = key(optional(kinds.day), None)
    related: tuple[str, ...] = key(many(pattern("P[0-9]{2}", 3, "P and two digits"), unique=True), ())
    study: Study = key(nested(Study))
    steps: tuple[PackStep, ...] = key(many(nested(PackStep), "step"))
    documents: tuple[PackDocument, ...] = key(many(nested(PackDocument), "document"), ())
    guide: str = field(default="")  # its own file, guide.md


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    title: str = key(text(120))
    summary: str = key(text(2_000, blank=True), "")
    chapters: tuple[PackChapter, ...] = key(many(nested(PackChapter), "chapter", least=1))
    glossary: tuple[PackTerm, ...] = key(many(nested(PackTerm), "term"), ())
    processes: tuple[PackProcess, ...] = field(default=())  # from their own files, by code


def plain(thing: Any) -> Any:  # noqa: ANN401 -- from any part of a pack to the plain data that YAML and JSON hold
    """Keys in the order of the class, lists for tuples. What has its own file is left out."""
    if is_dataclass(thing) and not isinstance(thing, type):
        return {name: plain(getattr(thing, name)) for name in _keys(type(thing))}
    if isinstance(thing, tuple):
        return [plain(item) for item in thing]
    return dict(thing) if isinstance(thing, Mapping) else thing
