"""`/events/<pk>/move-together/`: the same step at several schools, moved at once; and all of it taken back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from adapters import clock
from people.access import PortalRequest
from people.roles import Permission
from schedule.access import get_same_step_for
from schedule.actions.bulk import move_many, undo_many_moves
from schedule.actions.refusals import Refused
from schedule.forms_moving import MOST_SCHOOLS, TogetherForm
from schedule.models import Event, Move
from schedule.queries.moving_together import TogetherPage, Wish, together_page
from schedule.views.planner.many import (
    allowed_events,
    back_to_planner,
    count_words,
    list_of_step,
    numbers,
    tell_left,
    with_undo,
)

REFUSED, CHANGED = 422, 409


@require_http_methods(["GET", "POST"])
def move_together(request: PortalRequest, pk: int) -> HttpResponse:
    """Sent with `do=look` it shows what the day would mean at each school; nothing else moves than what was shown."""
    events = get_same_step_for(request.access, pk)
    this = next(event for event in events if event.pk == pk)
    if request.method != "POST":
        return _page(
            request, this, TogetherForm(), _read(request, events, _ticked_first(request, this, events))
        )
    form = TogetherForm(request.POST)
    looks = request.POST.get("do") != "move"
    form.is_valid()
    if looks and not request.POST.get("reason", "").strip():
        form.errors.pop("reason", None)  # whoever only looks has no reason to give yet
    page = _read(request, events, form.ticked, form.wish)
    if looks or form.errors:
        return _page(request, this, form, page, status=REFUSED if form.errors else 200)
    if {line.looked for line in page.moving} != form.looked or not page.moving:
        return _look_again(request, this, form, page)
    try:
        moves = move_many(
            days=[(line.event, line.day) for line in page.moving if line.day], reason=form.cleaned_data["reason"],
            by=request.user, now=clock.now(), today=clock.today(),
        )  # fmt: skip
    except Refused as refusal:
        form.add_error(None, str(refusal))
        again = _read(request, get_same_step_for(request.access, pk), form.ticked, form.wish)
        return _page(request, this, form, again, status=CHANGED)
    return _moved(request, this, moves, len(page.refused))


@require_POST
def undo_moves(request: PortalRequest) -> HttpResponse:
    request.access.require(Permission.EVENT_MOVE)
    pks = numbers(request.POST.get("changes", ""))[:MOST_SCHOOLS]
    mine = Move.objects.filter(pk__in=pks, by=request.user, undone_at=None).order_by("pk")
    found = list(mine.select_related("event__school", "event__year"))
    allowed = allowed_events(request, [one.event_id for one in found], Permission.EVENT_MOVE)
    ids = {event.pk for event in allowed}
    changed = undo_many_moves(
        moves=[one for one in found if one.event_id in ids],
        by=request.user, now=clock.now(), today=clock.today(),
    )  # fmt: skip
    if changed.changes:
        one = "is on its day again, and so is what follows it"
        many = "are on their days again, and so is what follows them"
        messages.success(request, count_words(changed, (one, many)))
    elif not changed.left:
        messages.error(request, "There was nothing left to take back. Nothing was changed.")
    tell_left(request, changed, 0)
    return back_to_planner(request)


def _ticked_first(request: PortalRequest, this: Event, events: Sequence[Event]) -> set[str]:
    """Those that were ticked in the planner; otherwise every school, where they are not too many."""
    ticked = request.GET.getlist("event")
    if not ticked:
        ticked = [str(event.pk) for event in events] if len(events) <= MOST_SCHOOLS else [str(this.pk)]
    return set(ticked[:MOST_SCHOOLS])


def _read(
    request: PortalRequest, events: Sequence[Event], ticked: set[str], wish: Wish | None = None
) -> TogetherPage:
    chosen = {event.pk for event in events if str(event.pk) in ticked}
    return together_page(
        access=request.access, events=events, chosen=chosen, wish=wish, now=clock.now(), today=clock.today()
    )


def _look_again(request: PortalRequest, this: Event, form: TogetherForm, page: TogetherPage) -> HttpResponse:
    """Something else would move than what was shown: a tick or the day is another, or one was changed meanwhile."""
    was = {int(pk): day for pk, day, _ in (one.split(":") for one in form.looked)}
    changed = [
        line.where
        for line in page.lines
        if line.event.pk in was and (line.stays or was[line.event.pk] != str(line.event.due_date))
    ]
    if changed:
        words = f"Changed a moment ago: {', '.join(changed)}. Nothing is moved: look at it as it is now, then confirm."
    elif page.moving:
        words = "Nothing is moved yet: look at what this means, then confirm."
    else:
        words = "It can move at none of these schools: each says why."
    form.add_error(None, words)
    return _page(request, this, form, page, status=CHANGED if changed else REFUSED)


def _moved(request: PortalRequest, this: Event, moves: Sequence[Move], left: int) -> HttpResponseRedirect:
    """To the planner's list, where they stand on their new days."""
    query = list_of_step(this, min(move.to_date for move in moves))
    count = len(moves)
    words = f"“{this.title}” is moved at {count} school{'' if count == 1 else 's'}. Each sees it on its page."
    if left:
        words += f" At {left} it could not move, so it stays as it was."
    messages.success(request, with_undo(request, "undo_moves", words, moves, query))
    return redirect(reverse("schedule:planner") + query)


def _page(
    request: PortalRequest, this: Event, form: TogetherForm, page: TogetherPage, *, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "event": this, "form": form, "page": page, "trust": this.school.trust if this.school else None,
        "refused": form if form.errors else None, "most": MOST_SCHOOLS,
    }  # fmt: skip
    return render(request, "schedule/move_together.html", context, status=status)
