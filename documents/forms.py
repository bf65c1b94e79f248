"""The form of one document: what came with it, and the controls that show it again. Nothing here writes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from documents.queries.facts import Facts, say
from schedule.actions.answers import (
    MOST_ROWS,
    NO,
    YES,
    Answers,
    Spot,
    as_typed,
    is_empty,
    put,
    spread,
)
from schedule.models import Paper

LEAST_ROWS = 3
MORE_ROWS = 5
LONGEST_BASE = 2_000_000
# Marks that turn the direction of writing, and control characters other than tab and line break.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Cell:
    name: str
    label: str
    column: str
    value: str
    theirs: str | None = None


@dataclass(frozen=True)
class Row:
    head: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Control:
    """One field as the page shows it."""

    name: str
    label: str
    kind: str
    help: str
    required: bool
    value: str
    fact: str = ""
    choices: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    has_row_names: bool = False
    error: str = ""
    theirs: str | None = None  # somebody else wrote this meanwhile
    last: str = ""  # what was said last time
    last_rows: tuple[tuple[str, ...], ...] = ()
    code: str = ""

    @property
    def first(self) -> str:
        """The id an error leads to."""
        return self.rows[0].cells[0].name if self.rows and self.rows[0].cells else self.name

    @property
    def described(self) -> str:
        ids = [f"{self.name}-help" if self.help else "", f"{self.name}-error" if self.error else ""]
        return " ".join(one for one in ids if one)

    @property
    def is_choice(self) -> bool:
        return self.kind in ("choice", "yes_no")


@dataclass(frozen=True)
class Sent:
    """What a form brought: answers as typed, and what stood there when it was opened."""

    mine: Answers
    base: Answers
    afresh: bool = False


@dataclass(frozen=True)
class Shown:
    """What the page shows. `answers` stand in the controls, `base` goes along hidden."""

    answers: Answers
    base: Answers
    clashes: Mapping[Spot, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    more: str = ""  # the table that more rows were asked for
    afresh: bool = False
    other: str = ""  # who wrote what clashes


def read(fields: list[dict[str, Any]], post: QueryDict, facts: Facts) -> Sent:
    base = _base(post.get("base", ""))
    mine: Answers = {}
    for one in fields:
        code = one["code"]
        if facts.settled(one):
            continue
        if one["kind"] == "table":
            mine[code] = _table(one, post, base)
        elif f"f-{code}" in post:
            mine[code] = _clean(post.get(f"f-{code}", ""))
    taken = {
        spot: written
        for spot, written in spread(base).items()
        if post.get("take-" + "-".join(map(str, spot))) == "theirs" and spot[0] in mine
    }
    return Sent(put(mine, taken), base, afresh=post.get("afresh") == "1")


def _clean(text: object) -> str:
    return _UNSEEN.sub("", str(text).replace("\r\n", "\n").replace("\r", "\n"))


def _table(one: Mapping[str, Any], post: QueryDict, base: Answers) -> list[list[str]]:
    code, width, names = one["code"], len(one.get("columns", ())), list(one.get("rows", ()))
    rows: list[list[str]] = [[name, *[""] * (width - 1)] for name in names]
    name = re.compile(rf"f-{re.escape(code)}-(\d{{1,3}})-(\d{{1,2}})")
    for key in post:
        found = name.fullmatch(key)
        if found is None:
            continue
        row, column = int(found[1]), int(found[2])
        if column >= width or row > MOST_ROWS or (names and (row >= len(names) or not column)):
            continue
        while len(rows) <= row:
            rows.append([""] * width)
        rows[row][column] = _clean(post.get(key, ""))
    before = base.get(code, [])
    while not names and len(rows) > len(before) and not any(rows[-1]):
        rows.pop()
    return rows


def _base(text: str) -> Answers:
    """Whatever it is not, it is only used to tell what was changed."""
    try:
        found = json.loads(text) if len(text) <= LONGEST_BASE else {}
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {_clean(code): _as_answer(value) for code, value in found.items() if _is_answer(value)}


def _as_answer(value: Any) -> Any:  # noqa: ANN401 -- a text, or rows of texts
    if isinstance(value, list):
        return [[_clean(cell) for cell in row] for row in value]
    return _clean(value)


def _is_answer(value: object) -> bool:
    if isinstance(value, list):
        return all(isinstance(row, list) and all(isinstance(cell, str) for cell in row) for row in value)
    return isinstance(value, str)


def fixed(fields: list[dict[str, Any]], facts: Facts) -> Answers:
    """What is known and not asked."""
    return {one["code"]: text for one in fields if (text := facts.settled(one))}


def with_last(fields: list[dict[str, Any]], mine: Answers, last: Paper) -> Answers:
    """Last time's answers where nothing is written yet. Days are of their own time."""
    found = dict(mine)
    for one in fields:
        code, before = one["code"], last.answers.get(one["code"])
        if one["kind"] == "date" or before is None or isinstance(before, list) != (one["kind"] == "table"):
            continue
        if code in mine or one["kind"] in ("choice", "yes_no"):
            now = mine.get(code, "")
            empty = is_empty([row[1:] for row in now]) if one.get("rows") else is_empty(now)
            if empty:
                found[code] = before if isinstance(before, list) else as_typed(before)
    return found


def controls(fields: list[dict[str, Any]], shown: Shown, facts: Facts, last: Paper | None) -> list[Control]:
    return [_control(one, shown, facts, last) for one in fields]


def _control(one: Mapping[str, Any], shown: Shown, facts: Facts, last: Paper | None) -> Control:
    code, kind = one["code"], one["kind"]
    value = shown.answers.get(code, "")
    before = last.answers.get(code, "") if last else ""
    text = as_typed(value) if not isinstance(value, list) else ""
    said = say(as_typed(before)) if not isinstance(before, list) else ""
    return Control(
        name=f"f-{code}", label=one["label"], kind=kind, help=one.get("help") or "",
        required=bool(one.get("required")), value=text, fact=facts.settled(one),
        choices=tuple(one.get("choices", ())) if kind == "choice" else (YES, NO) if kind == "yes_no" else (),
        columns=tuple(one.get("columns", ())), rows=_rows(one, value, shown) if kind == "table" else (),
        has_row_names=bool(one.get("rows")), error=shown.faults.get(code, ""),
        theirs=shown.clashes.get((code, 0, 0)) if kind != "table" else None,
        last=said if said and said != say(text) and kind != "table" else "",
        last_rows=_last_rows(one, before, value) if isinstance(before, list) and kind == "table" else (),
        code=code,
    )  # fmt: skip


def _last_rows(one: Mapping[str, Any], before: list[list[str]], now: object) -> tuple[tuple[str, ...], ...]:
    written = [row[1:] for row in before] if one.get("rows") else before
    if is_empty(written) or before == now:
        return ()
    return tuple(tuple(row) for row in before if any(row))


def _rows(one: Mapping[str, Any], value: object, shown: Shown) -> tuple[Row, ...]:
    code, columns, names = one["code"], list(one.get("columns", ())), list(one.get("rows", ()))
    stored = value if isinstance(value, list) else []
    many = len(names) or min(max(LEAST_ROWS, len(stored) + 1), MOST_ROWS)
    if shown.more == code:
        many = min(many + MORE_ROWS, MOST_ROWS)
    rows = []
    for r in range(many):
        texts = [*(stored[r] if r < len(stored) else []), *[""] * len(columns)][: len(columns)]
        head = names[r] if names else ""
        cells = tuple(
            Cell(f"f-{code}-{r}-{c}", f"{head or f'Row {r + 1}'}: {column}", column, as_typed(texts[c]),
                 shown.clashes.get((code, r, c)))
            for c, column in enumerate(columns)
            if c or not names
        )  # fmt: skip
        rows.append(Row(head, cells))
    return tuple(rows)


def base_text(answers: Answers) -> str:
    """For the hidden field."""
    plain = {
        code: [[as_typed(cell) for cell in row] for row in value]
        if isinstance(value, list)
        else as_typed(value)
        for code, value in answers.items()
    }
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
