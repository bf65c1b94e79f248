"""A school's plan at a glance, on its own page and as a part of the school's."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST, require_safe

from adapters import clock
from people.access import PortalRequest
from people.roles import Permission
from plans.access import get_part_for, may, reads_drafts
from plans.access import plan_of as plan_above
from plans.actions.progress import say_under_way
from plans.models import Plan, PlanAction
from plans.queries.glance import Glance, glance_of, other_plans, plan_of
from schedule.actions import Refused
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
            context["others"] = [last] if drafts or last.versions.exists() else []
    else:
        context |= {
            "glance": at_a_glance(request, plan),
            "others": other_plans(plan, drafts=reads_drafts(request.access, plan)),
            "may_write": may(request.access, plan, Permission.PLAN_WRITE),
        }
    return render(request, "plans/glance.html", context)


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


@require_POST
def begin(request: PortalRequest, pk: int) -> HttpResponse:
    action = get_part_for(request.access, PlanAction, pk)
    plan = plan_above(action)
    try:
        say_under_way(action=action, under_way=True, by=request.user, now=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"“{action.text}” is in progress.")
    return redirect("plans:school", plan.school.urn) if plan.school else redirect(plan)
