"""The whole handbook with a school's dates as one PDF: against WeasyPrint alone on the same HTML, and asked again."""

from statistics import median
from time import perf_counter

from django.test import Client

from bench.floor import compare, run
from bench.portal import NOW, TODAY, add_schools, empty, head_of
from copies.actions import ask
from copies.models import Copy
from copies.pdf import STYLESHEETS, html_of
from copies.queries import Wanted, read_book
from handbook.queries import current_edition
from schedule.building import build_year

REPEATS = 30


def measure() -> None:
    year = empty()
    school = add_schools(year, 1)[0]
    head = head_of(school)
    build_year(year=year, by=None, now=NOW, today=TODAY)
    edition = current_edition()
    assert edition is not None
    wanted = Wanted(edition, "", "The whole handbook", school, sees_tiers=True)
    copy, _ = ask(wanted=wanted, by=head, now=NOW, today=TODAY)
    took, most = run("manage.py", "make_copy", str(copy.pk))
    copy = Copy.objects.get(pk=copy.pk)
    assert copy.is_ready, copy.error
    print(f"\nHandbook as a PDF with a school's dates: {copy.pages} pages, {(copy.size or 0) // 1024} KB")
    print(f"made apart, from the start of Python to the kept file  {took:6.1f} s {most:5.0f} MB")
    book = html_of(read_book(wanted, TODAY), lambda *_: None)
    compare(("book", str(copy.pk)), book, STYLESHEETS, {"accent": "#0b5a63"}, rounds=1, times=0)
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(head)
    times = []
    for _ in range(REPEATS):
        begun = perf_counter()
        answer = client.get(f"/handbook/handbook.pdf?school={school.urn}")
        size = sum(len(part) for part in answer)
        times.append(perf_counter() - begun)
        assert (answer.status_code, size) == (200, copy.size)
    print(f"unchanged, median of {REPEATS}    {median(times) * 1000:6.1f} ms")
