"""The line of sight: from a priority of the trust to what its schools do about it, and to what was last seen."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from plans.models import Plan, PlanVersion, Priority
from plans.queries.said import Said, newest, said_of
from plans.queries.sheets import sheets_of
from plans.queries.standing import LIVE
from plans.sheet import CriterionLine, ObjectiveSheet, PrioritySheet, from_content
from schools.models import School
from schools.queries import calendars


@dataclass(frozen=True)
class SightObjective:
    sheet: ObjectiveSheet
    results: tuple[CriterionLine, ...]  # those of which something is known
    found: tuple[tuple[str, str], ...]  # half-term and what was found, the last first


@dataclass(frozen=True)
class SightPriority:
    """One school's priority that serves the trust's."""

    school: School
    plan: Plan
    sheet: PrioritySheet
    objectives: tuple[SightObjective, ...]
    said: Said | None  # at the last review that rated it


@dataclass(frozen=True)
class Sight:
    priority: Priority
    served: tuple[SightPriority, ...]
    without: tuple[School, ...]  # schools with an agreed plan in which nothing serves it
    not_agreed: int  # schools whose plan is not agreed yet


def line_of_sight(priority: Priority, reach: Collection[int] | None, drafts: Collection[int] | None) -> Sight:
    """Agreed plans of the schools that the person may know of. The same number of questions however many.

    `drafts` are the schools whose reviews they also read while these are being written; None is every school.
    """
    plans = Plan.objects.filter(year=priority.plan.year_id, school__isnull=False).select_related(
        "school", "year"
    )
    if reach is not None:
        plans = plans.filter(school__in=reach)
    every = list(plans.order_by("school__name"))
    live = [plan for plan in every if plan.state in LIVE]
    versions = _last_versions([plan for plan in every if plan.state not in LIVE])
    dates = calendars(priority.plan.year, [plan.school for plan in live]) if live else {}
    sheets = sheets_of(live, dates) if live else {}
    sheets |= {pk: from_content(version.content) for pk, version in versions.items()}
    ids = set(Priority.objects.filter(serves=priority).values_list("pk", flat=True))
    said = _last_said(ids, drafts)
    served = tuple(
        SightPriority(plan.school, plan, one, tuple(map(_objective, one.objectives)), said.get(one.pk))
        for plan in every
        if plan.pk in sheets and plan.school
        for one in sheets[plan.pk].priorities
        if one.pk in ids
    )
    having = {one.school.pk for one in served}
    without = tuple(
        plan.school for plan in every if plan.school and plan.pk in sheets and plan.school_id not in having
    )
    return Sight(priority, served, without, sum(plan.pk not in sheets for plan in every))


def _objective(sheet: ObjectiveSheet) -> SightObjective:
    results = tuple(line for line in sheet.criteria if line.result or line.state != "not_started")
    found = tuple((line.period, line.found) for line in reversed(sheet.monitoring) if line.found)
    return SightObjective(sheet, results, found)


def _last_versions(plans: Collection[Plan]) -> dict[int, PlanVersion]:
    rows = PlanVersion.objects.filter(plan__in=[plan.pk for plan in plans]).order_by("number")
    return {row.plan_id: row for row in rows}


def _last_said(ids: Collection[int], drafts: Collection[int] | None) -> dict[int, Said | None]:
    may_read = (
        Q() if drafts is None else Q(review__closed_at__isnull=False) | Q(review__plan__school__in=drafts)
    )
    return {pk: newest(terms) for pk, terms in said_of(may_read & Q(priority__in=ids)).items()}
