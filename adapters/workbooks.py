"""Excel workbooks out. Dates are dates and text is text: nothing in a cell runs as a formula."""

from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DAY_FORMAT = "ddd d mmm yyyy"
WIDTHS = (8, 48)  # of a column, in letters


def write_xlsx(header: Sequence[str], rows: Iterable[Sequence[object]], *, title: str) -> bytes:
    """One sheet with its header frozen. None is an empty cell."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    kept = [list(row) for row in rows]
    sheet.freeze_panes = "A2"
    for number, name in enumerate(header):
        longest = max([len(_shown(row[number])) for row in kept], default=0)
        sheet.column_dimensions[get_column_letter(number + 1)].width = min(
            max(longest, len(name), WIDTHS[0]) + 2, WIDTHS[1]
        )
    sheet.append([_cell(sheet, name, bold=True) for name in header])
    for row in kept:
        sheet.append([_cell(sheet, value) for value in row])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: WriteOnlyWorksheet, value: object, *, bold: bool = False) -> Cell:
    clean: Any = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
    cell: Cell = WriteOnlyCell(sheet, value=clean)
    if isinstance(value, str):
        cell.data_type = "s"  # "=1+1" is a title somebody gave, and no sum
    elif isinstance(value, date):
        cell.number_format = DAY_FORMAT
    if bold:
        cell.font = Font(bold=True)
    return cell


def _shown(value: object) -> str:
    if isinstance(value, date):
        return "Wed 30 Sep 2026"
    return "" if value is None else str(value)
