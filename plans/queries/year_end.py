"""What an evaluation of a plan asks for: the result of each criterion, and what came of each priority."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from plans.models import Plan, Priority, Review, SuccessCriterion
from plans.queries.standing import why_read_only

ENDS_WITH = "SUM2"
JUDGED = (SuccessCriterion.State.MET, SuccessCriterion.State.PARTLY_MET, SuccessCriterion.State.NOT_MET)


@dataclass(frozen=True)
class Ending:
    """A priority with its criteria, as the rows stand."""

    priority: Priority
    criteria: tuple[SuccessCriterion, ...]


def endings_of(plan: Plan) -> tuple[Ending, ...]:
    """Two questions."""
    priorities = Priority.objects.filter(plan=plan).select_related("lead").order_by("position", "pk")
    found: dict[int, list[SuccessCriterion]] = {one.pk: [] for one in priorities}
    rows = SuccessCriterion.objects.filter(objective__priority__plan=plan).select_related("objective")
    for row in rows.order_by("objective__position", "objective", "position", "pk"):
        found[row.objective.priority_id].append(row)
    return tuple(Ending(one, tuple(found[one.pk])) for one in priorities)


def result_name(pk: int) -> str:
    return f"c{pk}-result"


def state_name(pk: int) -> str:
    return f"c{pk}-state"


def outcome_name(pk: int) -> str:
    return f"p{pk}-outcome"


def stored_endings(endings: tuple[Ending, ...]) -> dict[str, str]:
    stored = {}
    for ending in endings:
        stored[outcome_name(ending.priority.pk)] = ending.priority.outcome
        for row in ending.criteria:
            stored |= {result_name(row.pk): row.result, state_name(row.pk): row.state}
    return stored


def why_not_evaluated(plan: Plan, today: date) -> str:
    """Empty when it can be: the plan is agreed, and its last review is closed or skipped."""
    state = Plan.State
    if why := why_read_only(plan, today):
        return why
    if plan.state in (state.EVALUATED, state.ARCHIVED):
        return "The plan is evaluated already."
    last = Review.objects.filter(plan=plan, period=ENDS_WITH).first()
    if plan.state not in (state.AGREED, state.IN_REVIEW) or last is None:
        return "Only an agreed plan is evaluated. This one is still being written."
    if last.closed_at is None:
        return "The plan is evaluated once the summer review is closed or skipped."
    return ""


def missing_endings(endings: tuple[Ending, ...]) -> tuple[str, ...]:
    found = []
    for ending in endings:
        open_ones = sum(1 for row in ending.criteria if row.state not in JUDGED)
        if open_ones:
            words = "criterion has" if open_ones == 1 else "criteria have"
            found.append(
                f"{ending.priority.title}: {open_ones} {words} no result yet (met, partially met or not met)."
            )
        if not ending.priority.outcome:
            found.append(f"{ending.priority.title}: what came of it is not said yet.")
    return tuple(found)
