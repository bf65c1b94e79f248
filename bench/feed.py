"""Feeds: from nothing, when one event changed, when nothing did, and for a calendar that has it all already."""

from collections.abc import Callable
from datetime import timedelta
from statistics import median
from time import perf_counter
from typing import Any

from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.portal import NOW, TODAY, add_schools, empty, head_of
from bench.serving import milliseconds, served
from people.models import User
from schedule.actions.feed import renew_feed_token
from schedule.building import build_year
from schedule.feeds.writing import forget_fragments
from schedule.models import Event
from schools.models import Appointment

RUNS = 60
SCHOOLS = 100


def measure() -> None:
    year = empty()
    schools = add_schools(year, SCHOOLS)
    head = head_of(schools[0])
    for school in schools[1:7]:  # seven schools: more than 1,000 events
        Appointment.objects.create(person=head, role="headteacher", school=school, from_date=TODAY)
    lead = User.objects.create_user("lead@demo.example", "demo", name="Lead")
    Appointment.objects.create(person=lead, role="improvement_lead", from_date=TODAY.replace(year=2025))
    build_year(year=year, by=None, now=NOW, today=TODAY)
    feeds: dict[str, tuple[User, dict[str, Any]]] = {
        "head of seven schools": (head, {}),
        "one school": (head, {"school": schools[0]}),
        "school improvement lead": (lead, {}),
        "visits at every school": (lead, {"process_code": "P10"}),
    }
    paths = {
        name: f"/calendar/{renew_feed_token(by=who, now=NOW, **of).token}.ics"
        for name, (who, of) in feeds.items()
    }
    print(f"\nCalendar feeds, {SCHOOLS} schools ({connection.vendor}), in process, milliseconds")
    print(f"{'feed':<26} {'events':>7} {'kB':>6} {'from nothing':>13} {'one changed':>12} {'unchanged':>10}")
    for name, path in paths.items():
        _written(name, path)
    print("\nNot modified, behind the server")
    with served() as port:
        for name, path in paths.items():
            _not_modified(name, path, port)


def _written(name: str, path: str) -> None:
    client = Client(HTTP_HOST="127.0.0.1")
    data = client.get(path).content
    forget_fragments()
    nothing = _timed(lambda: client.get(path))
    changed = median(_changed(client, path, data) for _ in range(RUNS // 3))
    unchanged = median(_timed(lambda: client.get(path)) for _ in range(RUNS // 3))
    events = data.count(b"BEGIN:VEVENT")
    print(
        f"{name:<26} {events:>7,} {len(data) // 1000:>6} {nothing:>13.0f} {changed:>12.1f} {unchanged:>10.1f}"
        f"   {nothing / changed:.0f} times as quick"
    )


def _changed(client: Client, path: str, data: bytes) -> float:
    """One event of the feed is changed; what is timed is the answer after that."""
    number = int(data.partition(b"/events/")[2].partition(b"/")[0])
    later = F("changed_at") + timedelta(minutes=1)
    Event.objects.filter(pk=number).update(revision=F("revision") + 1, changed_at=later)
    return _timed(lambda: client.get(path))


def _not_modified(name: str, path: str, port: int) -> None:
    """In turns with the empty view, so that what else the machine does slows both."""
    client = Client(HTTP_HOST="127.0.0.1")
    has = {"If-None-Match": client.get(path)["ETag"]}
    with CaptureQueriesContext(connection) as caught:
        assert client.get(path, headers=has).status_code == 304
        queries = len(caught)
    milliseconds(port, path, has, status=304)
    both = [
        (milliseconds(port, "/healthz", {}), milliseconds(port, path, has, status=304))
        for _ in range(RUNS * 4)
    ]
    floor, taken = (median(times) for times in zip(*both, strict=True))
    print(
        f"{name:<26} {taken:>6.1f} ms, {taken / floor:.1f} x the empty view ({floor:.1f} ms), {queries} queries"
    )


def _timed(run: Callable[[], object]) -> float:
    start = perf_counter()
    run()
    return (perf_counter() - start) * 1000
