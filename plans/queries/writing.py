"""What the pages for writing a plan read: the values of one part by the names of its fields."""

from __future__ import annotations

from typing import Any

from plans.models import Milestone, Monitoring, Objective, Plan, PlanAction, Priority, SuccessCriterion

Written = Plan | Priority | Objective | PlanAction
COLUMNS: dict[type, tuple[str, ...]] = {
    Plan: ("vision", "context", "why_so_many"),
    Priority: ("title", "because", "areas", "serves", "lead", "supporter", "link_governor", "stage", "stop_doing",
               "steps"),
    Objective: ("text", "lead", "supporter"),
    PlanAction: ("text", "lead", "supporter", "planned_start", "planned_end", "cost", "budget_line", "training"),
}  # fmt: skip
# The lines of an objective, each written on its page: "criterion-12-measure".
LINES: dict[str, tuple[type[SuccessCriterion | Milestone | Monitoring], tuple[str, ...]]] = {
    "criterion": (SuccessCriterion, ("measure", "baseline", "target", "source")),
    "milestone": (Milestone, ("period", "text")),
    "monitoring": (Monitoring, ("period", "how", "who", "who_else")),
}
POINTS = frozenset({"lead", "supporter", "link_governor", "serves", "who"})  # to a row, kept by its id
ORDER = ("AUT1", "AUT2", "SPR1", "SPR2", "SUM1", "SUM2")


def column_of(name: str) -> str:
    return f"{name}_id" if name in POINTS else name


def values_of(part: Written) -> dict[str, Any]:
    """As a form takes them: people and priorities as ids, areas as a list of them."""
    values = {name: _value(part, name) for name in COLUMNS[type(part)]}
    if isinstance(part, Objective):
        for kind, rows in lines_of(part).items():
            for row in rows:
                values |= {
                    f"{kind}-{row.pk}-{name}": getattr(row, column_of(name)) for name in LINES[kind][1]
                }
    return values


def lines_of(objective: Objective) -> dict[str, list[Any]]:
    """In the order in which they are shown. Three questions."""
    found: dict[str, list[Any]] = {}
    for kind, (model, columns) in LINES.items():
        rows = list(model.objects.filter(objective=objective).order_by("pk"))
        found[kind] = sorted(rows, key=_by_period if "period" in columns else _by_position)
    return found


def _by_period(row: Any) -> int:  # noqa: ANN401 -- a milestone or a look
    return ORDER.index(row.period) if row.period in ORDER else len(ORDER)


def _by_position(row: Any) -> int:  # noqa: ANN401 -- a criterion
    return int(row.position)


def _value(part: Written, name: str) -> Any:  # noqa: ANN401 -- as a form takes it
    if isinstance(part, Priority) and name == "areas":
        return sorted(part.areas.values_list("pk", flat=True))
    return getattr(part, column_of(name))


def is_empty_line(row: SuccessCriterion | Milestone | Monitoring) -> bool:
    """Begun and never filled in: nobody misses it."""
    match row:
        case SuccessCriterion():
            return not (row.measure or row.baseline or row.target or row.source or row.result)
        case Milestone():
            return not row.text
        case _:
            return not (row.how or row.found)
