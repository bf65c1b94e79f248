"""A whole plan as plain values: what pages, files and kept versions are all made from. Pure: no Django, no database.

`as_content` and `from_content` turn it into JSON and back without loss, so that an agreed version reads for good as it
did on the day, whatever becomes of the rows, people and dates it was made from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

NO_LINE = "No budget line"


@dataclass(frozen=True)
class CriterionLine:
    pk: int
    measure: str
    baseline: str
    target: str
    source: str
    result: str
    state: str  # code of SuccessCriterion.State


@dataclass(frozen=True)
class MilestoneLine:
    pk: int
    period: str
    text: str
    due: date | None
    state: str  # code of LineState


@dataclass(frozen=True)
class ActionLine:
    """`planned` is the day the plan says; `due` the day that stands, which may have been moved since."""

    pk: int
    text: str
    lead: str
    supporter: str
    start: date | None
    due: date | None
    planned: date | None
    cost: Decimal | None
    budget_line: str
    training: str
    state: str  # code of LineState
    done: date | None


@dataclass(frozen=True)
class MonitoringLine:
    pk: int
    period: str
    how: str
    who: str
    found: str
    due: date | None
    state: str


@dataclass(frozen=True)
class ObjectiveSheet:
    pk: int
    text: str
    lead: str
    supporter: str
    criteria: tuple[CriterionLine, ...] = ()
    milestones: tuple[MilestoneLine, ...] = ()
    actions: tuple[ActionLine, ...] = ()
    monitoring: tuple[MonitoringLine, ...] = ()


@dataclass(frozen=True)
class PrioritySheet:
    pk: int
    number: int
    title: str
    because: str
    areas: tuple[str, ...]  # titles of the evaluation areas
    serves: str  # title of the trust's priority
    lead: str
    supporter: str
    link_governor: str
    stage: str  # code of Priority.Stage
    stop_doing: str
    steps: tuple[str, ...]
    objectives: tuple[ObjectiveSheet, ...] = ()

    @property
    def actions(self) -> tuple[ActionLine, ...]:
        return tuple(action for objective in self.objectives for action in objective.actions)

    @property
    def cost(self) -> Decimal:
        return sum((action.cost for action in self.actions if action.cost), Decimal(0))


@dataclass(frozen=True)
class PlanSheet:
    pk: int
    school: str  # the trust's name for the trust's own plan
    urn: int | None
    start_year: int
    vision: str
    context: str
    why_so_many: str
    priorities: tuple[PrioritySheet, ...] = ()

    @property
    def cost(self) -> Decimal:
        return sum((priority.cost for priority in self.priorities), Decimal(0))

    @cached_property
    def cost_by_line(self) -> Mapping[str, Decimal]:
        """By budget line, the largest first."""
        sums: dict[str, Decimal] = defaultdict(Decimal)
        for priority in self.priorities:
            for action in priority.actions:
                if action.cost:
                    sums[action.budget_line or NO_LINE] += action.cost
        return dict(sorted(sums.items(), key=lambda pair: (-pair[1], pair[0])))


def as_content(sheet: PlanSheet) -> dict[str, Any]:
    """JSON: dates as 2026-12-01, money as text."""
    content: dict[str, Any] = _plain(asdict(sheet))
    return content


def from_content(content: Mapping[str, Any]) -> PlanSheet:
    sheet: PlanSheet = _read(PlanSheet, content)
    return sheet


def _plain(value: Any) -> Any:  # noqa: ANN401 -- any part of a sheet
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _read(kind: Any, value: Any) -> Any:  # noqa: ANN401 -- any part of a sheet
    if get_origin(kind) in (Union, UnionType):
        return None if value is None else _read(get_args(kind)[0], value)
    if get_origin(kind) is tuple:
        return tuple(_read(get_args(kind)[0], one) for one in value)
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{f.name: _read(hints[f.name], value[f.name]) for f in fields(kind) if f.name in value})  # type: ignore[operator]
    if kind is date:
        return date.fromisoformat(value)
    return Decimal(value) if kind is Decimal else value
