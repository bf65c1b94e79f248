"""From the texts of one plan to its rows, and to what was agreed on the day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from demo.plans import reading
from people.models import User
from plans.models import (
    Area,
    Milestone,
    Monitoring,
    Objective,
    Plan,
    PlanAction,
    Priority,
    SuccessCriterion,
)
from schools.models import School, SchoolYear
from schools.terms import Calendar

OF_THE_TRUST = {"ceo", "lead", "partner", "partner2", "trustee", "clerk"}


@dataclass(frozen=True)
class Cast:
    """Everybody who may be named, and what may be pointed to."""

    people: Mapping[str, User]  # by the part of the address before the @
    areas: Mapping[str, Area]  # of the framework in force

    def at(self, school: School | None) -> Callable[[str], User | None]:
        """`deputy` is the deputy of the school; `head.cedar` and `partner` are who they are."""
        known_as = school.known_as.lower() if school else ""

        def person(key: str) -> User | None:
            if not key:
                return None
            whole = key if "." in key or key in OF_THE_TRUST else f"{key}.{known_as}"
            return self.people[whole]

        return person


@dataclass
class Made:
    """A plan with its rows in order, and the texts that say what became of them."""

    plan: Plan
    text: Mapping[str, Any]
    calendar: Calendar
    priorities: list[Priority]
    keys: Mapping[str, Priority] = field(default_factory=dict)
    actions: list[tuple[PlanAction, reading.ActionText]] = field(default_factory=list)
    criteria: list[tuple[SuccessCriterion, reading.CriterionText]] = field(default_factory=list)
    monitoring: list[tuple[Monitoring, reading.MonitoringText]] = field(default_factory=list)


def make_rows(
    *,
    text: Mapping[str, Any],
    school: School | None,
    year: SchoolYear,
    calendar: Calendar,
    cast: Cast,
    started: datetime,
    by: User,
    trust: Made | None,
    before: Made | None,
) -> Made:
    plan = Plan.objects.create(
        school=school, year=year, vision=text.get("vision", ""), context=text.get("context", ""),
        why_so_many=text.get("why_so_many", ""), started_at=started, started_by=by, state_at=started,
        state_by=by, changed_at=started, changed_by=by,
    )  # fmt: skip
    person = cast.at(school)
    rows = text["priorities"]
    priorities = Priority.objects.bulk_create(
        _priority(plan, number, row, person, trust, before) for number, row in enumerate(rows, 1)
    )
    through = Priority.areas.through
    through.objects.bulk_create(
        through(priority_id=one.pk, area_id=cast.areas[code].pk)
        for one, row in zip(priorities, rows, strict=True)
        for code in row.get("areas", ())
        if code in cast.areas
    )
    keys = {row["key"]: one for one, row in zip(priorities, rows, strict=True) if "key" in row}
    made = Made(plan, text, calendar, priorities, keys)
    pairs = [
        (
            Objective(priority=one, position=n, text=objective["by"], lead=person(objective.get("lead", ""))),
            objective,
        )
        for one, row in zip(priorities, rows, strict=True)
        for n, objective in enumerate(row.get("objectives", ()), 1)
    ]
    Objective.objects.bulk_create(objective for objective, _ in pairs)
    _below(made, pairs, person)
    return made


def _priority(
    plan: Plan,
    number: int,
    row: Mapping[str, Any],
    person: Callable[[str], User | None],
    trust: Made | None,
    before: Made | None,
) -> Priority:
    return Priority(
        plan=plan,
        position=number,
        title=row["title"],
        because=row.get("because", ""),
        serves=trust.keys[row["serves"]] if trust and "serves" in row else None,
        lead=person(row.get("lead", "")),
        supporter=person(row.get("supporter", "")),
        link_governor=person(row.get("governor", "")),
        stage=row.get("stage", ""),
        stop_doing=row.get("stop", ""),
        steps=row.get("steps", []),
        carried_from=before.priorities[row["carried"] - 1] if before and "carried" in row else None,
    )


def _below(
    made: Made,
    pairs: Iterable[tuple[Objective, Mapping[str, Any]]],
    person: Callable[[str], User | None],
) -> None:
    milestones: list[Milestone] = []
    for objective, row in pairs:
        milestones += (
            Milestone(objective=objective, period=period, text=text)
            for period, text in row.get("milestones", {}).items()
        )
        for n, line in enumerate(row.get("criteria", ()), 1):
            made.criteria.append(_criterion(objective, n, reading.criterion(line)))
        for n, line in enumerate(row.get("actions", ()), 1):
            made.actions.append(_action(objective, n, reading.action(line, made.calendar), person))
        for line in row.get("monitoring", ()):
            made.monitoring.append(_monitoring(objective, reading.monitoring(line), person))
    Milestone.objects.bulk_create(milestones)
    SuccessCriterion.objects.bulk_create(row for row, _ in made.criteria)
    PlanAction.objects.bulk_create(row for row, _ in made.actions)
    Monitoring.objects.bulk_create(row for row, _ in made.monitoring)


def _criterion(
    objective: Objective, position: int, text: reading.CriterionText
) -> tuple[SuccessCriterion, reading.CriterionText]:
    row = SuccessCriterion(
        objective=objective, position=position, measure=text.measure, baseline=text.baseline, target=text.target,
        source=text.source, result=text.result, state=text.state or SuccessCriterion.State.NOT_STARTED,
    )  # fmt: skip
    return row, text


def _action(
    objective: Objective, position: int, text: reading.ActionText, person: Callable[[str], User | None]
) -> tuple[PlanAction, reading.ActionText]:
    row = PlanAction(
        objective=objective, position=position, text=text.text, lead=person(text.lead),
        supporter=person(text.supporter), planned_start=text.start, planned_end=text.end, cost=text.cost,
        budget_line=text.budget_line, training=text.training,
    )  # fmt: skip
    return row, text


def _monitoring(
    objective: Objective, text: reading.MonitoringText, person: Callable[[str], User | None]
) -> tuple[Monitoring, reading.MonitoringText]:
    """Somebody without an account stands there by what they are."""
    is_title = " " in text.who
    row = Monitoring(
        objective=objective, period=text.period, how=text.how, who=None if is_title else person(text.who),
        who_else=text.who if is_title else "",
    )  # fmt: skip
    return row, text


def as_first_agreed(made: Made, content: dict[str, Any]) -> dict[str, Any]:
    """The content without what the amendment brought."""
    new = {row.pk for row, text in made.actions if text.is_new}
    targets = {row.pk: text.was_target for row, text in made.criteria if text.was_target}
    for priority in content["priorities"]:
        for objective in priority["objectives"]:
            objective["actions"] = [row for row in objective["actions"] if row["pk"] not in new]
            for row in objective["criteria"]:
                row["target"] = targets.get(row["pk"], row["target"])
    return content
