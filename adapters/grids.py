"""Tables of somebody's Office file as plain text: what adapters.docx_tables and adapters.sheet_tables make of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

MOST_TABLES = 60
MOST_ROWS = 600  # of one table
MOST_COLUMNS = 40
MOST_CELLS = 20_000  # of all tables
MOST_LETTERS_OF_A_CELL = 5_000
MOST_LETTERS = 500_000  # of all tables: a plan of forty pages has about 150,000
BULLET = "• "
# Control characters, and marks that turn the direction of writing.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)
_SPACES = re.compile(r"[ \t\u00a0\u2007\u202f]+")


class NotAccepted(ValueError):
    """Why the file is refused, a sentence each, for whoever chose it."""

    def __init__(self, *problems: str) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Line:
    """One row. None: the cell above reaches down over this one. `number` is what the person counts."""

    number: int
    cells: tuple[str | None, ...]
    is_band: bool = False  # one cell across the whole table


@dataclass(frozen=True)
class Grid:
    place: str  # "Table 2", or "Sheet “Actions”"
    headings: tuple[str, ...]  # that stand above it, the highest first
    lines: tuple[Line, ...]
    has_letters: bool = False  # its columns are called A, B, C

    @property
    def width(self) -> int:
        return max((len(line.cells) for line in self.lines), default=0)

    def where(self, row: int, column: int | None = None) -> str:
        """`row` is a line's number, `column` counts from 0."""
        if column is None:
            return f"{self.place}, row {row}"
        return f"{self.place}, row {row}, column {column_name(column, has_letters=self.has_letters)}"


@dataclass(frozen=True)
class Read:
    """`notes`: what stands in the file and was left out, a sentence each."""

    grids: tuple[Grid, ...]
    notes: tuple[str, ...] = field(default=())


def column_name(column: int, *, has_letters: bool) -> str:
    if not has_letters:
        return str(column + 1)
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def clean(text: str) -> str:
    """Its lines without what nobody sees, and without empty ones at its ends."""
    text = _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(_SPACES.sub(" ", line).strip() for line in text.split("\n")).strip()


def check_size(grids: Sequence[Grid]) -> None:
    """NotAccepted when there is more in them than a plan holds."""
    if len(grids) > MOST_TABLES:
        raise NotAccepted(
            f"It has {len(grids)} tables: at most {MOST_TABLES} are read. Take out what is no plan."
        )
    cells = letters = 0
    for grid in grids:
        if len(grid.lines) > MOST_ROWS:
            raise NotAccepted(f"{grid.place} has {len(grid.lines)} rows: at most {MOST_ROWS} are read.")
        if grid.width > MOST_COLUMNS:
            raise NotAccepted(f"{grid.place} has {grid.width} columns: at most {MOST_COLUMNS} are read.")
        for line in grid.lines:
            cells += len(line.cells)
            for column, text in enumerate(line.cells):
                long = len(text or "")
                letters += long
                if long > MOST_LETTERS_OF_A_CELL:
                    raise NotAccepted(
                        f"{grid.where(line.number, column)} has {long:,} letters: at most "
                        f"{MOST_LETTERS_OF_A_CELL:,} are read. Divide it among several rows."
                    )
    if cells > MOST_CELLS or letters > MOST_LETTERS:
        raise NotAccepted(
            f"Its tables have {cells:,} cells and {letters:,} letters: at most {MOST_CELLS:,} and {MOST_LETTERS:,} are "
            "read. Bring the plan in parts."
        )
