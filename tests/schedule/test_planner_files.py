"""What the filters show, as CSV and as an Excel workbook."""

import csv
import io
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import load_workbook
from pytest_django.fixtures import Settings

from adapters.workbooks import write_xlsx
from schedule.models import Event
from schools.models import School
from tests.conftest import ClientOf, MakePerson
from tests.schedule.conftest import EventOf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_kept")]
VISIT = "?view=list&process=P10&kind=visit"


def rows_of(answer: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_csv_holds_what_is_shown(
    built: object, alder: School, event_of: EventOf, make_person: MakePerson, client_of: ClientOf, settings: Settings
) -> None:  # fmt: skip
    settings.PUBLIC_URL = "https://portal.example.org"
    answer = client_of(make_person("headteacher", alder)).get(f"/planner/events.csv{VISIT}")
    assert (
        answer["Content-Disposition"] == 'attachment; filename="planner-alder-2026-09-01-to-2027-08-31.csv"'
    )
    assert rows_of(answer) == [
        ["Due", "Day", "In the year", "Opens", "At", "School", "What", "Kind", "Process", "Who", "State", "Done on",
         "Address"],
        ["2026-12-01", "Tuesday", "Autumn 2, week 5", "", "", "Alder", "P10 visit", "Visit", "Process P10",
         "Improvement partner", "Planned", "",
         f"https://portal.example.org/events/{event_of(alder, 'P10.visit').pk}/"],
    ]  # fmt: skip


def test_nothing_in_them_runs_as_a_formula(
    built: object, alder: School, event_of: EventOf, make_person: MakePerson, client_of: ClientOf
) -> None:
    Event.objects.filter(pk=event_of(alder, "P10.visit").pk).update(title="=1+1\x0b")
    client = client_of(make_person("headteacher", alder))
    assert rows_of(client.get(f"/planner/events.csv{VISIT}"))[1][6] == "'=1+1\x0b"
    book = load_workbook(io.BytesIO(client.get(f"/planner/events.xlsx{VISIT}").content))
    line = book.worksheets[0][2]
    assert (line[6].value, line[6].data_type) == ("=1+1", "s")
    assert (line[0].value, line[3].value) == (datetime(2026, 12, 1), None)  # noqa: DTZ001 -- as openpyxl reads a day


def test_they_hold_all_pages_and_keep_to_the_doors(
    built: object, alder: School, birch: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    lead, governor = make_person("improvement_lead"), make_person("local_governor", alder)
    assert [row[5] for row in rows_of(client_of(lead).get(f"/planner/events.csv{VISIT}"))[1:]] == [
        "Alder",
        "Birch",
    ]
    assert [row[5] for row in rows_of(client_of(governor).get(f"/planner/events.csv{VISIT}"))[1:]] == [
        "Alder"
    ]
    assert client_of(governor).get("/planner/events.csv?school=900002").status_code == 404
    assert client_of(governor).get("/planner/events.xlsx?school=x").status_code == 404


def test_an_empty_choice_is_a_file_with_its_header() -> None:
    book = load_workbook(io.BytesIO(write_xlsx(("A", "B"), [], title="None")))
    assert list(book.worksheets[0].values) == [("A", "B")]
    book = load_workbook(io.BytesIO(write_xlsx(("A",), [[date(2026, 12, 1)]], title="One")))
    assert book.worksheets[0]["A2"].number_format == "ddd d mmm yyyy"
