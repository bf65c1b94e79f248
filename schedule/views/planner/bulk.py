"""POST `/planner/bulk/` and its undo: the same change to many steps. Each step goes through its own door."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from adapters import clock
from people.access import PortalRequest
from people.roles import Permission
from schedule.access import get_event_for
from schedule.actions.bulk import (
    Changed,
    agree_many,
    complete_many,
    mark_many_not_needed,
    undo_many,
)
from schedule.models import Event, StateChange
from schedule.views.planner.forms import AGREE, DONE, MOST, NOT_NEEDED, BulkForm
from schedule.views.planner.page import planner_page

MOST_TOLD = 6
TOLD = {
    DONE: ("is marked as done", "are marked as done"),
    NOT_NEEDED: ("is marked as not needed", "are marked as not needed"),
    AGREE: ("has its date agreed", "have their dates agreed"),
}


@require_POST
def bulk(request: PortalRequest) -> HttpResponse:
    request.access.require(Permission.EVENT_MOVE)
    form = BulkForm(request.POST)
    if not form.is_valid():
        return planner_page(request, form)
    wanted = form.cleaned_data
    act, pks = wanted["act"], wanted["event"]
    need = Permission.EVENT_MOVE if act == AGREE else Permission.EVENT_COMPLETE
    events = _allowed(request, pks, need)
    by, now, today = request.user, clock.now(), clock.today()
    if act == DONE:
        changed = complete_many(events=events, done_date=wanted["done_date"], by=by, now=now, today=today)
    elif act == NOT_NEEDED:
        changed = mark_many_not_needed(events=events, reason=wanted["reason"], by=by, now=now, today=today)
    else:
        changed = agree_many(events=events, by=by, now=now, today=today)
    if changed.changes:
        messages.success(request, _with_undo(request, _count(changed, TOLD[act]), changed.changes))
    _tell_left(request, changed, len(pks) - len(events))
    return _back(request)


@require_POST
def undo_bulk(request: PortalRequest) -> HttpResponse:
    request.access.require(Permission.EVENT_MOVE)
    asked = [one for one in request.POST.get("changes", "").split(",") if one.isascii() and one.isdigit()]
    pks = [int(one) for one in asked[:MOST] if len(one) < 18]
    found = StateChange.objects.filter(pk__in=pks, by=request.user, undone_at=None).order_by("pk")
    changes = list(found.select_related("event__school", "event__year"))
    allowed = {
        event.pk: event
        for event in _allowed(request, [one.event_id for one in changes], Permission.EVENT_COMPLETE)
    }
    changed = undo_many(
        changes=[one for one in changes if one.event_id in allowed],
        by=request.user, now=clock.now(), today=clock.today(),
    )  # fmt: skip
    if changed.changes:
        messages.success(request, _count(changed, ("is as it was before", "are as they were before")))
    elif not changed.left:
        messages.error(request, "There was nothing left to take back. Nothing was changed.")
    _tell_left(request, changed, 0)
    return _back(request)


def _allowed(request: PortalRequest, pks: Iterable[int], need: Permission) -> list[Event]:
    events = []
    for pk in pks:
        try:
            events.append(get_event_for(request.access, pk, need))
        except (Http404, PermissionDenied):
            continue
    return events


def _count(changed: Changed, words: tuple[str, str]) -> str:
    count = len(changed.changes)
    return f"1 step {words[0]}." if count == 1 else f"{count} steps {words[1]}."


def _with_undo(request: PortalRequest, words: str, changes: Iterable[StateChange]) -> SafeString:
    """The message carries the way back for all of them."""
    return format_html(
        '{} <form class="inline" method="post" action="{}">'
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        '<input type="hidden" name="changes" value="{}">'
        '<button type="submit" class="btn plain">Undo all of it</button></form>',
        words,
        reverse("schedule:planner_undo") + _query(request),
        get_token(request),
        ",".join(str(change.pk) for change in changes),
    )


def _tell_left(request: PortalRequest, changed: Changed, unknown: int) -> None:
    """Which were left, and why."""
    told = [
        (f"{left.event.title}, {left.event.school.known_as if left.event.school else 'the trust'}", left.why)
        for left in changed.left
    ]
    if unknown:
        told.append((f"{unknown} more", "This is not yours to change, or is there no longer."))
    if not told:
        return
    total = len(changed.left) + unknown
    lines = format_html_join("", "<br>{}: {}", told[:MOST_TOLD])
    more = f" And {len(told) - MOST_TOLD} more." if len(told) > MOST_TOLD else ""
    messages.warning(
        request,
        format_html(
            "{} left as {}.{}{}",
            "1 step was" if total == 1 else f"{total} steps were",
            "it was" if total == 1 else "they were",
            lines,
            more,
        ),
    )


def _back(request: PortalRequest) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("schedule:planner") + _query(request))


def _query(request: PortalRequest) -> str:
    """What the planner showed stands in the address, here too."""
    query = request.META.get("QUERY_STRING", "")
    return f"?{query}" if query else ""
