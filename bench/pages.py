"""Pages: queries with 1 and 100 schools, and milliseconds against an empty view on the same server."""

from statistics import median

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.portal import NOW, TODAY, add_schools, empty, head_of
from bench.serving import milliseconds, served
from handbook.models import Process
from people.models import User
from schedule.building import build_year
from schools.models import Appointment

RUNS = 200


def measure() -> None:
    year = empty()
    schools = add_schools(year, 1)
    head = head_of(schools[0])
    lead = User.objects.create_user("lead@demo.example", "demo", name="Lead")
    Appointment.objects.create(person=lead, role="improvement_lead", from_date=TODAY.replace(year=2025))
    build_year(year=year, by=None, now=NOW, today=TODAY)
    slug = Process.objects.get(code="P10").slug
    paths = ("/", "/next/", "/handbook/", f"/handbook/{slug}/")
    few = {(who.name, path): queries(who, path) for who in (head, lead) for path in paths}
    add_schools(year, 100)
    build_year(year=year, by=None, now=NOW, today=TODAY)
    print("\nQueries a page, with 1 school and with 100")
    for (who_name, path), count in few.items():
        who = head if who_name == head.name else lead
        print(f"{who_name:<14} {path:<44} {count:>3} {queries(who, path):>4}")
    print(f"\nMilliseconds a page, one client, {RUNS} requests each, 100 schools ({connection.vendor})")
    times(head, paths)


def queries(who: User, path: str) -> int:
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(who)
    client.get(path)
    with CaptureQueriesContext(connection) as caught:
        answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return len(caught)


def times(who: User, paths: tuple[str, ...]) -> None:
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(who)
    cookie = f"sessionid={client.cookies['sessionid'].value}"
    with served() as port:
        empty_p50 = 0.0
        for path in ("/healthz", *paths):
            taken = sorted(milliseconds(port, path, {"Cookie": cookie}) for _ in range(RUNS))
            p50, p95 = median(taken), taken[int(RUNS * 0.95)]
            empty_p50 = empty_p50 or p50
            print(f"{path:<44} p50 {p50:>6.1f}  p95 {p95:>6.1f}  {p50 / empty_p50:>5.1f} x the empty view")
