"""Comments that are refused say why on the plan's own page."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from people.access import PortalRequest
from plans.access import get_comment_for
from plans.views import page
from schedule.actions import Refused


@require_POST
def comment(request: PortalRequest, pk: int) -> HttpResponse:
    return _said(request, pk, lambda: page.comment(request, pk))


@require_POST
def settle(request: PortalRequest, pk: int) -> HttpResponse:
    plan = get_comment_for(request.access, pk).plan_id
    return _said(request, plan, lambda: page.settle(request, pk))


def _said(request: PortalRequest, plan: int, act: Callable[[], HttpResponse]) -> HttpResponse:
    try:
        return act()
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("plans:plan", plan)
