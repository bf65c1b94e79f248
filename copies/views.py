"""Choosing a copy, waiting for it, taking it."""

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from adapters import clock
from copies import actions
from copies.access import get_copy_for, get_wanted_for
from copies.models import Copy
from copies.queries import Wanted, current_key, find, parts_of, shelf
from copies.queries.shelf import wanted_again
from copies.tasks import hand_on
from handbook.access import edition_for
from people.access import PortalRequest
from people.roles import Permission
from schools.access import schools_for
from schools.models import School

NOT_YET = 202


@require_safe
def handbook_pdf(request: PortalRequest) -> HttpResponseBase:
    """The copy that is ready; else a page that offers to make it, or says how far it is."""
    wanted = _wanted(request, request.GET.get("part", ""), request.GET.get("school", ""))
    if wanted is None:
        return render(request, "handbook/none.html")
    found = find(wanted, clock.today())
    if found is not None and found.is_ready:
        return _file_of(found)
    return _copy_page(request, wanted, found, status=NOT_YET)


@require_safe
def take(request: PortalRequest) -> HttpResponse:
    edition = edition_for(request.access)
    if edition is None:
        return render(request, "handbook/none.html")
    schools = _schools(request)
    asked = request.GET.get("school", "")
    near = next((one for one in schools if one.pk in request.access.school_ids), None)
    return render(
        request,
        "copies/take.html",
        {
            "edition": edition,
            "parts": parts_of(edition),
            "part": request.GET.get("part", ""),
            "schools": schools,
            "school": next((one for one in schools if str(one.urn) == asked), near),
            "copies": shelf(request.access, edition),
        },
    )


@require_POST
def make(request: PortalRequest) -> HttpResponse:
    wanted = _wanted(request, request.POST.get("part", ""), request.POST.get("school", ""))
    if wanted is None:
        return redirect("copies:take")
    try:
        found, is_to_make = actions.ask(wanted=wanted, by=request.user, now=clock.now(), today=clock.today())
    except actions.TooManyError as refused:
        messages.error(request, str(refused))
        return redirect("copies:take")
    if is_to_make:
        hand_on(found.pk)
    return redirect(found)


@require_safe
def copy(request: PortalRequest, pk: int) -> HttpResponse:
    found = get_copy_for(request.access, pk)
    return _copy_page(request, wanted_again(found), found)


@require_safe
def file(request: PortalRequest, pk: int) -> HttpResponseBase:
    found = get_copy_for(request.access, pk)
    return _file_of(found) if found.is_ready else redirect(found)


def _wanted(request: PortalRequest, part: str, urn: str) -> Wanted | None:
    """None where there is no handbook yet."""
    if edition_for(request.access) is None:
        return None
    return get_wanted_for(request.access, part, urn)


def _schools(request: PortalRequest) -> list[School]:
    if not request.access.can_anywhere(Permission.EVENT_VIEW):
        return []
    return list(schools_for(request.access, Permission.EVENT_VIEW).order_by("name", "pk"))


def _copy_page(
    request: PortalRequest, wanted: Wanted, found: Copy | None, *, status: int = 200
) -> HttpResponse:
    is_old = found is not None and found.is_ready and current_key(found, clock.today()) != found.key
    name = "copies/_state.html" if request.headers.get("HX-Request") else "copies/copy.html"
    return render(request, name, {"wanted": wanted, "copy": found, "is_old": is_old}, status=status)


def _file_of(found: Copy) -> FileResponse:
    words = [found.part or "handbook", f"edition-{found.edition.number}"]
    words += [slugify(found.school.known_as)] if found.school else []
    response = FileResponse(
        found.file.open("rb"), content_type="application/pdf", filename="-".join(words) + ".pdf"
    )
    response["Cache-Control"] = "private, no-cache"
    return response
