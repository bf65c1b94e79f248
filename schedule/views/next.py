"""What comes next: for a school, and across the trust."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from adapters import clock
from handbook.queries import to_read
from people.access import Access, PortalRequest
from people.roles import Permission
from schedule.access import get_places_for, may, side_of
from schedule.actions import see_changes
from schedule.building import has_left, left_words
from schedule.queries import NextPage, Places, next_page
from schedule.queries.first_day import missing_on
from schedule.queries.joining import arrival_of, is_new
from schedule.queries.load import strip_of
from schedule.queries.owners import owner_of
from schedule.queries.parts import Part, part_of_next
from schedule.queries.proposals import asked_line, proposals_of
from schedule.queries.trust_week import own_schools
from schedule.ribbon import Ribbon, RibbonEvent, around_with, ribbon
from schedule.views.documents import documents_of
from schedule.views.weeks import schools_page, trust_page
from schools.models import School
from schools.terms import year_code


@require_safe
def home(request: PortalRequest) -> HttpResponse:
    """By role: a school's next step, several schools on a line each, or what an account without either can do."""
    access = request.access
    if not access.can_anywhere(Permission.EVENT_VIEW):
        return render(
            request,
            "schedule/home_none.html",
            {
                "title": "Your portal",
                "to_read": to_read(access),
                "missing": missing_on(clock.today()) if access.can_anywhere(Permission.SCHOOL_IMPORT) else (),
            },
        )
    return _first_page(request)


@require_safe
def next_(request: PortalRequest) -> HttpResponse:
    request.access.require_anywhere(Permission.EVENT_VIEW)
    return _first_page(request)


@require_safe
def next_school(request: PortalRequest, urn: int) -> HttpResponse:
    return _school_page(request, *get_places_for(request.access, clock.today(), urn))


@require_POST
def seen(request: PortalRequest) -> HttpResponse:
    """The reader has taken in what changed."""
    request.access.require_anywhere(Permission.EVENT_VIEW)
    see_changes(by=request.user, now=clock.now())
    return redirect("schedule:home")


def _first_page(request: PortalRequest) -> HttpResponse:
    """The trust's week; of several schools, all together; of the one school somebody works with, its own."""
    if request.access.reach(Permission.EVENT_VIEW) is None:
        return trust_page(request)
    school, found = get_places_for(request.access, clock.today())
    schools = own_schools(request.access, found, clock.today()) or [school]
    return (
        schools_page(request, found, schools)
        if len(schools) > 1
        else _school_page(request, schools[0], found)
    )


def _school_page(request: PortalRequest, school: School, found: Places) -> HttpResponse:
    access, today = request.access, clock.today()
    request.trust = school.trust
    holders = found.holders(school.pk, access.user.pk)
    page = next_page(access=access, school=school, holders=holders, today=today, now=clock.now())
    arrival, acts = arrival_of(school, found, today), not has_left(school, today)
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
            **_card_of(access, page, acts=acts),
            "ribbon": _ribbon_of(page, found.held),
            "to_read": to_read(access),
            "asked": [
                asked_line(one, page.time)
                for one in proposals_of(page.asked if acts else ())
                if side_of(access, one.event) not in ("", one.side)
            ],
            "part": part_of_next(request, [school], page.since) if acts else Part(),
            "arrival": arrival if arrival and is_new(arrival, page.time, today) else None,
            "history_of": "" if acts else left_words(school),
        },
    )


def _card_of(access: Access, page: NextPage, *, acts: bool) -> dict[str, Any]:
    """What the reader may do with what comes next."""
    if page.card is None:
        return {"documents": []}
    event = page.card.event
    owner, completes = owner_of(event), acts and may(access, event, Permission.EVENT_COMPLETE)
    return {
        "owner": owner if completes else None,
        "may_complete": completes and owner is None,
        "may_attach": acts and may(access, event, Permission.DOCUMENT_ATTACH),
        "may_read": may(access, event, Permission.DOCUMENT_READ),
        "may_ask": acts and bool(side_of(access, event)),
        "may_move": may(access, event, Permission.EVENT_MOVE),
        "documents": documents_of(access, page.card, owner=owner, is_history=not acts),
    }


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
