"""Pages: laying the handbook over a school year, with the difference shown before anything changes."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from adapters import clock
from people.access import PortalRequest
from people.roles import Permission
from schedule.building import CannotBuild, build_year
from schedule.queries.calendar_diff import changes_of_year
from schedule.queries.rollover import year_lines
from schools.models import SchoolYear


@require_safe
def build(request: PortalRequest) -> HttpResponse:
    """Every school year, where it stands and what to do next. Who does not lay them out sees the closed ones."""
    request.access.require_anywhere(Permission.EVENT_VIEW)
    may_build = request.access.can(Permission.YEAR_BUILD)
    lines = [one for one in year_lines(clock.today()) if may_build or one.state == "closed"]
    return render(request, "schedule/build.html", {"lines": lines, "may_build": may_build})


@require_safe
def build_preview(request: PortalRequest, start: int) -> HttpResponse:
    request.access.require(Permission.YEAR_BUILD)
    year = get_object_or_404(SchoolYear, start_year=start)
    try:
        found = build_year(year=year, by=request.user, now=clock.now(), today=clock.today(), apply=False)
    except CannotBuild as refused:
        return render(
            request, "schedule/build_preview.html", {"year": year, "refused": str(refused)}, status=409
        )
    return render(
        request,
        "schedule/build_preview.html",
        {"year": year, "found": found, "processes": changes_of_year(year, found)},
    )


@require_POST
def build_apply(request: PortalRequest, start: int) -> HttpResponse:
    request.access.require(Permission.YEAR_BUILD)
    year = get_object_or_404(SchoolYear, start_year=start)
    try:
        done = build_year(year=year, by=request.user, now=clock.now(), today=clock.today())
    except CannotBuild as refused:
        messages.error(request, f"{refused} Nothing was changed.")
        return redirect("schedule:build_preview", start)
    if done.is_empty:
        messages.info(request, f"{year} is as the handbook says. Nothing was changed.")
    else:
        messages.success(
            request,
            f"{year} is laid out: {len(done.added)} dates added, {len(done.moved)} moved, "
            f"{len(done.withdrawn)} withdrawn. What people did or moved is kept.",
        )
    return redirect("schedule:build")
