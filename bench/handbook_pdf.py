"""The whole handbook with a school's dates as one PDF: against WeasyPrint alone on the same HTML, and asked again."""

import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

from django.conf import settings
from django.test import Client

from adapters.pdf import HERE, own_file
from bench.portal import NOW, TODAY, add_schools, empty, head_of
from copies.actions import ask
from copies.models import Copy
from copies.pdf import STYLESHEETS, html_of
from copies.queries import Wanted, read_book
from handbook.queries import current_edition
from schedule.building import build_year

REPEATS = 30
# What nobody who uses WeasyPrint can go below: the same document and sheets, and nothing else done.
FLOOR = """
import os, sys
from weasyprint import CSS, HTML
os.nice(10)  # as make_copy does
html, out, *sheets = sys.argv[1:]
HTML(filename=html).write_pdf(out, stylesheets=[CSS(filename=name) for name in sheets], pdf_variant="pdf/ua-1")
"""


def measure() -> None:
    year = empty()
    school = add_schools(year, 1)[0]
    head = head_of(school)
    build_year(year=year, by=None, now=NOW, today=TODAY)
    edition = current_edition()
    assert edition is not None
    wanted = Wanted(edition, "", "The whole handbook", school, sees_tiers=True)
    html = Path(settings.VAR_DIR) / "book.html"
    book = html_of(read_book(wanted, TODAY), lambda *_: None)
    html.write_text(
        book.replace("<head>", "<head><style>:root{--accent:#0b5a63}</style>", 1), encoding="utf-8"
    )
    copy, _ = ask(wanted=wanted, by=head, now=NOW, today=TODAY)
    ours = _run("manage.py", "make_copy", str(copy.pk))
    copy = Copy.objects.get(pk=copy.pk)
    assert copy.is_ready, copy.error
    sheets = [str(own_file(f"{HERE}{settings.STATIC_URL}{name}")) for name in STYLESHEETS]
    floor = _run("-c", FLOOR, str(html), str(html.with_suffix(".pdf")), *sheets)
    print(f"\nHandbook as a PDF with a school's dates: {copy.pages} pages, {(copy.size or 0) // 1024} KB")
    print(f"made in its own process  {ours[0]:6.1f} s {ours[1]:5.0f} MB")
    print(f"WeasyPrint alone         {floor[0]:6.1f} s {floor[1]:5.0f} MB   ratio {ours[0] / floor[0]:.2f}")
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


def _run(*words: str) -> tuple[float, float]:
    """Seconds, and the most memory in MB, of a Python of its own."""
    begun = perf_counter()
    process = subprocess.Popen([sys.executable, *words], cwd=settings.BASE_DIR)
    _, status, used = os.wait4(process.pid, 0)
    assert status == 0, words
    process.returncode = 0
    return perf_counter() - begun, used.ru_maxrss / 1024
