"""A document with its answers as it goes onto paper, and as it is read on the page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from adapters.paper import Part, Sheet
from documents.queries.facts import SETTLED, Facts, prefilled, say, say_moment
from handbook.models import Document
from schedule.actions.answers import NO, YES, Answers, as_typed
from schedule.models import Paper
from schedule.queries.papers import layout_of
from schools.accent import DEFAULT, readable


def blank_sheet(document: Document, facts: Facts, now: datetime) -> Sheet:
    return _sheet(layout_of(document), {}, facts, now, "Blank", confidential=document.confidential)


def filled_sheet(document: Document, facts: Facts, paper: Paper | None, now: datetime) -> Sheet:
    """As last saved, or with what the portal knows."""
    if paper is None or document.confidential:
        answers = prefilled(document.fields, facts)
        state = f"Filled in as far as the portal knows, {say_moment(timezone.localtime(now))}"
    else:
        answers = paper.answers
        state = _state(paper)
    return _sheet(layout_of(document), answers, facts, now, state, confidential=document.confidential)


def version_sheet(paper: Paper, facts: Facts) -> Sheet:
    """A submitted one, by its own layout: it reads the same for good."""
    return _sheet(paper.layout, paper.answers, facts, paper.saved_at, _state(paper), confidential=False)


def _state(paper: Paper) -> str:
    if paper.submitted_at and paper.submitted_by:
        day = say_moment(timezone.localtime(paper.submitted_at))
        return f"Version {paper.version}, submitted by {paper.submitted_by.name} on {day}"
    day = say_moment(timezone.localtime(paper.saved_at))
    return f"Not submitted yet; last saved by {paper.saved_by.name} on {day}"


def _sheet(
    layout: Mapping[str, Any],
    answers: Answers,
    facts: Facts,
    now: datetime,
    state: str,
    *,
    confidential: bool,
) -> Sheet:
    known, parts = [], []
    is_blank = facts.school is None and facts.event is None
    for one in layout["fields"]:
        text = _fact(one, answers, facts)
        if text and one["kind"] != "table" and (one.get("prefill") in SETTLED) and not is_blank:
            known.append(_part(one, text))
        else:
            parts.append(_part(one, answers.get(one["code"], "")))
    place = facts.school.name if facts.school else ""
    event = facts.event
    return Sheet(
        title=layout["title"],
        purpose=layout["purpose"],
        trust=facts.trust.name if facts.trust else "",
        place=place,
        occasion=f"{event.title}, {say(event.due_date.isoformat())}" if event else "",
        state=state,
        known=tuple(known),
        parts=tuple(parts),
        who_sees=layout["who_sees"],
        kept=layout["retention"],
        confidential=confidential,
        accent=readable(facts.trust.accent if facts.trust else DEFAULT).light,
        made=now,
    )


def _fact(one: Mapping[str, Any], answers: Answers, facts: Facts) -> str:
    """What a paper was submitted with counts, also when the school is called otherwise today."""
    said = answers.get(one["code"], "")
    return (as_typed(said) if not isinstance(said, list) else "") or facts.settled(one)


def _part(one: Mapping[str, Any], value: Any) -> Part:  # noqa: ANN401 -- an answer is text, number, yes or no, or rows
    kind = one["kind"]
    choices = tuple(one.get("choices", ())) if kind == "choice" else (YES, NO) if kind == "yes_no" else ()
    columns = tuple(one.get("columns", ()))
    shown: str | tuple[tuple[str, ...], ...]
    if kind == "table":
        shown = _rows(one, value, len(columns))
    else:
        shown = as_typed(value) if not isinstance(value, list) else ""
        shown = say(shown) if kind == "date" else shown
    return Part(
        code=one["code"], label=one["label"], kind=kind, help=one.get("help") or "",
        required=bool(one.get("required")), value=shown, choices=choices, columns=columns,
        has_row_names=bool(one.get("rows")),
    )  # fmt: skip


def _rows(one: Mapping[str, Any], value: object, width: int) -> tuple[tuple[str, ...], ...]:
    rows = value if isinstance(value, list) else []
    whole = [tuple([*row, *[""] * width][:width]) for row in rows]
    if not one.get("rows"):
        return tuple(row for row in whole if any(row))
    named = list(one["rows"])
    given = {row[0]: row for row in whole}
    kept = [given.pop(name, (name, *[""] * (width - 1))) for name in named]
    return (*kept, *(row for row in given.values() if any(row)))
