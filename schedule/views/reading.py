"""The lead's pages: who has read what was asked for, and who has not."""

from collections.abc import Iterator

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from adapters import clock
from adapters.sheets import write_csv
from handbook.access import get_reading_request_for
from people.access import PortalRequest
from people.roles import Permission
from schedule.queries.reading import Asked, Reader, asked, asked_readings, ended_requests

READERS_A_PAGE = 100
HEADER = (
    "Name",
    "School",
    "Role",
    "Has read the words in force",
    "Read on",
    "Read in edition",
    "Changed since",
)


@require_safe
def reading(request: PortalRequest) -> HttpResponse:
    request.access.require(Permission.HANDBOOK_EDIT)
    return render(
        request,
        "schedule/reading.html",
        {"asked": asked_readings(clock.today()), "ended": ended_requests()},
    )


@require_safe
def reading_request(request: PortalRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    chosen = _chosen(request, found)
    return render(
        request,
        "schedule/reading_request.html",
        {
            "asked": found,
            "readers": Paginator(chosen, READERS_A_PAGE).get_page(request.GET.get("page")),
            "shown": len(chosen),
            "school": request.GET.get("school", ""),
            "role": request.GET.get("role", ""),
        },
    )


@require_safe
def reading_csv(request: PortalRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    data = write_csv(HEADER, _rows(_chosen(request, found)))
    name = f"reading-{found.request.process_code}.csv"
    return HttpResponse(
        data,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _found(request: PortalRequest, pk: int) -> Asked:
    """Of a request that has ended nobody is asked any more, so nobody is shown."""
    one = get_reading_request_for(request.access, pk)
    if one.ended_at is not None:
        return Asked(one, None, ())
    return asked([one], clock.today())[0]


def _chosen(request: PortalRequest, found: Asked) -> tuple[Reader, ...]:
    urn = request.GET.get("school", "")
    if urn and not (urn.isascii() and urn.isdigit() and len(urn) < 10):
        raise Http404
    return found.narrowed(int(urn) if urn else None, request.GET.get("role", ""))


def _rows(readers: tuple[Reader, ...]) -> Iterator[tuple[str, ...]]:
    for one in readers:
        yield (
            one.person.name,
            one.where,
            one.what,
            "Yes" if one.has_read else "No",
            f"{one.reading.at:%Y-%m-%d}" if one.reading else "",
            str(one.reading.edition.number) if one.reading else "",
            str(one.change) if one.change else "",
        )
