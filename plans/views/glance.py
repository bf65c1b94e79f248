"""A school's plan at a glance, on its own page and as a part of the school's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from adapters import clock
from people.access import PortalRequest
from people.roles import Permission
from plans.access import may, may_write, reads_drafts
from plans.models import Plan, PlanAction
from plans.queries.glance import ACTION, Glance, glance_of, other_plans, plan_of
from plans.queries.standing import state_for, takes_progress
from schedule.models import Event
from schedule.queries.items import OPEN_STATES
from schedule.queries.times import school_time
from schools.access import get_school_for
from schools.models import School
from schools.queries import the_trust, year_of


@require_safe
def school(request: PortalRequest, urn: int) -> HttpResponse:
    return school_page(request, get_school_for(request.access, urn, Permission.PLAN_VIEW))


def school_page(request: PortalRequest, found: School) -> HttpResponse:
    today = clock.today()
    year = year_of(today)
    plan = plan_of(found.pk, year.pk) if year else None
    context: dict[str, Any] = {
        "school": found,
        "year": year,
        "plan": plan,
        "glance": None,
        "may_start": False,
        "others": [],
    }
    if plan is None:
        context["may_start"] = bool(year) and request.access.can(Permission.PLAN_WRITE, found.pk)
        last = Plan.objects.filter(school=found).select_related("year").order_by("-year__start_year").first()
        if last is not None:
            drafts = reads_drafts(request.access, last)
            context["others"] = _others([last] if drafts or last.versions.exists() else [], drafts=drafts)
    else:
        drafts = reads_drafts(request.access, plan)
        context |= {
            "glance": at_a_glance(request, plan),
            "others": _others(other_plans(plan, drafts=drafts), drafts=drafts),
            "may_write": may(request.access, plan, Permission.PLAN_WRITE),
        }
    return render(request, "plans/glance.html", context)


def _others(plans: Iterable[Plan], *, drafts: bool) -> list[tuple[Plan, str]]:
    """Each with its state, as this reader is told it."""
    return [(plan, str(state_for(plan, drafts=drafts).label)) for plan in plans]


def at_a_glance(request: PortalRequest, plan: Plan) -> Glance | None:
    today = clock.today()
    request.trust = trust = the_trust()
    time = school_time(trust, plan.school, today)
    drafts = reads_drafts(request.access, plan)
    return glance_of(access=request.access, plan=plan, time=time, today=today, drafts=drafts)


def on_school_page(request: PortalRequest, found: School) -> SafeString:
    """The part of the school's page; settings.PARTS_OF_A_SCHOOL names it. Nothing for those who read no plans."""
    if not request.access.can(Permission.PLAN_VIEW, found.pk):
        return SafeString()
    year = year_of(clock.today())
    plan = plan_of(found.pk, year.pk) if year else None
    glance = at_a_glance(request, plan) if plan else None
    return render_to_string("plans/glance_part.html", {"school": found, "glance": glance}, request)


def on_event_page(request: PortalRequest, found: Event) -> SafeString:
    """ "In progress", for an action of a plan; settings.PARTS_OF_AN_EVENT names it. Nothing for other steps."""
    if not found.key.startswith(ACTION) or found.state not in OPEN_STATES:
        return SafeString()
    action = (
        PlanAction.objects.filter(event=found)
        .select_related("objective__priority__plan__year", "objective__priority__plan__school")
        .first()
    )
    if action is None:
        return SafeString()
    plan = action.objective.priority.plan
    if not takes_progress(plan, request.access.today) or not may_write(request.access, plan, action):
        return SafeString()
    return render_to_string("plans/under_way_part.html", {"action": action}, request)
