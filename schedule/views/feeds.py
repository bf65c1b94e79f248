"""Calendar feeds: the person's addresses, and what a calendar gets at one."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_POST, require_safe

from adapters import clock, ical
from people.access import PortalRequest
from people.roles import Permission
from schedule.access import get_feed_for
from schedule.actions.feed import close_feed, make_feed, renew_feed_token, stop_feed
from schedule.feed_form import FeedForm
from schedule.feeds import feed_of, scope_of, state_of
from schedule.queries.feeds import FeedLine, asked_feed, feed_title, feeds_page, opens, own_dates
from schools.access import get_school_for


@require_safe
def page(request: PortalRequest) -> HttpResponse:
    """?school=900001&process=P10 asks for that one: it comes first, or is offered to be made."""
    return _page(request)


def _page(request: PortalRequest, refused: FeedForm | None = None) -> HttpResponse:
    feeds = feeds_page(request.access)
    asked = FeedForm(request.GET, page=feeds)
    title, first = "", feeds.line_of(None, "")
    if refused is None and asked.is_valid():
        first = feeds.line_of(asked.urn, asked.process_code)
        if first is None:
            title = feed_title(feeds.school(asked.urn), feeds.title_of(asked.process_code))
    lines = sorted(feeds.lines, key=lambda line: line != first)
    return render(
        request,
        "schedule/feeds.html",
        {
            "page": feeds,
            "lines": [_with_addresses(line) for line in lines],
            "asked": asked,
            "asked_title": title,
            "form": refused or FeedForm(page=feeds),
            "own_dates": own_dates(request.access),
            "has_own": feeds.line_of(None, "") is not None,
        },
        status=200 if refused is None else 422,
    )


def _with_addresses(line: FeedLine) -> dict[str, Any]:
    address = settings.PUBLIC_URL + reverse("schedule:feed_ics", args=[line.token])
    return {"line": line, "address": address, "webcal": f"webcal://{address.partition('://')[2]}"}


@require_POST
def make(request: PortalRequest) -> HttpResponse:
    """`own`: everything that is the person's. Otherwise what the form says."""
    request.access.require_anywhere(Permission.EVENT_VIEW)
    school, process = None, ""
    if not request.POST.get("own"):
        form = FeedForm(request.POST, page=feeds_page(request.access))
        if not form.is_valid():
            return _page(request, form)
        process = form.process_code
        if form.urn is not None:
            school = get_school_for(request.access, form.urn, Permission.EVENT_VIEW)
    made = make_feed(by=request.user, now=clock.now(), school=school, process_code=process)
    if made:
        messages.success(request, "The address is made. Subscribe to it once, as it says below.")
    else:
        messages.info(request, "You have that address already: here it is.")
    return _to(school.urn if school else None, process)


@require_POST
def renew(request: PortalRequest) -> HttpResponse:
    old = get_feed_for(request.access, request.POST.get("feed", ""))
    renew_feed_token(by=request.user, now=clock.now(), school=old.school, process_code=old.process_code)
    messages.success(
        request,
        "Here is the new address. The old one has stopped for good: take it out of your calendar and subscribe again.",
    )
    return _to(old.school.urn if old.school else None, old.process_code)


@require_POST
def stop(request: PortalRequest) -> HttpResponse:
    feed = get_feed_for(request.access, request.POST.get("feed", ""))
    stop_feed(feed=feed, by=request.user, now=clock.now())
    messages.success(
        request,
        "That address has stopped for good. Take it out of your calendar, or it stays there as it was.",
    )
    return redirect("schedule:feed")


def _to(urn: int | None, process: str) -> HttpResponse:
    query = "&".join(f"{name}={value}" for name, value in (("school", urn), ("process", process)) if value)
    return redirect(reverse("schedule:feed") + (f"?{query}" if query else ""))


@login_not_required
@require_safe
def ics(request: HttpRequest, token: str) -> HttpResponse:
    """Open to whoever has the secret address: calendars cannot sign in. What it gives is judged anew each time."""
    asked = asked_feed(token, clock.today())
    if asked is None:
        raise Http404
    if not opens(asked.access, asked.feed):
        close_feed(pk=asked.feed.pk, now=clock.now())
        raise Http404
    scope = scope_of(asked)
    state = state_of(scope)
    unchanged = get_conditional_response(request, etag=state.tag)
    response = unchanged or HttpResponse(feed_of(scope, state), content_type=ical.CONTENT_TYPE)
    response["ETag"] = state.tag
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response
