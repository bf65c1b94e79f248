"""A year that begins in the middle, for a school that joined or a headteacher who came; and what the lead decides."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from adapters import clock
from people.access import PortalRequest
from people.roles import Permission
from schedule.access import get_places_for
from schedule.actions import Refused
from schedule.actions.joining import ask_again, waive_events
from schedule.building import CannotBuild, why_closed_off
from schedule.forms_openings import AskForm, WaiveForm
from schedule.models import Event
from schedule.queries.joining import arrival_of, joining_page
from schedule.queries.people import Places
from schools.models import School, SchoolYear
from schools.queries import year_of

REFUSED = 422  # the form came back with what is wrong with it


@require_safe
def joining(request: PortalRequest, urn: int) -> HttpResponse:
    school, found = get_places_for(request.access, clock.today(), urn)
    return _page(request, school, found)


@require_POST
def waive(request: PortalRequest, urn: int) -> HttpResponse:
    school, found, _ = _for_lead(request, urn)
    form = WaiveForm(request.POST, auto_id="waive_%s")
    if not form.is_valid():
        return _page(request, school, found, waive=form)
    chosen = [int(one) for one in request.POST.getlist("events") if re.fullmatch(r"[0-9]{1,18}", one)]
    events = Event.objects.filter(pk__in=chosen[:1000], school=school).select_related(
        "school", "year", "step__process"
    )
    try:
        count = waive_events(
            events=list(events.order_by("due_date", "pk")), reason=form.cleaned_data["reason"],
            by=request.user, now=clock.now(), today=clock.today(),
        )  # fmt: skip
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, school, found, waive=form)
    said = "1 step is" if count == 1 else f"{count} steps are"
    messages.success(request, f"{said} left out. The reason stands with each.")
    return redirect("schedule:joining", urn)


@require_POST
def ask(request: PortalRequest, urn: int) -> HttpResponse:
    school, found, year = _for_lead(request, urn)
    form = AskForm(request.POST, auto_id="ask_%s")
    if form.is_valid():
        try:
            event = ask_again(
                school=school, year=year, **form.cleaned_data, by=request.user, now=clock.now(),
                today=clock.today(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"“{event.title}” is asked of {school.known_as} all the same.")
            return redirect("schedule:joining", urn)
    return _page(request, school, found, ask=form)


def _for_lead(request: PortalRequest, urn: int) -> tuple[School, Places, SchoolYear]:
    """Whoever decides for the trust what is asked of a school."""
    request.access.require_anywhere(Permission.EVENT_MOVE)
    school, found = get_places_for(request.access, clock.today(), urn)
    request.access.require(Permission.EVENT_MOVE, school.pk)
    year = year_of(clock.today())
    if year is None:
        raise Http404
    return school, found, year


def _page(
    request: PortalRequest,
    school: School,
    found: Places,
    *,
    waive: WaiveForm | None = None,
    ask: AskForm | None = None,
) -> HttpResponse:
    """With the form that was refused, if one was."""
    access, today = request.access, clock.today()
    request.trust = school.trust
    arrival, year = arrival_of(school, found, today), year_of(today)
    context: dict[str, Any] = {"school": school, "arrival": arrival, "refused": waive or ask}
    if arrival and year:
        history_of = why_closed_off(year, school, today)
        holders = found.holders(school.pk, access.user.pk)
        try:
            page = joining_page(
                access=access, school=school, holders=holders, arrival=arrival, year=year, today=today
            )
        except CannotBuild as refusal:
            context["cannot"] = str(refusal)
        else:
            context |= {
                "page": page,
                "history_of": history_of,
                "decides": not history_of and access.can(Permission.EVENT_MOVE, school.pk),
                "chosen": request.POST.getlist("events") if waive else [],
                "waive_form": waive or WaiveForm(auto_id="waive_%s"),
                "ask_form": (ask or AskForm(auto_id="ask_%s")).set_up(page.before),
            }
    return render(request, "schedule/joining.html", context, status=REFUSED if context["refused"] else 200)
