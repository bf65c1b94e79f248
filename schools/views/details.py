"""Pages: the schools, one school, and what a person edits about them."""

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
    return render(
        request,
        "schools/school.html",
        {
            "school": school,
            "years": queries.years_of(school, today),
            "people": queries.people_at(school, today),
            "parts": [import_string(part)(request, school) for part in settings.PARTS_OF_A_SCHOOL],
            "can_see_tier": request.access.can(Permission.TIER_VIEW, school.pk),
            "can_edit": request.access.can(Permission.SCHOOL_EDIT, school.pk),
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
        actions.edit_school(school=school, values=form.cleaned_data, by=request.user, now=clock.now())
        messages.success(request, f"{school.name} is saved.")
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
        messages.success(request, "The trust's settings are saved.")
        return redirect("schools:list")
    return render(request, "schools/trust.html", {"form": form})
