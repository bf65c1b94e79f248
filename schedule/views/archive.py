"""A closed year, read-only: its figures, its events, and its PDFs."""

import tempfile
import zipfile
from typing import IO

from django.contrib import messages
from django.db.models import Q
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from adapters import clock
from people.access import PortalRequest
from people.roles import Permission
from schedule.access import get_closed_year_for
from schedule.actions.archives import ask_again
from schedule.models import YearArchive
from schedule.queries.archive import by_half_term, ended, openings_of, time_of
from schedule.queries.year_figures import OUTCOMES, figures, seen_of, whole_of
from schedule.tasks import hand_on
from schools.access import get_school_for, schools_for
from schools.models import School, SchoolYear
from schools.queries import the_trust

NOT_YET = 202
TRUST = "trust"
IN_MEMORY = 2_000_000


@require_safe
def archive(request: PortalRequest, start: int) -> HttpResponse:
    """The figures of the schools they see, and the events of one, narrowed as asked."""
    access, year = request.access, get_closed_year_for(request.access, start)
    schools = list(schools_for(access, Permission.EVENT_VIEW).order_by("name", "pk"))
    asked, outcome, process = (request.GET.get(name, "") for name in ("school", "outcome", "process"))
    is_whole = access.can(Permission.EVENT_VIEW)
    chosen = next((one for one in schools if str(one.urn) == asked), None)
    if chosen is None and asked != TRUST and not is_whole:
        chosen = next(iter(schools), None)
    seen, trust = seen_of(access), the_trust()
    time = time_of(year, chosen, trust)
    narrowed = OUTCOMES[outcome][1] if outcome in OUTCOMES else Q()
    lines = ended(year, chosen, time, seen, narrowed) if chosen or asked == TRUST else []
    processes = sorted({(line.code, line.process) for line in lines if line.code})
    rows = figures(year, schools, seen)
    context = {
        "year": year, "figures": rows, "whole": whole_of(rows), "schools": schools, "chosen": chosen,
        "is_trust": asked == TRUST, "outcomes": [(code, words) for code, (words, _) in OUTCOMES.items()],
        "outcome": outcome, "process": process, "processes": processes, "is_whole": is_whole,
        "groups": by_half_term([line for line in lines if process in ("", line.code)]),
        "openings": openings_of(year, chosen, time) if chosen else [],
        "may_take_all": access.can(Permission.YEAR_BUILD),
    }  # fmt: skip
    return render(request, "schedule/archive.html", context)


@require_safe
def school_pdf(request: PortalRequest, start: int, urn: int) -> HttpResponseBase:
    school = get_school_for(request.access, urn, Permission.EVENT_VIEW)
    return _paper(request, get_closed_year_for(request.access, start), school)


@require_safe
def trust_pdf(request: PortalRequest, start: int) -> HttpResponseBase:
    request.access.require(Permission.EVENT_VIEW)
    return _paper(request, get_closed_year_for(request.access, start), None)


@require_POST
def make(request: PortalRequest, start: int) -> HttpResponse:
    """Makes one now that failed, or that nobody has begun."""
    urn = request.POST.get("school", "")
    school = None
    if urn:
        if not (urn.isascii() and urn.isdigit() and len(urn) <= 9):
            raise Http404
        school = get_school_for(request.access, int(urn), Permission.EVENT_VIEW)
    else:
        request.access.require(Permission.EVENT_VIEW)
    found = _archive_of(get_closed_year_for(request.access, start), school)
    if ask_again(pk=found.pk, now=clock.now()):
        hand_on(found.pk)
    if school is None:
        return redirect("schedule:archive_trust", start)
    return redirect("schedule:archive_school", start, school.urn)


@require_safe
def everything(request: PortalRequest, start: int) -> HttpResponseBase:
    """Every PDF of the year in one file, once all are made."""
    request.access.require(Permission.YEAR_BUILD)
    year = get_closed_year_for(request.access, start)
    rows = list(YearArchive.objects.filter(year=year).select_related("school", "year"))
    waiting = [one for one in rows if one.state != YearArchive.State.READY]
    if waiting or not rows:
        messages.info(
            request, f"{len(waiting)} of {len(rows)} PDFs are not ready yet. Take them together when all are."
        )
        return redirect("schedule:archive", start)
    name = f"archive-{_slug(year)}.zip"
    return FileResponse(_zip_of(rows), as_attachment=True, filename=name, content_type="application/zip")


def _zip_of(rows: list[YearArchive]) -> IO[bytes]:
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 -- the response closes it
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as package:
        for row in rows:
            with row.file.open("rb") as pdf:
                package.writestr(_name_of(row), pdf.read())
    file.seek(0)
    return file


def _archive_of(year: SchoolYear, school: School | None) -> YearArchive:
    found = YearArchive.objects.select_related("year", "school").filter(year=year, school=school).first()
    if found is None:
        raise Http404
    return found


def _paper(request: PortalRequest, year: SchoolYear, school: School | None) -> HttpResponseBase:
    """The file; before it is made, 202 and a page that says how far it is."""
    found = _archive_of(year, school)
    if found.state == YearArchive.State.READY and not request.headers.get("HX-Request"):
        response = FileResponse(
            found.file.open("rb"), content_type="application/pdf", filename=_name_of(found)
        )
        response["Cache-Control"] = "private, no-cache"
        return response
    name = "archive_state" if request.headers.get("HX-Request") else "archive_wait"
    context = {"archive": found, "year": year, "school": school}
    return render(request, f"schedule/{name}.html", context, status=NOT_YET)


def _name_of(row: YearArchive) -> str:
    return f"{_slug(row.year)}-{slugify(row.school.known_as) if row.school else TRUST}.pdf"


def _slug(year: SchoolYear) -> str:
    return str(year).replace("/", "-")
