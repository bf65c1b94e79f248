"""The year as a PDF."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from adapters import clock
from adapters.pdf import PdfUnavailable
from people.access import PortalRequest
from people.roles import Permission
from schedule.pdf import my_year
from schools.access import get_school_for
from schools.models import SchoolYear
from schools.queries import year_of


@require_safe
def my_year_pdf(request: PortalRequest, urn: int) -> HttpResponse:
    school = get_school_for(request.access, urn, Permission.EVENT_VIEW)
    today = clock.today()
    year = _year_asked(request) or year_of(today)
    if year is None:
        raise Http404
    name = f"my-year-{slugify(school.known_as)}-{str(year).replace('/', '-')}.pdf"
    try:
        pdf = my_year(access=request.access, school=school, year=year, today=today)
    except PdfUnavailable as error:
        return render(request, "schedule/no_pdf.html", {"school": school, "why": str(error)}, status=503)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "private, no-cache"
    return response


def _year_asked(request: PortalRequest) -> SchoolYear | None:
    """?year=2027 is 2027/28."""
    asked = request.GET.get("year", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) == 4):
        return None
    return SchoolYear.objects.filter(start_year=int(asked)).first()
