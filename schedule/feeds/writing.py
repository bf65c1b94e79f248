"""The rows of a feed as iCalendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from functools import cache, lru_cache
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from adapters import ical
from people.roles import is_known, title_of
from schedule.feeds.reading import SCHOOL, Row, State, rows_of
from schedule.feeds.scope import Scope
from schedule.models import Event
from schedule.queries.items import event_url
from schools.terms import say_day

EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


def feed_of(scope: Scope, state: State) -> bytes:
    return ical.calendar(scope.title, _fragments(rows_of(scope), state))


def _fragments(rows: list[tuple[Any, ...]], state: State) -> Iterator[bytes]:
    schools = {row[SCHOOL] for row in rows} - {None}
    here = settings.PUBLIC_URL
    places: dict[int | None, tuple[int | str, str, str, str]] = {None: ("trust", state.trust, "", here)}
    for pk in schools:
        urn, name = state.schools[pk]
        places[pk] = (urn, name, f" ({name})" if len(schools) > 1 else "", here)
    for row in rows:
        yield _fragment(row, places[row[SCHOOL]])


# What never changes is written once: of 1,000 events one changed, and one is written anew. About 1 kB each. Nothing
# is forgotten on purpose: whatever is written of an event is part of the question.
@lru_cache(maxsize=16_384)
def _fragment(values: tuple[Any, ...], at: tuple[int | str, str, str, str]) -> bytes:
    row = Row._make(values)
    place, where, suffix, here = at
    not_needed = row.state == Event.State.NOT_NEEDED
    url = here + event_url(row.pk)
    return ical.fragment(
        ical.Entry(
            uid=f"{row.start_year}-{place}-{row.key}@{_host(here)}",
            sequence=_sequence(row),
            changed_at=_moment(row.changed_at),
            title=f"{'Not needed: ' if not_needed else ''}{row.title}{suffix}",
            day=date.fromisoformat(row.due),
            start=time.fromisoformat(row.start) if row.start else None,
            end=time.fromisoformat(row.end) if row.end else None,
            description=_description(row, url),
            location=where,
            url=url,
            cancelled=not_needed,
        )
    )


def forget_fragments() -> None:
    """For measuring."""
    _fragment.cache_clear()


@cache
def _host(here: str) -> str:
    return urlsplit(here).hostname or "portal"


def _sequence(row: Row) -> int:
    """Seconds to the last change, and how often it was changed: never less for one UID than it was.

    The UID is made of year, school and key, and not of the row's number: an event that one edition withdraws and the
    next brings back, or that stands in a database filled anew, is the same to the calendars that know it. Such a row
    starts at revision 0; the seconds since put it ahead of the one before. It fits the 31 bits there are until 2088.
    """
    return int((_moment(row.changed_at) - EPOCH).total_seconds()) + row.revision


def _moment(text: str) -> datetime:
    """SQLite says none, and means UTC."""
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def _description(row: Row, url: str) -> str:
    """Only what the handbook says and when: a calendar is copied to places this portal does not keep."""
    lines = []
    if row.done:
        lines.append(f"Done on {_say(row.done)}.")
    if row.opens < row.due:
        lines.append(f"Opens {_say(row.opens)}.")
    if row.last_school:
        lines.append(f"Legal deadline. The last school day before it is {_say(row.last_school)}.")
    lines.append(f"Owner: {title_of(row.owner_role) if is_known(row.owner_role) else row.owner_role}.")
    if why := row.why or row.process_why:
        lines.append(why)
    lines.append(url)
    return "\n".join(lines)


def _say(day: str) -> str:
    return say_day(date.fromisoformat(day))
