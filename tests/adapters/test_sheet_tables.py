"""Sheets of an Excel file as text: merged cells and days as a person sees them, formulas refused with their cell."""

from typing import Any

import pytest

from adapters.grids import NotAccepted
from adapters.sheet_tables import read_xlsx
from tests.plans.import_files import BOOK, TYPES, excel_plan, word_plan, zipped

S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def workbook(cells: str, *, merged: str = "", book: str = "", shared: str = "") -> bytes:
    """By hand: the rows of one sheet."""
    return zipped({
        "[Content_Types].xml": TYPES.format(part="xl/workbook.xml", kind=BOOK),
        "xl/workbook.xml": f'<workbook xmlns="{S}" xmlns:r="{R}">{book}'
                           '<sheets><sheet name="Plan" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                                      '<Relationship Id="r1" Type="x" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{S}"><sheetData>{cells}</sheetData>{merged}</worksheet>',
        "xl/styles.xml": f'<styleSheet xmlns="{S}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
                         "</styleSheet>",
        **({"xl/sharedStrings.xml": f'<sst xmlns="{S}">{shared}</sst>'} if shared else {}),
    })  # fmt: skip


def cell(place: str, value: str = "", **attributes: str) -> str:
    said = "".join(f' {name}="{text}"' for name, text in attributes.items())
    return f'<row><c r="{place}"{said}><v>{value}</v></c></row>'


def test_a_plan_with_merged_cells_and_days() -> None:
    read = read_xlsx(excel_plan())
    assert [(grid.place, grid.headings, grid.has_letters) for grid in read.grids] == [
        ("Sheet “Plan”", ("Plan",), True)
    ]
    assert [(line.number, line.cells, line.is_band) for line in read.grids[0].lines] == [
        (1, ("School improvement plan", "", "", "", "", ""), True),
        (2, ("Objective", "Action", "Lead", "By when", "Cost", "RAG"), False),
        (3, ("Priority 1: Reading", "", "", "", "", ""), True),
        (
            4,
            ("By July all read well", "Train all teachers", "Priya Shah", "18/12/2026", "1200", "Amber"),
            False,
        ),
        (5, (None, "Hear every pupil read", "Priya Shah", "12/03/2027", "", ""), False),
        (6, ("Priority 2: Attendance", "", "", "", "", ""), True),
        (7, ("Fewer are away", "Meet families", "Priya Shah", "Spring 2", "350.5", ""), False),
    ]
    assert read.notes == ("The sheet “Old” is hidden and was not read.",)


def test_formulas_are_refused_with_their_cells() -> None:
    with pytest.raises(NotAccepted) as refused:
        read_xlsx(excel_plan(E4="=1200*2", B7='=HYPERLINK("https://x.example","y")'))
    assert refused.value.problems == (
        "Sheet “Plan”, row 4, column E has a formula: copy it and paste it as values.",
        "Sheet “Plan”, row 7, column B has a formula: copy it and paste it as values.",
    )


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        (cell("A1", "46374", s="1"), "18/12/2026"),
        (cell("A1", "0.30000000000000004"), "0.3"),
        (cell("A1", "1", t="b"), "Yes"),
        (cell("A1", "0", t="s"), "Shared words"),
        (cell("A1", "nan"), "nan"),
        ('<row><c r="A1" t="inlineStr"><is><t>In </t><r><t>line</t></r></is></c></row>', "In line"),
    ],
)
def test_a_cell_is_what_is_seen(cells: str, text: str) -> None:
    shared = "<si><r><t>Shared</t></r><r><t> words</t></r><rPh><t>reading</t></rPh></si>"
    read = read_xlsx(workbook(cells, shared=shared))
    assert [line.cells for line in read.grids[0].lines] == [(text,)]


def test_days_that_are_counted_from_1904() -> None:
    read = read_xlsx(workbook(cell("A1", "44912", s="1"), book='<workbookPr date1904="1"/>'))
    assert read.grids[0].lines[0].cells == ("18/12/2026",)


def test_a_cell_merged_over_a_million_rows_costs_nothing() -> None:
    merged = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    read = read_xlsx(workbook(cell("A1", "x", t="str") + cell("A3", "y", t="str"), merged=merged))
    assert [line.cells for line in read.grids[0].lines] == [("x",), (None,)]


REFUSED: dict[str, tuple[Any, str]] = {
    "a Word document": (word_plan, (
        "It is not an Excel workbook inside, whatever its name says. Open it, save it as an Excel workbook (.xlsx) and "
        "choose that."
    )),
    "an error": (lambda: workbook(cell("B2", "#REF!", t="e")),
                 "Sheet “Plan”, row 2, column B shows an error of Excel: write what it should be."),
    "no place": (lambda: workbook("<row><c><v>1</v></c></row>"),
                 "Sheet “Plan” has a cell without a place. Open it in Excel and save it again."),
    "far away": (lambda: workbook(cell("XFD9", "1")),
                 "Sheet “Plan”, row 9, column XFD is further than is read: at most 40 columns and 20,000 cells."),
    "many rows": (lambda: workbook("".join(cell(f"A{n}", "1") for n in range(1, 602))),
                  "Sheet “Plan” has 601 rows: at most 600 are read."),
    "macro sheets": (lambda: zipped({"[Content_Types].xml": "x", "xl/macrosheets/sheet1.xml": "x"}),
                     "It has macros in it. Save it without them and choose that: nothing of a macro is ever run here."),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_not_read(name: str) -> None:
    make, said = REFUSED[name]
    with pytest.raises(NotAccepted) as refused:
        read_xlsx(make())
    assert str(refused.value) == said
