"""Feeds: from nothing, when one event changed, and when nothing did, against an empty view.

In process, with Django's test client: no server stands between, and every middleware runs.
"""

from collections.abc import Callable
from datetime import timedelta
from statistics import median
from time import perf_counter

from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.portal import NOW, TODAY, add_schools, empty, head_of
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
    client = Client(HTTP_HOST="127.0.0.1")
    floor = _median(lambda: client.get("/healthz"), RUNS * 4)
    print(f"\nCalendar feeds, {SCHOOLS} schools ({connection.vendor}); the empty view takes {floor:.2f} ms")
    print(
        f"{'feed':<30} {'events':>7} {'kB':>6} {'from nothing':>13} {'one changed':>12} {'same again':>11} {'not modified':>13}"
    )
    for name, who, rest in (
        ("head of seven schools", head, {}),
        ("school improvement lead", lead, {}),
        ("one school", head, {"school": schools[0]}),
        ("visits at every school", lead, {"process_code": "P10"}),
    ):
        _row(name, client, f"/calendar/{renew_feed_token(by=who, now=NOW, **rest).token}.ics", floor)


def _row(name: str, client: Client, path: str, floor: float) -> None:
    answer = client.get(path)
    data, tag = answer.content, answer["ETag"]
    forget_fragments()
    nothing = _timed(lambda: client.get(path))
    changes = [_changed(client, path, data) for _ in range(RUNS // 3)]
    same = _median(lambda: client.get(path), RUNS // 2)
    tag = client.get(path)["ETag"]
    with CaptureQueriesContext(connection) as caught:
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    unmodified = _median(lambda: client.get(path, headers={"If-None-Match": tag}), RUNS * 4)
    print(
        f"{name:<30} {data.count(b'BEGIN:VEVENT'):>7,} {len(data) // 1000:>6} {nothing:>10.1f} ms {median(changes):>9.1f} ms"
        f" {same:>8.1f} ms {unmodified:>7.2f} ms, {unmodified / floor:.1f} x the empty view, {len(caught)} queries"
    )


def _changed(client: Client, path: str, data: bytes) -> float:
    """One event of the feed is moved; what is timed is the answer after that."""
    number = int(data.partition(b"/events/")[2].partition(b"/")[0])
    later = F("changed_at") + timedelta(minutes=1)
    Event.objects.filter(pk=number).update(revision=F("revision") + 1, changed_at=later)
    return _timed(lambda: client.get(path))


def _median(run: Callable[[], object], times: int) -> float:
    run()
    return median(_timed(run) for _ in range(times))


def _timed(run: Callable[[], object]) -> float:
    start = perf_counter()
    run()
    return (perf_counter() - start) * 1000
