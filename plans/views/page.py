"""A plan as a page, and the comments beside its text."""

import re
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from adapters import clock
from people.access import Access, PortalRequest
from people.roles import Permission
from plans.access import drafts_open_to_owners, get_comment_for, get_plan_for, may, rights_of
from plans.actions.comments import comment_on, settle_comment
from plans.forms.small import CommentForm
from plans.models import Plan, Priority, SuccessCriterion
from plans.queries.next_line import May, next_line
from plans.queries.page import PlanPage, plan_page
from plans.queries.standing import LIVE, is_open, takes_progress, why_read_only
from plans.views.past_dates import past_dates
from schedule.actions import Refused
from schools.queries import calendar_of, the_trust
from schools.terms import period_names

INVALID = 422
READS_ONLY = May(write=False, comment=False, agree=False)


def names_for(plan: Plan) -> dict[str, str]:
    trust = plan.school.trust if plan.school else the_trust()
    return period_names(trust.period_scheme if trust else "half-terms")


def may_of(access: Access, plan: Plan) -> May:
    return May(
        *(
            may(access, plan, need)
            for need in (Permission.PLAN_WRITE, Permission.PLAN_COMMENT, Permission.PLAN_AGREE)
        )
    )


def opened(request: PortalRequest, plan: Plan) -> tuple[PlanPage | None, dict[str, Any]]:
    """The page as this person reads it, and what they may do on it."""
    rights, can = rights_of(request.access, plan), may_of(request.access, plan)
    today = clock.today()
    read_only = why_read_only(plan, today)
    names, owns = names_for(plan), rights.any and drafts_open_to_owners(request.access, plan)
    drafts = can.comment or can.write or owns
    page = plan_page(plan, calendar_of(plan.year, plan.school), names, today, drafts=drafts)
    return page, {
        "plan": plan,
        "page": page,
        "rights": rights,
        "may": can,
        "names": names,
        "drafts": drafts,
        "everything": "all" in request.GET,  # nothing folded
        "writes": is_open(plan, today) and rights.any,
        "says": takes_progress(plan, today) and rights.any,
        "read_only": read_only,  # why nothing of it changes any more, or nothing
        "amends": plan.state in LIVE and can.write and not read_only,
        "criterion_states": SuccessCriterion.State.choices,
    }


@require_safe
def plan(request: PortalRequest, pk: int) -> HttpResponse:
    found = get_plan_for(request.access, pk)
    return shown(request, found)


def shown(
    request: PortalRequest, found: Plan, more: Mapping[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    page, context = opened(request, found)
    if page is None:
        return render(request, "plans/plan_not_agreed.html", context)
    can = READS_ONLY if context["read_only"] else context["may"]
    context |= {"line": next_line(page, can, drafts=context["drafts"]), **(more or {})}
    if context["drafts"] and not context["read_only"]:
        context["past"] = past_dates(found, page.sheet, context["rights"], clock.today())
    return render(request, "plans/plan.html", context, status=status)


@require_POST
def comment(request: PortalRequest, pk: int) -> HttpResponse:
    found = get_plan_for(request.access, pk, Permission.PLAN_COMMENT)
    form, asked = CommentForm(request.POST), request.POST.get("priority", "")
    if form.is_valid():
        try:
            priority = _priority(found, asked)
            comment_on(plan=found, priority=priority, **form.cleaned_data, by=request.user, now=clock.now())
        except Refused as refusal:
            form.add_error("text", str(refusal))
        else:
            messages.success(request, "Your comment stands beside the text.")
            return redirect(f"{found.get_absolute_url()}{_anchor(priority)}")
    known = asked if _is_number(asked) and found.priorities.filter(pk=int(asked)).exists() else ""
    return shown(request, found, {"comment_form": form, "comment_on": known}, status=INVALID)


def _priority(found: Plan, text: str) -> Priority | None:
    """None is the plan as a whole."""
    if not text:
        return None
    priority = found.priorities.filter(pk=int(text)).first() if _is_number(text) else None
    if priority is None:
        raise Refused(
            "That priority was taken out of the plan meanwhile. You can say it of the plan as a whole."
        )
    return priority


def _is_number(text: str) -> bool:
    return re.fullmatch("[0-9]{1,15}", text) is not None


@require_POST
def settle(request: PortalRequest, pk: int) -> HttpResponse:
    found = get_comment_for(request.access, pk)
    try:
        settle_comment(comment=found, by=request.user, now=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The comment is settled.")
    return redirect(f"{found.plan.get_absolute_url()}{_anchor(found.priority)}")


def _anchor(priority: Priority | None) -> str:
    return f"#priority-{priority.pk}" if priority else "#comments"
