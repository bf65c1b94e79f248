"""What the person said about the tables of a file; before that, what is offered. Kept as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from adapters.grids import Grid
from plans.importing.fields import FIELDS, KINDS, OUT, field_of, kind_of
from plans.importing.tables import (
    FIRST_LINES,
    Table,
    choices_of_priority,
    guess_head,
    guess_priority,
    guess_turned,
    says_priorities,
    table_of,
)

MOST_OBJECTIVES = 9
IN_ROWS = ""  # the priority is said in a column, or in rows across the table


@dataclass(frozen=True)
class TableMap:
    kind: str
    head: int
    turned: bool
    belongs: str  # the heading that names its priority, or IN_ROWS
    objective: int  # under which of the priority's objectives, where no column says so
    columns: tuple[str, ...]

    def of(self, grid: Grid) -> Table:
        return table_of(grid, self.head, turned=self.turned)


@dataclass(frozen=True)
class Mapping:
    tables: tuple[TableMap, ...]
    people: tuple[tuple[str, int], ...] = ()  # a name as the file has it, and who that is; 0 is nobody
    settled: frozenset[str] = frozenset()  # keys of the problems that were answered
    why_so_many: str = ""


def guess_mapping(grids: Sequence[Grid]) -> Mapping:
    return Mapping(tuple(guess_table(grid) for grid in grids))


def guess_table(grid: Grid, *, head: int | None = None, turned: bool | None = None) -> TableMap:
    if turned is None:
        turned = guess_turned(grid)
    if head is None:
        head = 0 if turned else guess_head(grid)
    table = table_of(grid, head, turned=turned)
    kind = kind_of(table.headers, table.titles) if table.records and grid.width > 1 else OUT
    columns = tuple(field_of(header, kind) for header in table.headers)
    belongs = IN_ROWS if "priority" in columns or says_priorities(table.bands) else guess_priority(table)
    return TableMap(kind, head, turned, belongs, 1, columns)


def mapping_of(grids: Sequence[Grid], kept: dict[str, Any]) -> Mapping:
    """From the JSON; what is offered when nothing was said yet."""
    if not kept:
        return guess_mapping(grids)
    tables = tuple(TableMap(**{**one, "columns": tuple(one["columns"])}) for one in kept["tables"])
    people = tuple((name, pk) for name, pk in kept["people"])
    return Mapping(tables, people, frozenset(kept["settled"]), kept["why_so_many"])


def mapping_from(mapping: Mapping) -> dict[str, Any]:
    return {
        "tables": [{**asdict(one), "columns": list(one.columns)} for one in mapping.tables],
        "people": [list(one) for one in mapping.people],
        "settled": sorted(mapping.settled),
        "why_so_many": mapping.why_so_many,
    }


def said_of(grids: Sequence[Grid], before: Mapping, said: dict[str, str]) -> tuple[Mapping, bool]:
    """The mapping by what a form brought, and whether a table has other columns now, so that one must look again.

    A value that is none of the choices stands for what was there before.
    """
    known = set(choices_of_priority(one.of(grid) for one, grid in zip(before.tables, grids, strict=True)))
    tables, again = [], False
    for number, (grid, one) in enumerate(zip(grids, before.tables, strict=True)):
        head = _number(said.get(f"t{number}-head", ""), min(FIRST_LINES, len(grid.lines)) - 1, one.head)
        turned = f"t{number}-turned" in said
        if (head, turned) != (one.head, one.turned):
            again = True
            tables.append(guess_table(grid, head=head, turned=turned))
            continue
        kind = said.get(f"t{number}-kind", "")
        belongs = said.get(f"t{number}-belongs", one.belongs)
        columns = tuple(
            chosen if (chosen := said.get(f"t{number}-c{column}", "-")) in FIELDS else field
            for column, field in enumerate(one.columns)
        )
        tables.append(
            replace(
                one,
                kind=kind if kind in KINDS else one.kind,
                belongs=belongs if belongs in known or belongs == IN_ROWS else one.belongs,
                objective=_number(said.get(f"t{number}-objective", ""), MOST_OBJECTIVES, one.objective) or 1,
                columns=columns,
            )
        )
    return replace(before, tables=tuple(tables)), again


def _number(said: str, most: int, before: int) -> int:
    return int(said) if said.isascii() and said.isdigit() and len(said) < 4 and int(said) <= most else before
