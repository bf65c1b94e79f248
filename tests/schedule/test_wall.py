"""The wall planner, read back as a screen reader and a printer would get it."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from pypdf import PdfReader

from people.access import Access, Holding
from people.models import User
from schedule.models import Event
from schedule.wall import HalfTerm, Line, Wall, Week, read_wall, wall_planner
from schools.models import MarkedDays, NonPupilDay, School, SchoolYear, Trust
from tests.adapters.accessible import faults
from tests.adapters.test_pdf import elements, without_pango
from tests.conftest import ClientOf, MakePerson
from tests.schedule.conftest import TODAY, EventOf

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ALL = Access(User(), TODAY, (Holding("ceo", None),))


@pytest.fixture(autouse=True, scope="module")
def _nothing_kept() -> None:
    """From before: within the file the same paper comes from the cache of the adapter, and is made once."""
    cache.clear()


def wall(school: School | None, year: SchoolYear, access: Access = ALL) -> Wall:
    trust = school.trust if school else Trust.objects.get()
    return read_wall(access=access, trust=trust, school=school, year=year, today=TODAY)


def lines(week: Week) -> list[tuple[str, ...]]:
    return [(line.when, line.title, line.where, line.shape) for line in week.lines]


def test_one_a3_page_that_reads_in_the_order_of_the_year(
    built: object, alder: School, year: SchoolYear
) -> None:
    NonPupilDay.objects.create(
        year=year, kind="inset", first_date=date(2027, 1, 4), last_date=date(2027, 1, 4)
    )
    pdf = wall_planner(access=ALL, trust=alder.trust, school=alder, year=year, today=TODAY)
    reader = PdfReader(io.BytesIO(pdf))
    [page] = reader.pages
    assert (round(page.mediabox.width / 72 * 25.4), round(page.mediabox.height / 72 * 25.4)) == (420, 297)
    root: Any = reader.root_object
    assert (root["/MarkInfo"]["/Marked"].value, root["/Lang"]) == (True, "en-GB")
    tags = [node["/S"] for node in elements(reader) if node["/S"] in ("/H1", "/H2", "/Table")]
    assert tags == ["/H1", *["/H2", "/Table"] * 6]
    text = " ".join(page.extract_text().split())
    in_order = [
        "Alder Primary School 2026/27", "Autumn 1", "by Fri 18 P01 meeting", "Autumn 2", "Tue 1 P10 visit",
        "Tue 8 P10 note", "Christmas holiday", "31 Dec P18 publish", "Spring 1", "Mon 4: INSET day", "Summer 2",
    ]  # fmt: skip
    places = [text.find(words) for words in in_order]
    assert places == sorted(places), text
    assert "Made on 23 November 2026" in text
    assert faults(reader) == []


def test_occasions_and_deadlines_stand_on_it_and_tasks_are_counted(
    built: object, alder: School, year: SchoolYear, event_of: EventOf
) -> None:
    autumn = wall(alder, year).half_terms[1]
    week = autumn.weeks[4]
    assert (week.name, week.dates, week.tasks) == ("5", "30 Nov", "and 2 tasks")
    assert lines(week) == [("Tue 1", "P10 visit", "", "circle")]
    Event.objects.filter(pk=event_of(alder, "P10.visit").pk).update(state="not_needed", state_reason="No.")
    assert lines(wall(alder, year).half_terms[1].weeks[4]) == []


def test_days_to_keep_free_are_said_once(built: object, alder: School, year: SchoolYear) -> None:
    MarkedDays.objects.create(
        kind="quiet", first_date=date(2026, 11, 9), last_date=date(2026, 11, 13), label="Quiet week"
    )
    MarkedDays.objects.create(
        kind="tests", school=alder, first_date=date(2026, 11, 17), last_date=date(2026, 11, 19), label="Mocks"
    )
    weeks = wall(alder, year).half_terms[1].weeks
    assert [week.notes for week in weeks[1:3]] == [("Quiet week",), ("Tue 17 to Thu 19: Mocks",)]
    assert [week.notes for week in wall(None, year).half_terms[1].weeks[1:3]] == [("Quiet week",), ()]


def test_the_trusts_has_its_own_dates_and_what_brings_its_people_into_schools(
    built: object, birch: School, year: SchoolYear, event_of: EventOf
) -> None:
    Event.objects.filter(pk=event_of(birch, "P10.visit").pk).update(due_date=date(2026, 12, 3))
    week = wall(None, year).half_terms[1].weeks[4]
    assert lines(week) == [("by Thu 3", "P10 visit", "Alder and Birch", "circle")]
    assert week.tasks == "and 4 other steps"


def test_a_tier_is_not_told_on_a_wall(
    built: object, alder: School, year: SchoolYear, event_of: EventOf
) -> None:
    step = event_of(alder, "P10.visit").step
    assert step is not None
    step.tiers = [3]
    step.save()
    governor = Access(User(), TODAY, (Holding("local_governor", alder.pk),))
    assert [len(wall(alder, year, access).half_terms[1].weeks[4].lines) for access in (ALL, governor)] == [
        1,
        0,
    ]


@pytest.mark.parametrize(
    ("lines_a_week", "setting", "sheets"),
    [(3, "one of-9-2", 1), (7, "one of-8-2", 1), (12, "two of-7-7", 2)],
)
def test_it_grows_to_two_pages_when_there_is_much(
    lines_a_week: int, setting: str, sheets: int, alder: School, year: SchoolYear
) -> None:
    line = Line("Tue 1", "Visit", "", "circle")
    half_term = HalfTerm("Autumn 1", "", (Week("1", "", (), (line,) * lines_a_week, ""),) * 8)
    made = Wall(alder.trust, alder, year, TODAY, (half_term,) * 6, "")
    assert (made.setting, len(made.sheets)) == (setting, sheets)


def test_who_may_have_it(
    built: object, alder: School, birch: School, make_person: MakePerson, client_of: ClientOf,
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
) -> None:  # fmt: skip
    governor = client_of(make_person("local_governor", alder))
    answer = governor.get("/planner/wall.pdf?school=900001&year=2026")
    assert (answer.status_code, answer["Content-Type"], answer.content[:5]) == (
        200,
        "application/pdf",
        b"%PDF-",
    )
    assert answer["Content-Disposition"] == 'inline; filename="wall-planner-alder-2026.pdf"'
    for query in (
        "school=900002",
        "school=x",
        "school=9999999999999",
        "year=1999",
        "year=²",
        "year=99999999999",
    ):
        assert governor.get(f"/planner/wall.pdf?{query}").status_code == 404
    assert governor.post("/planner/wall.pdf").status_code == 405
    without_pango(monkeypatch, tmp_path)
    cache.clear()
    answer = governor.get("/planner/wall.pdf?school=900001")
    assert answer.status_code == 503
    assert answer.content.decode().count("The wall planner cannot be made at the moment") == 1


def test_a_year_without_dates_says_so(alder: School) -> None:
    year = SchoolYear.objects.create(start_year=2029)
    pdf = wall_planner(access=ALL, trust=alder.trust, school=alder, year=year, today=TODAY)
    text = " ".join(PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())
    assert "No term dates are entered for 2029/30 yet." in text
