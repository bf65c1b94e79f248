"""What plans put on the pages of what comes next: which wait, which were agreed, and how each school's stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from adapters import clock
from people.access import PortalRequest
from people.roles import Permission
from plans.queries.plan_list import plan_list
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

    mine, others = (*found.to_write, *found.to_agree), found.with_schools
    asked = {"to_write": found.to_write, "to_agree": found.to_agree[:MOST]}
    return Part(
        said("waiting_for_you", **asked, more=len(found.to_agree) - MOST) if mine else NOTHING,
        said("waiting_with_schools", plans=others[:MOST], more=len(others) - MOST) if others else NOTHING,
        said("waiting_news", versions=found.agreed) if found.agreed else NOTHING,
    )


def column_of_schools(request: PortalRequest, schools: Sequence[School]) -> Column | None:
    """settings.COLUMNS_OF_SCHOOLS names it: each plan's state and last ratings, as far as the reader sees them."""
    year = year_of(clock.today())
    if year is None or not request.access.can_anywhere(Permission.PLAN_VIEW):
        return None
    lines = plan_list(access=request.access, year=year, today=clock.today()).lines
    shown = {one.pk for one in schools}
    return Column(
        "Plan",
        {
            line.school.pk: render_to_string("plans/school_cell.html", {"line": line}, request)
            for line in lines
            if line.school is not None and line.school.pk in shown
        },
        render_to_string("plans/school_cell_key.html", {}, request)
        if any(line.is_rated for line in lines)
        else NOTHING,
    )  # fmt: skip
