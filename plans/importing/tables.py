"""A table as records: its columns named, each cell with its place, the examples of our own templates left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from adapters.grids import Grid
from plans.importing.fields import field_of, kind_of_title

FIRST_LINES = 6  # the names of the columns stand in one of them
EXAMPLE = "example:"
_PRIORITY = re.compile(r"(\w+ ){0,2}priority\b|\d{1,2}\s*[.:)–-]\s*\w", re.IGNORECASE)


@dataclass(frozen=True)
class Spot:
    """One cell. None: the cell above reaches down over it."""

    text: str | None
    where: str


@dataclass(frozen=True)
class Record:
    where: str
    spots: tuple[Spot, ...]
    band: str = ""  # the row across the whole table that stands above it
    band_where: str = ""
    is_example: bool = False


@dataclass(frozen=True)
class Table:
    grid: Grid
    headers: tuple[str, ...]
    records: tuple[Record, ...]
    bands: tuple[str, ...]

    @property
    def titles(self) -> tuple[str, ...]:
        """The nearest first."""
        return (*self.bands[:1], *reversed(self.grid.headings))


def table_of(grid: Grid, head: int, *, turned: bool) -> Table:
    """`head`: which of its lines names the columns. `turned`: its first column names them, the next are records."""
    if turned:
        return _turned(grid)
    lines = grid.lines[head : head + 1]
    headers = [text or "" for line in lines for text in line.cells]
    rest = grid.lines[head + 1 :]
    if rest and any(text is None for text in rest[0].cells):  # a name that reaches over two lines
        below = [text or "" for text in rest[0].cells]
        headers = [" ".join(dict.fromkeys(filter(None, pair))) for pair in zip(headers, below, strict=True)]
        rest = rest[1:]
    above = [(text, grid.where(line.number)) for line in grid.lines[:head] if (text := _alone(line.cells))]
    records: list[Record] = []
    bands, band = [text for text, _ in above], above[-1] if above else ("", "")
    for line in rest:
        if line.is_band and (text := _alone(line.cells)):
            band = text, grid.where(line.number)
            bands.append(text)
        elif any(line.cells):
            spots = tuple(
                Spot(text, grid.where(line.number, column)) for column, text in enumerate(line.cells)
            )
            records.append(Record(grid.where(line.number), spots, *band, _is_example(spots)))
    return Table(grid, tuple(headers), tuple(records), tuple(dict.fromkeys(bands)))


def guess_head(grid: Grid) -> int:
    scores = [
        0 if line.is_band else sum(bool(field_of(text or "")) for text in line.cells)
        for line in grid.lines[:FIRST_LINES]
    ]
    return scores.index(max(scores)) if scores else 0


def guess_turned(grid: Grid) -> bool:
    if not 2 <= grid.width <= 3 or len(grid.lines) < 2:
        return False
    down = {field_of(line.cells[0] or "") for line in grid.lines} - {""}
    across = max(
        len({field_of(text or "") for text in line.cells} - {""}) for line in grid.lines[:FIRST_LINES]
    )
    return len(down) > across and len(down) >= len(grid.lines) / 2


def choices_of_priority(tables: Iterable[Table]) -> tuple[str, ...]:
    """Every heading, and every row across a table, that may name a priority."""
    found: dict[str, None] = {}
    for table in tables:
        found |= dict.fromkeys(title for title in (*table.grid.headings, *table.bands) if title)
    return tuple(found)


def guess_priority(table: Table) -> str:
    """The heading that says so, or the nearest that is no mere name of a table; "" when the rows say it."""
    if any(field_of(header) == "priority" for header in table.headers):
        return ""
    for title in table.titles:
        if _PRIORITY.match(title):
            return title
    return next((title for title in table.titles if not kind_of_title(title)), "")


def says_priorities(bands: Iterable[str]) -> bool:
    return any(_PRIORITY.match(band) for band in bands)


def _turned(grid: Grid) -> Table:
    headers = tuple(line.cells[0] or "" for line in grid.lines)
    records = []
    for column in range(1, grid.width):
        spots = tuple(Spot(line.cells[column] or "", grid.where(line.number, column)) for line in grid.lines)
        if any(spot.text for spot in spots):
            records.append(Record(spots[0].where, spots, is_example=_is_example(spots)))
    return Table(grid, headers, tuple(records), ())


def _alone(cells: Iterable[str | None]) -> str:
    found = [text for text in cells if text]
    return found[0] if len(found) == 1 else ""


def _is_example(spots: Iterable[Spot]) -> bool:
    return next(_said(spots), "").lower().startswith(EXAMPLE)


def _said(spots: Iterable[Spot]) -> Iterator[str]:
    return (spot.text for spot in spots if spot.text)
