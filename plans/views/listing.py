"""All plans beside each other, what they share, and the same as a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from adapters import clock
from adapters.sheets import write_csv
from people.access import PortalRequest
from people.roles import Permission
from plans.queries.plan_list import STATES, PlanLine, PlanList, Wish, plan_list
from plans.queries.said import RATINGS
from plans.queries.themes import themes_in
from plans.views.glance import school_page
from schools.access import schools_for
from schools.queries import the_trust, year_of

SCHOOLS_A_PAGE = 25
COLUMNS = (
    "School", "URN", "State of the plan", "Priority", "Serves the trust’s priority", "Areas", "Review", "Delivery",
    "Why (delivery)", "Impact", "Why (impact)", "Direction", "Confidence", "Last update",
)  # fmt: skip


@require_safe
def plans(request: PortalRequest) -> HttpResponse:
    """The plan of the own school; for those with several schools, all of theirs."""
    access = request.access
    access.require_anywhere(Permission.PLAN_VIEW)
    if access.reach(Permission.PLAN_VIEW) is not None:
        own = list(schools_for(access, Permission.PLAN_VIEW).order_by("name", "pk")[:2])
        if len(own) == 1:
            return school_page(request, own[0])
    found = _list(request)
    wish = _wish(request, found)
    context = {
        "list": found,
        "trust": request.trust,
        "page": Paginator([line for line in found.lines if wish.keeps(line)], SCHOOLS_A_PAGE).get_page(
            request.GET.get("page")
        ),
        "wish": wish,
        "states": [(code, words) for code, words in STATES.items() if any(one.state == code for one in found.lines)],
        "ratings": RATINGS.items(),
        "agrees": access.can(Permission.PLAN_AGREE),
        "drafts": access.can_anywhere(Permission.PLAN_COMMENT),
    }  # fmt: skip
    return render(request, "plans/list.html", context)


@require_safe
def themes(request: PortalRequest) -> HttpResponse:
    request.access.require(Permission.PLAN_AGREE)
    found = _list(request)
    return render(request, "plans/themes.html", {"list": found, "themes": themes_in(found.lines)})


@require_safe
def plans_csv(request: PortalRequest) -> HttpResponse:
    request.access.require_anywhere(Permission.PLAN_VIEW)
    found = _list(request)
    wish = _wish(request, found)
    data = write_csv(COLUMNS, _rows(line for line in found.lines if wish.keeps(line)))
    response = HttpResponse(data, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="plans-{found.year.start_year}.csv"'
    return response


def _list(request: PortalRequest) -> PlanList:
    today = clock.today()
    request.trust = the_trust()
    year = year_of(today)
    if year is None:
        raise Http404("No term dates are entered for this school year, so it has no plans yet.")
    return plan_list(access=request.access, year=year, today=today)


def _wish(request: PortalRequest, found: PlanList) -> Wish:
    """What is not known narrows nothing."""
    state, area, rating = (request.GET.get(name, "") for name in ("state", "area", "rating"))
    return Wish(
        state if state in STATES else "",
        area if area in found.areas else "",
        rating if rating in RATINGS else "",
    )


def _rows(lines: Iterable[PlanLine]) -> Iterator[tuple[object, ...]]:
    for line in lines:
        head = (line.name, line.school.urn if line.school else "", line.state_words)
        if not line.priorities:
            yield (*head, *[""] * 10, line.quiet)
        for one in line.priorities:
            said = one.said
            yield (
                *head, one.title, one.serves, "; ".join(one.areas), said.term if said else "",
                RATINGS.get(said.delivery, "") if said else "", said.delivery_why if said else "",
                RATINGS.get(said.impact, "") if said else "", said.impact_why if said else "",
                said.direction_word if said else "", said.confidence_word if said else "", line.quiet,
            )  # fmt: skip
