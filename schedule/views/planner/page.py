"""`/planner/`: a year of one school, of all schools or of one person."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from adapters import clock
from people.access import PortalRequest
from people.roles import Permission
from schedule.queries.planner import (
    VIEWS,
    WHOLE,
    Asked,
    LineLook,
    Look,
    Offer,
    Planner,
    cells_html,
    lines_html,
    read_list,
    read_planner,
)
from schedule.ribbon import Ribbon, RibbonEvent, ribbon
from schedule.views.planner.asking import asked_of
from schedule.views.planner.forms import BulkForm
from schools.queries import the_trust
from schools.terms import monday_of, year_code

SCHOOLS_A_PAGE = 100
REFUSED = 422


@require_safe
def planner(request: PortalRequest) -> HttpResponse:
    return planner_page(request)


def planner_page(request: PortalRequest, refused: BulkForm | None = None) -> HttpResponse:
    """With the form for many steps as it was refused, if it was."""
    today = clock.today()
    asked, offered = asked_of(request, today)
    request.trust = trust = asked.schools[0].trust if asked.schools else the_trust()
    whose: dict[str, Any] = {"access": request.access, "asked": asked, "trust": trust}
    is_list = asked.view == "list"
    page = read_list(**whose, number=request.GET.get("page")) if is_list else read_planner(**whose)
    context = _frame(page, asked, offered) | {"trust": trust, "offered": offered}
    context |= _list(request, page, refused) if is_list else _table(request, page)
    return render(request, "schedule/planner.html", context, status=REFUSED if refused else 200)


def _frame(page: Planner, asked: Asked, offered: Offer) -> dict[str, Any]:
    """What every view shows, and where one goes from there. A refused form has an address of its own."""
    here = reverse("schedule:planner")
    return {
        "here": here,
        "page": page,
        "asked": asked,
        "stretch": page.stretch,
        "heading": _heading(asked, offered),
        "chosen": _chosen(asked, offered),
        "tabs": [
            {"url": here + asked.query(view=code), "label": label, "current": code == page.stretch.view}
            for code, label in VIEWS.items()
        ],
        "before": here + asked.query(day=page.stretch.before.day.isoformat()),
        "after": here + asked.query(day=page.stretch.after.day.isoformat()),
        "now": here + asked.query(day=""),
        "everything": here + asked.query(process="", role="", kind="", state=""),
        "query": asked.query(),
        "one_school": here + asked.query(school=""),
        "ribbon": _ribbon_of(page),
        "wall": _wall_of(page),
    }


def _list(request: PortalRequest, page: Planner, refused: BulkForm | None) -> dict[str, Any]:
    """One page of it, or all of it to print, where nothing is ticked."""
    is_whole = request.GET.get("page") == WHOLE
    plans = request.access.can(Permission.EVENT_MOVE) and not is_whole
    form = (refused or BulkForm(initial={"done_date": page.asked.today})) if plans else None
    look = LineLook(
        of_one_school=page.asked.school is not None,
        may_tick=plans,
        ticked=frozenset(refused.ticked) if refused else frozenset(),
    )
    return {
        "lines": page.lines,
        "by_week": _by_week(page, look),
        "half_terms": _half_terms(page),
        "is_whole": is_whole,
        "form": form,
        "refused": refused,
    }


def _table(request: PortalRequest, page: Planner) -> dict[str, Any]:
    """Its rows, each with its cells."""
    rows: Any = page.weeks.rows if page.weeks else ()
    if page.schools:
        rows = Paginator(page.schools.rows, SCHOOLS_A_PAGE).get_page(request.GET.get("page"))
    look = Look(
        by_school=page.schools is not None,
        says_where=page.asked.school is None and page.schools is None,
        says_who=page.weeks is not None and page.stretch.view == "week",
        list_address=reverse("schedule:planner") + page.asked.query(view="list", day="", process=""),
    )
    return {"rows": rows, "drawn": [(row, cells_html(row.cells, look)) for row in rows]}


def _heading(asked: Asked, offered: Offer) -> str:
    if asked.whose_code == "me":
        return "Your year"
    name = dict(offered.people).get(asked.whose_code, "").partition(",")[0]
    if name:
        return f"The year of {name}"
    return f"The year at {asked.school.known_as}" if asked.school else "The year across the trust"


def _chosen(asked: Asked, offered: Offer) -> list[str]:
    """What narrows the page, in words."""
    titles = (
        dict(offered.processes).get(asked.process, ""),
        dict((*offered.roles, *offered.jobs)).get(asked.role, ""),
        dict(offered.kinds).get(asked.kind, ""),
        dict(offered.states).get(asked.state, ""),
    )
    return [title for title in titles if title]


def _wall_of(page: Planner) -> str:
    school = f"school={page.asked.school.urn}&" if page.asked.school else ""
    return f"?{school}year={page.stretch.start_year}"


def _by_week(page: Planner, look: LineLook) -> list[tuple[str, bool, SafeString]]:
    """The heading of a week, whether the day that is looked at comes first in it, and its lines."""
    weeks = []
    is_ahead = False
    for heading, found in groupby(
        page.entries, key=lambda one: page.time.week(one.item.due, page.asked.today)
    ):
        entries = list(found)
        begins = not is_ahead and entries[-1].item.due >= page.asked.day
        is_ahead = is_ahead or begins
        weeks.append((heading, begins, lines_html(entries, look)))
    return weeks


def _half_terms(page: Planner) -> list[tuple[str, str]]:
    """Where each begins in a list of several pages: its name and its address."""
    calendar = next((one for one in page.time.calendars if one.start_year == page.stretch.start_year), None)
    if calendar is None or page.lines is None or not page.lines.has_other_pages():
        return []
    return [
        (
            page.time.names.get(one.code, one.code),
            reverse("schedule:planner") + page.asked.query(day=monday_of(one.first).isoformat()),
        )
        for one in calendar.periods
    ]


def _ribbon_of(page: Planner) -> Ribbon | None:
    """Of one school, drawn from what the page has read already."""
    school, calendar = page.asked.school, page.calendar
    if school is None or calendar is None:
        return None
    return ribbon(
        calendar=calendar,
        today=page.asked.today,
        events=[
            RibbonEvent(
                item.due,
                item.opens,
                item.title,
                item.kind or "task",
                item.state,
                item.school_minutes,
                item.url,
            )
            for item in page.year
        ],
        title=f"The year at {school.known_as}, {year_code(calendar.start_year)}",
        names=page.time.names,
    )
