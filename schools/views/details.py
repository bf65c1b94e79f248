"""Pages: the schools, one school, and what a person edits about them."""

from datetime import date

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.module_loading import import_string
from django.views.decorators.http import require_http_methods, require_safe

from adapters import clock
from people.access import PortalRequest
from people.roles import Permission
from schools import actions, queries
from schools.access import get_school_for, schools_for
from schools.forms import SchoolForm, TrustForm
from schools.marked import marked_days_between
from schools.views.offers import offer


@require_safe
def school_list(request: PortalRequest) -> HttpResponse:
    request.access.require_anywhere(Permission.SCHOOL_VIEW)
    rows = queries.school_rows(schools_for(request.access), clock.today())
    return render(
        request,
        "schools/list.html",
        {
            "rows": rows,
            "can_see_tier": request.access.can(Permission.TIER_VIEW),
            "can_import": request.access.can(Permission.SCHOOL_IMPORT),
            "can_edit_dates": request.access.can(Permission.TERM_DATES_EDIT),
            "can_build": request.access.can(Permission.YEAR_BUILD),
            "can_edit_trust": request.access.can(Permission.SCHOOL_EDIT),
        },
    )


@require_safe
def school(request: PortalRequest, urn: int) -> HttpResponse:
    school = get_school_for(request.access, urn)
    today = clock.today()
    years = queries.years_of(school, today)
    last = date(max((view.year.start_year for view in years), default=today.year) + 1, 8, 31)
    has_left = school.left_date is not None and school.left_date < today
    return render(
        request,
        "schools/school.html",
        {
            "school": school,
            "years": years,
            "marked": marked_days_between(today, last, [school.pk]),
            "can_mark": request.access.can(Permission.TERM_DATES_EDIT),
            "people": queries.people_at(school, today),
            "parts": [import_string(part)(request, school) for part in settings.PARTS_OF_A_SCHOOL],
            "can_see_tier": request.access.can(Permission.TIER_VIEW, school.pk),
            "can_edit": request.access.can(Permission.SCHOOL_EDIT, school.pk),
            "can_start": request.access.can(Permission.PROCESS_OPEN, school.pk) and not has_left,
            "has_left": has_left,
            "arrived": queries.arrived(school, today)
            if request.access.can(Permission.EVENT_MOVE, school.pk)
            else None,
        },
    )


@require_http_methods(["GET", "POST"])
def edit_school(request: PortalRequest, urn: int) -> HttpResponse:
    school = get_school_for(request.access, urn, need=Permission.SCHOOL_EDIT)
    form = SchoolForm(request.POST or None, instance=school)
    if not request.access.can(Permission.TIER_VIEW, school.pk):
        del form.fields["tier"]
    if request.method == "POST" and form.is_valid():
        school.refresh_from_db()
        tier = school.tier
        actions.edit_school(school=school, values=form.cleaned_data, by=request.user, now=clock.now())
        messages.success(request, f"{school.name} is saved.")
        if school.tier > tier and request.access.can(Permission.PROCESS_OPEN, school.pk):
            messages.info(
                request, offer(f"{school.known_as} is on tier {school.tier} now.", school, "concern")
            )
        return redirect(school)
    return render(request, "schools/edit.html", {"school": school, "form": form})


@require_http_methods(["GET", "POST"])
def edit_trust(request: PortalRequest) -> HttpResponse:
    request.access.require(Permission.SCHOOL_EDIT)
    trust = queries.the_trust()
    if trust is None:
        raise Http404
    form = TrustForm(request.POST or None, instance=trust)
    if request.method == "POST" and form.is_valid():
        trust.refresh_from_db()
        actions.edit_trust(trust=trust, values=form.cleaned_data, by=request.user, now=clock.now())
        messages.success(request, "The trust’s settings are saved.")
        return redirect("schools:list")
    return render(request, "schools/trust.html", {"form": form})
