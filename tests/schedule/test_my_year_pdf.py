"""A school's year as a PDF, read back as a screen reader and a printer would get it."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from pypdf import PdfReader
from pytest_django.fixtures import Settings

from people.access import Access, Holding
from people.models import User
from schedule.actions import complete_event, mark_not_needed
from schedule.building import Difference
from schedule.models import Event
from schedule.pdf import my_year, read_my_year
from schools.models import NonPupilDay, School, SchoolYear
from tests.adapters.accessible import faults
from tests.adapters.test_pdf import elements, figures, without_pango
from tests.conftest import ClientOf, MakePerson
from tests.schedule.conftest import NOW, TODAY, EventOf

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True, scope="module")
def _nothing_kept() -> None:
    """From before: within the file the same paper comes from the cache of the adapter, and is made once."""
    cache.clear()


@pytest.fixture(autouse=True)
def _known_address(settings: Settings) -> None:
    settings.PUBLIC_URL = "https://portal.example.org"


# Somebody who may see everything
ALL = Access(User(), TODAY, (Holding("ceo", None),))


def text_of(reader: PdfReader) -> str:
    return " ".join("\n".join(page.extract_text() for page in reader.pages).split())


def read(school: School, year: SchoolYear) -> PdfReader:
    return PdfReader(io.BytesIO(my_year(access=ALL, school=school, year=year, today=TODAY)))


def outline(reader: PdfReader) -> list[Any]:
    titles: list[Any] = []
    waiting: list[Any] = list(reader.outline)
    while waiting:
        entry = waiting.pop(0)
        if isinstance(entry, list):
            waiting = [*entry, *waiting]
        else:
            titles.append(entry["/Title"])
    return titles


def test_its_frame_for_a_screen_reader(built: Difference, alder: School, year: SchoolYear) -> None:
    reader = read(alder, year)
    root: Any = reader.root_object
    assert (root["/MarkInfo"]["/Marked"].value, root["/Lang"]) == (True, "en-GB")
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == (
        "The year 2026/27 at Alder Primary School",
        "Fenmoor Academies Trust",
    )
    headings = [node["/S"] for node in elements(reader) if node["/S"] in ("/H1", "/H2", "/H3")]
    assert headings == ["/H1", *["/H2"] * 6]
    assert faults(reader) == []
    [alt] = figures(reader)
    assert str(alt).startswith("The year at Alder, 2026/27. Six half-terms. Today is Monday 23 November 2026")
    assert outline(reader) == [
        "Alder Primary School", "Autumn 1", "Autumn 2", "Spring 1", "Spring 2", "Summer 1", "Summer 2",
    ]  # fmt: skip
    assert text_of(reader).count(f"Page 1 of {len(reader.pages)}") == 1
    # Where letters stand a little apart, the reader of the PDF may see a space.
    assert "https://portal.example.org/next/900001/" in text_of(reader).replace(" ", "")
    assert "Made on Monday 23 November 2026" in text_of(reader)


def test_it_reads_in_the_order_of_the_year(built: Difference, alder: School, year: SchoolYear) -> None:
    text = text_of(read(alder, year))
    in_order = [
        "Alder Primary School",
        "Duties and deadlines in law",
        "2 September to 23 October 2026. 8 weeks",
        "P01 meeting",
        "2 November to 18 December 2026. 7 weeks",
        "Week 5, from 30 Nov",
        "P10 visit",
        "Christmas holiday",
        "7 June to 21 July 2027. 7 weeks",
        "P20 phonics",
    ]
    places = [text.index(words) for words in in_order]
    assert places == sorted(places)


def test_a_week_holds_its_events_with_owner_work_and_state(
    built: Difference, alder: School, year: SchoolYear, make_person: MakePerson, event_of: EventOf
) -> None:
    head = make_person("headteacher", alder)
    meeting, moderate, visit = (event_of(alder, key) for key in ("P01.meeting", "P07.moderate", "P10.visit"))
    complete_event(event=meeting, done_date=date(2026, 9, 15), by=head, now=NOW, today=TODAY)
    mark_not_needed(event=moderate, reason="Told in confidence", by=head, now=NOW, today=TODAY)
    assert visit.step is not None
    visit.step.minutes = {"headteacher": 90, "improvement_partner": 300}
    visit.step.save()
    Event.objects.filter(pk=event_of(alder, "P10.prepare").pk).update(
        opens_date=date(2026, 11, 17), due_date=date(2026, 11, 17)
    )
    page = read_my_year(access=ALL, school=alder, year=year, today=TODAY)
    lines = {line.title: (line.owner, line.took, line.tag.words if line.tag else "") for line in every(page)}
    assert lines["P01 meeting"] == ("Chief executive", "", "Done")
    assert lines["P07 moderate"] == ("Subject or phase leader", "", "Not needed")
    assert lines["P10 visit"] == ("Improvement partner", "1 hour 30", "")
    assert lines["P10 prepare"] == ("Headteacher", "", "Late")
    text = text_of(read(alder, year))
    for words in (
        "✓ Done",
        "– Not needed",
        "▲ Late",
        "Week 5, from 30 Nov Tue 1 Dec P10 visit Improvement partner",
    ):
        assert words in text
    assert "Told in confidence" not in text


def every(page: Any) -> list[Any]:
    return [line for section in page.sections for line in section.lines]


def test_holidays_and_legal_deadlines(built: Difference, alder: School, year: SchoolYear) -> None:
    page = read_my_year(access=ALL, school=alder, year=year, today=TODAY)
    autumn = page.sections[1]
    assert autumn.weeks[-1].heading == "Christmas holiday"
    [legal] = page.legal
    assert (legal.title, legal.due, legal.last_school_date) == (
        "P18 publish", date(2026, 12, 31), date(2026, 12, 18),
    )  # fmt: skip
    assert "Legal deadline, last school day before it 18 Dec" in text_of(read(alder, year))


def test_inset_days_stand_with_the_half_term_they_open(
    built: Difference, alder: School, year: SchoolYear
) -> None:
    for day, kind in ((date(2027, 1, 4), "inset"), (date(2026, 11, 27), "closure")):
        NonPupilDay.objects.create(year=year, school=alder, kind=kind, first_date=day, last_date=day)
    page = read_my_year(access=ALL, school=alder, year=year, today=TODAY)
    assert [(section.name, section.closed) for section in page.sections if section.closed] == [
        ("Autumn 2", ("Friday 27 November: Closed",)),
        ("Spring 1", ("Monday 4 January: INSET day",)),
    ]


def test_work_from_the_summer_before_stands_first(
    built: Difference, alder: School, year: SchoolYear, event_of: EventOf
) -> None:
    day = date(2026, 7, 3)
    Event.objects.filter(pk=event_of(alder, "P15.statement").pk).update(opens_date=day, due_date=day)
    first = read_my_year(access=ALL, school=alder, year=year, today=TODAY).sections[0]
    assert (first.name, [(week.heading, len(week.lines)) for week in first.weeks]) == (
        "Before Autumn 1", [("July 2026", 1)],
    )  # fmt: skip


def test_the_trusts_colour_is_made_readable(built: Difference, alder: School, year: SchoolYear) -> None:
    alder.trust.accent = "#ffff00"
    drawn = read_my_year(access=ALL, school=alder, year=year, today=TODAY).ribbon.year_svg
    assert "#ffff00" not in drawn


def test_a_school_without_dates_or_events_still_has_its_page(alder: School) -> None:
    empty = SchoolYear.objects.create(start_year=2029)
    assert "Alder Primary School The year 2029/30" in text_of(read(alder, empty))


def test_who_may_have_it(
    built: Difference, alder: School, birch: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    url = f"/next/{alder.urn}/my-year.pdf"
    answer = client_of(make_person("local_governor", alder)).get(url)
    assert (answer.status_code, answer["Content-Type"], answer.content[:5]) == (
        200,
        "application/pdf",
        b"%PDF-",
    )
    assert answer["Content-Disposition"] == 'inline; filename="my-year-alder-2026-27.pdf"'
    assert answer["Cache-Control"].startswith("private")
    assert client_of(make_person("headteacher", birch)).get(url).status_code == 404
    assert client_of(make_person("portal_admin")).get(url).status_code == 403


def test_a_strange_year_is_this_year(
    built: Difference, alder: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    client = client_of(make_person("headteacher", alder))
    for asked in ("2026", "1999", "x", "²⁰²⁶", "", "99999999999"):
        answer = client.get(f"/next/{alder.urn}/my-year.pdf", {"year": asked})
        assert answer["Content-Disposition"].endswith('my-year-alder-2026-27.pdf"')


def test_no_year_is_not_found(alder: School, make_person: MakePerson, client_of: ClientOf) -> None:
    client = client_of(make_person("headteacher", alder))
    assert client.get(f"/next/{alder.urn}/my-year.pdf").status_code == 404


def test_a_server_without_pango_says_so_in_plain_words(
    built: Difference, alder: School, make_person: MakePerson, client_of: ClientOf,
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
) -> None:  # fmt: skip
    client = client_of(make_person("headteacher", alder))
    without_pango(monkeypatch, tmp_path)
    cache.clear()
    answer = client.get(f"/next/{alder.urn}/my-year.pdf")
    assert answer.status_code == 503
    assert "This PDF cannot be made at the moment" in answer.content.decode()
    assert "apt-get install libpangoft2-1.0-0" in answer.content.decode()
