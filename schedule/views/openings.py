"""Processes that are started at a school: the list, starting one with its dates shown before, calling one off."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_safe

from adapters import clock
from people.access import PortalRequest
from people.roles import Permission
from schedule.access import get_opening_for
from schedule.actions import Refused
from schedule.actions.openings import end_opening, opening_of, start_opening
from schedule.building import has_left, why_closed_off
from schedule.forms_openings import EndForm, StartForm, WhatForm
from schedule.queries.openings import (
    Preview,
    Startable,
    opening_page,
    opening_rows,
    openings_for,
    preview,
    process_titles,
    startable,
    year_it_is_in,
)
from schools.access import schools_for
from schools.models import School

REFUSED = 422  # the form came back with what is wrong with it
A_PAGE = 25


@dataclass(frozen=True)
class _Lists:
    """What there is to choose from, by what the form sends."""

    schools: dict[str, School]
    processes: dict[str, Startable]

    @property
    def choices(self) -> tuple[Iterable[School], Iterable[Startable]]:
        return self.schools.values(), self.processes.values()

    def chosen(self, form: WhatForm) -> tuple[School, Startable, date]:
        values = form.cleaned_data
        return self.schools[values["school"]], self.processes[values["process"]], values["day"]


def _lists(request: PortalRequest, today: date) -> _Lists:
    schools = (
        schools_for(request.access, Permission.PROCESS_OPEN).select_related("trust").order_by("name", "pk")
    )
    return _Lists(
        {str(one.urn): one for one in schools if not has_left(one, today)},
        {one.value: one for one in startable()},
    )


@require_safe
def openings(request: PortalRequest) -> HttpResponse:
    request.access.require_anywhere(Permission.PROCESS_OPEN)
    schools, found = openings_for(request.access)
    chosen = {"school": request.GET.get("school", ""), "process": request.GET.get("process", "")}
    shown = [
        one
        for one in found
        if chosen["school"] in ("", str(one.school.urn)) and chosen["process"] in ("", one.process_code)
    ]
    shown.sort(key=lambda one: one.ended_at is not None)
    page = Paginator(shown, A_PAGE).get_page(request.GET.get("page"))
    titles = process_titles()
    codes = sorted({one.process_code for one in found})
    return render(
        request,
        "schedule/openings.html",
        {
            "page_obj": page,
            "rows": opening_rows(page.object_list, titles, clock.today()),
            "any": bool(found),
            "schools": schools,
            "processes": [(code, titles.get(code, code)) for code in codes],
            "chosen": chosen,
        },
    )


@require_http_methods(["GET", "POST"])
def start(request: PortalRequest) -> HttpResponse:
    """With the values in the address it shows the dates; sent, it starts."""
    request.access.require_anywhere(Permission.PROCESS_OPEN)
    today = clock.today()
    lists = _lists(request, today)
    if request.method == "POST":
        sent = StartForm(request.POST).set_up(*lists.choices)
        if sent.is_valid():
            school, process, day = lists.chosen(sent)
            try:
                opening = start_opening(
                    school=school, process=process, day=day, reason=sent.cleaned_data["reason"],
                    by=request.user, now=clock.now(), today=today,
                )  # fmt: skip
            except Refused as refusal:
                sent.add_error(None, str(refusal))
            else:
                _say_started(request, process, school, reverse("schedule:end_opening", args=[opening.pk]))
                return redirect("schedule:opening", opening.pk)
        return _start_page(request, sent, sent, lists)
    given = _given(request.GET, lists)
    is_whole = all(given.get(name) for name in ("school", "process", "day"))
    asked = WhatForm(given) if is_whole else WhatForm(initial={"day": today, **given})
    asked.set_up(*lists.choices)
    return _start_page(request, asked, StartForm(initial=given).set_up(*lists.choices), lists)


def _start_page(
    request: PortalRequest, asked: WhatForm, start_form: StartForm, lists: _Lists
) -> HttpResponse:
    """`asked` says what is to be shown, `start_form` is what would start it, or was refused."""
    context: dict[str, Any] = {
        "form": asked, "start_form": start_form, "is_sent": start_form.is_bound, "processes": lists.processes,
    }  # fmt: skip
    if asked.is_bound and not {"school", "process", "day"} & set(asked.errors):
        school, process, day = lists.chosen(asked)
        context |= {"school": school, "process": process, "day": day}
        try:
            context["preview"] = _preview(request, school, process, day)
        except Refused as refusal:
            context["refused"] = "" if start_form.is_bound else str(refusal)
    status = REFUSED if start_form.is_bound else 200
    return render(request, "schedule/opening_start.html", context, status=status)


def _preview(request: PortalRequest, school: School, process: Startable, day: date) -> Preview:
    opening = opening_of(school=school, process=process, day=day, today=clock.today())
    return preview(access=request.access, opening=opening, now=clock.now(), today=clock.today())


def _given(query: QueryDict, lists: _Lists) -> dict[str, str]:
    """What the address says; `trigger` chooses the first process that waits for it."""
    given = {name: str(query[name]) for name in ("school", "process", "day", "reason") if name in query}
    if "process" not in given and "trigger" in query:
        fits = next((one for one in lists.processes.values() if one.word == query["trigger"]), None)
        given |= {"process": fits.value} if fits else {}
    return given


def _say_started(request: PortalRequest, process: Startable, school: School, off: str) -> None:
    messages.success(
        request,
        format_html(
            "“{}” is started at {}, and its dates are in the school’s year. "
            'Was it a mistake? <a href="{}">Call it off</a>.',
            process.title, school.known_as, off,
        ),
    )  # fmt: skip


@require_safe
def opening(request: PortalRequest, pk: int) -> HttpResponse:
    found = get_opening_for(request.access, pk)
    request.trust = found.school.trust
    page = opening_page(access=request.access, opening=found, today=clock.today())
    today = clock.today()
    context = {
        "page": page,
        "opening": found,
        "history_of": why_closed_off(found.year, found.school, today),
        "may_end": found.ended_at is None and not why_closed_off(year_it_is_in(found), found.school, today),
    }
    return render(request, "schedule/opening.html", context)


@require_http_methods(["GET", "POST"])
def end(request: PortalRequest, pk: int) -> HttpResponse:
    found = get_opening_for(request.access, pk)
    form = EndForm(request.POST if request.method == "POST" else None).set_up()
    if request.method == "POST" and form.is_valid():
        try:
            end_opening(
                opening=found, reason=form.cleaned_data["reason"], by=request.user,
                now=clock.now(), today=clock.today(),
            )  # fmt: skip
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "It is called off. What nobody had acted on has left the calendar.")
        return redirect("schedule:opening", pk)
    page = opening_page(access=request.access, opening=found, today=clock.today())
    history_of = why_closed_off(year_it_is_in(found), found.school, clock.today())
    return render(
        request,
        "schedule/opening_end.html",
        {"page": page, "opening": found, "form": form, "history_of": history_of},
        status=REFUSED if form.is_bound else 200,
    )
