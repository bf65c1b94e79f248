"""The plan that Rowan had before it joined the trust, as its head found it: read, and not yet added to the draft."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

from people.models import User
from plans.actions.imports import read_plan_file
from plans.models import Plan
from schools.models import SchoolYear

SCHOOL, HEAD = 900010, "head.rowan@demo.example"
NAME = "Rowan SIP, the part we keep.xlsx"
HEADER = ("Objective", "Action", "Lead", "By when", "Cost", "Success criteria", "RAG")


def bring_in(*, year: SchoolYear, now: datetime) -> None:
    plan = Plan.objects.get(school__urn=SCHOOL, year=year)
    head = User.objects.get(email=HEAD)
    content = _workbook(year.start_year)
    read_plan_file(plan=plan, name=NAME, content=content, by=head, now=now - timedelta(hours=20))


def _workbook(start: int) -> bytes:
    """With a band over the whole width for each priority, days as days, and what such files always hold besides."""
    from openpyxl import Workbook  # noqa: PLC0415 -- slow to load

    rows: tuple[tuple[Any, ...], ...] = (
        ("Rowan Primary School improvement plan",),
        HEADER,
        ("Priority 4: Calm lunchtimes",),
        (f"By July {start + 1} children play well and come back ready to learn.",
         "Agree with all staff what a good lunchtime looks like", "Chidi Okafor", "end of Autumn 2", "nil",
         "Lunchtime incidents: 61 last year, fewer than 25 this year", "Amber"),
        (None, "Train the lunchtime team in games", "Megan Price", date(start + 1, 1, 22), 640, None, None),
        (None, "Zone the playground and mark it out", "Site manager", "Spring 2", "TBC", None, "Red"),
        ("Priority 9: Handwriting",),
        (f"By July {start + 1} Year 2 write with joined letters.",
         "Choose one scheme, and stop the other two", "Megan Price / English lead", "January", "£1.2k",
         "Year 2 at the expected standard in writing: 13 of 24 to 17 of 24", None),
        (None, "Look at books in every class", "Chidi Okafor", date(start + 3, 3, 12), None, None, None),
    )  # fmt: skip
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Plan"
    for row in rows:
        sheet.append(row)
    for place in ("A1:G1", "A3:G3", "A7:G7", "A4:A6", "A8:A9"):
        sheet.merge_cells(place)
    for line in range(4, 10):
        sheet.cell(line, 4).number_format = "d mmm yyyy"
    out = BytesIO()
    book.save(out)
    return out.getvalue()
