"""What plans put on the pages of what comes next: which wait, which were agreed, and how each school's stands.

Self-evaluations that wait to be agreed stand there as well.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from adapters import clock
from people.access import Access, PortalRequest
from people.roles import Permission
from plans.access import stands_beside
from plans.queries.evaluation_waiting import WaitingEvaluation, waiting_evaluations
from plans.queries.plan_list import plan_lines
from plans.queries.waiting import waiting_plans
from schedule.queries.parts import NOTHING, Column, Part
from schools.models import School
from schools.queries import year_of

MOST = 6


def on_first_page(request: PortalRequest, schools: Sequence[School] | None, since: datetime | None) -> Part:
    """settings.PARTS_OF_WHAT_COMES_NEXT names it. `schools` None: the trust and every school."""
    access = request.access
    ids = None if schools is None else [one.pk for one in schools]
    found = waiting_plans(access, ids, since)
    several = schools is None or len(schools) > 1

    def said(template: str, **context: object) -> SafeString:
        return render_to_string(f"plans/{template}.html", {"several": several, **context}, request)

    evaluations = _evaluations_to_agree(access, ids)
    mine, others = (*found.to_write, *found.to_agree), found.with_schools
    asked = {"to_write": found.to_write, "to_agree": found.to_agree[:MOST]}
    waiting = said("waiting_for_you", **asked, more=len(found.to_agree) - MOST) if mine else NOTHING
    if evaluations:
        waiting += said("waiting_evaluations", evaluations=evaluations[:MOST], more=len(evaluations) - MOST)
    return Part(
        waiting,
        said("waiting_with_schools", plans=others[:MOST], more=len(others) - MOST) if others else NOTHING,
        said("waiting_news", versions=found.agreed) if found.agreed else NOTHING,
    )


def _evaluations_to_agree(access: Access, school_ids: Collection[int] | None) -> list[WaitingEvaluation]:
    """Nothing is asked for those who agree none: a school's own leaders, and who only reads."""
    places = access.reach(Permission.PLAN_COMMENT) if school_ids is None else school_ids
    if places is not None:
        places = [one for one in places if stands_beside(access, one)]
        if not places:
            return []
    found = waiting_evaluations(places, access.today)
    return [one for one in found if stands_beside(access, one.evaluation.school_id)]


def column_of_schools(request: PortalRequest, schools: Sequence[School]) -> Column | None:
    """settings.COLUMNS_OF_SCHOOLS names it: each plan's state and last ratings, as far as the reader sees them."""
    year = year_of(clock.today())
    if year is None or not request.access.can_anywhere(Permission.PLAN_VIEW):
        return None
    lines = plan_lines(access=request.access, year=year, schools=schools, today=clock.today())
    return Column(
        "Plan",
        {pk: render_to_string("plans/school_cell.html", {"line": line}, request) for pk, line in lines.items()},
        render_to_string("plans/school_cell_key.html", {}, request)
        if any(line.is_rated for line in lines.values())
        else NOTHING,
    )  # fmt: skip
