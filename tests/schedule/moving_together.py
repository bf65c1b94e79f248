"""Asking for one step to move at several schools: what is sent, and what comes back."""

import re
from datetime import date
from typing import Any

from django.contrib.messages import get_messages
from django.test import Client

from schedule.models import Event
from tests.schedule.conftest import NOW, TODAY

ON_8 = date(2026, 12, 8)
HOW: dict[str, Any] = {"now": NOW, "today": TODAY}


def url(event: Event) -> str:
    return f"/events/{event.pk}/move-together/"


def to_day(*events: Event, day: str = "2026-12-08", do: str = "look", **more: Any) -> dict[str, Any]:
    return {"how": "day", "to": day, "event": [one.pk for one in events], "do": do, **more}


def by(*events: Event, count: int, unit: str = "days", way: str = "later") -> dict[str, Any]:
    return {
        "how": "by", "count": count, "unit": unit, "way": way, "event": [one.pk for one in events], "do": "look",
    }  # fmt: skip


def would_be(answer: Any) -> dict[str, str]:
    """By school: where it would go, or why it cannot."""
    lines = answer.context["page"].lines
    return {one.where: one.meaning.said if one.meaning else one.refusal or one.stays for one in lines}


def looked(answer: Any) -> list[str]:
    return [line.looked for line in answer.context["page"].moving]


def move(client: Client, *events: Event, **more: Any) -> Any:
    """Looked at, then moved."""
    return confirm(client, client.post(url(events[0]), to_day(*events, **more)), *events, **more)


def confirm(client: Client, shown: Any, *events: Event, **more: Any) -> Any:
    """Moved as the answer to a look showed it."""
    sent = {"do": "move", "reason": "A training day.", "looked": looked(shown)}
    return client.post(url(events[0]), to_day(*events, **more) | sent)


def days(*events: Event) -> list[date]:
    return [Event.objects.get(pk=event.pk).due_date for event in events]


def told(answer: Any) -> list[str]:
    return [re.sub(r"<form.*</form>", "", str(one)).strip() for one in get_messages(answer.wsgi_request)]
