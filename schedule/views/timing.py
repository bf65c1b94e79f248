"""What a timing means and the dates it gives: asked while it is being written."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from adapters import clock
from handbook.access import get_draft_for
from handbook.models import Step
from people.access import PortalRequest
from schedule.queries.timing import Asked, timing_reading

MOST = 200


@require_safe
def timing(request: PortalRequest, pk: int) -> HttpResponse:
    """A part of a page for htmx, a page of its own without it."""
    draft = get_draft_for(request.access, pk)
    asked = Asked(
        process=request.GET.get("process", "")[:MOST],
        step=request.GET.get("step", "")[:MOST],
        timing=request.GET.get("timing", "")[: MOST + 1],
        for_trust=request.GET.get("scope") == Step.Scope.TRUST,
    )
    reading = timing_reading(draft=draft, asked=asked, today=clock.today())
    part = request.headers.get("HX-Request") == "true"
    answer = render(
        request,
        "schedule/_timing.html" if part else "schedule/timing.html",
        {"draft": draft, "asked": asked, "reading": reading},
    )
    answer["Vary"] = "HX-Request"
    return answer
