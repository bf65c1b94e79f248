"""The actions of plans as a table, and the whole plan in Word: read back as Excel and Word would."""

import csv
import io
from datetime import date, datetime

from docx import Document
from openpyxl import load_workbook

from plans.exports import HEADER, actions_csv, actions_xlsx
from plans.word import word_of
from tests.conftest import NOW
from tests.plans.printed import RATING, printed, priority

PLAN = printed(priority(1), priority(2), ratings={1: (RATING,)})


def test_one_row_an_action() -> None:
    rows = list(csv.reader(io.StringIO(actions_csv([PLAN]).decode("utf-8-sig"))))
    assert tuple(rows[0]) == HEADER
    assert len(rows) == 5
    assert rows[1] == [
        "Alder Primary School", "1. Reading 1", "By July 2027 more pupils read with ease.", "Hear every child read",
        "Action Owner", "Second Owner", "2026-09-07", "2026-10-02", "", "", "", "", "Done", "", "2026-09-25",
    ]  # fmt: skip
    assert rows[2][3:] == [
        "'=Buy(texts)", "Action Owner", "", "2026-09-28", "2026-11-13", "2026-11-06", "640.50", "Books", "One twilight",
        "In progress", "Yes", "",
    ]  # fmt: skip


def test_excel_gets_dates_and_sums_and_runs_nothing() -> None:
    sheet = load_workbook(io.BytesIO(actions_xlsx([PLAN, PLAN]))).active
    assert sheet is not None
    assert (sheet.title, sheet.max_row, sheet.freeze_panes, sheet.auto_filter.ref) == (
        "Actions",
        9,
        "A2",
        "A1:O9",
    )
    row = [cell.value for cell in sheet[3]]
    assert row[3] == "=Buy(texts)"
    assert (sheet["D3"].data_type, sheet["J3"].data_type) == ("s", "n")
    assert (row[7], row[9]) == (datetime(2026, 11, 13), 640.5)  # noqa: DTZ001 -- Excel knows no zones


def test_a_table_of_no_plans_is_its_head() -> None:
    assert actions_csv([]).decode("utf-8-sig").strip() == ",".join(HEADER)


def test_the_word_file_reads_in_order_with_headings_and_tables() -> None:
    document = Document(io.BytesIO(word_of(PLAN, NOW)))
    headings = [
        (p.style.name, p.text) for p in document.paragraphs if p.style and p.style.name.startswith("Heading")
    ]
    assert headings[:9] == [
        ("Heading 1", "Alder Primary School"),
        ("Heading 2", "Where we start from"),
        ("Heading 2", "1. Reading 1"),
        ("Heading 3", "What the reviews say"),
        ("Heading 3", "Objective: By July 2027 more pupils read with ease."),
        ("Heading 4", "How we will know"),
        ("Heading 4", "What will be seen"),
        ("Heading 4", "What we will do"),
        ("Heading 4", "Who checks, and how"),
    ]
    tables = document.tables
    assert tables[1].rows[1].cells[1].text == "● G On track\nFour mornings a week."
    assert [cell.text for cell in tables[4].rows[2].cells] == [
        "=Buy(texts)", "Action Owner", "28 Sep to 13 Nov 2026", "£640.50 Books", "One twilight", "Late",
    ]  # fmt: skip
    heads = [table._tbl.findall(".//{*}tblHeader") for table in tables]
    assert [len(found) for found in heads].count(0) == 2  # only the facts of a priority have no row of heads
    assert document.core_properties.title == "Alder Primary School · Development plan 2026/27"


def test_letters_that_a_file_cannot_hold_are_left_out() -> None:
    odd = printed(priority(1, title="Read\x0bing", because="A\x00B"))
    assert "1. Reading" in [p.text for p in Document(io.BytesIO(word_of(odd, NOW))).paragraphs]
    sheet = load_workbook(io.BytesIO(actions_xlsx([odd]))).active
    assert sheet is not None
    assert sheet["B2"].value == "1. Reading"


def test_a_draft_says_so_in_word() -> None:
    document = Document(
        io.BytesIO(word_of(printed(is_draft=True, standing="Draft", today=date(2026, 11, 23)), NOW))
    )
    assert "Draft, as it stood on 23 November 2026" in [p.text for p in document.paragraphs]
    assert (
        document.sections[0]
        .footer.paragraphs[0]
        .text.startswith("Alder Primary School · Development plan 2026/27")
    )
