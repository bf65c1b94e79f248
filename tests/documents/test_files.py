"""Blank, pre-filled and submitted as Word and PDF."""

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.cache import cache
from django.test import Client
from docx import Document as WordFile
from pypdf import PdfReader

from adapters import pdf as adapter
from schedule.models import Event
from schools.models import School
from tests.adapters.accessible import faults
from tests.conftest import ClientOf, MakePerson
from tests.documents.conftest import Fill, address

pytestmark = [pytest.mark.django_db, pytest.mark.once]
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def head(client_of: ClientOf, make_person: MakePerson, alder: School) -> Client:
    return client_of(make_person("headteacher", alder, name="Ruth Ellison"))


def word(client: Client, url: str) -> Any:
    answer = client.get(url)
    assert (answer.status_code, answer["Content-Type"]) == (200, WORD)
    with ZipFile(BytesIO(answer.content)) as package:
        for name in package.namelist():
            assert not name.endswith((".bin", ".vml"))
            if name.endswith(".rels"):
                assert b'TargetMode="External"' not in package.read(name)
    return WordFile(BytesIO(answer.content))


def text(document: Any) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def pdf(client: Client, url: str) -> PdfReader:
    answer = client.get(url)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return PdfReader(BytesIO(answer.content))


def test_a_blank_word_file_is_one_that_a_screen_reader_follows(head: Client, report: Event) -> None:
    found = word(head, "/handbook/process-p15/documents/note/blank.docx")
    headings = [
        (one.style.name, one.text) for one in found.paragraphs if one.style.name.startswith("Heading")
    ]
    assert headings == [
        ("Heading 1", "Note"), ("Heading 2", "Reasons"), ("Heading 2", "Actions"), ("Heading 2", "Rates (optional)"),
    ]  # fmt: skip
    about = found.core_properties
    assert (about.title, about.language, about.author) == ("Note", "en-GB", "Fenmoor Academies Trust")
    assert "Alder" not in text(found)
    assert "Who will see this: Both people in the meeting. Kept: Current year and three years." in text(found)
    heads = [table.rows[0] for table in found.tables if "What" in table.rows[0].cells[0].text]
    assert [bool(row._tr.xpath("./w:trPr/w:tblHeader")) for row in heads] == [True]
    footer = found.sections[0].footer
    assert "Page" in footer.paragraphs[0].text
    assert [one.get(f"{{{footer._element.nsmap['w']}}}instr") for one in footer._element.xpath(".//w:fldSimple")] == [
        "PAGE", "NUMPAGES",
    ]  # fmt: skip
    boxes = found.element.xpath("//*[local-name()='checkbox']")
    assert len(boxes) == 4  # yes, no, calm, tense


def test_a_pre_filled_one_knows_the_school(head: Client, report: Event) -> None:
    found = text(word(head, address(report, rest="filled.docx")))
    assert "Alder Primary School" in found
    assert "Ruth Ellison" in found
    assert f"{report.due_date.day} {report.due_date:%B %Y}" in found
    assert "Filled in as far as the portal knows, 23 November 2026" in found


def test_a_submitted_one_says_who_and_when_and_nothing_in_it_is_run(
    head: Client, report: Event, fill: Fill
) -> None:
    fill(head, report, "submit/", reasons='=HYPERLINK("http://x") <w:br/> {{ 7*7 }} \x0b end')
    found = text(word(head, address(report, rest="versions/1.docx")))
    assert '=HYPERLINK("http://x") <w:br/> {{ 7*7 }}  end' in found
    assert "Version 1, submitted by Ruth Ellison on 23 November 2026" in found
    assert "Yes" in found


@pytest.mark.slow
def test_pdfs_are_tagged_named_and_hold_the_answers(head: Client, report: Event, fill: Fill) -> None:
    blank = pdf(head, "/handbook/process-p15/documents/note/blank.pdf")
    assert blank.metadata is not None
    assert blank.metadata.title == "Note"
    assert bool(blank.trailer["/Root"]["/MarkInfo"]["/Marked"])  # type: ignore[index]
    assert faults(blank) == []
    assert "Alder" not in "".join(page.extract_text() for page in blank.pages)
    fill(head, report, "submit/", reasons="A <script>alert(1)</script> reason")
    filled = pdf(head, address(report, rest="versions/1.pdf"))
    assert faults(filled) == []
    said = "".join(page.extract_text() for page in filled.pages)
    assert filled.metadata is not None
    assert filled.metadata.title == "Note - Alder Primary School"
    assert "A <script>alert(1)</script> reason" in said
    assert "Version 1, submitted by Ruth Ellison on 23 November 2026" in said
    assert f"Page {len(filled.pages)} of {len(filled.pages)}" in said


def test_where_pdfs_cannot_be_made_the_page_says_so(
    head: Client, report: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.clear()

    def missing() -> None:
        raise adapter.PdfUnavailable("The Pango library is missing.")

    monkeypatch.setattr(adapter, "_engine", missing)
    answer = head.get("/handbook/process-p15/documents/note/blank.pdf")
    assert answer.status_code == 503
    assert "The Pango library is missing." in answer.content.decode()
