"""Preparing next year and closing this one."""

import re
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from adapters import clock
from people.access import PortalRequest
from people.roles import Permission
from schedule.actions import Refused
from schedule.actions.rollover import DayRefused, carry_over, close_year
from schedule.queries.rollover_page import roll_over_page
from schedule.tasks import hand_on
from schools.models import SchoolYear

REFUSED = 422  # the form came back with what is wrong with it
FEW = 12  # steps that need not be folded
A_NUMBER = re.compile(r"[0-9]{1,18}")


@require_safe
def roll_over(request: PortalRequest, start: int) -> HttpResponse:
    """One page that leads from this year to the next."""
    return _page(request, _year_for(request, start))


@require_POST
def carry(request: PortalRequest, start: int) -> HttpResponse:
    """What is ticked, each with the day that stands beside it."""
    year = _year_for(request, start)
    following = get_object_or_404(SchoolYear, start_year=start + 1)
    ticked = [int(pk) for pk in request.POST.getlist("carry") if A_NUMBER.fullmatch(pk)]
    written = {pk: request.POST.get(f"day-{pk}", "") for pk in ticked}
    days = {pk: _day(text) for pk, text in written.items()}
    unread = {pk: "Write the new day as 2027-09-14." for pk, day in days.items() if day is None}
    if unread or not ticked:
        words = (
            "One of the days cannot be read." if unread else "Nothing is ticked, so nothing was carried over."
        )
        return _page(request, year, written=written, wrong=unread, summary=words)
    try:
        made = carry_over(
            events={pk: day for pk, day in days.items() if day}, into=following, by=request.user,
            now=clock.now(), today=clock.today(),
        )  # fmt: skip
    except DayRefused as refusal:
        wrong = {refusal.pk: str(refusal)}
        return _page(request, year, written=written, wrong=wrong, summary="Nothing was carried over yet.")
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("schedule:roll_over", start)
    count = f"{len(made)} step{'' if len(made) == 1 else 's'}"
    messages.success(request, f"{count} carried over to {following}. Each says where it comes from.")
    at = QueryDict(mutable=True)
    at["at"] = request.POST.get("at", "")
    return redirect(f"{reverse('schedule:roll_over', args=[start])}?{at.urlencode()}#carry")


@require_POST
def close(request: PortalRequest, start: int) -> HttpResponse:
    year = _year_for(request, start)
    typed = request.POST.get("typed", "").strip()
    if typed != str(year):
        words = f"Type {year} to close it. Nothing was changed."
        return _page(request, year, not_typed=words, typed=typed)
    try:
        archives = close_year(year=year, by=request.user, now=clock.now(), today=clock.today())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("schedule:roll_over", start)
    for archive in archives:
        hand_on(archive.pk)
    messages.success(request, f"{year} is closed. Its archive is being made.")
    return redirect("schedule:archive", start)


def _year_for(request: PortalRequest, start: int) -> SchoolYear:
    request.access.require(Permission.YEAR_BUILD)
    return get_object_or_404(SchoolYear.objects.select_related("closed_by"), start_year=start)


def _page(
    request: PortalRequest,
    year: SchoolYear,
    *,
    written: dict[int, str] | None = None,
    wrong: dict[int, str] | None = None,
    summary: str = "",
    not_typed: str = "",
    typed: str = "",
) -> HttpResponse:
    """With what was ticked and written, where a form was refused."""
    page = roll_over_page(year=year, by=request.user, now=clock.now(), today=clock.today())
    wrong = wrong or {}
    at = (request.POST if request.method == "POST" else request.GET).get("at", "")
    shown = page.left_at(at)
    places = [
        (one, [(line, wrong.get(line.pk, ""), *_kept(line.pk, line.proposed, written)) for line in one.lines])
        for one in shown
    ]
    context: dict[str, Any] = {
        "page": page, "places": places, "at": at, "is_part": len(shown) < len(page.left),
        "is_open": sum(len(one.lines) for one in shown) <= FEW,
        "summary": summary, "wrong": wrong, "not_typed": not_typed, "typed": typed,
    }  # fmt: skip
    return render(request, "schedule/rollover.html", context, status=REFUSED if summary or not_typed else 200)


def _kept(pk: int, proposed: date | None, written: dict[int, str] | None) -> tuple[bool, str]:
    """Whether it is ticked, and the day as it stands in the form."""
    day = proposed.isoformat() if proposed else ""
    return (True, written[pk]) if written and pk in written else (False, day)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
