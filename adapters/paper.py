"""A document, blank or filled, as it goes onto paper: what the Word file and the PDF are both made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

WIDE_FROM = 6  # columns: such a table needs the paper's long side
SHORT = ("text", "date", "number", "yes_no", "choice")
EMPTY_ROWS = 4


@dataclass(frozen=True)
class Part:
    """One field with its answer. `value`: text with line breaks, or the rows of a table, fixed first cells included."""

    code: str
    label: str
    kind: str
    help: str = ""
    required: bool = False
    value: str | tuple[tuple[str, ...], ...] = ""
    choices: tuple[str, ...] = ()  # Yes and No among them
    columns: tuple[str, ...] = ()
    has_row_names: bool = False

    @property
    def is_short(self) -> bool:
        return self.kind in SHORT

    @property
    def text(self) -> str:
        return self.value if isinstance(self.value, str) else ""

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(self.text.splitlines())

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """At least some to write in."""
        if isinstance(self.value, str) or not self.value:
            return (("",) * len(self.columns),) * EMPTY_ROWS
        return self.value

    @property
    def is_bare(self) -> bool:
        """A table in which nothing is written but the names of its rows."""
        return not any(any(row[1 if self.has_row_names else 0 :]) for row in self.rows)


@dataclass(frozen=True)
class Sheet:
    """A document, blank or filled, as it goes onto paper."""

    title: str
    purpose: str
    trust: str
    place: str  # the school; empty in a blank one
    occasion: str
    state: str  # "Version 2, submitted by … on …"
    known: tuple[Part, ...]  # facts: shown together at the head
    parts: tuple[Part, ...]
    who_sees: str
    kept: str
    confidential: bool
    accent: str
    made: datetime

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        return tuple((part.label, part.text) for part in self.known)

    @property
    def says_optional(self) -> bool:
        """Not where nothing must be answered: then the word says nothing."""
        return any(part.required for part in self.parts)

    @property
    def is_wide(self) -> bool:
        return any(len(part.columns) >= WIDE_FROM for part in self.parts)

    @property
    def groups(self) -> list[tuple[bool, list[Part]]]:
        """Short fields that follow each other stand in one table: (are short, they)."""
        found: list[tuple[bool, list[Part]]] = []
        for part in self.parts:
            if part.is_short and found and found[-1][0]:
                found[-1][1].append(part)
            else:
                found.append((part.is_short, [part]))
        return found
