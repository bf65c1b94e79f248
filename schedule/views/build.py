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
from schools.models import Period, SchoolYear
from schools.terms import start_year_of


@require_safe
def build(request: PortalRequest) -> HttpResponse:
    """The years that can be built: this one and later ones with term dates."""
    request.access.require(Permission.YEAR_BUILD)
    first = start_year_of(clock.today())
    dated = Period.objects.filter(school=None).values("year")
    years = SchoolYear.objects.filter(start_year__gte=first, pk__in=dated, closed_at=None).order_by(
        "start_year"
    )
    return render(request, "schedule/build.html", {"years": years})


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
