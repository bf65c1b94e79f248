"""Starting a plan, and its life: sent, given back, agreed, opened again, archived."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from adapters import clock
from people.access import PortalRequest
from people.roles import Permission
from plans.access import get_plan_for, rights_of
from plans.actions import life, parts
from plans.forms.small import ReasonForm, StartForm, WordsForm
from plans.models import Plan
from plans.queries import sheet_of
from plans.queries.missing import what_is_missing
from plans.queries.standing import LIVE, is_open, last_version, why_closed, why_read_only
from plans.sheet import PlanSheet
from plans.tasks import hand_on_version
from plans.views.past_dates import PastDates, past_dates, words_of
from schedule.actions import Refused
from schools.access import schools_for
from schools.models import School, SchoolYear
from schools.queries import calendar_of
from schools.terms import start_year_of

INVALID = 422


@require_http_methods(["GET", "POST"])
def start(request: PortalRequest) -> HttpResponse:
    access = request.access
    access.require_anywhere(Permission.PLAN_WRITE)
    schools = list(
        schools_for(access, Permission.PLAN_WRITE).exclude(status=School.Status.CLOSED).order_by("name")
    )
    trust = access.can(Permission.PLAN_WRITE)
    now_year = start_year_of(clock.today())
    years = SchoolYear.objects.filter(start_year__gte=now_year, closed_at=None).order_by("start_year")
    form = StartForm(request.POST or None, schools=schools, trust=trust, years=years)
    if request.method == "POST" and form.is_valid():
        school = next((one for one in schools if one.pk == form.cleaned_data["school"]), None)
        year = years.get(pk=form.cleaned_data["year"])
        there = Plan.objects.filter(school=school, year=year).first()
        if there is not None:
            messages.info(request, f"There is a plan for {year} already: this is it.")
            return redirect(there.get_absolute_url())
        try:
            made = parts.start_plan(school=school, year=year, by=request.user, now=clock.now())
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("plans:start")
        messages.success(request, "The plan is begun. Nobody but its writers and the trust sees it yet.")
        return redirect(made.get_absolute_url())
    status = INVALID if request.method == "POST" else 200
    return render(request, "plans/plan_start.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
def send(request: PortalRequest, pk: int) -> HttpResponse:
    plan = get_plan_for(request.access, pk, Permission.PLAN_WRITE)
    if not is_open(plan, request.access.today):
        messages.info(request, why_closed(plan, request.access.today))
        return redirect(plan.get_absolute_url())
    if request.method == "POST":
        return _done(
            request, plan, lambda: life.send_plan(plan=plan, by=request.user, now=clock.now()),
            "The plan is with the trust. Nobody writes in it until it is given back or agreed.",
        )  # fmt: skip
    sheet = sheet_of(plan, calendar_of(plan.year, plan.school))
    context = {
        "plan": plan, "sheet": sheet, "missing": what_is_missing(sheet), "past": _past(request, plan, sheet),
    }  # fmt: skip
    return render(request, "plans/plan_send.html", context)


@require_POST
def take_back(request: PortalRequest, pk: int) -> HttpResponse:
    plan = get_plan_for(request.access, pk, Permission.PLAN_WRITE)
    return _done(
        request, plan, lambda: life.take_back(plan=plan, by=request.user, now=clock.now()),
        "The plan is yours to write again.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def give_back(request: PortalRequest, pk: int) -> HttpResponse:
    plan = get_plan_for(request.access, pk, Permission.PLAN_AGREE)
    form = WordsForm(request.POST or None, initial={"words": _words_to_begin_with(request, plan)})
    if not request.POST.get("words"):
        why = why_read_only(plan, request.access.today)
        if why or plan.state != Plan.State.WITH_TRUST:
            messages.info(request, why or "The plan is not with the trust, so there is nothing to give back.")
            return redirect(plan.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        try:
            life.give_back(plan=plan, words=form.cleaned_data["words"], by=request.user, now=clock.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))  # whoever wrote the words has them still
        else:
            messages.success(request, "The plan is given back, with your words beside it.")
            return redirect(plan.get_absolute_url())
    status = INVALID if request.method == "POST" else 200
    return render(request, "plans/plan_give_back.html", {"plan": plan, "form": form}, status=status)


@require_http_methods(["GET", "POST"])
def agree(request: PortalRequest, pk: int) -> HttpResponse:
    plan = get_plan_for(request.access, pk, Permission.PLAN_AGREE)
    may_be = plan.state == Plan.State.WITH_TRUST or (
        plan.state == Plan.State.DRAFT and plan.school_id is None
    )
    before = last_version(plan)
    form = ReasonForm(request.POST if request.method == "POST" and before else None)
    if not (before and request.POST.get("reason")):
        why = why_read_only(plan, request.access.today)
        if why or not may_be:
            messages.info(request, why or "The plan is not with the trust, so it cannot be agreed now.")
            return redirect(plan.get_absolute_url())
    if request.method == "POST" and (before is None or form.is_valid()):
        try:
            _agree(request, plan, form.cleaned_data["reason"] if before else "")
        except Refused as refusal:
            messages.error(request, str(refusal))  # on the same page: whoever wrote the reason has it still
        else:
            messages.success(request, "The plan is agreed, and its dates stand in everybody’s year.")
            return redirect(plan.get_absolute_url())
    sheet = sheet_of(plan, calendar_of(plan.year, plan.school))
    context: dict[str, Any] = {
        "plan": plan, "form": form, "before": before, "sheet": sheet, "missing": what_is_missing(sheet),
        "number": before.number + 1 if before else 1, "past": _past(request, plan, sheet),
        "open_comments": plan.comments.filter(settled_at=None).count(),
    }  # fmt: skip
    return render(
        request, "plans/plan_agree.html", context, status=INVALID if request.method == "POST" else 200
    )


def _past(request: PortalRequest, plan: Plan, sheet: PlanSheet) -> PastDates:
    return past_dates(plan, sheet, rights_of(request.access, plan), request.access.today)


def _words_to_begin_with(request: PortalRequest, plan: Plan) -> str:
    """Whoever comes from the dates that are past finds them named."""
    if "past" not in request.GET:
        return ""
    return words_of(_past(request, plan, sheet_of(plan, calendar_of(plan.year, plan.school))).lines)


def _agree(request: PortalRequest, plan: Plan, reason: str) -> None:
    version = life.agree_plan(plan=plan, reason=reason, by=request.user, now=clock.now(), today=clock.today())
    transaction.on_commit(lambda: hand_on_version(version))


@require_http_methods(["GET", "POST"])
def amend(request: PortalRequest, pk: int) -> HttpResponse:
    """Says first what it means: an agreed plan is not opened by a slip of the finger."""
    plan = get_plan_for(request.access, pk, Permission.PLAN_WRITE)
    if request.method == "POST":
        return _done(
            request, plan, lambda: life.amend_plan(plan=plan, by=request.user, now=clock.now()),
            "The plan is open again. Until it is agreed again, readers see the version that was agreed.",
        )  # fmt: skip
    if plan.state not in LIVE or why_read_only(plan, request.access.today):
        messages.info(request, why_closed(plan, request.access.today))
        return redirect(plan.get_absolute_url())
    return render(request, "plans/plan_amend.html", {"plan": plan, "version": last_version(plan)})


@require_http_methods(["GET", "POST"])
def archive(request: PortalRequest, pk: int) -> HttpResponse:
    plan = get_plan_for(request.access, pk, Permission.PLAN_WRITE)
    if request.method == "POST":
        return _done(
            request, plan, lambda: life.archive_plan(plan=plan, by=request.user, now=clock.now()),
            "The plan is archived. It can be read and compared, and not changed.",
        )  # fmt: skip
    why = why_read_only(plan, request.access.today)
    if why or plan.state in (Plan.State.DRAFT, Plan.State.WITH_TRUST, Plan.State.ARCHIVED):
        messages.info(request, why or "Only a plan that was agreed can be archived.")
        return redirect(plan.get_absolute_url())
    return render(request, "plans/plan_archive.html", {"plan": plan})


def _done(request: PortalRequest, plan: Plan, act: Callable[[], object], words: str) -> HttpResponse:
    try:
        act()
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, words)
    return redirect(plan.get_absolute_url())
