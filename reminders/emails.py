"""The weekly mail: its headers and the words around a digest."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.urls import reverse

from adapters import mail
from reminders.digest import MOST_LINES, Digest


def send_weekly(*, digest: Digest, reminder_id: int, connection: BaseEmailBackend) -> None:
    settings_page = settings.PUBLIC_URL + reverse("people:me")
    mail.send(
        to=digest.email,
        name="weekly",
        context={
            "digest": digest,
            "next_page": settings.PUBLIC_URL + reverse("schedule:next"),
            "settings_page": settings_page,
            **_list("late", digest.late),
            **_list("this_week", digest.this_week),
            **_list("next_week", digest.next_week),
        },
        headers={
            "List-Unsubscribe": f"<{settings_page}>",
            "Auto-Submitted": "auto-generated",
            # The same mail sent again after a crash is recognised as the same.
            "Message-ID": f"<weekly-{reminder_id}@{urlsplit(settings.PUBLIC_URL).hostname}>",
        },
        connection=connection,
    )


def _list(name: str, items: tuple[Any, ...]) -> dict[str, Any]:
    """At most ten lines of each; the page has the others."""
    return {name: items[:MOST_LINES], f"more_{name}": len(items[MOST_LINES:])}
