"""Carrying unfinished work into the next year's plan."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from adapters import clock
from people.access import PortalRequest
from people.roles import Permission
from plans.access import get_plan_for
from plans.actions.carrying import carry_over
from plans.forms.carrying import CarryForm
from plans.models import Plan, Priority
from plans.queries.carrying import offer_of
from plans.queries.standing import is_open
from schedule.actions import Refused
from schedule.queries import why_left

REFUSED = 422


@require_http_methods(["GET", "POST"])
def carry_over_page(request: PortalRequest, pk: int) -> HttpResponse:
    plan = get_plan_for(request.access, pk, Permission.PLAN_WRITE)
    offer = offer_of(plan)
    if request.method != "POST":
        return _page(request, plan, CarryForm(offer))
    form = CarryForm(offer, request.POST)
    picks = form.picks()
    if picks is None:
        return _page(request, plan, form, status=REFUSED)
    try:
        target, count = carry_over(
            plan=plan, picks=picks, by=request.user, now=clock.now(), today=clock.today()
        )
    except Refused as refusal:
        form.errors["refused"] = str(refusal)
        return _page(request, plan, form, status=REFUSED)
    if count:
        messages.success(
            request,
            f"{count} part{'' if count == 1 else 's'} came into the plan of {target.year}. Look at the dates there.",
        )
    else:
        messages.info(request, "All of that was carried over already, so nothing was added.")
    return redirect(target)


def _page(request: PortalRequest, plan: Plan, form: CarryForm, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "plan": plan,
        "why_left": why_left(plan.school, request.access.today),
        "offer": form.offer,
        "form": form,
        "is_shut": form.offer.target is not None and not is_open(form.offer.target, request.access.today),
        "errors": form.errors,
        "stages": Priority.Stage.choices,
        "rows": _rows(form),
    }
    return render(request, "plans/carry.html", context, status=status)


def _rows(form: CarryForm) -> list[dict[str, Any]]:
    """The offer with what was sent: nothing is ticked by default, and what was typed stands there again."""
    return [
        {
            "offer": one,
            "ticked": one.row.pk in form.priorities,
            "stage": form.sent(f"stage-{one.row.pk}") if form.data else one.row.stage,
            "objectives": [
                {
                    "offer": objective,
                    "ticked": objective.row.pk in form.objectives,
                    "actions": [
                        {
                            "offer": action,
                            "ticked": action.row.pk in form.actions,
                            "end": form.sent(f"end-{action.row.pk}"),
                            "error": form.errors.get(f"end-{action.row.pk}", ""),
                        }
                        for action in objective.actions
                    ],
                }
                for objective in one.objectives
            ],
        }
        for one in form.offer.priorities
    ]
