"""`/planner/`: a year of one school, of all schools or of one person."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from adapters import clock
from people.access import PortalRequest
from people.roles import Permission
from schedule.queries.planner import VIEWS, Asked, Entry, Look, Offer, Planner, cells_html, read_planner
from schedule.ribbon import Ribbon, RibbonEvent, ribbon
from schedule.views.planner.asking import asked_of
from schedule.views.planner.forms import BulkForm
from schools.queries import the_trust
from schools.terms import year_code

A_PAGE = 50  # lines of the list
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
    page = read_planner(access=request.access, asked=asked, trust=trust)
    context = _frame(page, asked, offered) | {"trust": trust, "offered": offered}
    if page.stretch.view == "list":
        lines = _lines(request, page)
        plans = request.access.can(Permission.EVENT_MOVE)
        form = (refused or BulkForm(initial={"done_date": today})) if plans else None
        context |= {"lines": lines, "by_week": _by_week(lines, page), "form": form, "refused": refused}
        context["ticked"] = refused.ticked if refused else set()
    else:
        context |= _table(request, page)
    return render(request, "schedule/planner.html", context, status=REFUSED if refused else 200)


def _frame(page: Planner, asked: Asked, offered: Offer) -> dict[str, Any]:
    """What every view shows, and where one goes from there."""
    return {
        "page": page,
        "asked": asked,
        "stretch": page.stretch,
        "heading": _heading(asked, offered),
        "chosen": _chosen(asked, offered),
        "tabs": [
            {"url": asked.query(view=code), "label": label, "current": code == page.stretch.view}
            for code, label in VIEWS.items()
        ],
        "before": asked.query(day=page.stretch.before.day.isoformat()),
        "after": asked.query(day=page.stretch.after.day.isoformat()),
        "now": asked.query(day=""),
        "everything": asked.query(process="", role="", kind="", state=""),
        "query": asked.query(),
        "one_school": asked.query(school=""),
        "ribbon": _ribbon_of(page),
        "wall": _wall_of(page),
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
        list_address=page.asked.query(view="list", day="", process=""),
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


def _lines(request: PortalRequest, page: Planner) -> Page[Entry]:
    """Without a page asked for, the one where the days ahead begin."""
    pages = Paginator(page.entries, A_PAGE)
    asked = request.GET.get("page")
    if asked is None:
        ahead = sum(entry.item.due < page.asked.day for entry in page.entries)
        asked = str(ahead // A_PAGE + 1) if ahead < len(page.entries) else "1"
    return pages.get_page(asked)


def _by_week(lines: Iterable[Entry], page: Planner) -> list[tuple[str, list[Entry]]]:
    weeks = groupby(lines, key=lambda entry: page.time.week(entry.item.due, page.asked.today))
    return [(heading, list(entries)) for heading, entries in weeks]


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
