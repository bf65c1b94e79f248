"""What of PDF/UA-1 can be told from a file without a validator. docs/pdf-ua.md says which conditions these are.

Each check gives sentences; none where all is well. They lean on pypdf and on nothing of WeasyPrint.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream

# Structure types of PDF 1.7 (ISO 32000-1, 14.8.4), without those for East Asian annotations.
_BLOCKS = (
    "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6"
)
_LISTS = "L LI Lbl LBody Table TR TH TD THead TBody TFoot"
_WITHIN = "Span Quote Note Reference BibEntry Code Link Annot Figure Formula Form"
STANDARD = set(f"{_BLOCKS} {_LISTS} {_WITHIN}".split())
PAINTS = {*"Tj TJ ' \" S s f F f* B B* b b* sh Do".split(), "INLINE IMAGE"}  # noqa: SIM905 -- as the standard lists them
INSIDE = {  # what may stand directly in what
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "THead": {"TR"}, "TBody": {"TR"}, "TFoot": {"TR"}, "TR": {"TH", "TD"},
    "L": {"L", "LI", "Caption"}, "LI": {"Lbl", "LBody"},
}  # fmt: skip
ONLY_INSIDE = {
    "TR": {"Table", "THead", "TBody", "TFoot"}, "TH": {"TR"}, "TD": {"TR"},
    "THead": {"Table"}, "TBody": {"Table"}, "TFoot": {"Table"},
    "LI": {"L"}, "Lbl": {"LI", "Note", "TOCI"}, "LBody": {"LI"},
}  # fmt: skip
# A cell or a row where nothing is planned, said or written yet; a line break, and a shape that is only drawn.
MAY_BE_EMPTY = {"TD", "TR", "TBody", "NonStruct"}
MEANS_NOTHING = {"\0", "﻿", "￾"}


@dataclass
class Element:
    """One tag: its type, what it holds in order, and the tag around it."""

    kind: str
    node: Any
    parent: "Element | None"
    children: list["Element"] = field(default_factory=list)
    marked: list[tuple[int, int]] = field(default_factory=list)  # number of the page, MCID
    objects: list[Any] = field(default_factory=list)

    @cached_property
    def holds_something(self) -> bool:
        return bool(self.marked or self.objects) or any(one.holds_something for one in self.children)

    def around(self) -> Iterator[str]:
        """The types of this one and of all in which it stands."""
        yield self.kind
        if self.parent:
            yield from self.parent.around()

    def attribute(self, name: str) -> Any:
        found = _got(self.node.get("/A"))
        for one in found if isinstance(found, list) else [found]:
            values = _got(one)
            if isinstance(values, dict) and name in values:
                return _got(values[name])
        return None


@dataclass
class Paper:
    """A PDF with its tags read once."""

    reader: PdfReader

    @cached_property
    def root(self) -> Any:
        return self.reader.root_object

    @cached_property
    def elements(self) -> list[Element]:
        """In reading order."""
        numbers = {
            page.indirect_reference.idnum: n
            for n, page in enumerate(self.reader.pages)
            if page.indirect_reference
        }
        found: list[Element] = []

        def walk(given: Any, around: Element | None, page: int) -> None:
            node = _got(given)
            if isinstance(node, list):
                for one in node:
                    walk(one, around, page)
            elif isinstance(node, int) and around:
                around.marked.append((page, node))
            elif isinstance(node, dict):
                page = numbers[node.raw_get("/Pg").idnum] if "/Pg" in node else page  # type: ignore[attr-defined]
                if node.get("/Type") == "/OBJR" and around:
                    around.objects.append(node.raw_get("/Obj").idnum)  # type: ignore[attr-defined]
                elif node.get("/Type") == "/MCR" and around:
                    around.marked.append((page, int(node["/MCID"])))
                elif "/S" in node:
                    one = Element(str(node["/S"])[1:], node, around)
                    found.append(one)
                    if around:
                        around.children.append(one)
                    walk(node.get("/K", []), one, page)

        walk(self.root["/StructTreeRoot"]["/K"], None, -1)
        return found

    def annotations(self) -> Iterator[tuple[PageObject, Any, int]]:
        for page in self.reader.pages:
            for one in _got(page.get("/Annots")) or []:
                yield page, _got(one), one.idnum


def faults(reader: PdfReader) -> list[str]:
    paper = Paper(reader)
    return [words for check in CHECKS for words in check(paper)]


def frame(paper: Paper) -> Iterator[str]:
    root = paper.root
    mark = _got(root.get("/MarkInfo")) or {}
    if not mark.get("/Marked") or not mark["/Marked"].value:
        yield "It does not say that it is tagged."
    if mark.get("/Suspects") and mark["/Suspects"].value:
        yield "Its tags are said to be suspect."
    if not root.get("/Lang"):
        yield "It has no language."
    shown = (_got(root.get("/ViewerPreferences")) or {}).get("/DisplayDocTitle")
    if not shown or not shown.value:
        yield "Its title is not shown."
    said = root["/Metadata"].get_data().decode() if "/Metadata" in root else ""
    if not ("<pdfuaid:part>1<" in said or 'pdfuaid:part="1"' in said):
        yield "It does not say that it is PDF/UA-1."
    if "<dc:title" not in said:
        yield "Its metadata have no title."
    if paper.reader.is_encrypted or "/AcroForm" in root:
        yield "It is encrypted, or a form."


def types(paper: Paper) -> Iterator[str]:
    roles = _got(paper.root["/StructTreeRoot"].get("/RoleMap")) or {}
    for name in roles:
        if str(name)[1:] in STANDARD:
            yield f"{name} is a type of the standard and is given another meaning."
    for kind in {one.kind for one in paper.elements} - STANDARD:
        stands_for, steps = kind, len(roles)
        while stands_for not in STANDARD and f"/{stands_for}" in roles and steps:
            stands_for, steps = str(roles[f"/{stands_for}"])[1:], steps - 1
        if stands_for not in STANDARD:
            yield f"{kind} is no type of the standard and stands for none."


def headings(paper: Paper) -> Iterator[str]:
    found = [one.kind for one in paper.elements if one.kind[:1] == "H" and one.kind[1:].isdigit()]
    if any(one.kind == "H" for one in paper.elements):
        yield "It has headings without a level."
    if found[:1] != ["H1"]:
        yield f"Its first heading is {found[:1]}."
    for before, after in pairwise(found):
        if int(after[1]) > int(before[1]) + 1:
            yield f"A {after} follows a {before}."


def nesting(paper: Paper) -> Iterator[str]:
    for one in paper.elements:
        allowed = INSIDE.get(one.kind)
        wrong = [child.kind for child in one.children if allowed and child.kind not in allowed]
        if wrong or (allowed and one.marked):
            yield f"{one.kind} holds {wrong or 'text'}."
        around = one.parent.kind if one.parent else ""
        if one.kind in ONLY_INSIDE and around not in ONLY_INSIDE[one.kind]:
            yield f"{one.kind} stands in {around}."
        if one.kind not in MAY_BE_EMPTY and not one.holds_something:
            yield f"{one.kind} in {around} is empty."


def tables(paper: Paper) -> Iterator[str]:
    for one in paper.elements:
        if one.kind == "TH" and one.attribute("/Scope") not in ("/Row", "/Column", "/Both"):
            yield "A TH has no scope."
        if one.kind == "Table":
            yield from _grid([row for row in _inside(one) if row.kind == "TR"])


def _grid(rows: list[Element]) -> Iterator[str]:
    """Each row is as wide as the first, counting what comes down from above."""
    from_above: Counter[int] = Counter()
    widths = []
    for number, row in enumerate(rows):
        wide = from_above[number]
        for cell in row.children:
            columns, down = int(cell.attribute("/ColSpan") or 1), int(cell.attribute("/RowSpan") or 1)
            wide += columns
            from_above.update({number + n: columns for n in range(1, down)})
        widths.append(wide)
    if len(set(widths)) > 1:
        yield f"A table has rows of {sorted(set(widths))} columns."
    if not any(cell.kind == "TH" for row in rows for cell in row.children):
        yield "A table has no heading cell."


def pictures(paper: Paper) -> Iterator[str]:
    for one in paper.elements:
        if one.kind in ("Figure", "Formula") and not (one.node.get("/Alt") or one.node.get("/ActualText")):
            yield f"A {one.kind} has no words."


def links(paper: Paper) -> Iterator[str]:
    tagged = {number: set(one.around()) for one in paper.elements for number in one.objects}
    for page, note, number in paper.annotations():
        if page.get("/Tabs") != "/S":
            yield "A page with links has another order of tabs."
        if note["/Subtype"] == "/Link" and "Link" not in tagged.get(number, ()):
            yield f"A link to {note.get('/Dest') or note.get('/A')} stands in no Link."
        if not note.get("/Contents") or "/StructParent" not in note:
            yield f"A link to {note.get('/Dest') or note.get('/A')} has no words, or no way back to its tag."


def content(paper: Paper) -> Iterator[str]:
    """All that is painted is a part of the text or an artifact, never both, and every mark has its tag."""
    marked = Counter(mark for one in paper.elements for mark in one.marked)
    if any(count > 1 for count in marked.values()):
        yield "A piece of a page has two tags."
    seen = set()
    for number, page in enumerate(paper.reader.pages):
        around: list[str] = []  # "tag", "artifact" or "" for each open mark
        for words, name in ContentStream(page.get_contents(), paper.reader).operations:
            operator = name.decode()
            if operator in ("BDC", "BMC"):
                mark = _mark_of(words)
                kind = "artifact" if words[0] == "/Artifact" else "" if mark is None else "tag"
                if mark is not None:
                    seen.add((number, mark))
                if kind and set(around) - {"", kind}:
                    yield f"Page {number + 1} has text in an artifact, or an artifact in text."
                around.append(kind)
            elif operator == "EMC":
                around.pop()
            elif operator in PAINTS and not any(around):
                yield f"Page {number + 1} paints something ({operator}) without a tag."
                break
    if lost := seen ^ set(marked):
        yield f"{len(lost)} pieces of the pages have no tag, or tags no piece."


def _mark_of(words: list[Any]) -> int | None:
    values = _got(words[1]) if len(words) > 1 else {}
    return int(values["/MCID"]) if isinstance(values, dict) and "/MCID" in values else None


def fonts(paper: Paper) -> Iterator[str]:
    found: dict[str, Any] = {}
    for page in paper.reader.pages:
        found |= {str(font["/BaseFont"]): font for font in map(_got, _fonts(page))}
    for name, font in found.items():
        inner = _got(font["/DescendantFonts"][0]) if "/DescendantFonts" in font else font
        described = _got(inner.get("/FontDescriptor")) or {}
        if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(described):
            yield f"{name} is not embedded."
        if "/ToUnicode" not in font:
            yield f"{name} does not say which letters it has."


def letters(paper: Paper) -> Iterator[str]:
    for number, page in enumerate(paper.reader.pages):
        if strange := MEANS_NOTHING & set(page.extract_text()):
            yield f"Page {number + 1} has letters that mean nothing: {strange}."


CHECKS: tuple[Callable[[Paper], Iterator[str]], ...] = (
    frame, types, headings, nesting, tables, pictures, links, content, fonts, letters,
)  # fmt: skip


def _fonts(page: PageObject) -> Iterator[Any]:
    waiting = [_got(page["/Resources"])]
    while waiting:
        resources = waiting.pop()
        yield from (_got(resources.get("/Font")) or {}).values()
        for one in (_got(resources.get("/XObject")) or {}).values():
            waiting += (
                [_got(inner)]
                if (inner := _got(one).get("/Resources")) and _got(inner) is not resources
                else []
            )


def _inside(one: Element) -> Iterator[Element]:
    for child in one.children:
        yield child
        if child.kind != "Table":
            yield from _inside(child)


def _got(thing: Any) -> Any:
    return thing.get_object() if hasattr(thing, "get_object") else thing
