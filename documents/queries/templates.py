"""A trust's own Word templates, and the names of what can stand in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.paper import Part, Sheet
from documents.models import WordTemplate
from documents.queries.facts import Facts, say
from handbook.models import Document, Edition

# What may be named beside the fields of the document itself.
KNOWN = (
    *("trust.name", "school.name", "school.urn", "school.laestab", "school.phase", "school.roll"),
    *("headteacher.name", "partner.name", "year.name", "event.title", "event.date", "event.opens", "today"),
    *("document.title", "document.purpose", "document.who_sees", "document.kept", "document.state"),
)


@dataclass(frozen=True)
class Names:
    """`tables`: the name of a table to the names of its columns."""

    plain: frozenset[str]
    tables: Mapping[str, tuple[str, ...]]


class Both(dict[str, str]):
    """{{ school }} is a field and {{ school.name }} a fact: the same name for both."""

    def __init__(self, parts: Mapping[str, str], text: str) -> None:
        super().__init__(parts)
        self.text = text

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class TemplateLine:
    document: Document
    template: WordTemplate | None


def template_of(code: str) -> WordTemplate | None:
    return WordTemplate.objects.filter(document_code=code, removed_at=None).select_related("added_by").first()


def template_lines() -> list[TemplateLine]:
    """The documents of the edition in force, each with its own template if it has one. Two queries."""
    kept = {
        one.document_code: one
        for one in WordTemplate.objects.filter(removed_at=None).select_related("added_by")
    }
    documents = (
        Document.objects.filter(process__edition__status=Edition.Status.PUBLISHED)
        .select_related("process")
        .order_by("process__position", "position", "code")
    )
    return [TemplateLine(document, kept.get(document.code)) for document in documents]


def names_of(document: Document) -> Names:
    plain, tables = set(KNOWN), {}
    for one in document.fields:
        if one["kind"] == "table":
            tables[one["code"]] = tuple(column_names(one.get("columns", ())))
        else:
            plain.add(one["code"])
    return Names(frozenset(plain), tables)


def column_names(columns: Any) -> list[str]:  # noqa: ANN401 -- a list or tuple of labels
    """ "By when" is by_when; what cannot be told apart gets a number."""
    names: list[str] = []
    for number, label in enumerate(columns, 1):
        name = re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_")[:30].strip("_")
        if not name or name in names or name[0].isdigit():
            name = f"column_{number}"
        names.append(name)
    return names


def context_of(sheet: Sheet, facts: Facts) -> dict[str, Any]:
    """The texts by name, dotted ones nested, and the rows of the tables."""
    context: dict[str, Any] = {}
    for name in KNOWN:
        first, _, second = name.partition(".")
        text = say(facts.texts.get(name, ""))
        if second:
            context.setdefault(first, {})[second] = text
        else:
            context[first] = text
    context["document"] |= {
        "title": sheet.title, "purpose": sheet.purpose, "who_sees": sheet.who_sees, "kept": sheet.kept,
        "state": sheet.state,
    }  # fmt: skip
    for part in (*sheet.known, *sheet.parts):
        held = context.get(part.code)
        context[part.code] = Both(held, part.text) if isinstance(held, dict) else _value(part)
    return context


def _value(part: Part) -> str | list[dict[str, str]]:
    if part.kind != "table":
        return part.text
    names = column_names(part.columns)
    return [dict(zip(names, row, strict=False)) for row in part.value or () if not isinstance(row, str)]
