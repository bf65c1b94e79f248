"""Empty tables to fill in: as a Word file in the house look, and as an Excel workbook.

Import it inside a function: both libraries are slow to load.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any, Protocol

from docx import Document
from docx.shared import Mm, Pt, RGBColor
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from adapters import docx_look as look
from adapters.grids import column_name
from adapters.paper import Sheet

GREY, HEAD = "6B7480", "EEF0F2"
DAY = "dd/mm/yyyy"


class Blank(Protocol):
    @property
    def title(self) -> str: ...
    @property
    def note(self) -> str: ...
    @property
    def columns(self) -> tuple[str, ...]: ...
    @property
    def example(self) -> tuple[str, ...]: ...
    @property
    def rows(self) -> int: ...
    @property
    def days(self) -> Sequence[int]: ...


def blank_word(sheet: Sheet, tables: Sequence[Blank], notes: Sequence[str]) -> bytes:
    """`sheet` gives the title, the trust and its colour; its parts say how wide the paper is."""
    document: Any = Document()
    look.dress(document, sheet)
    section = document.sections[0]
    width = section.page_width - section.left_margin - section.right_margin
    document.add_paragraph(sheet.trust, style="Place")
    document.add_paragraph(sheet.title, style="Heading 1")
    document.add_paragraph(sheet.purpose, style="Lead")
    for note in notes:
        document.add_paragraph(note, style="Quiet")
    for table in tables:
        document.add_paragraph(table.title, style="Heading 2")
        document.add_paragraph(table.note, style="Help").paragraph_format.keep_with_next = True
        _word_table(document, table, width)
    paragraph = section.footer.paragraphs[0]
    paragraph.style = document.styles["Foot"]
    paragraph.add_run(f"{sheet.title} · page ")
    look.count(paragraph, "PAGE")
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _word_table(document: Any, table: Blank, width: int) -> None:  # noqa: ANN401 -- python-docx carries no types
    made = document.add_table(rows=2 + table.rows, cols=len(table.columns))
    made.autofit = False
    look.rule(made, table.title, table.note)
    shares = look.shares([list(table.columns), list(table.example)], narrow_first=False)
    for column, share in zip(made.columns, shares, strict=True):
        column.width = int(width * share)
    for number, row in enumerate(made.rows):
        look.keep_whole(row, at_least=Mm(9) if number else None)
        texts = (table.columns, table.example)[number] if number < 2 else ("",) * len(table.columns)
        for cell, text, share in zip(row.cells, texts, shares, strict=True):
            cell.width = int(width * share)
            paragraph = cell.paragraphs[0]
            paragraph.style = document.styles["Answer" if number else "Column"]
            look.write(paragraph, text)
            for run in paragraph.runs if number == 1 else ():
                run.italic, run.font.size, run.font.color.rgb = True, Pt(9.5), RGBColor.from_string(GREY)
    look.repeat(made.rows[0])
    look.mark_heads(made, rows=True, columns=False)


def blank_excel(title: str, tables: Sequence[Blank], notes: Sequence[str]) -> bytes:
    book = Workbook()
    first = book.worksheets[0]
    first.title = "Read me"
    first.column_dimensions["A"].width = 96
    first.sheet_view.showGridLines = False
    for row, text in enumerate((title, *notes, *(f"{one.title}: {one.note}" for one in tables)), 1):
        cell = first.cell(row, 1, text)
        cell.font = Font(name="Calibri", size=18 if row == 1 else 11, bold=row == 1)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for table in tables:
        _sheet(book.create_sheet(table.title), table)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(sheet: Worksheet, table: Blank) -> None:
    line = Side(style="thin", color="C9CED4")
    for row in range(1, 3 + table.rows):
        texts = (table.columns, table.example)[row - 1] if row < 3 else ("",) * len(table.columns)
        for column, text in enumerate(texts, 1):
            cell = sheet.cell(row, column, text or None)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.border = Border(bottom=line, right=line)
            cell.font = Font(
                name="Calibri", size=11, bold=row == 1, italic=row == 2, color=GREY if row == 2 else None
            )
            if row == 1:
                cell.fill = PatternFill("solid", fgColor=HEAD)
            elif row > 2 and column - 1 in table.days:
                cell.number_format = DAY
    for column, (head, example) in enumerate(zip(table.columns, table.example, strict=True)):
        letters = column_name(column, has_letters=True)
        sheet.column_dimensions[letters].width = max(12, min(44, 4 + max(len(head), len(example) * 0.6)))
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
