"""The weeks ahead at several schools: of the whole trust, and of the schools somebody works with."""

from collections.abc import Sequence

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from adapters import clock
from handbook.queries import to_read
from people.access import PortalRequest
from people.roles import Permission
from schedule.access import side_of
from schedule.queries import Places, places, trust_week
from schedule.queries.next_page import since_of
from schedule.queries.parts import Column, columns_of, part_of_next
from schedule.queries.proposals import asked_at, asked_line, asked_of_trust
from schedule.queries.trust_week import schools_week
from schools.models import School
from schools.queries import the_trust

SCHOOLS_A_PAGE = 50


def trust_page(request: PortalRequest) -> HttpResponse:
    access, today = request.access, clock.today()
    request.trust = trust = the_trust()
    week = trust_week(access=access, places=places(access.school_ids, today), trust=trust, today=today)
    lines = Paginator(week.schools, SCHOOLS_A_PAGE).get_page(request.GET.get("page"))
    columns = columns_of(request, [line.school for line in lines])
    return render(
        request,
        "schedule/home_trust.html",
        {
            "trust": trust,
            "week": week,
            "lines": lines,
            "rows": [(line, _cells(columns, line.school)) for line in lines],
            "columns": columns,
            "to_read": to_read(access),
            "asked": asked_of_trust(access, today),
            "part": part_of_next(request, None, None),
            # Who only reads gets the calm version: no tiers, and not who signed in when.
            "acts": access.can(Permission.EVENT_COMPLETE),
            "sees_tiers": access.can(Permission.TIER_VIEW),
        },
    )


def schools_page(request: PortalRequest, found: Places, schools: Sequence[School]) -> HttpResponse:
    """Each school on one line. Whoever works with one school reads its own page instead."""
    access, today = request.access, clock.today()
    request.trust = schools[0].trust
    week = schools_week(access=access, places=found, schools=schools, today=today)
    since = since_of(access.user, clock.now())
    columns = columns_of(request, schools)
    return render(
        request,
        "schedule/own_schools.html",
        {
            "trust": request.trust,
            "week": week,
            "lines": [
                (
                    line,
                    access.can(Permission.TIER_VIEW, line.school.pk),
                    _cells(columns, line.school),
                )
                for line in week.schools
            ],
            "columns": columns,
            "to_read": to_read(access),
            "asked": [
                asked_line(one, week.time)
                for one in asked_at([one.pk for one in schools])
                if side_of(access, one.event) not in ("", one.side)
            ],
            "since": since,
            "part": part_of_next(request, schools, since),
        },
    )


def _cells(columns: Sequence[Column], school: School) -> list[tuple[str, str]]:
    """Heading and cell of each column that apps above put beside the school."""
    return [(one.heading, one.cells.get(school.pk, "")) for one in columns]
