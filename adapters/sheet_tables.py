"""The sheets of an Excel file as plain text. A formula is never worked out: its cell is named and the file refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, time, timedelta

from lxml import etree

from adapters.grids import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    Grid,
    Line,
    NotAccepted,
    Read,
    check_size,
    clean,
    column_name,
)
from adapters.office import EXCEL, Package

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MOST_FAULTS = 20
LAST_DAY = 2_958_465  # 31 December 9999
BEGIN_1900, BEGIN_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 -- a day of a sheet has no zone
# https://learn.microsoft.com/dotnet/api/documentformat.openxml.spreadsheet.numberingformat: those that show a day
DATE_FORMATS = {*range(14, 18), 22, *range(27, 32), 34, 35, 36, *range(50, 59)}
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")

Cells = dict[tuple[int, int], str]


def read_xlsx(content: bytes) -> Read:
    """NotAccepted, with the reason, for a file that is not read."""
    package = Package(content, EXCEL)
    reader = _Reader(package)
    grids = [grid for grid in reader.sheets() if grid.lines]
    if reader.faults:
        raise NotAccepted(*reader.faults[:MOST_FAULTS])
    check_size(grids)
    return Read(tuple(grids), tuple(reader.notes))


class _Reader:
    def __init__(self, package: Package) -> None:
        self.package = package
        self.notes: list[str] = []
        self.faults: list[str] = []
        self.texts = self._shared_texts()
        self.date_styles = self._date_styles()
        self.begin = BEGIN_1900

    def sheets(self) -> Iterator[Grid]:
        book = self.package.xml(self.package.main)
        targets = self.package.targets(self.package.main)
        if book is None:
            return
        properties = book.find(f"{S}workbookPr")
        if properties is not None and properties.get("date1904") in ("1", "true"):
            self.begin = BEGIN_1904
        for sheet in book.iter(f"{S}sheet"):
            name = clean(sheet.get("name", ""))[:80]
            if sheet.get("state", "visible") != "visible":
                self.notes.append(f"The sheet “{name}” is hidden and was not read.")
                continue
            root = self.package.xml(targets.get(sheet.get(f"{R}id", ""), ""))
            if root is not None and root.tag == f"{S}worksheet":
                yield self._grid(name, root)
        if any(part.startswith(("xl/media/", "xl/embeddings/")) for part in self.package.names):
            self.notes.append("Pictures and embedded files are left out.")

    def _grid(self, name: str, root: etree._Element) -> Grid:
        place = f"Sheet “{name}”"
        cells = self._cells(place, root)
        merged = list(self._merged(root))
        rows = sorted({row for row, _ in cells})
        if len(rows) > MOST_ROWS:
            raise NotAccepted(f"{place} has {len(rows)} rows: at most {MOST_ROWS} are read.")
        width = max((column for _, column in cells), default=-1) + 1
        lines = []
        for row in rows:
            texts: list[str | None] = [cells.get((row, column), "") for column in range(width)]
            is_band = False
            for top, left, bottom, right in merged:
                if top <= row <= bottom and left < width:
                    if row > top:
                        texts[left] = None
                    is_band |= row == top and left == 0 and right >= width - 1 and width > 1
            lines.append(Line(row, tuple(texts), is_band))
        return Grid(place, (name,), tuple(lines), has_letters=True)

    def _cells(self, place: str, root: etree._Element) -> Cells:
        """What stands in it, by row (from 1) and column (from 0)."""
        found: Cells = {}
        for cell in root.iter(f"{S}c"):
            match = _REFERENCE.fullmatch(cell.get("r", ""))
            if match is None:
                raise NotAccepted(f"{place} has a cell without a place. Open it in Excel and save it again.")
            row, column = int(match[2]), _column(match[1])
            if cell.find(f"{S}f") is not None:
                self._fault(place, row, column, "has a formula: copy it and paste it as values")
            elif cell.get("t") == "e":
                self._fault(place, row, column, "shows an error of Excel: write what it should be")
            elif text := self._text(cell):
                found[row, column] = text
                if len(found) > MOST_CELLS or column >= MOST_COLUMNS:
                    where = f"{place}, row {row}, column {column_name(column, has_letters=True)}"
                    raise NotAccepted(
                        f"{where} is further than is read: at most {MOST_COLUMNS} columns and {MOST_CELLS:,} cells."
                    )
        return found

    def _fault(self, place: str, row: int, column: int, said: str) -> None:
        self.faults.append(f"{place}, row {row}, column {column_name(column, has_letters=True)} {said}.")

    def _text(self, cell: etree._Element) -> str:
        kind, value = cell.get("t", "n"), cell.find(f"{S}v")
        if kind == "inlineStr":
            return clean(_words(cell))
        said = (value.text or "").strip() if value is not None else ""
        if kind == "s":
            return self.texts[int(said)] if said.isdecimal() and int(said) < len(self.texts) else ""
        if kind == "b":
            return {"1": "Yes", "0": "No"}.get(said, "")
        if kind == "n" and said:
            return self._number(said, cell.get("s", "0"))
        return clean(value.text or "") if value is not None else ""

    def _number(self, said: str, style: str) -> str:
        try:
            number = float(said)
        except ValueError:
            return clean(said)
        if style in self.date_styles and 0 < number < LAST_DAY:
            moment = self.begin + timedelta(number)
            return f"{moment:%d/%m/%Y}" if number >= 1 or moment.time() == time() else f"{moment:%H:%M}"
        # 0.1 + 0.2 as Excel shows it, and 1200 without a point
        return f"{number:.10g}" if abs(number) < 1e10 else said

    def _shared_texts(self) -> list[str]:
        root = self.package.xml(f"{self._folder}/sharedStrings.xml")
        return [] if root is None else [clean(_words(one)) for one in root.iter(f"{S}si")]

    def _date_styles(self) -> set[str]:
        root = self.package.xml(f"{self._folder}/styles.xml")
        if root is None:
            return set()
        own = {one.get("numFmtId", ""): one.get("formatCode", "") for one in root.iter(f"{S}numFmt")}
        styles = root.find(f"{S}cellXfs")
        return {
            str(number)
            for number, one in enumerate(styles if styles is not None else ())
            if _is_date(one.get("numFmtId", "0"), own)
        }

    @property
    def _folder(self) -> str:
        return self.package.main.rpartition("/")[0]

    @staticmethod
    def _merged(root: etree._Element) -> Iterator[tuple[int, int, int, int]]:
        for number, one in enumerate(root.iter(f"{S}mergeCell")):
            first, _, last = one.get("ref", "").partition(":")
            begin, end = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last)
            if begin and end and number < MOST_ROWS:
                yield int(begin[2]), _column(begin[1]), int(end[2]), _column(end[1])


def _words(node: etree._Element) -> str:
    """Without the readings of Japanese, which stand beside the words."""
    return "".join(
        t.text or ""
        for t in node.iter(f"{S}t")
        if not any(above.tag == f"{S}rPh" for above in t.iterancestors())
    )


def _is_date(code: str, own: dict[str, str]) -> bool:
    if code in own:
        plain = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", own[code]).lower()
        return any(letter in plain for letter in "dy") or "mmm" in plain
    return code.isdecimal() and int(code) in DATE_FORMATS


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
