"""A report as a Word file in the house look: headings, sentences, facts and tables. Import it inside a function:
python-docx is slow to load.
"""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from docx import Document
from docx.shared import Pt

from adapters import docx_look as look
from adapters.paper import Sheet
from adapters.report import Block, Facts, Heading, Table, Words

LEVELS = (("Heading 3", look.SERIF, 11.5, 12), ("Heading 4", look.SANS, 10.5, 9))  # the lower headings


def report_file(sheet: Sheet, blocks: Iterable[Block], *, heading: str) -> bytes:
    """`heading` is the file's own name; the first lines come from the sheet: trust, place, title, purpose."""
    document: Any = Document()
    look.dress(document, sheet)
    document.core_properties.title = heading
    for name, face, size, before in LEVELS:
        _heading(document.styles[name], face, size, before)
    writer = _Writer(document)
    document.add_paragraph(sheet.trust, style="Place")
    document.add_paragraph(sheet.place, style="Heading 1")
    document.add_paragraph(sheet.title, style="Lead")
    document.add_paragraph(sheet.state, style="Quiet")
    if sheet.purpose:
        document.add_paragraph(sheet.purpose, style="Lead")
    for block in blocks:
        writer.add(block)
    writer.end()
    _footer(
        document, writer.width, " · ".join(word for word in (sheet.place, sheet.title, sheet.state) if word)
    )
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _heading(style: Any, face: str, size: float, before: float) -> None:  # noqa: ANN401 -- python-docx has no types
    look.set_style(style, face, size, look.INK, bold=True, before=before, after=2)
    style.font.italic = False
    style.paragraph_format.keep_with_next = True


class _Writer:
    def __init__(self, document: Any) -> None:  # noqa: ANN401
        self.document = document
        # By its id: asking for a style by name for each cell takes most of the time of a long report.
        self.styles = {name: document.styles[name].style_id for name in ("Column", "Answer")}
        self.widths: list[int] = []
        section = document.sections[0]
        self.width = section.page_width - section.left_margin - section.right_margin

    def add(self, block: Block) -> None:
        match block:
            case Heading():
                paragraph = self.document.add_paragraph(style=f"Heading {block.level}")
                paragraph.paragraph_format.page_break_before = block.on_new_page
                look.write(paragraph, block.text)
            case Words():
                self._words(block)
            case Facts():
                self._facts(block)
            case Table():
                self._table(block)

    def _words(self, block: Words) -> None:
        paragraph = self.document.add_paragraph(style="Lead" if block.is_lead else "Normal")
        paragraph.paragraph_format.space_after = Pt(6)
        if block.label:
            paragraph.add_run(f"{block.label} ").bold = True
        look.write(paragraph, block.text)

    def _facts(self, block: Facts) -> None:
        table = self._grid(len(block.rows), (0.24, 0.76), block.name)
        for (name, said), row in zip(block.rows, table.rows, strict=True):
            look.keep_whole(row)
            for text, cell, width, style in zip(
                (name, said), row.cells, self.widths, ("Column", "Answer"), strict=True
            ):
                self._fill(cell, text, style, width)
        look.mark_heads(table, rows=False, columns=True)

    def _table(self, block: Table) -> None:
        table = self._grid(len(block.rows) + 1, block.widths, block.name)
        look.repeat(table.rows[0])
        for cells, row in zip((block.header, *block.rows), table.rows, strict=True):
            look.keep_whole(row)
            style = "Column" if cells is block.header else "Answer"
            for text, cell, width in zip(cells, row.cells, self.widths, strict=True):
                self._fill(cell, text, style, width)
        look.mark_heads(table, rows=True, columns=True)

    def _fill(self, cell: Any, text: str, style: str, width: int) -> None:  # noqa: ANN401
        cell.width = width
        [paragraph] = cell.paragraphs
        paragraph._p.style = self.styles[style]  # noqa: SLF001 -- it has no other door that is quick
        look.write(paragraph, text)

    def _grid(self, rows: int, widths: tuple[float, ...], name: str) -> Any:  # noqa: ANN401
        if self.document.element.body[-2].tag.endswith("}tbl"):  # Word runs two tables into one
            self.document.add_paragraph(style="Gap")
        table = self.document.add_table(rows=rows, cols=len(widths))
        table.autofit = False
        look.rule(table, name)
        for share, column in zip(widths, table.columns, strict=True):
            column.width = int(self.width * share)
        self.widths = [int(self.width * share) for share in widths]
        return table

    def end(self) -> None:
        """Word asks for a paragraph after the last table."""
        if self.document.element.body[-2].tag.endswith("}tbl"):
            self.document.add_paragraph(style="Gap")


def _footer(document: Any, width: int, words: str) -> None:  # noqa: ANN401
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.style = document.styles["Foot"]
    paragraph.paragraph_format.tab_stops.add_tab_stop(width, look.RIGHT)
    look.write(paragraph, words)
    paragraph.add_run("\tPage ")
    look.count(paragraph, "PAGE")
    paragraph.add_run(" of ")
    look.count(paragraph, "NUMPAGES")
