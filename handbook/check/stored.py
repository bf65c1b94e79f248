"""An edition as a pack without asking whether it is a whole one: a draft may be in the making."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Prefetch

from handbook.models import Document, Edition, Process, Step
from handbook.pack.shape import (
    Pack,
    PackChapter,
    PackDocument,
    PackField,
    PackProcess,
    PackStep,
    PackTerm,
    Preparation,
    Statutory,
    Study,
)

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")


def pack_as_it_is(edition: Edition) -> Pack:
    """Six queries, whatever the edition holds."""
    named: dict[int, list[str]] = defaultdict(list)
    through = Step.documents.through.objects.filter(step__process__edition=edition).order_by("pk")
    for step_id, code in through.values_list("step_id", "document__code"):
        named[step_id].append(code)
    rows = (
        edition.processes.order_by("position", "code")
        .select_related("chapter")
        .prefetch_related(
            Prefetch("steps", Step.objects.order_by("position")),
            Prefetch("documents", Document.objects.order_by("position")),
        )
    )
    return Pack(
        title=edition.title,
        summary=edition.summary,
        chapters=tuple(
            PackChapter(code=one.code, title=one.title, intro=one.intro)
            for one in edition.chapters.order_by("position")
        ),
        glossary=tuple(
            PackTerm(term=one.word, meaning=one.meaning) for one in edition.terms.order_by("position")
        ),
        processes=tuple(_process(row, named) for row in rows),
    )


def _process(row: Process, named: Mapping[int, list[str]]) -> PackProcess:
    return PackProcess(
        **_values(PackProcess, row)
        | {
            "chapter": row.chapter.code,
            "lead": row.lead or None,
            "statutory": _statutory(row.statutory),
            "study": Study(
                key_idea=row.key_idea, activity=row.activity, questions=tuple(row.questions or ())
            ),
            "steps": tuple(_step(step, named) for step in row.steps.all()),
            "documents": tuple(_document(document) for document in row.documents.all()),
        }
    )


def _step(row: Step, named: Mapping[int, list[str]]) -> PackStep:
    return PackStep(
        **_values(PackStep, row)
        | {
            "documents": tuple(named.get(row.pk, ())),
            "prepare": tuple(_known(Preparation, one) for one in row.prepare or ()),
            "statutory": _statutory(row.statutory),
        }
    )


def _document(row: Document) -> PackDocument:
    return PackDocument(
        **_values(PackDocument, row) | {"fields": tuple(_known(PackField, one) for one in row.fields or ())}
    )


def _statutory(value: Mapping[str, Any] | None) -> Statutory | None:
    return _known(Statutory, {"rule": "", "source": ""} | dict(value)) if value is not None else None


def _known(cls: type[T], value: Mapping[str, Any]) -> T:
    """What is missing of a half-written part is empty."""
    names = [f.name for f in fields(cls)]
    return cls(**(dict.fromkeys(names, "") | {name: value[name] for name in names if name in value}))


def _values(cls: type[Any], row: Process | Step | Document) -> dict[str, Any]:
    found = {f.name: row.__dict__[f.name] for f in fields(cls) if f.name in row.__dict__}
    return {name: tuple(value) if isinstance(value, list) else value for name, value in found.items()}
