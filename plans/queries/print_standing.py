"""How a printed plan says where it stands, and who agreed it."""

from __future__ import annotations

from django.utils import timezone

from plans.models import Plan, PlanVersion
from plans.queries.standing import state_for


def standing_of(version: PlanVersion | None, *, is_draft: bool) -> str:
    if version is None or is_draft:
        return "Draft"
    day = timezone.localtime(version.agreed_at).date()
    amended = f", version {version.number}" if version.number > 1 else ""
    return f"Agreed on {day.day} {day:%B %Y}{amended}"


def state_of(plan: Plan, *, drafts: bool) -> str:
    """Others than those who read drafts see what was agreed, whatever is being written since."""
    return str(state_for(plan, drafts=drafts).label)


def agreed_of(version: PlanVersion | None) -> str:
    if version is None:
        return ""
    day = timezone.localtime(version.agreed_at).date()
    return f"Version {version.number}, agreed on {day.day} {day:%B %Y} by {version.agreed_by.name}"
