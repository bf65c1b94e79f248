"""Tables of a Word file as text: what Word writes is read, what is hostile or broken is refused with a sentence."""

import struct
from zipfile import ZIP_BZIP2, ZIP_STORED

import pytest

from adapters.docx_tables import read_docx
from adapters.grids import MOST_LETTERS_OF_A_CELL, NotAccepted
from tests.plans.import_files import (
    MAIN,
    TYPES,
    p,
    plain,
    r,
    relations,
    tbl,
    tc,
    tr,
    word_file,
    word_plan,
    zipped,
)  # fmt: skip


def rows(content: bytes, table: int = 0) -> list[tuple[str | None, ...]]:
    return [line.cells for line in read_docx(content).grids[table].lines]


def test_a_plan_of_two_tables_for_each_priority() -> None:
    read = read_docx(word_plan())
    assert [(grid.place, grid.headings) for grid in read.grids] == [
        ("Table 1", ("Alder development plan 2026/27", "Priority 1: Reading fluency")),
        ("Table 2", ("Alder development plan 2026/27", "Priority 1: Reading fluency", "Actions")),
        ("Table 3", ("Alder development plan 2026/27", "Priority 2: Attendance")),
        ("Table 4", ("Alder development plan 2026/27", "Priority 2: Attendance", "Actions")),
    ]
    assert [line.cells for line in read.grids[0].lines] == [
        ("Objective", "Success criteria"),
        ("By July 2027 reading fluency is better.",
         "• Pupils at 110 words a minute: 50 of 58\n• Every class reads aloud daily"),
    ]  # fmt: skip
    assert [line.cells for line in read.grids[1].lines][:3] == [
        ("Action", "Lead", "When", "", "Cost"),
        (None, None, "Start", "End", None),
        ("Train all teachers", "Priya Shah", "9 November", "end of Autumn 2", "£1,200"),
    ]
    assert read.notes == ("Only tables and headings are read: 1 paragraph outside them left out.",)


def test_what_word_writes() -> None:
    tag = f'<w:smartTag w:uri="urn:x" w:element="place">{r("Cedar")}</w:smartTag>'
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{r(' House')}</w:sdtContent></w:sdt>"
    link = f'<w:hyperlink r:id="r1">{r(" (more)")}</w:hyperlink>'
    changed = (
        f'<w:ins w:id="1" w:author="A">{r("Train")}</w:ins><w:del w:id="2">{r("Tell", deleted=True)}</w:del>'
        + r(" all")
    )
    inner = tbl(tr(tc(p(r("a"))), tc(p(r("b")))), tr(tc(p(r("c")))))
    hidden = r("secret", properties="<w:vanish/>")
    body = tbl(
        tr(tc(p(r("Across")), span=3)),
        tr(tc(p(tag, control, link), merge="begin"), tc(p(changed)), tc(p(r("one")), inner)),
        tr(tc(merge="on"), tc(p(r("first"), hidden), p(r("second"), listed=True), span=2)),
        tr(tc(p(r("gone"))), properties="<w:del w:id='3'/>"),
        f"<w:sdt><w:sdtContent>{tr(tc(p(r('in a control')), span=3))}</w:sdtContent></w:sdt>",
    )  # fmt: skip
    read = read_docx(word_file(body))
    assert [(line.number, line.cells, line.is_band) for line in read.grids[0].lines] == [
        (1, ("Across", "", ""), True),
        (2, ("Cedar House (more)", "Train all", "one\na | b\nc"), False),
        (3, (None, "first\n• second", ""), False),
        (4, ("in a control", "", ""), True),
    ]
    assert read.notes == (
        "It has tracked changes: it was read as if all of them were accepted.",
        "Table 1, row 2, column 3 has a table of its own in it: its words stand in the cell, a line for each row.",
    )


def test_headings_are_kept_by_their_level() -> None:
    styles = (
        '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:styleId="H2"><w:name w:val="heading 2"/></w:style></w:styles>'
    )
    bold = r("Actions", properties="<w:b/>")
    table = plain(("Action",))
    body = (
        p(r("One"), style="berschrift1") + p(r("Below"), style="H2") + p(bold) + table
        + p(r("Two"), style="berschrift1") + table + p(r("Priority 3 is last")) + table
    )  # fmt: skip
    read = read_docx(word_file(body, {"word/styles.xml": styles}))
    assert [grid.headings for grid in read.grids] == [
        ("One", "Below", "Actions"), ("Two",), ("Two", "Priority 3 is last"),
    ]  # fmt: skip


def test_what_is_left_out_is_said() -> None:
    box = (
        "<mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>"
        f"<w:txbxContent>{p(r('A box'))}</w:txbxContent></wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><w:txbxContent>{p(r('A box'))}</w:txbxContent></w:pict>"
        "</mc:Fallback></mc:AlternateContent>"
    )
    body = p(f"<w:r>{box}</w:r>") + p("<w:r><w:drawing/></w:r>") + plain(("Action", "Lead"))
    content = word_file(body, {
        "word/_rels/document.xml.rels": relations("image", "hyperlink", "hyperlink"),
        "word/embeddings/sheet.xlsx": b"x",
    })  # fmt: skip
    read = read_docx(content)
    assert [line.cells for line in read.grids[0].lines] == [("Action", "Lead")]
    assert read.notes == (
        "A text box is not read: “A box”.",
        "Pictures are left out: 1 picture.",
        "Pictures at web addresses are never fetched: 1 picture left out.",
        "Links are kept as their words, without the address: 2 links.",
        "Another file is embedded in it: that is left out.",
    )


def test_letters_that_nobody_sees_are_dropped() -> None:
    assert rows(word_file(plain(("\u202eAction\u00a0  one\u200b",)))) == [("Action one",)]


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
GOOD = word_file(plain(("Action", "Lead")))
OTHER_MAIN = TYPES.format(part="word/document.xml", kind=MAIN.replace("document.main", "template.main"))
MACRO_MAIN = TYPES.format(
    part="word/document.xml", kind="application/vnd.ms-word.document.macroEnabled.main+xml"
)
DOCTYPE = '<!DOCTYPE x [<!ENTITY a "aaaa">]><w:document/>'
DEEP = "<w:sdt><w:sdtContent>" * 300 + "</w:sdtContent></w:sdt>" * 300


def _encrypted() -> bytes:
    content = bytearray(GOOD)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        struct.pack_into("<H", content, at + place, 1)
    return bytes(content)


def _lying() -> bytes:
    """A part that says it is smaller than it is."""
    content = bytearray(zipped({"[Content_Types].xml": TYPES.format(part="word/document.xml", kind=MAIN)}))
    at = content.find(b"PK\x01\x02")
    struct.pack_into("<I", content, at + 24, 20)
    return bytes(content)


DAMAGED = "It is damaged inside. Open it, save it again as a .docx file and choose that."
MACROS = "It has macros in it. Save it without them and choose that: nothing of a macro is ever run here."
REFUSED: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "It is empty."),
    "text": (b"Action,Lead\n", "It is no Office file inside. Choose a Word document (.docx)."),
    "pdf": (b"%PDF-1.7\n", "It is no Office file inside. Choose a Word document (.docx)."),
    "password": (OLE + "EncryptedPackage".encode("utf-16-le"),
                 "It is protected with a password. Save it without one and choose that."),
    "old Word": (OLE + "WordDocument".encode("utf-16-le"),
                 ("It is in the form that Office used before 2007. Open it, save it as a Word document (.docx) and "
                  "choose that.")),
    "cut off": (GOOD[:-60], DAMAGED),
    "a zip of something": (zipped({"readme.txt": "x"}), DAMAGED),
    "macros by type": (zipped({"[Content_Types].xml": MACRO_MAIN, "word/document.xml": "<x/>"}), MACROS),
    "macros by part": (word_file("", {"word/vbaProject.bin": b"x"}), MACROS),
    "another kind": (zipped({"[Content_Types].xml": OTHER_MAIN}),
                     ("It is not a Word document inside, whatever its name says. Open it, save it as a Word document "
                      "(.docx) and choose that.")),
    "entities": (zipped({"[Content_Types].xml": TYPES.format(part="word/document.xml", kind=MAIN),
                         "word/document.xml": DOCTYPE}),
                 "It defines words of its own in its XML, as no Office program does."),
    "entities in UTF-16": (zipped({"[Content_Types].xml": TYPES.format(part="word/document.xml", kind=MAIN),
                                   "word/document.xml": DOCTYPE.encode("utf-16")}),
                           "It defines words of its own in its XML, as no Office program does."),
    "XML that does not end": (zipped({"[Content_Types].xml": TYPES.format(part="word/document.xml", kind=MAIN),
                                      "word/document.xml": "<w:document"}), DAMAGED),
    "no main part": (zipped({"[Content_Types].xml": TYPES.format(part="word/document.xml", kind=MAIN)}),
                     ("It has no text that can be read. Open it in Word, save it as a Word document (.docx), not as "
                      "“Strict Open XML”, and choose that.")),
    "too deep": (word_file(DEEP), DAMAGED),
    "a bomb": (word_file("", {"word/document2.xml": b" " * 9_000_000}),
               "It unpacks to far more than a plan holds. Bring the plan in parts."),
    "a part twice": (zipped({"[Content_Types].xml": "x", "[content_types].xml": "y"}),
                     "It is packed in a way that Office does not pack. Open it and save it again."),
    "packed otherwise": (zipped({"[Content_Types].xml": "x"}, method=ZIP_BZIP2),
                         "It is packed in a way that Office does not pack. Open it and save it again."),
    "an entry that is locked": (_encrypted(), "It is protected with a password. Save it without one and choose that."),
    "a part that lies": (_lying(), DAMAGED),
    "wide": (word_file(tbl(tr(tc(span=99_999)))), "Table 1, row 1 reaches over more than 40 columns."),
    "many rows": (word_file(tbl(*[tr(tc())] * 601)), "Table 1 has 601 rows: at most 600 are read."),
    "many tables": (word_file(plain(("x",)) * 61),
                    "It has 61 tables: at most 60 are read. Take out what is no plan."),
    "a long cell": (word_file(plain(("x", "y" * (MOST_LETTERS_OF_A_CELL + 1)))),
                    ("Table 1, row 1, column 2 has 5,001 letters: at most 5,000 are read. Divide it among several "
                     "rows.")),
    "many letters": (word_file(plain(*[("y" * 5_000,)] * 101), method=ZIP_STORED),
                     ("Its tables have 101 cells and 505,000 letters: at most 20,000 and 500,000 are read. Bring the "
                      "plan in parts.")),
    "many parts": (word_file("", {f"word/x{n}.xml": "" for n in range(2_000)}),
                   "It has more than 2,000 parts inside, as no plan needs."),
    "heavy": (b"PK\x03\x04" + b"x" * 10 * 1024 * 1024,
              "It is larger than 10 MB. Take the pictures out, or bring the plan in parts."),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_not_read(name: str) -> None:
    content, said = REFUSED[name]
    with pytest.raises(NotAccepted) as refused:
        read_docx(content)
    assert str(refused.value) == said


def test_forty_pages_are_read() -> None:
    content = word_file(
        plain(*[("An action of some length, as people write it. " * 8, "Priya Shah", "Spring 2")] * 400)
    )
    assert len(read_docx(content).grids[0].lines) == 400
