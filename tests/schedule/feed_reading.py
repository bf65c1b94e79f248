"""A feed as a calendar gets it."""

from typing import Any

import icalendar
from django.test import Client
from django.urls import reverse

from schedule.models import Event, FeedToken


def address(feed: FeedToken) -> str:
    return reverse("schedule:feed_ics", args=[feed.token])


def events_at(feed: FeedToken) -> dict[str, Any]:
    """By UID, without the host."""
    answer = Client().get(address(feed))
    assert answer.status_code == 200
    whole: Any = icalendar.Calendar.from_ical(answer.content)
    events = whole.walk("VEVENT")
    found = {str(event["uid"]).partition("@")[0]: event for event in events}
    assert len(found) == len(events)
    return found


def uid(event: Event) -> str:
    return f"{event.year.start_year}-{event.school.urn if event.school else 'trust'}-{event.key}"
