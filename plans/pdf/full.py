"""The full plan: what its template shows."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

from django.utils.safestring import SafeString

from plans.models import Priority
from plans.pdf.chart import rating_chart
from plans.pdf.cover import Cover, cover_of
from plans.pdf.words import (
    ONE_LINE,
    Tag,
    When,
    criterion_tag,
    line_tag,
    people,
    pounds,
    shortened,
    span,
    when,
)
from plans.queries.prints import Print, Rating
from plans.rag import KEY, Mark, term_of
from plans.sheet import (
    ActionLine,
    CriterionLine,
    MilestoneLine,
    MonitoringLine,
    ObjectiveSheet,
    PrioritySheet,
)

Line = TypeVar("Line", ActionLine, CriterionLine, MilestoneLine, MonitoringLine)


@dataclass(frozen=True)
class Row(Generic[Line]):
    line: Line
    tag: Tag
    when: When | None = None
    span: str = ""  # "7 Sep to 2 Oct 2026"
    who: str = ""
    cost: str = ""
    name: str = ""  # of the half-term


@dataclass(frozen=True)
class ObjectivePart:
    sheet: ObjectiveSheet
    who: str
    criteria: tuple[Row[CriterionLine], ...]
    milestones: tuple[tuple[str, tuple[Row[MilestoneLine], ...]], ...]  # by term
    actions: tuple[Row[ActionLine], ...]
    monitoring: tuple[Row[MonitoringLine], ...]
    cost: str

    @property
    def has_results(self) -> bool:
        return any(row.line.result for row in self.criteria)

    @property
    def has_found(self) -> bool:
        return any(row.line.found for row in self.monitoring)


@dataclass(frozen=True)
class PriorityPart:
    sheet: PrioritySheet
    stage: str
    newest: Rating | None
    ratings: tuple[Rating, ...]
    charts: tuple[tuple[str, SafeString], ...]
    objectives: tuple[ObjectivePart, ...]
    cost: str

    @property
    def head(self) -> str:
        """What runs at the head of its pages: on one line."""
        return shortened(f"Priority {self.sheet.number}. {self.sheet.title}", ONE_LINE)


@dataclass(frozen=True)
class FullPlan:
    made: Print
    priorities: tuple[PriorityPart, ...]
    cost: str
    by_line: tuple[tuple[str, str], ...]
    cover: Cover
    key: tuple[Mark, ...] = KEY

    @property
    def is_reviewed(self) -> bool:
        return self.made.has_ratings or bool(self.made.reviews)


def full_plan(made: Print) -> FullPlan:
    sheet = made.sheet
    priorities = tuple(_priority(made, one) for one in sheet.priorities)
    return FullPlan(
        made,
        priorities,
        pounds(sheet.cost),
        tuple((line, pounds(cost)) for line, cost in sheet.cost_by_line.items()),
        cover_of(made),
    )


def _priority(made: Print, one: PrioritySheet) -> PriorityPart:
    ratings = made.ratings.get(one.pk, ())
    known = one.stage in Priority.Stage
    return PriorityPart(
        one,
        Priority.Stage(one.stage).label if known else "",
        ratings[-1] if ratings else None,
        ratings,
        tuple(
            (name, rating_chart(f"{name} of priority {one.number}", ratings, name.lower()))
            for name in ("Delivery", "Impact")
        )
        if ratings
        else (),
        tuple(_objective(made, objective) for objective in one.objectives),
        pounds(one.cost),
    )


def _objective(made: Print, one: ObjectiveSheet) -> ObjectivePart:
    by_term: dict[str, list[Row[MilestoneLine]]] = {}
    for line in one.milestones:
        row = Row(line, line_tag(made, line), when(made, line.due), name=name_of(made, line.period))
        by_term.setdefault(term_of(line.period), []).append(row)
    spent = sum((line.cost for line in one.actions if line.cost), Decimal(0))
    return ObjectivePart(
        one,
        people(one.lead, one.supporter),
        tuple(Row(line, criterion_tag(line.state)) for line in one.criteria),
        tuple((term, tuple(rows)) for term, rows in by_term.items()),
        tuple(_action(made, line) for line in one.actions),
        tuple(look(made, line) for line in one.monitoring),
        pounds(spent),
    )


def _action(made: Print, line: ActionLine) -> Row[ActionLine]:
    return Row(
        line,
        line_tag(made, line),
        when(made, line.due),
        span(line.start, line.due),
        people(line.lead, line.supporter),
        pounds(line.cost),
    )


def look(made: Print, line: MonitoringLine) -> Row[MonitoringLine]:
    """One line of monitoring."""
    return Row(line, line_tag(made, line), when(made, line.due), name=name_of(made, line.period))


def name_of(made: Print, period: str) -> str:
    return made.names.get(period, period)
