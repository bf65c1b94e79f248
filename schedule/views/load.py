"""Pages: what is asked of whom, when. Schools and people across them by week, one school by role, one week of each."""

import re
from datetime import date

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from adapters import clock
from people.access import PortalRequest
from people.roles import JOBS, ROLES, Permission
from schedule.queries.load_pages import school_load, trust_load
from schedule.queries.load_week import person_week, week_load
from schools.access import get_school_for
from schools.models import SchoolYear
from schools.queries import the_trust
from schools.terms import PERIODS, monday_of, start_year_of

SCHOOLS_A_PAGE = 50


@require_safe
def trust(request: PortalRequest) -> HttpResponse:
    request.access.require(Permission.EVENT_MOVE)
    request.trust = trust = the_trust()
    years, year = _years(request)
    if year is None:
        return render(request, "schedule/load.html", {"years": ()})
    half_term, role = _one_of(request, "half-term", PERIODS), _one_of(request, "role", (*ROLES, *JOBS))
    highest = request.GET.get("order") == "highest"
    page = trust_load(
        access=request.access, trust=trust, year=year, today=clock.today(), half_term=half_term, role=role,
        highest=highest,
    )  # fmt: skip
    return render(
        request,
        "schedule/load.html",
        {
            "page": page,
            "rows": Paginator(page.rows, SCHOOLS_A_PAGE).get_page(request.GET.get("page")),
            "years": years,
            "this_week": monday_of(clock.today()),
            "may_set": request.access.can(Permission.SCHOOL_EDIT),
            "half_term": half_term,
            "role": role,
            "highest": highest,
        },
    )


@require_safe
def school(request: PortalRequest, urn: int) -> HttpResponse:
    school = get_school_for(request.access, urn, need=Permission.EVENT_VIEW)
    request.trust = school.trust
    years, year = _years(request)
    page = None
    if year is not None:
        page = school_load(
            access=request.access, school=school, trust=school.trust, year=year, today=clock.today()
        )
    return render(
        request,
        "schedule/load_school.html",
        {
            "school": school,
            "page": page,
            "years": years,
            "this_week": monday_of(clock.today()),
            "may_see_all": request.access.can(Permission.EVENT_MOVE),
        },
    )


@require_safe
def week(request: PortalRequest, urn: int, monday: str) -> HttpResponse:
    school = get_school_for(request.access, urn, need=Permission.EVENT_VIEW)
    first = _monday(monday)
    if monday != first.isoformat():
        return redirect("schedule:load_week", urn, first.isoformat())
    request.trust = school.trust
    return render(
        request,
        "schedule/load_week.html",
        {
            "school": school,
            "page": week_load(
                access=request.access, school=school, trust=school.trust, monday=first, today=clock.today()
            ),
            "may_move": request.access.can(Permission.EVENT_MOVE, school.pk),
            "year": start_year_of(first),
        },
    )


@require_safe
def person(request: PortalRequest, pk: int, monday: str) -> HttpResponse:
    """A week of somebody who works across schools."""
    request.access.require(Permission.EVENT_MOVE)
    first = _monday(monday)
    if monday != first.isoformat():
        return redirect("schedule:load_person", pk, first.isoformat())
    request.trust = trust = the_trust()
    page = person_week(access=request.access, person=pk, trust=trust, monday=first, today=clock.today())
    if page is None:
        raise Http404
    context = {"page": page, "trust": trust, "year": start_year_of(first)}
    return render(request, "schedule/load_person.html", context)


def _monday(text: str) -> date:
    """Of the week that holds the day; 404 for what is no day a year could hold."""
    try:
        day = date.fromisoformat(text)
        first = monday_of(day)
    except (ValueError, OverflowError) as error:
        raise Http404 from error
    if not 2000 <= day.year <= 2200:
        raise Http404
    return first


def _years(request: PortalRequest) -> tuple[list[SchoolYear], SchoolYear | None]:
    """The years there are, and the one asked for: this one, or the nearest to it, when nothing sensible is."""
    years = list(SchoolYear.objects.order_by("start_year"))
    asked = request.GET.get("year", "")
    wanted = int(asked) if re.fullmatch(r"[0-9]{4}", asked) else start_year_of(clock.today())
    return years, min(years, key=lambda year: abs(year.start_year - wanted), default=None)


def _one_of(request: PortalRequest, name: str, allowed: tuple[str, ...]) -> str:
    asked = request.GET.get(name, "")
    return asked if asked in allowed else ""
