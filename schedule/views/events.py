"""The page of one event and what people do there. Every change is a POST with an address of its own."""

import re
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.module_loading import import_string
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST, require_safe

from adapters import clock
from adapters.markup import to_html
from people.access import PortalRequest
from people.roles import Permission
from schedule.access import get_attachment_for, get_event_for, may, side_of
from schedule.actions import (
    Refused,
    attach_file,
    complete_event,
    mark_not_needed,
    remove_attachment,
    undo_last,
)
from schedule.building import why_read_only
from schedule.forms import AttachForm, DoneForm, NotNeededForm
from schedule.models import Event, StateChange
from schedule.queries import DocumentLine, EventPage, event_page
from schedule.queries.moving import meaning_of_move
from schedule.queries.owners import Owner, owner_of
from schedule.views.documents import documents_of
from schedule.views.planner.many import list_of_step
from schools.queries import the_trust

REFUSED = 422  # the form came back with what is wrong with it


@require_safe
def event(request: PortalRequest, pk: int) -> HttpResponse:
    return _page(request, get_event_for(request.access, pk))


@require_POST
def done(request: PortalRequest, pk: int) -> HttpResponse:
    found = get_event_for(request.access, pk, Permission.EVENT_COMPLETE)
    form = DoneForm(request.POST)
    if not form.is_valid():
        return _page(request, found, done=form)
    try:
        change = complete_event(
            event=found, done_date=form.cleaned_data["done_date"], by=request.user,
            now=clock.now(), today=clock.today(),
        )  # fmt: skip
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        _say(request, found, change, f"“{found.title}” is marked as done.")
    return _back(request, found)


@require_POST
def not_needed(request: PortalRequest, pk: int) -> HttpResponse:
    found = get_event_for(request.access, pk, Permission.EVENT_COMPLETE)
    form = NotNeededForm(request.POST)
    if not form.is_valid():
        return _page(request, found, not_needed=form)
    try:
        change = mark_not_needed(
            event=found, reason=form.cleaned_data["reason"], by=request.user,
            now=clock.now(), today=clock.today(),
        )  # fmt: skip
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        _say(request, found, change, f"“{found.title}” is marked as not needed.")
    return _back(request, found)


@require_POST
def undo(request: PortalRequest, pk: int) -> HttpResponse:
    found = get_event_for(request.access, pk, Permission.EVENT_COMPLETE)
    change = request.POST.get("change", "")
    try:
        undo_last(
            event=found, by=request.user, now=clock.now(), today=clock.today(),
            change_pk=int(change) if re.fullmatch(r"[0-9]{1,18}", change) else None,
        )  # fmt: skip
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"“{found.title}” is as it was before.")
    return _back(request, found)


@require_POST
def attach(request: PortalRequest, pk: int) -> HttpResponse:
    found = get_event_for(request.access, pk, Permission.DOCUMENT_ATTACH)
    form = AttachForm(request.POST, request.FILES)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            added = attach_file(
                event=found, name=upload.name, file=upload, document_code=form.cleaned_data["document"],
                by=request.user, now=clock.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, f"“{added.name}” is attached.")
            return _back(request, found)
    return _page(request, found, attach=form)


@require_safe
def attachment(request: PortalRequest, pk: int) -> FileResponse:
    found = get_attachment_for(request.access, pk)
    try:
        file = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(file, as_attachment=True, filename=found.name, content_type=found.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def remove(request: PortalRequest, pk: int) -> HttpResponse:
    found = get_attachment_for(request.access, pk, Permission.DOCUMENT_ATTACH)
    try:
        remove_attachment(attachment=found, by=request.user, now=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"“{found.name}” is removed, and the file deleted.")
    return _back(request, found.event)


def _page(
    request: PortalRequest,
    found: Event,
    *,
    done: DoneForm | None = None,
    not_needed: NotNeededForm | None = None,
    attach: AttachForm | None = None,
) -> HttpResponse:
    """With the form that was refused, if one was."""
    refused = done or not_needed or attach
    trust = found.school.trust if found.school else the_trust()
    page = event_page(access=request.access, event=found, trust=trust, today=clock.today())
    step = page.card.step
    history_of, owner = why_read_only(found, clock.today()), owner_of(found)
    may_read = may(request.access, found, Permission.DOCUMENT_READ)
    context: dict[str, Any] = {
        "page": page,
        "card": page.card,
        "trust": trust,
        "guidance": mark_safe(to_html(step.guidance)) if step else "",  # noqa: S308 -- cleaned by adapters.markup
        "refused": refused,
        "history_of": history_of,
        "owner": owner if may(request.access, found, Permission.EVENT_COMPLETE) else None,
        "may_complete": not history_of
        and owner is None
        and may(request.access, found, Permission.EVENT_COMPLETE),
        "may_attach": not history_of and may(request.access, found, Permission.DOCUMENT_ATTACH),
        "may_read": may_read,
        "history": [line for line in page.history if may_read or not line.is_file],
        "parts": [import_string(part)(request, found) for part in settings.PARTS_OF_AN_EVENT],
        "documents": documents_of(
            request.access, page.card, page.papers, owner=owner, is_history=bool(history_of)
        ),
        **_moving(request, found, page, is_history=bool(history_of)),
        "done_form": (done or DoneForm(initial={"done_date": clock.today()})).set_up(found),
        "not_needed_form": (not_needed or NotNeededForm()).set_up(found),
        "attach_form": (attach or AttachForm()).set_up(found, _choices(page, owner)),
    }
    return render(request, "schedule/event.html", context, status=REFUSED if refused else 200)


def _choices(page: EventPage, owner: Owner | None) -> list[DocumentLine]:
    """The documents a file may be attached as: not what is written elsewhere."""
    return [one for one in page.card.choices if owner is None or one.code not in owner.replaces]


def _moving(request: PortalRequest, found: Event, page: EventPage, *, is_history: bool) -> dict[str, Any]:
    """What the person may do about the date; and where another day is asked for, what it would mean."""
    side = "" if is_history else side_of(request.access, found)
    asked = page.asked.proposal if page.asked else None
    answers = bool(side) and asked is not None and asked.side != side
    meaning = None
    if asked is not None and side:
        meaning = meaning_of_move(
            access=request.access, event=found,
            day=asked.to_date, times=(asked.start_time, asked.end_time), side=asked.side, time=page.time,
            now=clock.now(), today=clock.today(),
        )  # fmt: skip
    return {
        "may_move": may(request.access, found, Permission.EVENT_MOVE),
        "may_ask": bool(side),
        "answers": answers,
        "asks": bool(side) and asked is not None and asked.side == side,
        "meaning": meaning,
        "steps_list": list_of_step(found, page.together.first) if page.together else "",
    }


def _say(request: PortalRequest, found: Event, change: StateChange, words: str) -> None:
    """The message carries the way back."""
    button = format_html(
        '{} <form class="inline" method="post" action="{}">'
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        '<input type="hidden" name="change" value="{}"><button type="submit" class="btn plain">Undo</button></form>',
        words,
        reverse("schedule:undo", args=[found.pk]),
        get_token(request),
        change.pk,
    )
    messages.success(request, button)


def _back(request: PortalRequest, found: Event) -> HttpResponseRedirect:
    """To the page the person came from, if it is one of ours."""
    back = request.POST.get("back", "")
    if back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return HttpResponseRedirect(back)
    return redirect(found)
