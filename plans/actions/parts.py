"""Starting a plan, and adding, ordering and taking out its parts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet

from people.models import User
from plans.access import plan_of
from plans.actions.opening import day_of, lock_open, note_writing, write_down
from plans.models import (
    Area,
    Milestone,
    Monitoring,
    Objective,
    Plan,
    PlanAction,
    Priority,
    PriorityReview,
    SuccessCriterion,
)
from plans.queries.writing import LINES, ORDER, is_empty_line
from schedule.actions import Refused
from schedule.queries import why_left
from schools.models import School, SchoolYear

MOST_BELOW = 40  # more of one sort than anybody will read; a paste gone wrong
MOST_PARTS = 20  # priorities of a plan, objectives of a priority


@transaction.atomic
def start_plan(*, school: School | None, year: SchoolYear, by: User, now: datetime) -> Plan:
    """An empty one. A school has one plan a year, and so has the trust."""
    if year.closed_at is not None:
        raise Refused(f"The year {year} is closed. Choose a later one.")
    if why := why_left(school, day_of(now)):
        raise Refused(why)
    try:
        with transaction.atomic():
            plan = Plan.objects.create(
                school=school, year=year, started_at=now, started_by=by, state_at=now, state_by=by, changed_at=now,
                changed_by=by,
            )  # fmt: skip
    except IntegrityError:
        raise Refused(f"There is a plan for {year} already. Open it from the list of plans.") from None
    write_down(plan, "plan.start", by=by, now=now)
    return plan


@transaction.atomic
def add_priority(
    *,
    plan: Plan,
    title: str,
    why_so_many: str | None,
    by: User,
    now: datetime,
    because: str = "",
    area: Area | None = None,
) -> Priority:
    """`why_so_many` is asked for from the sixth on. `area` is what it was evaluated in."""
    fresh = lock_open(plan, now)
    position = _next(fresh.priorities.all(), "priorities", MOST_PARTS)
    if why_so_many is not None:
        fresh.why_so_many = why_so_many
        fresh.save(update_fields=["why_so_many"])
    made = Priority.objects.create(plan=fresh, position=position, title=title, because=because)
    if area:
        made.areas.add(area)
    note_writing(fresh, by=by, now=now)
    return made


@transaction.atomic
def add_objective(*, priority: Priority, text: str, by: User, now: datetime) -> Objective:
    fresh = lock_open(priority.plan, now)
    position = _next(priority.objectives.all(), "objectives", MOST_PARTS)
    made = Objective.objects.create(priority=priority, position=position, text=text)
    note_writing(fresh, by=by, now=now)
    return made


@transaction.atomic
def add_action(*, objective: Objective, values: dict[str, Any], by: User, now: datetime) -> PlanAction:
    fresh = lock_open(plan_of(objective), now)
    position = _next(objective.actions.all(), "actions", MOST_BELOW)
    made = PlanAction.objects.create(objective=objective, position=position, **values)
    note_writing(fresh, by=by, now=now)
    return made


@transaction.atomic
def add_line(*, objective: Objective, kind: str, by: User, now: datetime) -> int:
    """An empty criterion, milestone or look, to be written on its objective's page. Its id."""
    fresh = lock_open(plan_of(objective), now)
    model: Any = LINES[kind][0]
    rows = list(model.objects.filter(objective=objective))
    if len(rows) >= MOST_BELOW:
        raise Refused(
            f"There are {len(rows)} of these already: more than anybody will read. Take some out first."
        )
    values: dict[str, Any] = {}
    if model is SuccessCriterion:
        values["position"] = max((row.position for row in rows), default=0) + 1
    else:
        values["period"] = ""
    made = model.objects.create(objective=objective, **values)
    note_writing(fresh, by=by, now=now)
    return int(made.pk)


@transaction.atomic
def remove_line(*, objective: Objective, kind: str, pk: int, by: User, now: datetime) -> None:
    """Gone already is as good. Its date leaves the calendar when the plan is agreed again."""
    fresh = lock_open(plan_of(objective), now)
    LINES[kind][0].objects.filter(objective=objective, pk=pk).delete()
    note_writing(fresh, by=by, now=now)


@transaction.atomic
def remove_part(*, part: Priority | Objective | PlanAction, by: User, now: datetime) -> None:
    """With all that is below it. Dates in the calendar stay until the plan is agreed again: readers still see them."""
    fresh = lock_open(plan_of(part), now)
    if reason := why_not_removed(part):
        raise Refused(reason)
    what = part.title if isinstance(part, Priority) else part.text
    part.delete()
    note_writing(fresh, by=by, now=now)
    write_down(fresh, "plan.remove", by=by, now=now, after=what[:200])


def why_not_removed(part: Priority | Objective | PlanAction) -> str:
    """What was reviewed, and what schools work towards, is not taken from under them."""
    if not isinstance(part, Priority):
        return ""
    served = (
        Priority.objects.filter(serves=part).select_related("plan__school").order_by("plan__school__name")
    )
    if schools := [one.plan.school.known_as for one in served if one.plan.school]:
        return f"Priorities of {_listed(schools)} serve this one. Ask them to serve another first."
    if PriorityReview.objects.filter(priority=part).exists():
        return (
            "This priority was reviewed, and what was said then stays. Keep it, and take out the actions that are "
            "no longer needed."
        )
    return ""


@transaction.atomic
def move_part(*, part: Priority | Objective | PlanAction, up: bool, by: User, now: datetime) -> None:
    """One place up or down among its like. At the end nothing happens."""
    fresh = lock_open(plan_of(part), now)
    rows = list(siblings(part))
    here = next((number for number, row in enumerate(rows) if row.pk == part.pk), None)
    if here is None:
        raise Refused("Somebody took it out meanwhile. Nothing was changed.")
    there = here - 1 if up else here + 1
    if 0 <= there < len(rows):
        rows[here], rows[there] = rows[there], rows[here]
        _number(rows)
        note_writing(fresh, by=by, now=now)


def siblings(part: Priority | Objective | PlanAction) -> QuerySet[Any]:
    match part:
        case Priority():
            rows: QuerySet[Any] = Priority.objects.filter(plan=part.plan_id)
        case Objective():
            rows = Objective.objects.filter(priority=part.priority_id)
        case _:
            rows = PlanAction.objects.filter(objective=part.objective_id)
    return rows.order_by("position", "pk")


def drop_empty_lines(plan: Plan) -> None:
    """Lines that were begun and never filled in. Part of sending and agreeing."""
    for model, _ in LINES.values():
        rows = model.objects.filter(objective__priority__plan=plan)
        model.objects.filter(pk__in=[row.pk for row in rows if is_empty_line(row)]).delete()
    # A milestone or look without a half-term has no date: it is one of the last.
    for dated in (Milestone, Monitoring):
        dated.objects.filter(objective__priority__plan=plan, period="").update(period=ORDER[-1])


def _next(rows: QuerySet[Any], what: str, most: int) -> int:
    if rows.count() >= most:
        raise Refused(f"There are {most} {what} already: more than anybody will read. Take some out first.")
    return (rows.aggregate(last=Max("position"))["last"] or 0) + 1


def _number(rows: Sequence[Priority | Objective | PlanAction]) -> None:
    for position, row in enumerate(rows, 1):
        if row.position != position:
            row.position = position
            row.save(update_fields=["position"])


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
