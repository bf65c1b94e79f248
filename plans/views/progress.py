"""Saying how the parts of an agreed plan stand: small POSTs from the page of one objective."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from adapters import clock
from people.access import PortalRequest
from plans.access import get_line_for, get_objective_to_follow, get_part_for, plan_of, rights_of
from plans.actions import progress
from plans.forms.small import FoundForm, ResultForm
from plans.models import Milestone, Monitoring, Objective, PlanAction, SuccessCriterion
from plans.queries.standing import takes_progress
from plans.queries.writing import lines_of
from plans.views.page import names_for
from schedule.actions import ChangedMeanwhile, Refused
from writing.marks import mark_of

INVALID = 422


@require_safe
def objective(request: PortalRequest, pk: int) -> HttpResponse:
    return _page(request, get_objective_to_follow(request.access, pk))


def _page(
    request: PortalRequest, part: Objective, sent: tuple[str, forms.Form] | None = None, status: int = 200
) -> HttpResponse:
    """`sent` is a form that was not accepted, under "result-12" or "found-7"."""
    plan = plan_of(part)
    if sent is None and not takes_progress(plan, request.access.today):
        messages.info(request, "How its parts stand is said once the plan is agreed.")
        return redirect(plan.get_absolute_url())
    rights, lines = rights_of(request.access, plan), lines_of(part)
    owns = rights.whole or part.pk in rights.objectives
    key, wrong = sent or ("", None)

    def form_for(name: str, made: forms.Form) -> forms.Form:
        return wrong if name == key and wrong is not None else made

    context: dict[str, Any] = {
        "plan": plan,
        "part": part,
        "names": names_for(plan),
        "owns": owns,
        "criteria": [
            (
                row,
                form_for(f"result-{row.pk}", ResultForm(initial={"result": row.result, "state": row.state})),
                progress.mark_of_result(row),
            )
            for row in lines["criterion"]
        ] if owns else [],
        "milestones": _with_events(part.milestones) if owns else [],
        "actions": [
            row for row in part.actions.select_related("lead", "event").order_by("position", "pk")
            if owns or row.pk in rights.actions
        ],
        "looks": [
            (row, form_for(f"found-{row.pk}", FoundForm(initial={"found": row.found})), mark_of(row.found))
            for row in _with_events(part.monitoring.select_related("who"))
            if owns or row.pk in rights.monitoring
        ],
    }  # fmt: skip
    return render(request, "plans/objective_progress.html", context, status=status)


def _with_events(rows: Any) -> list[Any]:  # noqa: ANN401 -- rows of milestones or looks
    return list(rows.select_related("event").order_by("period", "pk"))


@require_POST
def result(request: PortalRequest, pk: int) -> HttpResponse:
    row = get_line_for(request.access, SuccessCriterion, pk)
    form = ResultForm(request.POST)
    if form.is_valid():
        start, values = request.POST.get("start", ""), form.cleaned_data
        try:
            progress.say_result(criterion=row, **values, start=start, by=request.user, now=clock.now())
        except Refused as refused:
            form.add_error("result", str(refused))
        else:
            return _is_said(request, row.objective, f"criterion-{pk}")
    return _page(request, row.objective, (f"result-{pk}", form), INVALID)


@require_POST
def seen(request: PortalRequest, pk: int) -> HttpResponse:
    row = get_line_for(request.access, Milestone, pk)
    return _said(
        request, row.objective, f"milestone-{pk}",
        lambda: progress.say_seen(milestone=row, by=request.user, now=clock.now(), today=clock.today()),
    )  # fmt: skip


@require_POST
def found(request: PortalRequest, pk: int) -> HttpResponse:
    row = get_line_for(request.access, Monitoring, pk)
    form = FoundForm(request.POST)
    if form.is_valid():
        said = {"found": form.cleaned_data["found"], "start": request.POST.get("start", "")}
        try:
            progress.say_found(look=row, **said, by=request.user, now=clock.now(), today=clock.today())
        except Refused as refused:
            form.add_error("found", str(refused))
        else:
            return _is_said(request, row.objective, f"monitoring-{pk}")
    return _page(request, row.objective, (f"found-{pk}", form), INVALID)


@require_POST
def under_way(request: PortalRequest, pk: int) -> HttpResponse:
    """ "In progress" and back. Done and not needed are said on the action's own page in the year."""
    row = get_part_for(request.access, PlanAction, pk)
    is_on = request.POST.get("is") != "not_started"
    return _said(
        request, row.objective, f"action-{pk}",
        lambda: progress.say_under_way(action=row, under_way=is_on, by=request.user, now=clock.now()),
    )  # fmt: skip


def _said(request: PortalRequest, part: Objective, anchor: str, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except ChangedMeanwhile:
        messages.error(request, "Somebody has just said what became of it. Look again.")
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        return _is_said(request, part, anchor)
    return redirect(_place(part, anchor))


def _is_said(request: PortalRequest, part: Objective, anchor: str) -> HttpResponse:
    messages.success(request, "Said, and everybody who reads the plan sees it.")
    return redirect(_place(part, anchor))


def _place(part: Objective, anchor: str) -> str:
    return f"{reverse('plans:progress', args=[part.pk])}#{anchor}"
