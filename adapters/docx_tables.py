"""The tables of a Word file as plain text, as the person sees them: accepted changes, merged cells, lists in cells.

Reads the XML itself: python-docx knows neither tracked changes nor content controls, and loses what stands in them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from adapters.grids import BULLET, MOST_COLUMNS, Grid, Line, NotAccepted, Read, check_size, clean
from adapters.office import WORD, Package

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
LONGEST_HEADING = 160
# What stands around paragraphs, tables, rows and cells and is none of them.
AROUND = {f"{W}{name}" for name in ("sdt", "sdtContent", "smartTag", "customXml", "ins", "moveTo")}
GONE = {f"{W}del", f"{W}moveFrom", f"{MC}Fallback"}
BOX = f"{W}txbxContent"
PICTURES = {f"{W}drawing", f"{W}pict"}


def read_docx(content: bytes) -> Read:
    """NotAccepted, with the reason, for a file that is not read."""
    package = Package(content, WORD)
    root = package.xml(package.main)
    body = root.find(f"{W}body") if root is not None else None
    if body is None:
        raise NotAccepted(
            "It has no text that can be read. Open it in Word, save it as a Word document (.docx), not as “Strict Open "
            "XML”, and choose that."
        )
    try:
        reader = _Reader(package)
        reader.read(body)
    except RecursionError as error:
        raise NotAccepted("Its parts stand too deep in one another. Make it plainer.") from error
    check_size(reader.grids)
    return Read(tuple(reader.grids), tuple(reader.notes()))


@dataclass
class _Cell:
    column: int
    span: int
    text: str
    goes_on: bool  # the cell above reaches down


@dataclass
class _Seen:
    """What is left out, counted."""

    pictures: int = 0
    boxes: list[str] = field(default_factory=list)
    nested: list[str] = field(default_factory=list)
    changes: bool = False
    paragraphs: int = 0


class _Reader:
    def __init__(self, package: Package) -> None:
        self.package = package
        self.levels = _heading_levels(package)
        self.headings: dict[int, str] = {}
        self.grids: list[Grid] = []
        self.seen = _Seen()

    def read(self, body: etree._Element) -> None:
        for node in _children(body, f"{W}p", f"{W}tbl"):
            if node.tag == f"{W}tbl":
                self._table(node)
                continue
            self._look(node)
            text = self._paragraph(node)
            level = self._level(node, text)
            if level is not None:
                self.headings = {one: said for one, said in self.headings.items() if one < level} | {
                    level: text
                }
            elif text:
                self.seen.paragraphs += 1

    def notes(self) -> Iterator[str]:
        seen, outside = self.seen, Counter(self.package.outside(self.package.main))
        if seen.paragraphs:
            yield f"Only tables and headings are read: {_count(seen.paragraphs, 'paragraph')} outside them left out."
        if seen.changes:
            yield "It has tracked changes: it was read as if all of them were accepted."
        for words in seen.boxes:
            yield f"A text box is not read: “{words}”."
        for where in seen.nested:
            yield f"{where} has a table of its own in it: its words stand in the cell, a line for each row."
        if seen.pictures:
            yield f"Pictures are left out: {_count(seen.pictures, 'picture')}."
        if outside["image"]:
            yield f"Pictures at web addresses are never fetched: {_count(outside['image'], 'picture')} left out."
        if outside["hyperlink"]:
            yield f"Links are kept as their words, without the address: {_count(outside['hyperlink'], 'link')}."
        if any("/embeddings/" in name or "/activex/" in name for name in self.package.names):
            yield "Another file is embedded in it: that is left out."

    # ------------------------------------------------------------ tables

    def _table(self, table: etree._Element) -> None:
        place = f"Table {len(self.grids) + 1}"
        lines: list[Line] = []
        rows = [list(self._cells(row, place, number)) for number, row in enumerate(self._rows(table), 1)]
        width = max((cell.column + cell.span for row in rows for cell in row), default=0)
        for number, row in enumerate(rows, 1):
            cells: list[str | None] = [""] * width
            for cell in row:
                cells[cell.column] = None if cell.goes_on else cell.text
            is_band = len(row) == 1 and width > 1 and row[0].span == width
            lines.append(Line(number, tuple(cells), is_band))
        self.grids.append(
            Grid(place, tuple(self.headings[one] for one in sorted(self.headings)), tuple(lines))
        )

    def _rows(self, table: etree._Element) -> Iterator[etree._Element]:
        for row in _children(table, f"{W}tr"):
            if row.find(f"{W}trPr/{W}del") is None:
                yield row
            else:
                self.seen.changes = True

    def _cells(self, row: etree._Element, place: str, number: int) -> Iterator[_Cell]:
        column = _number(row.find(f"{W}trPr/{W}gridBefore"), least=0)
        for node in _children(row, f"{W}tc"):
            span = _number(node.find(f"{W}tcPr/{W}gridSpan"))
            if column + span > MOST_COLUMNS:
                raise NotAccepted(f"{place}, row {number} reaches over more than {MOST_COLUMNS} columns.")
            merged = node.find(f"{W}tcPr/{W}vMerge")
            goes_on = merged is not None and merged.get(f"{W}val", "continue") == "continue"
            if any(True for _ in _children(node, f"{W}tbl")):
                self.seen.nested.append(f"{place}, row {number}, column {column + 1}")
            self._look(node)
            yield _Cell(column, span, "" if goes_on else clean("\n".join(self._lines(node))), goes_on)
            column += span

    def _lines(self, cell: etree._Element) -> Iterator[str]:
        for node in _children(cell, f"{W}p", f"{W}tbl"):
            if node.tag == f"{W}tbl":
                for row in self._rows(node):
                    texts = (" ".join(self._lines(one)).strip() for one in _children(row, f"{W}tc"))
                    yield " | ".join(text for text in texts if text)
            elif text := self._paragraph(node):
                yield f"{BULLET}{text}" if self._is_listed(node) else text

    # ------------------------------------------------------------ words

    def _paragraph(self, node: etree._Element) -> str:
        return clean("".join(self._words(node)))

    def _words(self, node: etree._Element) -> Iterator[str]:
        for one in node:
            tag = one.tag
            if not isinstance(tag, str) or tag in PICTURES or tag == BOX:
                continue
            if tag in GONE:
                self.seen.changes |= tag != f"{MC}Fallback"
            elif tag == f"{W}t":
                yield one.text or ""
            elif tag == f"{W}tab":
                yield " "
            elif tag in (f"{W}br", f"{W}cr"):
                yield "\n"
            elif tag == f"{W}noBreakHyphen":
                yield "-"
            elif tag != f"{W}r" or one.find(f"{W}rPr/{W}vanish") is None:  # hidden words are not read
                self.seen.changes |= tag == f"{W}ins"
                if tag not in (f"{W}pPr", f"{W}rPr"):
                    yield from self._words(one)

    def _is_listed(self, node: etree._Element) -> bool:
        if node.find(f"{W}pPr/{W}numPr") is not None:
            return True
        style = node.find(f"{W}pPr/{W}pStyle")
        return style is not None and "list" in style.get(f"{W}val", "").lower()

    def _level(self, node: etree._Element, text: str) -> int | None:
        """Of a heading: by its style, or a short line in bold, or one that says it is a priority."""
        if not text or len(text) > LONGEST_HEADING or "\n" in text:
            return None
        outline = node.find(f"{W}pPr/{W}outlineLvl")
        if outline is not None:
            return _number(outline, least=0) + 1
        style = node.find(f"{W}pPr/{W}pStyle")
        if style is not None and (level := self.levels.get(style.get(f"{W}val", ""))) is not None:
            return level
        runs = [run for run in node.iter(f"{W}r") if any((t.text or "").strip() for t in run.iter(f"{W}t"))]
        in_bold = bool(runs) and all(_is_on(run.find(f"{W}rPr/{W}b")) for run in runs)
        return 20 if in_bold or text.lower().startswith("priority ") else None

    def _look(self, node: etree._Element) -> None:
        for box in node.iter(BOX):
            if not any(above.tag == f"{MC}Fallback" for above in box.iterancestors()):
                words = clean(" ".join(t.text or "" for t in box.iter(f"{W}t")))
                self.seen.boxes += [words[:80]] if words else []
        self.seen.pictures += sum(
            1 for tag in PICTURES for one in node.iter(tag) if next(one.iter(BOX), None) is None
        )


def _heading_levels(package: Package) -> dict[str, int]:
    """By the id of a style: 0 is a title."""
    folder = package.main.rpartition("/")[0]
    root = package.xml(f"{folder}/styles.xml")
    found = {}
    for style in root.iter(f"{W}style") if root is not None else ():
        name = style.find(f"{W}name")
        said = (name.get(f"{W}val") or "").lower() if name is not None else ""
        if said == "title":
            found[style.get(f"{W}styleId", "")] = 0
        elif said.startswith("heading ") and said[8:].isdecimal():
            found[style.get(f"{W}styleId", "")] = int(said[8:])
    return found


def _children(node: etree._Element, *tags: str) -> Iterator[etree._Element]:
    for one in node:
        if one.tag in tags:
            yield one
        elif one.tag in AROUND:
            yield from _children(one, *tags)


def _number(node: etree._Element | None, least: int = 1) -> int:
    said = node.get(f"{W}val", "") if node is not None else ""
    return max(int(said), least) if said.isascii() and said.isdigit() and len(said) < 6 else least


def _is_on(node: etree._Element | None) -> bool:
    return node is not None and node.get(f"{W}val", "1") not in ("0", "false", "off")


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
