"""POST `/planner/bulk/` and its undo: the same change to many steps. Each step goes through its own door."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from adapters import clock
from people.access import PortalRequest
from people.roles import Permission
from schedule.actions.bulk import agree_many, complete_many, mark_many_not_needed, undo_many
from schedule.models import Event, StateChange
from schedule.views.planner.forms import AGREE, DONE, MOST, MOVE, NOT_NEEDED, BulkForm
from schedule.views.planner.many import (
    allowed_events,
    back_to_planner,
    count_words,
    numbers,
    tell_left,
    with_undo,
)
from schedule.views.planner.page import planner_page

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
    need = Permission.EVENT_MOVE if act in (AGREE, MOVE) else Permission.EVENT_COMPLETE
    events = allowed_events(request, pks, need)
    if act == MOVE:
        return _to_move(request, form, events)
    by, now, today = request.user, clock.now(), clock.today()
    if act == DONE:
        changed = complete_many(events=events, done_date=wanted["done_date"], by=by, now=now, today=today)
    elif act == NOT_NEEDED:
        changed = mark_many_not_needed(events=events, reason=wanted["reason"], by=by, now=now, today=today)
    else:
        changed = agree_many(events=events, by=by, now=now, today=today)
    if changed.changes:
        messages.success(
            request, with_undo(request, "planner_undo", count_words(changed, TOLD[act]), changed.changes)
        )
    tell_left(request, changed, len(pks) - len(events))
    return back_to_planner(request)


@require_POST
def undo_bulk(request: PortalRequest) -> HttpResponse:
    request.access.require(Permission.EVENT_MOVE)
    pks = numbers(request.POST.get("changes", ""))[:MOST]
    found = StateChange.objects.filter(pk__in=pks, by=request.user, undone_at=None).order_by("pk")
    changes = list(found.select_related("event__school", "event__year"))
    allowed = {
        event.pk: event
        for event in allowed_events(request, [one.event_id for one in changes], Permission.EVENT_COMPLETE)
    }
    changed = undo_many(
        changes=[one for one in changes if one.event_id in allowed],
        by=request.user, now=clock.now(), today=clock.today(),
    )  # fmt: skip
    if changed.changes:
        messages.success(request, count_words(changed, ("is as it was before", "are as they were before")))
    elif not changed.left:
        messages.error(request, "There was nothing left to take back. Nothing was changed.")
    tell_left(request, changed, 0)
    return back_to_planner(request)


def _to_move(request: PortalRequest, form: BulkForm, events: list[Event]) -> HttpResponse:
    """To the page that shows what it would mean. Nothing moves before."""
    steps = {(event.year_id, event.key) for event in events}
    if len(steps) != 1 or events[0].school is None:
        several = f"These are {len(steps)} different steps. " if len(steps) > 1 else ""
        form.add_error("event", f"{several}Tick one step of the handbook at the schools where it moves.")
        return planner_page(request, form)
    ticked = urlencode([("event", event.pk) for event in events])
    return redirect(f"{reverse('schedule:move_together', args=[events[0].pk])}?{ticked}")
