"""Agreed versions, what differs between two plans, and the line of sight from the trust to its schools."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from adapters import clock
from people.access import PortalRequest
from people.roles import Permission
from plans.access import get_plan_for, get_trust_priority_for, reads_drafts
from plans.models import Plan, PlanVersion
from plans.queries import sheet_of
from plans.queries.differences import counted, differences
from plans.queries.page import version_page
from plans.queries.sight import line_of_sight
from plans.sheet import PlanSheet, from_content
from plans.views.page import may_of, names_for
from schools.queries import calendar_of
from schools.terms import start_year_of

NOW, LAST_YEAR = "now", "last-year"


@dataclass(frozen=True)
class Choice:
    """One plan to compare: a version by its number, what is being written, or last year's plan."""

    code: str
    words: str


@require_safe
def versions(request: PortalRequest, pk: int) -> HttpResponse:
    plan = get_plan_for(request.access, pk)
    rows = plan.versions.select_related("agreed_by").order_by("-number")
    return render(
        request, "plans/versions.html", {"plan": plan, "versions": rows, "before": _last_years(plan)}
    )


@require_safe
def version(request: PortalRequest, pk: int, number: int) -> HttpResponse:
    plan = get_plan_for(request.access, pk)
    found = (
        plan.versions.select_related("agreed_by").filter(number=number).first() if number < 2**15 else None
    )
    if found is None:
        raise Http404
    page = version_page(plan, found)
    context = {
        "plan": plan,
        "page": page,
        "version": found,
        "names": names_for(plan),
        "may": may_of(request.access, plan),
    }
    return render(request, "plans/versions_one.html", context)


@require_safe
def compare(request: PortalRequest, pk: int) -> HttpResponse:
    plan = get_plan_for(request.access, pk)
    choices = _choices(request, plan)
    codes = [one.code for one in choices]
    new = request.GET.get("to") or next(iter(codes), "")
    old = request.GET.get("from") or next((code for code in codes if code != new), "")
    is_agreed = any(code not in (NOW, LAST_YEAR) for code in codes)
    context = {"plan": plan, "choices": choices, "old": old, "new": new, "is_agreed": is_agreed}
    if len(choices) < 2 or old not in codes or new not in codes:
        status = 404 if len(choices) > 1 else 200
        return render(request, "plans/compare.html", context, status=status)
    things = differences(_sheet(plan, old), _sheet(plan, new), names_for(plan))
    return render(request, "plans/compare.html", context | {"things": things, "counted": counted(things)})


def _choices(request: PortalRequest, plan: Plan) -> list[Choice]:
    """The newest first."""
    found = [Choice(NOW, "as it stands now")] if reads_drafts(request.access, plan) else []
    found += [
        Choice(str(row.number), f"version {row.number}, {_day(row)}")
        for row in plan.versions.order_by("-number").only("number", "agreed_at")
    ]
    if before := _last_years(plan):
        found.append(Choice(LAST_YEAR, f"the plan for {before.plan.year}"))
    return found


def _sheet(plan: Plan, code: str) -> PlanSheet:
    if code == NOW:
        return sheet_of(plan, calendar_of(plan.year, plan.school))
    if code == LAST_YEAR:
        before = _last_years(plan)
        assert before is not None  # noqa: S101 -- for the type checker: it was offered
        return from_content(before.content)
    return from_content(plan.versions.get(number=int(code)).content)


def _last_years(plan: Plan) -> PlanVersion | None:
    """The last agreed version of the year before."""
    rows = PlanVersion.objects.filter(
        plan__school=plan.school_id, plan__year__start_year=plan.year.start_year - 1
    )
    return rows.select_related("plan__year").order_by("-number").first()


def _day(row: PlanVersion) -> str:
    day = timezone.localtime(row.agreed_at).date()
    return f"{day.day} {day:%B %Y}"


@require_safe
def trust(request: PortalRequest) -> HttpResponse:
    """The trust's plan of this year."""
    request.access.require_anywhere(Permission.PLAN_VIEW)
    plans = Plan.objects.filter(school=None).select_related("year")
    found = plans.filter(year__start_year=start_year_of(clock.today())).first()
    if found is not None:
        return redirect(found.get_absolute_url())
    if request.access.can(Permission.PLAN_WRITE):
        messages.info(request, "The trust has no plan for this year yet. Here you begin it.")
        return redirect("plans:start")
    return render(request, "plans/trust_none.html", {})


@require_safe
def sight(request: PortalRequest, pk: int) -> HttpResponse:
    priority = get_trust_priority_for(request.access, pk)
    reach = request.access.reach(Permission.PLAN_VIEW)
    found = line_of_sight(priority, reach, request.access.reach(Permission.PLAN_COMMENT))
    return render(
        request,
        "plans/sight.html",
        {"sight": found, "plan": priority.plan, "names": names_for(priority.plan)},
    )
