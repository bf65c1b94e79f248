"""What changing many steps at once needs: which may be, what is told of it, and the way back for all of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from people.access import PortalRequest
from people.roles import Permission
from schedule.access import get_event_for
from schedule.actions.bulk import Changed
from schedule.models import Event, Move, StateChange

MOST_TOLD = 6


def numbers(text: str) -> list[int]:
    """ "3,14", as the form of an undo sends them; what is no number is left out."""
    return [int(one) for one in text.split(",") if one.isascii() and one.isdigit() and len(one) < 18]


def allowed_events(request: PortalRequest, pks: Iterable[int], need: Permission) -> list[Event]:
    events = []
    for pk in pks:
        try:
            events.append(get_event_for(request.access, pk, need))
        except (Http404, PermissionDenied):
            continue
    return events


def count_words(changed: Changed[StateChange] | Changed[Move], words: tuple[str, str]) -> str:
    count = len(changed.changes)
    return f"1 step {words[0]}." if count == 1 else f"{count} steps {words[1]}."


def with_undo(
    request: PortalRequest,
    name: str,
    words: str,
    changes: Iterable[StateChange | Move],
    query: str | None = None,
) -> SafeString:
    """The message carries the way back for all of them. `query`: of the planner, if the page is not the planner."""
    return format_html(
        '{} <form class="inline" method="post" action="{}">'
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        '<input type="hidden" name="changes" value="{}">'
        '<button type="submit" class="btn plain">Undo all of it</button></form>',
        words,
        reverse(f"schedule:{name}") + (_query(request) if query is None else query),
        get_token(request),
        ",".join(str(change.pk) for change in changes),
    )


def tell_left(request: PortalRequest, changed: Changed[StateChange] | Changed[Move], unknown: int) -> None:
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


def list_of_step(event: Event, day: date) -> str:
    """The planner's list from that day on, where the step stands at each school."""
    process, dot, _ = event.key.partition(".")
    asked = {"school": "all", "process": process if dot else "other", "view": "list", "day": day.isoformat()}
    return f"?{urlencode(asked)}"


def back_to_planner(request: PortalRequest) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("schedule:planner") + _query(request))


def _query(request: PortalRequest) -> str:
    """What the planner showed stands in the address, here too."""
    query = request.META.get("QUERY_STRING", "")
    return f"?{query}" if query else ""
