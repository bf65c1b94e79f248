"""A plan as somebody may see it: as it stands for those who read drafts, as it was last agreed for the others."""

from __future__ import annotations

from plans.models import Plan, PlanVersion
from plans.queries.sheets import sheet_of
from plans.sheet import PlanSheet, from_content
from schools.terms import Calendar


def shown_sheet(plan: Plan, calendar: Calendar, *, drafts: bool) -> PlanSheet | None:
    """None while there is no version that was agreed, for those who see no other."""
    if drafts:
        return sheet_of(plan, calendar)
    content = (
        PlanVersion.objects.filter(plan=plan).order_by("-number").values_list("content", flat=True).first()
    )
    return from_content(content) if content else None
