"""How our Word files look, and the parts of the format that python-docx has no words for."""

from __future__ import annotations

import re
from typing import Any

from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from adapters.paper import Sheet

RIGHT = WD_TAB_ALIGNMENT.RIGHT
INK, SOFT, RULE = "1C2430", "57616E", "9AA1A8"
SERIF, SANS = "Source Serif Pro", "Source Sans Pro"
# What stands in for a typeface that a machine does not have.
FALLBACK = {SERIF: "Cambria", SANS: "Calibri"}
NO_LETTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# Name, what it is based on, size, colour, bold, before, after (points)
STYLES = (
    ("Place", "Normal", 10.5, "accent", True, 0, 6),
    ("Lead", "Normal", 12, SOFT, False, 2, 6),
    ("Quiet", "Normal", 9.5, SOFT, False, 0, 3),
    ("Label", "Normal", 10.5, INK, True, 2, 0),
    ("Column", "Normal", 9.5, SOFT, False, 2, 2),
    ("Help", "Normal", 9.5, SOFT, False, 0, 3),
    ("Answer", "Normal", 10.5, INK, False, 2, 2),
    ("Box", "Normal", 10.5, INK, False, 0, 0),
    ("Gap", "Normal", 5, INK, False, 0, 0),
    ("Foot", "Normal", 8.5, SOFT, False, 0, 0),
)


def dress(document: Any, sheet: Sheet) -> None:  # noqa: ANN401 -- python-docx carries no types
    _name(document, sheet)
    _paper(document, sheet)
    _typefaces(document)
    accent = sheet.accent.lstrip("#").upper()
    set_style(document.styles["Normal"], SANS, 10.5, INK, after=0)
    document.styles["Normal"].paragraph_format.line_spacing = 1.08
    set_style(document.styles["Heading 1"], SERIF, 24, INK, bold=True, before=0, after=2)
    set_style(document.styles["Heading 2"], SERIF, 13.5, INK, bold=True, before=16, after=3)
    for name, base, size, colour, bold, before, after in STYLES:
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles[base]
        face = SERIF if name in ("Place", "Lead") else SANS
        set_style(
            style, face, size, accent if colour == "accent" else colour, bold=bold, before=before, after=after
        )
    document.styles["Column"].paragraph_format.keep_with_next = True
    document.styles["Box"].element.get_or_add_pPr().insert_element_before(_frame(), "w:spacing", "w:ind")
    document.styles["Box"].paragraph_format.left_indent = Mm(1.5)
    document.styles["Box"].paragraph_format.right_indent = Mm(1.5)
    soft = document.styles.add_style("Soft", WD_STYLE_TYPE.CHARACTER)
    soft.font.bold, soft.font.size, soft.font.color.rgb = False, Pt(9.5), RGBColor.from_string(SOFT)
    soft.font.name = SANS


def _name(document: Any, sheet: Sheet) -> None:  # noqa: ANN401
    about = document.core_properties
    about.title = " - ".join(word for word in (sheet.title, sheet.place) if word)
    about.author = about.last_modified_by = sheet.trust or "School improvement portal"
    about.subject, about.comments, about.keywords, about.language = sheet.purpose[:250], "", "", "en-GB"
    about.created = about.modified = sheet.made.replace(tzinfo=None, microsecond=0)
    about.revision = 1
    defaults = document.styles.element.find(qn("w:docDefaults"))
    for spoken in defaults.iter(qn("w:lang")):
        spoken.set(qn("w:val"), "en-GB")


def _paper(document: Any, sheet: Sheet) -> None:  # noqa: ANN401
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    if sheet.is_wide:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(18)
    section.top_margin, section.bottom_margin = Mm(17), Mm(18)
    section.footer_distance = Mm(9)


def _typefaces(document: Any) -> None:  # noqa: ANN401
    """Beside our own the table of fonts names what stands in where they are not installed."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="00"/></w:font>'
        for name, other in FALLBACK.items()
    )
    for part in document.part.package.parts:
        if part.partname == "/word/fontTable.xml":
            part._blob = part.blob.replace(b"</w:fonts>", f"{fonts}</w:fonts>".encode())  # noqa: SLF001 -- it has no other door


def set_style(
    style: Any,  # noqa: ANN401
    face: str,
    size: float,
    colour: str,
    *,
    bold: bool = False,
    before: float = 0,
    after: float = 0,
) -> None:
    style.font.name, style.font.size, style.font.bold = face, Pt(size), bold
    style.font.color.rgb = RGBColor.from_string(colour)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{script}"), face)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)


def _frame() -> Any:  # noqa: ANN401
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="4" w:color="{RULE}"/>'
        for side in ("top", "left", "bottom", "right")
    )
    return parse_xml(f"<w:pBdr {nsdecls('w')}>{sides}</w:pBdr>")


def write(paragraph: Any, text: str) -> None:  # noqa: ANN401
    """With its line breaks; letters that XML does not know are left out."""
    for number, line in enumerate(NO_LETTERS.sub("", text).splitlines()):
        run = paragraph.add_run()
        if number:
            run.add_break()
        run.add_text(line)


def tick_box(paragraph: Any, choice: str, *, ticked: bool, name: str) -> None:  # noqa: ANN401
    """A box that one click ticks."""
    word14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    box = parse_xml(
        f"<w:sdt {nsdecls('w')} {word14}><w:sdtPr><w:alias/>"
        f'<w14:checkbox><w14:checked w14:val="{int(ticked)}"/>'
        '<w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
        '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr>'
        '<w:sdtContent><w:r><w:rPr><w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic"/></w:rPr>'
        f"<w:t>{'☒' if ticked else '☐'}</w:t></w:r></w:sdtContent></w:sdt>"
    )
    box.find(qn("w:sdtPr")).find(qn("w:alias")).set(qn("w:val"), f"{name[:40]}: {choice[:20]}")
    paragraph._p.append(box)  # noqa: SLF001 -- python-docx knows no content controls


def rule(table: Any, title: str, description: str = "") -> None:  # noqa: ANN401
    """Light rules all round, a name for screen readers."""
    properties = table._tbl.tblPr  # noqa: SLF001
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    look = properties.find(qn("w:tblLook"))
    borders = parse_xml(f"<w:tblBorders {nsdecls('w')}>{sides}</w:tblBorders>")
    margins = parse_xml(
        f'<w:tblCellMar {nsdecls("w")}><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar>'
    )
    layout = properties.find(qn("w:tblLayout"))
    before = layout if layout is not None else look
    before.addprevious(borders)
    look.addprevious(margins)
    for tag, text in (("w:tblDescription", description), ("w:tblCaption", title)):
        if text:
            said = OxmlElement(tag)
            said.set(qn("w:val"), NO_LETTERS.sub("", text)[:250])
            look.addnext(said)


def mark_heads(table: Any, *, rows: bool, columns: bool) -> None:  # noqa: ANN401
    look = table._tbl.tblPr.find(qn("w:tblLook"))  # noqa: SLF001
    for name in list(look.attrib):
        del look.attrib[name]
    look.set(qn("w:val"), f"{0x0600 | (0x20 if rows else 0) | (0x80 if columns else 0):04X}")
    flags = {"firstRow": rows, "lastRow": False, "firstColumn": columns, "lastColumn": False}
    for name, on in (flags | {"noHBand": True, "noVBand": True}).items():
        look.set(qn(f"w:{name}"), str(int(on)))


def repeat(row: Any) -> None:  # noqa: ANN401
    """The head of a table again on every page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001


def keep_whole(row: Any, *, at_least: int | None = None) -> None:  # noqa: ANN401
    row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))  # noqa: SLF001
    if at_least is not None:
        row.height, row.height_rule = at_least, WD_ROW_HEIGHT_RULE.AT_LEAST


def count(paragraph: Any, what: str) -> None:  # noqa: ANN401
    """PAGE or NUMPAGES, counted by Word."""
    field = parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="{what}"><w:r><w:t>1</w:t></w:r></w:fldSimple>')
    paragraph._p.append(field)  # noqa: SLF001


def shares(rows: list[list[str]], *, narrow_first: bool) -> tuple[float, ...]:
    """The width of each column by its head and what stands in it: who and when need less than what."""
    count_ = max(len(row) for row in rows)
    weights = []
    for column in range(count_):
        longest = max((len(row[column]) for row in rows if column < len(row)), default=0)
        word = max((len(w) for row in rows if column < len(row) for w in row[column].split()), default=0)
        weights.append(max(min(longest, 40), word * 1.3, 9.0))
    if narrow_first and not any(any(row) for row in rows[1:]):  # nothing in it yet: the first says what
        weights[0] = max(weights[0], 22.0)
    whole = sum(weights)
    return tuple(weight / whole for weight in weights)
