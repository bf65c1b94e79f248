"""Load: queries with 1 and with 100 schools, and milliseconds of the pages and of what warns."""

from collections.abc import Callable
from functools import partial
from statistics import median
from time import perf_counter

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.portal import NOW, TODAY, add_schools, empty
from handbook.actions import load_pack
from handbook.models import Edition
from handbook.pack import pack_of
from people.models import User
from schedule.building import build_year
from schedule.models import Event
from schedule.queries.overloads import overloads_of_edition, overloads_of_moves
from schools.models import Appointment, School

PATHS = ("/load/", "/load/?half-term=AUT2&order=highest", "/load/900001/", "/load/900001/2026-11-23/")
RUNS = 15


def measure() -> None:
    year = empty()
    add_schools(year, 1)
    lead = User.objects.create_user("lead@demo.example", "demo", name="Lead")
    Appointment.objects.create(person=lead, role="improvement_lead", from_date=TODAY.replace(year=2025))
    build_year(year=year, by=None, now=NOW, today=TODAY)
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(lead)
    few = {path: _queries(client, path) for path in PATHS}
    add_schools(year, 100)
    build_year(year=year, by=None, now=NOW, today=TODAY)
    print(f"\nLoad, {School.objects.count()} schools, {Event.objects.count():,} events ({connection.vendor})")
    print(f"{'':<44} {'queries, 1 and 100 schools':>27} {'ms':>7}")
    for path, count in few.items():
        taken = median(_taken(partial(client.get, path)) for _ in range(RUNS))
        print(f"{path:<44} {count:>13} {_queries(client, path):>13} {taken:>7.0f}")
    event = Event.objects.filter(school=None, due_date__gt=TODAY).order_by("due_date", "pk")[0]
    moves = {event.pk: event.due_date.replace(day=1)}
    moving = _taken(partial(overloads_of_moves, moves, today=TODAY))
    print(f"{'what moving an event of the trust fills':<72} {moving:>7.0f}")
    draft = load_pack(pack=pack_of(Edition.objects.get(status="published")), by=None, now=NOW, reason="")
    told = build_year(year=year, by=None, now=NOW, today=TODAY, apply=False, edition=draft)
    publishing = _taken(partial(overloads_of_edition, draft, [(year, told)], TODAY))
    print(f"{'what publishing an edition fills':<72} {publishing:>7.0f}")


def _queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as caught:
        answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return len(caught)


def _taken(run: Callable[[], object]) -> float:
    start = perf_counter()
    run()
    return (perf_counter() - start) * 1000
