"""A page on which a plan is written is open: it says so every 20 seconds, and is told who else has one open."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from adapters import clock
from people.access import PortalRequest
from plans.access import get_part_for, get_plan_for, get_review_for, may_write, plan_of
from plans.actions.presence import note_presence
from plans.queries.presence import place_of, present, review_place
from plans.queries.standing import is_open, why_closed
from plans.queries.writing import Written
from plans.views.parts import KINDS
from plans.views.reviews import rateable

GONE = 410


@require_POST
def here(request: PortalRequest, kind: str, pk: int) -> HttpResponse:
    part = _part(request, kind, int(pk))
    plan, now = plan_of(part), clock.now()
    if not is_open(plan, request.access.today):
        return HttpResponse(why_closed(plan, request.access.today), status=GONE, content_type="text/plain")
    note_presence(plan=plan, place=place_of(part), by=request.user, now=now)
    return render(request, "writing/here.html", {"present": present(plan, request.user, now)})


@require_POST
def at_review(request: PortalRequest, pk: int, period: str) -> HttpResponse:
    found = get_review_for(request.access, pk, period)
    if not rateable(request, found):
        raise PermissionDenied
    now = clock.now()
    note_presence(plan=found.plan, place=review_place(period), by=request.user, now=now)
    return render(request, "writing/here.html", {"present": present(found.plan, request.user, now)})


def _part(request: PortalRequest, kind: str, pk: int) -> Written:
    if kind in KINDS:
        part: Written = get_part_for(request.access, KINDS[kind], pk)  # type: ignore[type-var]
        return part
    plan = get_plan_for(request.access, pk)
    if not may_write(request.access, plan):
        raise PermissionDenied
    return plan
