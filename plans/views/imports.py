"""Pages: a plan brought in from a Word or Excel file. Read, told what is what, looked at, and added to the draft."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from adapters import clock
from people.access import PortalRequest
from people.roles import Permission
from plans.access import get_import_for, get_plan_for
from plans.actions.imports import (
    AppliedAlready,
    LookAgain,
    NotRead,
    answer,
    apply_import,
    read_plan_file,
    say_what_is_what,
    throw_away,
)
from plans.forms.imports import PlanFileForm, answers, told
from plans.models import Plan
from plans.queries.import_pages import tables_shown
from plans.queries.imports import brought, waiting_imports
from plans.queries.standing import is_open, why_closed
from schedule.actions import Refused

REFUSED = 422
APPLIED = "This file was brought in already. Nothing was changed again."


@require_http_methods(["GET", "POST"])
def bring_in(request: PortalRequest, pk: int) -> HttpResponse:
    plan = get_plan_for(request.access, pk, Permission.PLAN_WRITE)
    if request.method != "POST" or not is_open(plan, request.access.today):
        return _upload(request, plan, PlanFileForm(), status=REFUSED if request.method == "POST" else 200)
    form = PlanFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _upload(request, plan, form, status=REFUSED)
    file = form.cleaned_data["file"]
    try:
        kept = read_plan_file(
            plan=plan, name=file.name, content=file.read(), by=request.user, now=clock.now()
        )
    except NotRead as refused:
        more = {"refused": refused.problems, "file_name": file.name}
        return _upload(request, plan, PlanFileForm(), more, status=REFUSED)
    except Refused as refused_now:
        messages.error(request, str(refused_now))
        return redirect("plans:import", pk)
    return redirect("plans:show_import", pk, kept.pk)


@require_safe
def show(request: PortalRequest, pk: int, number: int) -> HttpResponse:
    plan, kept = get_import_for(request.access, pk, number)
    if kept.applied_at or not is_open(plan, request.access.today):
        return redirect("plans:preview_import", pk, number)
    found = brought(kept, plan, clock.today())
    context = {"plan": plan, "found": found, "tables": tables_shown(found)}
    return render(request, "plans/import_tables.html", context)


@require_POST
def tell(request: PortalRequest, pk: int, number: int) -> HttpResponse:
    _, kept = get_import_for(request.access, pk, number)
    try:
        again = say_what_is_what(kept=kept, said=told(request.POST), today=clock.today())
    except (AppliedAlready, Refused) as refused:
        return _stop(request, pk, number, refused)
    if again:
        messages.info(request, "The columns of a table are others now. Look at what each one is.")
        return redirect("plans:show_import", pk, number)
    return redirect("plans:preview_import", pk, number)


@require_safe
def preview(request: PortalRequest, pk: int, number: int) -> HttpResponse:
    plan, kept = get_import_for(request.access, pk, number)
    context: dict[str, Any] = {"plan": plan, "kept": kept}
    if kept.applied_at:
        return render(request, "plans/import_done.html", context)
    if not is_open(plan, request.access.today):
        return render(
            request,
            "plans/import_done.html",
            context | {"why_closed": why_closed(plan, request.access.today)},
        )
    found = brought(kept, plan, clock.today())
    return render(request, "plans/import_preview.html", context | {"found": found, "draft": found.draft})


@require_POST
def answer_questions(request: PortalRequest, pk: int, number: int) -> HttpResponse:
    _, kept = get_import_for(request.access, pk, number)
    try:
        answer(kept=kept, today=clock.today(), **answers(request.POST))
    except (AppliedAlready, Refused) as refused:
        return _stop(request, pk, number, refused)
    messages.success(request, "Your answers are kept. The plan below is made with them.")
    return redirect("plans:preview_import", pk, number)


@require_POST
def apply(request: PortalRequest, pk: int, number: int) -> HttpResponse:
    _, kept = get_import_for(request.access, pk, number)
    seen = str(request.POST.get("seen", ""))
    try:
        many = apply_import(kept=kept, seen=seen, by=request.user, now=clock.now(), today=clock.today())
    except LookAgain:
        messages.warning(request, "Something changed since you looked. Nothing was brought in: look again.")
    except (AppliedAlready, Refused) as refused:
        return _stop(request, pk, number, refused)
    else:
        came = "1 priority was" if many == 1 else f"{many} priorities were"
        messages.success(request, f"{came} added to the draft.")
    return redirect("plans:preview_import", pk, number)


@require_POST
def discard(request: PortalRequest, pk: int, number: int) -> HttpResponse:
    _, kept = get_import_for(request.access, pk, number)
    try:
        throw_away(kept=kept)
    except (AppliedAlready, Refused) as refused:
        return _stop(request, pk, number, refused)
    messages.success(request, f"“{kept.file_name}” is thrown away. The plan is as it was.")
    return redirect("plans:import", pk)


def _stop(request: PortalRequest, pk: int, number: int, refused: Exception) -> HttpResponse:
    messages.info(request, APPLIED if isinstance(refused, AppliedAlready) else str(refused))
    return redirect("plans:preview_import", pk, number)


def _upload(
    request: PortalRequest, plan: Plan, form: PlanFileForm, more: dict[str, Any] | None = None, *, status: int
) -> HttpResponse:
    context = {
        "plan": plan,
        "form": form,
        "waiting": waiting_imports(plan),
        "why_closed": "" if is_open(plan, request.access.today) else why_closed(plan, request.access.today),
        **(more or {}),
    }
    return render(request, "plans/import.html", context, status=status)
