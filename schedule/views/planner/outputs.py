"""What leaves the planner: exactly what the filters show as a spreadsheet, and the wall planner."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from adapters import clock
from adapters.pdf import PdfUnavailable
from adapters.sheets import write_csv
from adapters.workbooks import XLSX, write_xlsx
from handbook.models import Step
from people.access import PortalRequest
from people.roles import Permission
from schedule.queries.planner import Planner, read_planner
from schedule.views.planner.asking import asked_of
from schedule.wall import wall_planner
from schools.access import get_school_for
from schools.models import SchoolYear
from schools.queries import the_trust, year_of

HEADER = (
    "Due", "Day", "In the year", "Opens", "At", "School", "What", "Kind", "Process", "Who", "State", "Done on",
    "Address",
)  # fmt: skip
KINDS = {kind.value: str(kind.label) for kind in Step.Kind}


@require_safe
def events_csv(request: PortalRequest) -> HttpResponse:
    page = _page(request)
    data = write_csv(HEADER, ([str(cell or "") for cell in row] for row in _rows(page)))
    return _file(data, "text/csv; charset=utf-8", page, "csv")


@require_safe
def events_xlsx(request: PortalRequest) -> HttpResponse:
    page = _page(request)
    return _file(write_xlsx(HEADER, _rows(page), title="Planner"), XLSX, page, "xlsx")


@require_safe
def wall_pdf(request: PortalRequest) -> HttpResponse:
    """?school=900001&year=2026; without a school the trust's year."""
    access, today = request.access, clock.today()
    access.require_anywhere(Permission.EVENT_VIEW)
    urn = request.GET.get("school", "")
    school = get_school_for(access, _number(urn), Permission.EVENT_VIEW) if urn else None
    start = request.GET.get("year", "")
    year = SchoolYear.objects.filter(start_year=_number(start)).first() if start else year_of(today)
    trust = school.trust if school else the_trust()
    if year is None or trust is None:
        raise Http404
    try:
        pdf = wall_planner(access=access, trust=trust, school=school, year=year, today=today)
    except PdfUnavailable as error:
        return render(request, "schedule/no_wall.html", {"why": str(error)}, status=503)
    name = f"wall-planner-{slugify(school.known_as if school else trust.name)}-{year.start_year}.pdf"
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "private, no-cache"
    return response


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Http404
    return int(text)


def _page(request: PortalRequest) -> Planner:
    asked, _ = asked_of(request, clock.today())
    trust = asked.schools[0].trust if asked.schools else the_trust()
    return read_planner(access=request.access, asked=asked, trust=trust)


def _rows(page: Planner) -> Iterator[tuple[object, ...]]:
    for entry in page.entries:
        item = entry.item
        yield (
            item.due,
            f"{item.due:%A}",
            page.time.place(item.due),
            item.opens if item.opens != item.due else None,
            entry.clock,
            entry.where,
            item.title,
            KINDS.get(item.kind, ""),
            item.process_title,
            entry.owner,
            entry.state,
            item.done_date,
            settings.PUBLIC_URL + item.url,
        )


def _file(data: bytes, content_type: str, page: Planner, suffix: str) -> HttpResponse:
    place = slugify(page.asked.school.known_as) if page.asked.school else "trust"
    name = f"planner-{place}-{page.stretch.first}-to-{page.stretch.last}.{suffix}"
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
