"""A document of the handbook as a Word file that screen readers follow.

With adapters.docx_look and adapters.docx_templates the only importer of python-docx. Import it inside a function:
the library is slow to load.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from docx import Document
from docx.shared import Mm, Pt

from adapters import docx_look as look
from adapters.paper import Part, Sheet

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LINES_TO_WRITE_ON = 5


def word_file(sheet: Sheet, *, heading: str = "") -> bytes:
    """`heading`: the file's own name, where it is not the document's and its place."""
    return _Writer(sheet, heading).as_bytes()


class _Writer:
    def __init__(self, sheet: Sheet, heading: str) -> None:
        self.sheet = sheet
        self.document: Any = Document()
        look.dress(self.document, sheet)
        if heading:
            self.document.core_properties.title = heading
            self.document.core_properties.author = ""
        section: Any = self.document.sections[0]
        self.width = section.page_width - section.left_margin - section.right_margin

    def as_bytes(self) -> bytes:
        self._head()
        for are_short, parts in self.sheet.groups:
            if are_short:
                self._short_ones(parts)
            else:
                self._long_one(parts[0])
        self._last()
        self._footer()
        out = BytesIO()
        self.document.save(out)
        return out.getvalue()

    # ------------------------------------------------------------ the head

    def _head(self) -> None:
        sheet = self.sheet
        where = " · ".join(word for word in (sheet.trust, sheet.place) if word)
        self.document.add_paragraph(where, style="Place")
        self.document.add_paragraph(sheet.title, style="Heading 1")
        self.document.add_paragraph(sheet.purpose, style="Lead")
        if sheet.occasion or sheet.state:
            said = " · ".join(word for word in (sheet.occasion, sheet.state) if word)
            self.document.add_paragraph(said, style="Quiet")
        self._who_sees()
        if sheet.facts:
            self._table([list(fact) for fact in sheet.facts], "Facts", (0.28, 0.72), row_names=True)

    def _who_sees(self) -> None:
        paragraph = self.document.add_paragraph(style="Quiet")
        for name, text in (("Who will see this", self.sheet.who_sees), ("Kept", self.sheet.kept)):
            if text:
                paragraph.add_run(f"{name}: ", style="Strong")
                paragraph.add_run(f"{text.rstrip('.')}. ")
        paragraph.add_run("Please name no child, and no family.")
        paragraph.paragraph_format.space_after = Pt(8)

    # ------------------------------------------------------------ fields

    def _short_ones(self, parts: list[Part]) -> None:
        table = self._grid(len(parts), (0.38, 0.62), ", ".join(part.label for part in parts))
        for part, row in zip(parts, table.rows, strict=True):
            look.keep_whole(row, at_least=Mm(9))
            label, answer = row.cells
            self._label(label.paragraphs[0], part)
            if part.help:
                label.add_paragraph(part.help, style="Help")
            self._answer(answer, part)

    def _label(self, paragraph: Any, part: Part) -> None:  # noqa: ANN401 -- python-docx carries no types
        paragraph.style = self.document.styles["Label"]
        paragraph.add_run(part.label)
        if self.sheet.says_optional and not part.required:
            paragraph.add_run(" (optional)", style="Soft")

    def _answer(self, cell: Any, part: Part) -> None:  # noqa: ANN401
        paragraph = cell.paragraphs[0]
        paragraph.style = self.document.styles["Answer"]
        if part.choices:
            self._choices(cell, part)
            return
        look.write(paragraph, part.text)

    def _choices(self, cell: Any, part: Part) -> None:  # noqa: ANN401
        short = sum(len(choice) for choice in part.choices) < 24
        paragraph = cell.paragraphs[0]
        for number, choice in enumerate(part.choices):
            if number and short:
                paragraph.add_run("      ")
            elif number:
                paragraph = cell.add_paragraph(style="Answer")
            look.tick_box(paragraph, choice, ticked=choice == part.text, name=part.label)
            paragraph.add_run(f" {choice}")

    def _long_one(self, part: Part) -> None:
        heading = self.document.add_paragraph(part.label, style="Heading 2")
        if self.sheet.says_optional and not part.required:
            heading.add_run(" (optional)", style="Soft")
        if part.help:
            self.document.add_paragraph(part.help, style="Help").paragraph_format.keep_with_next = True
        if part.kind == "table":
            self._answer_table(part)
        else:
            self._box(part)

    def _box(self, part: Part) -> None:
        """One box: paragraphs with the same border stand in one frame."""
        if part.text:
            for line in part.lines:
                self.document.add_paragraph(line, style="Box")
        else:
            paragraph = self.document.add_paragraph(style="Box")
            paragraph.paragraph_format.keep_together = (
                True  # an empty box is not cut in two by the end of a page
            )
            lines = paragraph.add_run()
            for _ in range(LINES_TO_WRITE_ON - 1):
                lines.add_break()

    def _answer_table(self, part: Part) -> None:
        rows = [list(part.columns), *(list(row) for row in part.rows)]
        widths = look.shares(rows, narrow_first=not part.has_row_names)
        table = self._grid(len(rows), widths, part.label, part.help)
        look.repeat(table.rows[0])
        for number, (cells, row) in enumerate(zip(rows, table.rows, strict=True)):
            look.keep_whole(row, at_least=Mm(9) if number else None)
            for column, (text, cell) in enumerate(zip(cells, row.cells, strict=True)):
                paragraph = cell.paragraphs[0]
                named = part.has_row_names and not column
                paragraph.style = self.document.styles[
                    "Column" if not number else "Label" if named else "Answer"
                ]
                look.write(paragraph, text)
        look.mark_heads(table, rows=True, columns=part.has_row_names)

    # ------------------------------------------------------------ tables

    def _apart(self) -> None:
        """Word runs two tables into one unless a paragraph stands between them; a box would touch the table."""
        before = self.document.element.body[-2:-1]
        if before and (before[0].tag.endswith("}tbl") or before[0].style == "Box"):
            self.document.add_paragraph(style="Gap")

    def _table(self, rows: list[list[str]], name: str, widths: tuple[float, ...], *, row_names: bool) -> None:
        table = self._grid(len(rows), widths, name)
        for cells, row in zip(rows, table.rows, strict=True):
            look.keep_whole(row)
            for column, (text, cell) in enumerate(zip(cells, row.cells, strict=True)):
                cell.paragraphs[0].style = self.document.styles["Column" if not column else "Answer"]
                look.write(cell.paragraphs[0], text)
        look.mark_heads(table, rows=False, columns=row_names)

    def _grid(self, rows: int, widths: tuple[float, ...], title: str, description: str = "") -> Any:  # noqa: ANN401
        self._apart()
        table = self.document.add_table(rows=rows, cols=len(widths))
        table.autofit = False
        look.rule(table, title, description)
        for share, column in zip(widths, table.columns, strict=True):
            column.width = int(self.width * share)
            for cell in column.cells:
                cell.width = int(self.width * share)
        look.mark_heads(table, rows=False, columns=True)
        return table

    # ------------------------------------------------------------ the end

    def _last(self) -> None:
        """Word asks for a paragraph after the last table."""
        if self.document.element.body[-2].tag.endswith("}tbl"):
            self.document.add_paragraph(style="Gap")

    def _footer(self) -> None:
        sheet = self.sheet
        section = self.document.sections[0]
        paragraph = section.footer.paragraphs[0]
        paragraph.style = self.document.styles["Foot"]
        paragraph.paragraph_format.tab_stops.add_tab_stop(self.width, look.RIGHT)
        names = (sheet.trust, sheet.place, sheet.title, "Confidential" if sheet.confidential else "")
        paragraph.add_run(" · ".join(word for word in names if word) + "\tPage ")
        look.count(paragraph, "PAGE")
        paragraph.add_run(" of ")
        look.count(paragraph, "NUMPAGES")
