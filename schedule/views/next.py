"""What comes next: for a school, and across the trust."""

from collections.abc import Iterable

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from adapters import clock
from handbook.queries import to_read
from people.access import PortalRequest
from people.roles import Permission
from schedule.access import get_places_for, may, side_of
from schedule.actions import see_changes
from schedule.building import has_left, left_words
from schedule.queries import NextPage, next_page, trust_week
from schedule.queries.joining import arrival_of, is_new
from schedule.queries.load import strip_of
from schedule.queries.owners import owner_of
from schedule.queries.proposals import asked_line, asked_of_trust, proposals_of
from schedule.ribbon import Ribbon, RibbonEvent, around_with, ribbon
from schedule.views.documents import documents_of
from schools.access import schools_for
from schools.queries import the_trust
from schools.terms import year_code

SCHOOLS_A_PAGE = 50


@require_safe
def home(request: PortalRequest) -> HttpResponse:
    """By role: a school's next step, the week across the trust, or what an account without either can do."""
    access = request.access
    if not access.can_anywhere(Permission.EVENT_VIEW):
        return render(
            request, "schedule/home_none.html", {"title": "Your portal", "to_read": to_read(access)}
        )
    if access.reach(Permission.EVENT_VIEW) is None:
        return _trust_home(request)
    return _school_page(request)


@require_safe
def next_(request: PortalRequest) -> HttpResponse:
    access = request.access
    access.require_anywhere(Permission.EVENT_VIEW)
    if access.reach(Permission.EVENT_VIEW) is None:
        schools = schools_for(access, Permission.EVENT_VIEW).order_by("name", "pk")
        return render(request, "schedule/picker.html", {"schools": schools})
    return _school_page(request)


@require_safe
def next_school(request: PortalRequest, urn: int) -> HttpResponse:
    return _school_page(request, urn)


@require_POST
def seen(request: PortalRequest) -> HttpResponse:
    """The reader has taken in what changed."""
    request.access.require_anywhere(Permission.EVENT_VIEW)
    see_changes(by=request.user, now=clock.now())
    return redirect("schedule:home")


def _school_page(request: PortalRequest, urn: int | None = None) -> HttpResponse:
    access, today = request.access, clock.today()
    school, found = get_places_for(access, today, urn)
    request.trust = school.trust
    holders = found.holders(school.pk, access.user.pk)
    page = next_page(access=access, school=school, holders=holders, today=today, now=clock.now())
    event = page.card.event if page.card else None
    arrival, acts = arrival_of(school, found, today), not has_left(school, today)
    completes = acts and event is not None and may(access, event, Permission.EVENT_COMPLETE)
    owner = owner_of(event) if event is not None else None
    return render(
        request,
        "schedule/next.html",
        {
            "page": page,
            "card": page.card,
            "trust": school.trust,
            "others": [
                one
                for one in found.schools
                if one.pk != school.pk and access.can(Permission.EVENT_VIEW, one.pk)
            ],
            "may_complete": completes and owner is None,
            "owner": owner if completes else None,
            "may_attach": acts and event is not None and may(access, event, Permission.DOCUMENT_ATTACH),
            "may_read": event is not None and may(access, event, Permission.DOCUMENT_READ),
            "may_ask": acts and event is not None and bool(side_of(access, event)),
            "may_move": event is not None and may(access, event, Permission.EVENT_MOVE),
            "documents": documents_of(access, page.card, owner=owner, is_history=not acts)
            if page.card
            else [],
            "ribbon": _ribbon_of(page, found.held),
            "to_read": to_read(access),
            "asked": [
                asked_line(one, page.time)
                for one in proposals_of(page.asked if acts else ())
                if side_of(access, one.event) not in ("", one.side)
            ],
            "arrival": arrival if arrival and is_new(arrival, page.time, today) else None,
            "history_of": "" if acts else left_words(school),
        },
    )


def _ribbon_of(page: NextPage, held: Iterable[tuple[int | None, str, str, int, str]]) -> Ribbon | None:
    """Drawn from what the page has read already; the days to keep free came with the calendar."""
    if not page.time.calendars:
        return None
    events = {
        item.pk: RibbonEvent(
            item.due, item.opens, item.title, item.kind or "task", item.state, item.school_minutes,
            item.url,
        )
        for item in page.items
    }  # fmt: skip
    calendar = page.time.calendars[0]
    return ribbon(
        calendar=calendar,
        today=page.today,
        events=list(events.values()),
        title=f"The year at {page.school.known_as}, {year_code(calendar.start_year)}",
        names=page.time.names,
        next_event=events.get(page.card.pk) if page.card else None,
        around=around_with(
            page.school,
            calendar.start_year,
            strip_of(page.asking, page.school, (one[:3] for one in held), calendar.start_year),
            page.time.marked,
        ),
    )


def _trust_home(request: PortalRequest) -> HttpResponse:
    request.trust = trust = the_trust()
    week = trust_week(access=request.access, trust=trust, today=clock.today())
    lines = Paginator(week.schools, SCHOOLS_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "schedule/home_trust.html",
        {
            "trust": trust,
            "week": week,
            "lines": lines,
            "to_read": to_read(request.access),
            "asked": asked_of_trust(request.access, clock.today()),
            # Who only reads gets the calm version: no tiers, and not who signed in when.
            "acts": request.access.can(Permission.EVENT_COMPLETE),
            "sees_tiers": request.access.can(Permission.TIER_VIEW),
        },
    )
