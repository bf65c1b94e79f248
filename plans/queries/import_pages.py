"""What the page shows of each table of a file, and of the columns in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plans.importing import FIELDS, FITS, KINDS, TableMap, choices_of_priority
from plans.importing.mapping import MOST_OBJECTIVES
from plans.importing.tables import FIRST_LINES, Table
from plans.queries.imports import Brought

FIRST_WORDS = 90
SAMPLES = 2
Choice = tuple[str, str, bool]  # value, words, is chosen


@dataclass(frozen=True)
class ColumnShown:
    name: str  # of the control
    header: str
    samples: tuple[str, ...]
    choices: tuple[Choice, ...]
    is_taken: bool


@dataclass(frozen=True)
class TableShown:
    number: int
    place: str
    title: str  # the headings above it
    rows: int
    examples: int
    is_turned: bool
    is_out: bool
    kinds: tuple[Choice, ...]
    heads: tuple[Choice, ...]
    belongs: tuple[Choice, ...]
    objectives: tuple[Choice, ...]
    columns: tuple[ColumnShown, ...]

    @property
    def left_out(self) -> int:
        return sum(not column.is_taken for column in self.columns)


def tables_shown(found: Brought) -> list[TableShown]:
    tables = [said.of(grid) for said, grid in zip(found.mapping.tables, found.grids, strict=True)]
    titles = choices_of_priority(tables)
    heads = [table.grid.headings[:1] for table in tables]
    shared = heads[0] if len(tables) > 1 and all(one == heads[0] for one in heads) else ()
    return [
        _shown(number, table, said, titles, shared)
        for number, (table, said) in enumerate(zip(tables, found.mapping.tables, strict=True))
    ]


def _shown(
    number: int, table: Table, said: TableMap, titles: tuple[str, ...], shared: tuple[str, ...]
) -> TableShown:
    """`shared`: the heading over everything in the file, which tells the tables apart by nothing."""
    in_rows = "Its rows say it" if "priority" in said.columns or table.bands else "It is not said"
    return TableShown(
        number=number,
        place=table.grid.place,
        title=" · ".join(
            title for title in table.grid.headings if title not in (*shared, table.grid.place[7:-1])
        ),
        rows=sum(not record.is_example for record in table.records),
        examples=sum(record.is_example for record in table.records),
        is_turned=said.turned,
        is_out=said.kind == "out",
        kinds=tuple((code, words, code == said.kind) for code, words in KINDS.items()),
        heads=tuple(
            (str(row), f"row {line.number}: {_short(' · '.join(filter(None, line.cells)))}", row == said.head)
            for row, line in enumerate(table.grid.lines[:FIRST_LINES])
        ),
        belongs=(
            ("", in_rows, not said.belongs),
            *((title, _short(title), title == said.belongs) for title in titles),
        ),
        objectives=tuple((str(n), str(n), n == said.objective) for n in range(1, MOST_OBJECTIVES + 1)),
        columns=tuple(_columns(number, table, said)),
    )


def _columns(number: int, table: Table, said: TableMap) -> Iterator[ColumnShown]:
    for column, (header, field) in enumerate(zip(table.headers, said.columns, strict=True)):
        texts = [
            _short(record.spots[column].text or "")
            for record in table.records
            if column < len(record.spots) and record.spots[column].text and not record.is_example
        ]
        if not header and not texts:
            continue
        yield ColumnShown(
            f"t{number}-c{column}",
            header,
            tuple(dict.fromkeys(texts))[:SAMPLES],
            tuple((code, words, code == field) for code, words in FIELDS.items()),
            field in FITS[said.kind],
        )


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= FIRST_WORDS else f"{text[: FIRST_WORDS - 1]}…"
