"""iCalendar: events as text that Outlook, Google and Apple subscribe to (RFC 5545, RFC 7986)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vText

LONDON = ZoneInfo("Europe/London")
PRODUCT = "-//School improvement portal//Calendar//EN"
CONTENT_TYPE = "text/calendar; charset=utf-8"
REFRESH = timedelta(hours=4)
NO_END = timedelta(hours=1)  # how long an event lasts that says only when it starts
END = b"END:VCALENDAR\r\n"


@dataclass(frozen=True, slots=True)
class Entry:
    """`start` None: the whole day. `uid` and `sequence` let a calendar replace what it already has."""

    uid: str
    sequence: int
    changed_at: datetime
    title: str
    day: date
    start: time | None = None
    end: time | None = None
    description: str = ""
    location: str = ""
    url: str = ""
    cancelled: bool = False


def calendar(name: str, fragments: Iterable[bytes]) -> bytes:
    """`fragments`: each event as `fragment` wrote it."""
    return b"".join((_head(name), *fragments, END))


@lru_cache(maxsize=512)
def _head(name: str) -> bytes:
    whole = Calendar()
    whole.add("prodid", PRODUCT)
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    whole.add("method", "PUBLISH")
    whole.add("name", vText(name))
    whole.add("x-wr-calname", vText(name))
    whole.add("x-wr-timezone", "Europe/London")
    whole.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    whole.add("x-published-ttl", "PT4H")
    whole.add_component(_london())
    head: bytes = whole.to_ical()
    return head.removesuffix(END)


def _london() -> Timezone:
    """As rules, which every calendar reads, rather than as a list of days up to 2037."""
    zone = Timezone()
    zone.add("tzid", "Europe/London")
    for part, name, month, hour, before, after in (
        (TimezoneDaylight(), "BST", 3, 1, 0, 1),
        (TimezoneStandard(), "GMT", 10, 2, 1, 0),
    ):
        part.add("dtstart", datetime(1996, month, 31 if month == 3 else 27, hour))  # noqa: DTZ001 -- the zone itself
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        part.add("tzname", name)
        part.add("tzoffsetfrom", timedelta(hours=before))
        part.add("tzoffsetto", timedelta(hours=after))
        zone.add_component(part)
    return zone


def fragment(entry: Entry) -> bytes:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("summary", entry.title)
    if entry.start is None:
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + timedelta(1))
        event.add("transp", "TRANSPARENT")  # a deadline does not make anybody busy all day
        event.add("x-microsoft-cdo-alldayevent", "TRUE")
    else:
        start = datetime.combine(entry.day, entry.start, LONDON)
        event.add("dtstart", start)
        if entry.end is not None and entry.end > entry.start:
            event.add("dtend", datetime.combine(entry.day, entry.end, LONDON))
        else:
            event.add("dtend", start + NO_END)
        event.add("transp", "TRANSPARENT" if entry.cancelled else "OPAQUE")
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    for name in ("location", "description", "url"):
        if getattr(entry, name):
            event.add(name, getattr(entry, name))
    written: bytes = event.to_ical()
    return written
