"""Searching: the page of results and the suggestions, at 26 and 2,600 processes, against an empty view."""

from statistics import median
from time import perf_counter

from django.db import connection
from django.test import Client

from bench.portal import add_schools, empty, head_of
from search.actions import replace_entries
from search.models import Entry

TIMES = 5  # each question, each round
QUESTIONS = (
    *(
        "headteacher",
        "autumn headteacher meetings",
        "pupil premium",
        "pupil progress",
        "SENCO",
        "attendance policy",
    ),
    *(
        "appraisal",
        "leaders",
        "meetin",
        "P10",
        "governors visit",
        "website",
        "data",
        "the plan",
        "risk",
        "safeguarding",
    ),
    *("how do we moderate writing", "induction of a new headteacher", "results day", "single central record"),
)


def measure() -> None:
    head = head_of(add_schools(empty(), 1)[0])
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(head)
    print(f"\nSearch, {len(QUESTIONS)} questions, {TIMES} times each ({connection.vendor})")
    print(
        f"{'processes':>10} {'entries':>9} {'written in':>11}   page p50, p95, ratio       suggestions p50, p95, ratio"
    )
    for times in (1, 100):
        seconds, entries = _multiply(times)
        bare = median(_times(client, "/healthz", ("",)))
        said = []
        for address in ("/search/", "/search/suggest/"):
            taken = sorted(_times(client, address, QUESTIONS))
            p50, p95 = median(taken), taken[int(len(taken) * 0.95)]
            said.append(f"{p50:>7.1f} {p95:>7.1f} ms {p95 / bare:>6.1f} x")
        print(f"{26 * times:>10,} {entries:>9,} {seconds:>9.2f} s  {said[0]}   {said[1]}")
    print(f"The empty view: {bare:.2f} ms. Ratios are of p95; all without a server between.")


def _multiply(times: int) -> tuple[float, int]:
    """The entries of the handbook in force, that many times over, under other keys."""
    fields = ("kind", "key", "title", "place", "text", "url", "permission")
    rows = list(Entry.objects.values(*fields))
    entries = [Entry(**(row | {"key": f"{number}-{row['key']}"})) for number in range(times) for row in rows]
    start = perf_counter()
    count = replace_entries(kinds={row["kind"] for row in rows}, entries=entries)
    return perf_counter() - start, count


def _times(client: Client, address: str, questions: tuple[str, ...]) -> list[float]:
    taken = []
    for question in questions * (TIMES if len(questions) > 1 else 100):
        start = perf_counter()
        answer = client.get(address, {"q": question} if question else {})
        taken.append((perf_counter() - start) * 1000)
        assert answer.status_code == 200, (address, question)
    return taken
