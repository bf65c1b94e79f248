"""The actions of plans as a table: one row an action."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from adapters.sheets import write_csv
from adapters.workbook import write_xlsx
from plans.queries.prints import Print
from plans.queries.sheets import LINE_STATES
from plans.sheet import ActionLine

# Name of the column, and its width in a spreadsheet.
COLUMNS = (
    ("School", 24), ("Priority", 30), ("Objective", 44), ("Action", 44), ("Lead", 20), ("Supporter", 20),
    ("Start", 13), ("Due", 13), ("Was due", 13), ("Cost", 11), ("Budget line", 18), ("Training", 28), ("State", 13),
    ("Late", 7), ("Done", 13),
)  # fmt: skip
HEADER = tuple(name for name, _ in COLUMNS)
WIDTHS = tuple(width for _, width in COLUMNS)


def actions_csv(plans: Iterable[Print]) -> bytes:
    """Dates as 2026-12-01, so that every spreadsheet sorts them."""
    return write_csv(HEADER, _rows(plans))


def actions_xlsx(plans: Iterable[Print]) -> bytes:
    return write_xlsx("Actions", HEADER, WIDTHS, _rows(plans))


def _rows(plans: Iterable[Print]) -> Iterator[tuple[object, ...]]:
    for made in plans:
        for priority in made.sheet.priorities:
            for objective in priority.objectives:
                for line in objective.actions:
                    yield (
                        made.sheet.school,
                        f"{priority.number}. {priority.title}",
                        objective.text,
                        *_action(made, line),
                    )


def _action(made: Print, line: ActionLine) -> tuple[object, ...]:
    moved = line.planned if line.planned != line.due else None
    return (
        line.text, line.lead, line.supporter, line.start, line.due, moved, line.cost, line.budget_line,
        line.training, LINE_STATES.get(line.state, line.state), "Yes" if made.is_late(line) else "", line.done,
    )  # fmt: skip
