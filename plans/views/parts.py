"""Adding, ordering and taking out the parts of a plan. Owners edit down, not up: whoever may write what is above."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from adapters import clock
from people.access import PortalRequest
from plans.access import get_part_for, get_plan_for, may_write, plan_of
from plans.actions import parts
from plans.forms.parts import MOST_PRIORITIES
from plans.forms.small import AddObjectiveForm, AddPriorityForm
from plans.forms.texts import cleaned
from plans.models import Objective, Plan, PlanAction, Priority
from plans.queries.evaluation import area_evaluated
from plans.queries.removal import what_goes
from plans.queries.standing import is_open, why_closed
from plans.queries.writing import COLUMNS
from plans.views.writing import action_form
from schedule.actions import Refused

INVALID = 422
GIVEN = {"title": 120, "because": 600, "area": 9}  # what an address may carry, and how much of it
KINDS: dict[str, type[Priority | Objective | PlanAction]] = {
    "priorities": Priority,
    "objectives": Objective,
    "actions": PlanAction,
}
NAMES = {Priority: "priority", Objective: "objective", PlanAction: "action"}
Part = Priority | Objective | PlanAction


def closed(request: PortalRequest, plan: Plan) -> HttpResponse | None:
    if is_open(plan, request.access.today):
        return None
    messages.info(request, why_closed(plan, request.access.today))
    return redirect(plan.get_absolute_url())


@require_http_methods(["GET", "POST"])
def add_priority(request: PortalRequest, pk: int) -> HttpResponse:
    plan = get_plan_for(request.access, pk)
    if not may_write(request.access, plan):
        raise PermissionDenied
    if answer := closed(request, plan):
        return answer
    count = plan.priorities.count()
    asks = count >= MOST_PRIORITIES
    # From a next step of the self-evaluation: the address carries its words, and they go with the form.
    given = {name: cleaned(request.GET.get(name, ""))[:most] for name, most in GIVEN.items()}
    initial = {"why_so_many": plan.why_so_many, "title": given["title"]}
    form = AddPriorityForm(request.POST or None, asks_why=asks, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = parts.add_priority(
            plan=plan, title=form.cleaned_data["title"], why_so_many=form.cleaned_data.get("why_so_many"),
            because=given["because"], area=area_evaluated(plan, given["area"]), by=request.user, now=clock.now(),
        )  # fmt: skip
        return redirect("plans:write_priority", made.pk)
    context = {"plan": plan, "form": form, "number": count + 1, "asks": asks, "because": given["because"]}
    return render(request, "plans/priority_add.html", context, status=_status(request))


@require_http_methods(["GET", "POST"])
def add_objective(request: PortalRequest, pk: int) -> HttpResponse:
    priority = get_part_for(request.access, Priority, pk)
    if answer := closed(request, priority.plan):
        return answer
    form = AddObjectiveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = parts.add_objective(
            priority=priority, text=form.cleaned_data["text"], by=request.user, now=clock.now()
        )
        return redirect("plans:write_objective", made.pk)
    context = {"plan": priority.plan, "priority": priority, "form": form}
    return render(request, "plans/objective_add.html", context, status=_status(request))


@require_http_methods(["GET", "POST"])
def add_action(request: PortalRequest, pk: int) -> HttpResponse:
    objective = get_part_for(request.access, Objective, pk)
    plan = plan_of(objective)
    if answer := closed(request, plan):
        return answer
    blank: dict[str, Any] = dict.fromkeys(COLUMNS[PlanAction], "") | {
        "lead": objective.lead_id or objective.priority.lead_id, "supporter": None, "planned_start": None,
        "planned_end": None, "cost": None,
    }  # fmt: skip
    form = action_form(objective, blank, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = parts.add_action(
            objective=objective, values=_columns(form.cleaned_data), by=request.user, now=clock.now()
        )
        messages.success(request, "The action is added.")
        if "another" in request.POST:
            return redirect("plans:add_action", objective.pk)
        return redirect(f"{plan.get_absolute_url()}#action-{made.pk}")
    context = {"plan": plan, "objective": objective, "form": form}
    return render(request, "plans/action_add.html", context, status=_status(request))


def _columns(values: dict[str, Any]) -> dict[str, Any]:
    return {f"{name}_id" if name in ("lead", "supporter") else name: value for name, value in values.items()}


@require_http_methods(["GET", "POST"])
def remove(request: PortalRequest, kind: str, pk: int) -> HttpResponse:
    """First says what goes with it."""
    part = _below_mine(request, kind, pk)
    plan = plan_of(part)
    if answer := closed(request, plan):
        return answer
    if request.method == "POST":
        try:
            parts.remove_part(part=part, by=request.user, now=clock.now())
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect(plan.get_absolute_url())
        messages.success(request, f"The {NAMES[type(part)]} is taken out of the plan.")
        return redirect(plan.get_absolute_url())
    context = {
        "plan": plan, "part": part, "sort": NAMES[type(part)], "goes": what_goes(part), "words": _words(part),
        "refusal": parts.why_not_removed(part),
    }  # fmt: skip
    return render(request, "plans/write_remove.html", context)


def _words(part: Part) -> str:
    return part.title if isinstance(part, Priority) else part.text


@require_POST
def move(request: PortalRequest, kind: str, pk: int) -> HttpResponse:
    part = _below_mine(request, kind, pk)
    plan = plan_of(part)
    if answer := closed(request, plan):
        return answer
    up = request.POST.get("to") == "up"
    parts.move_part(part=part, up=up, by=request.user, now=clock.now())
    sort = NAMES[type(part)]
    messages.success(
        request,
        f"The {sort} stands one place {'higher' if up else 'lower'}, unless it was the {'first' if up else 'last'}.",
    )
    return redirect(f"{reverse('plans:order', args=[plan.pk])}#{sort}-{part.pk}")


@require_safe
def order(request: PortalRequest, pk: int) -> HttpResponse:
    """The plan as a list to put in order, with a button up and a button down at each part."""
    plan = get_plan_for(request.access, pk)
    if not may_write(request.access, plan):
        raise PermissionDenied
    if answer := closed(request, plan):
        return answer
    rows = plan.priorities.order_by("position", "pk").prefetch_related("objectives__actions")
    outline = [
        (
            one,
            [
                (below, sorted(below.actions.all(), key=_place))
                for below in sorted(one.objectives.all(), key=_place)
            ],
        )
        for one in rows
    ]
    return render(request, "plans/write_order.html", {"plan": plan, "outline": outline})


def _place(row: Any) -> tuple[int, int]:  # noqa: ANN401 -- an objective or an action
    return row.position, row.pk


def _below_mine(request: PortalRequest, kind: str, pk: int) -> Part:
    """A part that stands below something the person may write."""
    part: Part = get_part_for(request.access, KINDS[kind], pk)  # type: ignore[type-var]
    above = {Priority: None, Objective: "priority", PlanAction: "objective"}[type(part)]
    parent = getattr(part, above) if above else None
    if not may_write(request.access, plan_of(part), parent):
        raise PermissionDenied
    return part


def _status(request: PortalRequest) -> int:
    return INVALID if request.method == "POST" else 200
