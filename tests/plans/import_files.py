"""Plans as schools write them, made in the test: in Word, in Excel, and by hand as Word writes its XML."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from docx import Document
from openpyxl import Workbook

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/{part}" ContentType="{kind}"/></Types>'
)
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def word_plan() -> bytes:
    """A heading for each priority, and two tables below: what will be reached, and the actions, with merged heads."""
    document: Any = Document()
    document.add_heading("Alder development plan 2026/27", 0)
    document.add_paragraph("Our plan for the year, agreed with governors.")
    _priority(
        document, "Priority 1: Reading fluency",
        ["Pupils at 110 words a minute: 50 of 58", "Every class reads aloud daily"],
        [("Train all teachers", "Priya Shah", "9 November", "end of Autumn 2", "£1,200"),
         ("Hear every pupil read", "Priya Shah / TR", "Spring 1", "12/03/2027", "TBC")],
    )  # fmt: skip
    _priority(
        document, "Priority 2: Attendance", ["Persistent absence below 12%"],
        [("Meet families early", "Head", "September", "March 2027", "1.2k")],
    )  # fmt: skip
    return saved(document)


def _priority(document: Any, title: str, measures: list[str], actions: list[tuple[str, ...]]) -> None:
    document.add_heading(title, 1)
    first = document.add_table(rows=2, cols=2, style="Table Grid")
    for cell, text in zip(first.rows[0].cells, ("Objective", "Success criteria"), strict=True):
        cell.text = text
    first.rows[1].cells[0].text = f"By July 2027 {title.partition(': ')[2].lower()} is better."
    cell = first.rows[1].cells[1]
    cell.paragraphs[0].text, cell.paragraphs[0].style = measures[0], "List Bullet"
    for measure in measures[1:]:
        cell.add_paragraph(measure, style="List Bullet")
    document.add_heading("Actions", 2)
    table = document.add_table(rows=2 + len(actions), cols=5, style="Table Grid")
    table.cell(0, 2).merge(table.cell(0, 3)).text = "When"
    for column, text in ((0, "Action"), (1, "Lead"), (4, "Cost")):
        table.cell(0, column).merge(table.cell(1, column)).text = text
    table.cell(1, 2).text, table.cell(1, 3).text = "Start", "End"
    for row, texts in enumerate(actions, 2):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text


def saved(document: Any) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def zipped(parts: dict[str, str | bytes], *, method: int = ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", method) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def word_file(body: str, more: dict[str, str | bytes] | None = None, *, method: int = ZIP_DEFLATED) -> bytes:
    """By hand: `body` is what stands in w:body, `more` the other parts by their names."""
    namespaces = (
        f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        f'xmlns:r="{OFFICE}" xmlns:wps="urn:wps"'
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES.format(part="word/document.xml", kind=MAIN),
        "word/document.xml": f"<w:document {namespaces}><w:body>{body}</w:body></w:document>",
    }
    return zipped(parts | (more or {}), method=method)


def p(*runs: str, style: str = "", listed: bool = False) -> str:
    said = f'<w:pStyle w:val="{style}"/>' if style else ""
    said += '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>' if listed else ""
    return f"<w:p><w:pPr>{said}</w:pPr>{''.join(runs)}</w:p>"


def r(text: str, *, deleted: bool = False, properties: str = "") -> str:
    tag = "delText" if deleted else "t"
    return f'<w:r><w:rPr>{properties}</w:rPr><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'


def tc(*content: str, span: int = 1, merge: str = "") -> str:
    properties = f'<w:tcW w:w="2000" w:type="dxa"/><w:gridSpan w:val="{span}"/>'
    if merge:
        properties += '<w:vMerge w:val="restart"/>' if merge == "begin" else "<w:vMerge/>"
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(content) or p()}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str) -> str:
    head = '<w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="0" w:type="auto"/><w:tblLook w:val="04A0"/></w:tblPr>'
    return f"<w:tbl>{head}<w:tblGrid><w:gridCol/></w:tblGrid>{''.join(rows)}</w:tbl>"


def plain(*rows: tuple[str, ...]) -> str:
    return tbl(*(tr(*(tc(p(r(text))) for text in row)) for row in rows))


def excel_plan(**changes: Any) -> bytes:
    """A band for each priority over merged cells, days as days, and an objective that reaches over two actions."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Plan"
    head = ("Objective", "Action", "Lead", "By when", "Cost", "RAG")
    rows = [
        ("School improvement plan",),
        head,
        ("Priority 1: Reading",),
        ("By July all read well", "Train all teachers", "Priya Shah", date(2026, 12, 18), 1200, "Amber"),
        (None, "Hear every pupil read", "Priya Shah", date(2027, 3, 12), None, None),
        ("Priority 2: Attendance",),
        ("Fewer are away", "Meet families", "Priya Shah", "Spring 2", 350.5, None),
    ]
    for row in rows:
        sheet.append(row)
    for place in ("A1:F1", "A3:F3", "A6:F6", "A4:A5"):
        sheet.merge_cells(place)
    for line in range(4, 8):
        sheet.cell(line, 4).number_format = "d mmm yyyy"
    for place, value in changes.items():
        sheet[place] = value
    hidden: Any = book.create_sheet("Old")
    hidden.append(("Action", "Lead"))
    hidden.sheet_state = "hidden"
    return saved(book)


def relations(*kinds: str) -> str:
    found = "".join(
        f'<Relationship Id="r{n}" Type="{OFFICE}/{kind}" Target="https://elsewhere.example/{n}" TargetMode="External"/>'
        for n, kind in enumerate(kinds)
    )
    return f'<Relationships xmlns="{RELATIONS}">{found}</Relationships>'
