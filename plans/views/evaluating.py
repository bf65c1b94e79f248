"""The end of a plan's year: results and what came of it, in one table and a paragraph each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from adapters import clock
from people.access import PortalRequest
from people.roles import Permission
from plans.access import get_plan_for
from plans.actions.year_end import evaluate_plan, save_endings
from plans.forms.year_end import EndingsForm
from plans.models import Plan
from plans.queries.standing import why_read_only
from plans.queries.year_end import endings_of, missing_endings, stored_endings, why_not_evaluated
from plans.views.desk import given_back
from schedule.actions import Refused
from schedule.queries import why_left

INVALID, CONFLICT = 422, 409
AS_YOU_GO = "as-you-go"


@require_http_methods(["GET", "POST"])
def evaluate(request: PortalRequest, pk: int) -> HttpResponse:
    plan = get_plan_for(request.access, pk, Permission.PLAN_WRITE)
    if request.method != "POST":
        return _page(request, plan)
    endings, now = endings_of(plan), clock.now()
    form = EndingsForm(stored_endings(endings), endings, request.POST)
    is_valid = form.is_valid()
    saved = save_endings(
        plan=plan, changes=form.changes(leaving=request.POST.getlist("theirs")), by=request.user, now=now
    )
    as_you_go = request.headers.get("X-Save") == AS_YOU_GO
    if saved.gone:
        return given_back(request, why_not_evaluated(plan, request.access.today), plan)
    form.take(saved, chosen=not as_you_go)
    status = CONFLICT if saved.conflicts else 200 if is_valid else INVALID
    if as_you_go:
        context = {
            "form": form, "saved_at": now, "conflicts": saved.conflicts, "missing": missing_endings(endings_of(plan)),
        }  # fmt: skip
        return render(request, "plans/evaluate_state.html", context, status=status)
    if status != 200:
        return _page(request, plan, form=form, status=status)
    words = f"Saved at {timezone.localtime(now):%H:%M}." if saved.written else "Everything was saved already."
    messages.success(request, words)
    return redirect("plans:evaluate", pk)


@require_POST
def finish(request: PortalRequest, pk: int) -> HttpResponse:
    plan = get_plan_for(request.access, pk, Permission.PLAN_WRITE)
    try:
        evaluate_plan(plan=plan, by=request.user, now=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, f"The plan of {plan.year} is evaluated. You can carry unfinished work over now."
        )
    return redirect("plans:evaluate", pk)


def _page(
    request: PortalRequest, plan: Plan, *, form: EndingsForm | None = None, status: int = 200
) -> HttpResponse:
    endings = endings_of(plan)
    why_not = why_not_evaluated(plan, request.access.today)
    if form is None and not why_not:
        form = EndingsForm(stored_endings(endings), endings)
    context: dict[str, Any] = {
        "plan": plan,
        "endings": endings,
        "why_not": why_not,
        "why_left": why_left(plan.school, request.access.today),
        "read_only": why_read_only(plan, request.access.today),
        "is_evaluated": plan.state in (Plan.State.EVALUATED, Plan.State.ARCHIVED),
        "form": None if why_not else form,
        "conflicts": tuple(form.conflicts.values()) if form else (),
        "missing": missing_endings(endings),
    }
    return render(request, "plans/evaluate.html", context, status=status)
