"""A draft tried out on a year. Nothing is written."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from adapters import clock
from handbook.access import get_draft_for
from people.access import PortalRequest
from people.roles import Permission
from schedule.building import CannotBuild
from schedule.queries.rehearsal import rehearsal, years_to_rehearse
from schools.access import schools_for


@require_safe
def rehearse(request: PortalRequest, pk: int) -> HttpResponse:
    """The latest year with term dates, and the first school by name, where none is asked for."""
    draft = get_draft_for(request.access, pk)
    request.access.require(Permission.YEAR_BUILD)
    today = clock.today()
    years = years_to_rehearse(today)
    schools = list(schools_for(request.access, Permission.EVENT_VIEW).order_by("name", "pk"))
    asked_year, asked_school = request.GET.get("year", ""), request.GET.get("school", "")
    year = next((one for one in years if str(one.start_year) == asked_year), years[-1] if years else None)
    school = next((one for one in schools if str(one.urn) == asked_school), schools[0] if schools else None)
    page, refused = None, ""
    if year is not None and school is not None:
        try:
            page = rehearsal(draft=draft, year=year, school=school, today=today)
        except CannotBuild as error:
            refused = str(error)
    return render(
        request,
        "schedule/rehearse.html",
        {
            "draft": draft, "page": page, "refused": refused, "years": years, "schools": schools, "year": year,
            "school": school, "has_later": len(years) > 1,
        },
        status=409 if refused else 200,
    )  # fmt: skip
