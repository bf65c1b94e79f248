"""The calendar feed with its page, and the year as a PDF."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from adapters import clock, ical
from adapters.pdf import PdfUnavailable
from people.access import PortalRequest
from people.roles import Permission
from schedule.actions.feed import renew_feed_token
from schedule.feeds import feed_of, feed_tag, holder_of, scope_of
from schedule.models import FeedToken
from schedule.pdf import my_year
from schools.access import get_school_for
from schools.models import SchoolYear
from schools.queries import year_of


@require_safe
def feed(request: PortalRequest) -> HttpResponse:
    """A person's own address, and how to subscribe to it."""
    token = FeedToken.objects.filter(person=request.user, revoked_at=None).first()
    address = settings.PUBLIC_URL + reverse("schedule:feed_ics", args=[token.token]) if token else ""
    webcal = "webcal://" + address.partition("://")[2] if address else ""
    return render(
        request,
        "schedule/feed.html",
        {"token": token, "address": address, "webcal": webcal},
    )


@require_POST
def renew_feed(request: PortalRequest) -> HttpResponse:
    had_one = FeedToken.objects.filter(person=request.user, revoked_at=None).exists()
    renew_feed_token(by=request.user, now=clock.now())
    messages.success(
        request,
        "Your calendar has a new address, and the old one has stopped. Subscribe again with the new one."
        if had_one
        else "Your calendar has an address now. Subscribe to it once.",
    )
    return redirect("schedule:feed")


@login_not_required
@require_safe
def feed_ics(request: HttpRequest, token: str) -> HttpResponse:
    """Open to whoever has the secret address: calendars cannot sign in."""
    person = holder_of(token)
    if person is None:
        raise Http404
    scope = scope_of(person, clock.today())
    tag = feed_tag(scope)
    unchanged = get_conditional_response(request, etag=tag)
    response = unchanged or HttpResponse(feed_of(person, scope), content_type=ical.CONTENT_TYPE)
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response


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
