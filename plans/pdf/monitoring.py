"""The monitoring schedule: who looks at what, half-term by half-term."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from plans.pdf.full import Row, look
from plans.pdf.words import full_span, shortened
from plans.queries.prints import Print
from plans.sheet import MonitoringLine, PrioritySheet

TITLE = 90  # letters


@dataclass(frozen=True)
class Look:
    priority: PrioritySheet
    row: Row[MonitoringLine]

    @property
    def title(self) -> str:
        """In a narrow column, at every look."""
        return shortened(self.priority.title, TITLE)


@dataclass(frozen=True)
class HalfTerm:
    name: str
    dates: str
    looks: tuple[Look, ...]


@dataclass(frozen=True)
class Schedule:
    made: Print
    half_terms: tuple[HalfTerm, ...]
    count: int


def monitoring_schedule(made: Print) -> Schedule:
    order = list(made.names)
    looks = [
        Look(priority, look(made, line))
        for priority in made.sheet.priorities
        for objective in priority.objectives
        for line in objective.monitoring
    ]

    def place(one: Look) -> int:
        period = one.row.line.period
        return order.index(period) if period in order else len(order)

    looks.sort(key=place)
    groups = [(n, tuple(group)) for n, group in groupby(looks, key=place)]
    half_terms = (
        HalfTerm(group[0].row.name, _dates(made, group[0].row.line.period), group) for _, group in groups
    )
    return Schedule(made, tuple(half_terms), len(looks))


def _dates(made: Print, code: str) -> str:
    found = next((one for one in made.calendar.periods if one.code == code), None)
    if found is None:
        return ""
    return full_span(found.first, found.last)
