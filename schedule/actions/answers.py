"""What is written in a paper: two people's writing brought together, and what still stands in the way. Pure.

While a paper is written every answer is the text as it was typed, and a table is a list of rows of such texts.
On submitting a number becomes a number and a yes or no true or false.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

Answers = dict[str, Any]
Field = Mapping[str, Any]  # of a document, as docs/pack.md gives it
Spot = tuple[str, int, int]  # field, row and column; 0, 0 where it is no table

MOST_LETTERS = {"text": 2_000, "long_text": 20_000, "date": 40, "number": 40, "yes_no": 200, "choice": 200}
MOST_LETTERS_IN_A_CELL = 2_000
MOST_ROWS = 100
YES, NO = "Yes", "No"
_NUMBER = re.compile(r"-?\d{1,12}([.,]\d{1,6})?")


@dataclass(frozen=True)
class Merged:
    answers: Answers
    clashes: Mapping[Spot, str]  # where both wrote something: what the other wrote, which stands


def merge(*, mine: Answers, base: Answers, theirs: Answers) -> Merged:
    """`base`: what stood there when I began. What only one of us changed is taken from that one."""
    mine_at, base_at, theirs_at = spread(mine), spread(base), spread(theirs)
    found, clashes = dict(theirs_at), {}
    for spot, written in mine_at.items():
        began, stands = base_at.get(spot, ""), theirs_at.get(spot, "")
        if written in (began, stands):
            continue
        if stands == began:
            found[spot] = written
        else:
            clashes[spot] = stands
    return Merged(_gathered(found, _tables(mine) | _tables(theirs)), clashes)


def put(answers: Answers, spots: Mapping[Spot, str]) -> Answers:
    """With these instead."""
    return _gathered(spread(answers) | dict(spots), _tables(answers)) if spots else answers


def _tables(answers: Answers) -> set[str]:
    return {code for code, value in answers.items() if isinstance(value, list)}


def spread(answers: Answers) -> dict[Spot, str]:
    """Every cell on its own."""
    spots: dict[Spot, str] = {}
    for code, value in answers.items():
        if isinstance(value, list):
            spots |= {(code, r, c): cell for r, row in enumerate(value) for c, cell in enumerate(row)}
        else:
            spots[code, 0, 0] = as_typed(value)
    return spots


def _gathered(spots: Mapping[Spot, str], tables: set[str]) -> Answers:
    answers: Answers = {code: [] for code in sorted(tables)}
    for (code, row, column), text in sorted(spots.items()):
        if code not in tables:
            answers[code] = text
            continue
        rows = answers[code]
        while len(rows) <= row:
            rows.append([])
        while len(rows[row]) <= column:
            rows[row].append("")
        rows[row][column] = text
    for code in tables:
        width = max(map(len, answers[code]), default=0)
        answers[code] = [[*row, *[""] * (width - len(row))] for row in answers[code]]
    return answers


def as_typed(value: object) -> str:
    """As it stands in a control."""
    if isinstance(value, bool):
        return YES if value else NO
    return "" if value is None else str(value)


def is_empty(value: object) -> bool:
    if isinstance(value, list):
        return not any(str(cell).strip() for row in value for cell in row)
    return not as_typed(value).strip()


def faults(fields: Sequence[Field], answers: Answers, *, whole: bool) -> dict[str, str]:
    """By field. `whole`: it is to be submitted, so what is required must be there and be what it says it is."""
    found = {}
    for field in fields:
        value = answers.get(field["code"], "")
        fault = _too_much(field, value)
        if whole and not fault:
            fault = _missing(field, value) or _unlike(field, value)
        if fault:
            found[field["code"]] = fault
    return found


def _too_much(field: Field, value: object) -> str:
    if isinstance(value, list):
        if len(value) > MOST_ROWS:
            return f"A table holds at most {MOST_ROWS} rows. Put the rest into a file and attach it."
        if any(len(cell) > MOST_LETTERS_IN_A_CELL for row in value for cell in row):
            return f"A cell holds at most {MOST_LETTERS_IN_A_CELL:,} letters. Shorten it."
        return ""
    most = MOST_LETTERS.get(field["kind"], 2_000)
    return f"At most {most:,} letters fit here. Shorten it." if len(as_typed(value)) > most else ""


def _missing(field: Field, value: object) -> str:
    if not field.get("required"):
        return ""
    if field["kind"] == "table" and isinstance(value, list):
        if field.get("rows"):  # the first column is given
            value = [row[1:] for row in value]
        return "Fill in at least one row." if is_empty(value) else ""
    if not is_empty(value):
        return ""
    if field["kind"] in ("yes_no", "choice"):
        return "Choose an answer."
    return {"date": "Give the day.", "number": "Give the number."}.get(field["kind"], "Write an answer.")


def _unlike(field: Field, value: object) -> str:
    text = as_typed(value).strip() if not isinstance(value, list) else ""
    if not text:
        return ""
    if field["kind"] == "number" and not _NUMBER.fullmatch(text.replace(" ", "")):
        return f"“{text[:40]}” is no number. Write figures only, such as 210 or 4.5."
    if field["kind"] == "date" and _day(text) is None:
        return f"“{text[:40]}” is no date. Write it as 2026-11-23."
    if field["kind"] == "yes_no" and text not in (YES, NO):
        return "Choose Yes or No."
    if field["kind"] == "choice" and text not in field.get("choices", ()):
        return "Choose one of the answers given."
    return ""


def settled(fields: Sequence[Field], answers: Answers) -> Answers:
    """For keeping for good: without empty rows and fields that the document does not have."""
    return {field["code"]: _settled(field, answers.get(field["code"], "")) for field in fields}


def _settled(field: Field, value: Any) -> Any:  # noqa: ANN401 -- an answer is text, number, yes or no, or rows
    if field["kind"] == "table":
        rows = value if isinstance(value, list) else []
        if field.get("rows"):
            return rows
        return [row for row in rows if any(cell.strip() for cell in row)]
    text = as_typed(value).strip()
    if field["kind"] == "number" and _NUMBER.fullmatch(text.replace(" ", "")):
        figure = float(text.replace(" ", "").replace(",", "."))
        return int(figure) if figure.is_integer() else figure
    if field["kind"] == "yes_no" and text in (YES, NO):
        return text == YES
    return text


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
