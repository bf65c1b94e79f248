"""Moving a date: look at what it means, then ask the other side or move it. Agreeing a date, and taking a move back."""

import re
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_POST

from adapters import clock
from people.access import PortalRequest
from people.roles import Permission
from schedule.access import get_event_for, get_event_to_move, may
from schedule.actions import Refused, agree_date, move_at_once, propose_date, undo_move
from schedule.actions.refusals import ChangedMeanwhile
from schedule.actions.states import STILL_TO_DO
from schedule.building import why_read_only
from schedule.days import out_of_reach
from schedule.forms_moving import MoveForm
from schedule.models import Event
from schedule.queries.move_page import move_page
from schedule.queries.moving import Meaning, meaning_of_move
from schedule.queries.times import school_time
from schedule.words import SchoolTime
from schools.models import Trust
from schools.queries import the_trust

REFUSED, CHANGED = 422, 409


@require_http_methods(["GET", "POST"])
def move(request: PortalRequest, pk: int) -> HttpResponse:
    """A GET with ?to=2026-12-08 shows what that day would mean; htmx asks for that part alone."""
    event, side = get_event_to_move(request.access, pk)
    if request.method != "POST":
        return page_of_move(request, event, side)
    form = MoveForm(request.POST)
    at_once = request.POST.get("do") == "move" and may(request.access, event, Permission.EVENT_MOVE)
    if stopped := look_first(request, event, side, form):
        return stopped
    data = form.cleaned_data
    meant: dict[str, Any] = {
        "event": event,
        "reason": data["reason"],
        "closed_ok": data["closed_ok"],
        **form.when,
    }
    who: dict[str, Any] = {"by": request.user, "now": clock.now(), "today": clock.today()}
    try:
        if at_once:
            made = move_at_once(**meant, **who)
            say_moved(request, event, made.pk, f"“{event.title}” is moved. The school sees it on its page.")
        else:
            propose_date(side=side, **meant, **who)
            messages.success(
                request, f"You asked for another day for “{event.title}”. It stays as it is until then."
            )
    except Refused as refusal:
        return refused(request, event, side, form, refusal)
    return redirect(event)


@require_POST
def agree(request: PortalRequest, pk: int) -> HttpResponse:
    event, _ = get_event_to_move(request.access, pk)
    try:
        agree_date(event=event, by=request.user, now=clock.now(), today=clock.today())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"The date of “{event.title}” is agreed.")
    return redirect(event)


@require_POST
def undo(request: PortalRequest, pk: int) -> HttpResponse:
    event = get_event_for(request.access, pk, Permission.EVENT_MOVE)
    meant = request.POST.get("move", "")
    try:
        undo_move(
            event=event, by=request.user, now=clock.now(), today=clock.today(),
            move_pk=int(meant) if re.fullmatch(r"[0-9]{1,18}", meant) else None,
        )  # fmt: skip
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"“{event.title}” is on its day again, and what follows it too.")
    return redirect(event)


def look_first(request: PortalRequest, event: Event, side: str, form: MoveForm) -> HttpResponse | None:
    """The page once more: when the form is not whole, or its day is not the one that was looked at."""
    looks = request.POST.get("do") == "look"
    whole = form.is_valid()
    if looks and not form.data.get("reason", "").strip():
        form.errors.pop("reason", None)  # whoever only looks has no reason to give yet
    if looks or not whole:
        return page_of_move(request, event, side, form, status=200 if looks and _has_day(form) else REFUSED)
    if form.cleaned_data["looked"] != form.seen:
        messages.warning(request, "Nothing is moved yet: look at what this day means, then confirm.")
        return page_of_move(request, event, side, form, status=REFUSED)
    return None


def refused(
    request: PortalRequest, event: Event, side: str, form: MoveForm, refusal: Refused
) -> HttpResponse:
    form.add_error(None, str(refusal))
    changed = isinstance(refusal, ChangedMeanwhile)
    event.refresh_from_db()
    return page_of_move(request, event, side, form, status=CHANGED if changed else REFUSED)


def say_moved(request: PortalRequest, event: Event, move_pk: int, words: str) -> None:
    """The message carries the way back, for those who may."""
    if not may(request.access, event, Permission.EVENT_MOVE):
        messages.success(request, words)
        return
    button = format_html(
        '{} <form class="inline" method="post" action="{}">'
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        '<input type="hidden" name="move" value="{}"><button type="submit" class="btn plain">Undo</button></form>',
        words, reverse("schedule:undo_move", args=[event.pk]), get_token(request), move_pk,
    )  # fmt: skip
    messages.success(request, button)


def page_of_move(
    request: PortalRequest, event: Event, side: str, form: MoveForm | None = None, *, status: int = 200
) -> HttpResponse:
    trust = event.school.trust if event.school else the_trust()
    asked = MoveForm(request.GET) if form is None and "to" in request.GET else form
    if asked is not None and form is None and request.GET.get("to"):
        asked.is_valid()
    time = _time(event, trust, asked)
    meaning = _meaning(request, event, side, asked, time)
    shown = form or MoveForm(initial=_typed(asked))
    part = request.headers.get("HX-Request") == "true" and form is None
    may_move = may(request.access, event, Permission.EVENT_MOVE)
    context: dict[str, Any] = {
        "event": event, "form": shown, "meaning": meaning, "side": side, "trust": trust,
        "looked": asked.seen if asked and meaning else "", "refused": form if status == REFUSED else None,
        "day_errors": _day_errors(asked) if form is None else [],
        "may_move": may_move, "shut": _why_it_stays(event), "closed_ok": request.POST.get("closed_ok") == "on",
    }  # fmt: skip
    if not part:
        context["page"] = move_page(event=event, side=side, time=time)
    name = "schedule/_move_meaning.html" if part else "schedule/move.html"
    answer = render(request, name, context, status=status)
    answer["Vary"] = "HX-Request"
    return answer


def _why_it_stays(event: Event) -> str:
    """Said instead of a form that could only be refused."""
    if event.state not in STILL_TO_DO:
        state = event.get_state_display().lower()
        return f"It is marked as {state}, so its date stays. Undo that first if it is wrong."
    return why_read_only(event, clock.today())


def _meaning(
    request: PortalRequest, event: Event, side: str, form: MoveForm | None, time: SchoolTime
) -> Meaning | None:
    if form is None or not _has_day(form):
        return None
    data = form.cleaned_data
    return meaning_of_move(
        access=request.access, event=event, day=data["to"], times=(data.get("start"), data.get("end")), side=side,
        time=time, now=clock.now(), today=clock.today(),
    )  # fmt: skip


def _time(event: Event, trust: Trust | None, form: MoveForm | None) -> SchoolTime:
    """With the years of both days, where the new one is not out of reach anyway."""
    today = clock.today()
    days = [event.due_date]
    if form is not None and _has_day(form) and not out_of_reach(event, form.cleaned_data["to"], today):
        days.append(form.cleaned_data["to"])
    return school_time(trust, event.school, today, days=days)


def _has_day(form: MoveForm) -> bool:
    return form.is_bound and not {"to", "start", "end"} & set(form.errors) and "to" in form.cleaned_data


def _typed(form: MoveForm | None) -> dict[str, Any]:
    return dict(form.cleaned_data) if form is not None and _has_day(form) else {}


def _day_errors(form: MoveForm | None) -> list[str]:
    if form is None:
        return []
    return [str(error) for name in ("to", "start", "end") for error in form.errors.get(name, [])]
