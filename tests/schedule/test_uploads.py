"""A file is taken for what it is, not for what it is called."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from adapters.uploads import TYPES, Checked, NotAccepted, check
from tests.schedule.conftest import office

MOST = 1024 * 1024
WORD = TYPES[".docx"]
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 8


def open_document(kind: str, *more: str) -> BytesIO:
    file = BytesIO()
    with ZipFile(file, "w") as package:
        package.writestr("mimetype", kind)
        for part in more:
            package.writestr(part, "x")
    return file


GOOD: dict[str, Callable[[], BytesIO]] = {
    "agenda.pdf": lambda: BytesIO(b"%PDF-1.7 ..."),
    "NOTE.DOCX": lambda: office(f"{WORD}.main+xml"),
    "sheet.xlsx": lambda: office(f"{TYPES['.xlsx']}.main+xml"),
    "slides.pptx": lambda: office(f"{TYPES['.pptx']}.main+xml"),
    "text.odt": lambda: open_document(TYPES[".odt"]),
    "sheet.ods": lambda: open_document(TYPES[".ods"]),
    "photo.png": lambda: BytesIO(PNG),
    "photo.jpg": lambda: BytesIO(b"\xff\xd8\xff\xe0 ..."),
    "photo.jpeg": lambda: BytesIO(b"\xff\xd8\xff\xe0 ..."),
    "totals.csv": lambda: BytesIO("\ufeffschool,£\nAlder,3\n".encode()),
    "note.txt": lambda: BytesIO("Näher\tan\r\n".encode()),
}


@pytest.mark.parametrize("name", GOOD)
def test_what_may_be_attached(name: str) -> None:
    file = GOOD[name]()
    checked = check(name, file, most_bytes=MOST)
    extension = "." + name.lower().rpartition(".")[2]
    size = file.seek(0, 2)
    assert checked == Checked(name, extension, TYPES[extension], size)


def test_the_file_is_left_at_its_beginning() -> None:
    file = GOOD["NOTE.DOCX"]()
    check("note.docx", file, most_bytes=MOST)
    assert file.tell() == 0


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("run.exe", b"MZ", "cannot be attached"),
        ("page.html", b"<script>", "cannot be attached"),
        ("drawing.svg", b"<svg/>", "cannot be attached"),
        ("noextension", b"%PDF-", "cannot be attached"),
        ("macro.docm", b"PK", "cannot be attached"),
        ("empty.pdf", b"", "is empty"),
        ("page.pdf", b"<html><script>alert(1)</script>", "is not a PDF file inside"),
        ("late.pdf", b" %PDF-1.7", "is not a PDF file inside"),
        ("photo.png", b"\xff\xd8\xff\xe0", "is not a PNG file inside"),
        ("photo.jpg", PNG, "is not a JPG file inside"),
        ("note.docx", b"PK\x03\x04 broken", "is not a DOCX file inside"),
        ("totals.csv", b"\xff\xfes\x00c\x00", "is not a CSV file inside"),
        ("note.txt", b"a\x00b", "is not a TXT file inside"),
        ("big.txt", b"x" * (MOST + 1), "is larger than 1 MB"),
    ],
)
def test_what_may_not(name: str, content: bytes, words: str) -> None:
    with pytest.raises(NotAccepted, match=words):
        check(name, BytesIO(content), most_bytes=MOST)


@pytest.mark.parametrize(
    ("name", "file", "words"),
    [
        ("note.docx", lambda: office(f"{TYPES['.xlsx']}.main+xml"), "is not a DOCX file inside"),
        ("note.docx", lambda: open_document(TYPES[".odt"]), "is not a DOCX file inside"),
        ("note.odt", lambda: office(f"{WORD}.main+xml"), "is not a ODT file inside"),
        ("text.odt", lambda: open_document(TYPES[".ods"]), "is not a ODT file inside"),
        ("note.docx", lambda: office(f"{WORD}.main+xml", "word/vbaProject.bin"), "has macros in it"),
        ("note.docx", lambda: office(f"{WORD}.main+xml", "word/VBAPROJECT.BIN"), "has macros in it"),
        (
            "note.docx",
            lambda: office("application/vnd.ms-word.document.macroEnabled.main+xml"),
            "has macros in it",
        ),
        ("text.odt", lambda: open_document(TYPES[".odt"], "Basic/Standard/Module1.xml"), "has macros in it"),
    ],
)
def test_a_package_is_looked_into(name: str, file: Callable[[], BytesIO], words: str) -> None:
    with pytest.raises(NotAccepted, match=words):
        check(name, file(), most_bytes=MOST)


def packed(name: str = "") -> bytearray:
    """A Word file that is packed, as Word's own are, with one more part of this name."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", f"<Types>{WORD}.main+xml</Types>" * 20)
        package.writestr(name or "word/document.xml", "x")
    return bytearray(file.getvalue())


def test_a_package_with_a_damaged_part() -> None:
    data = packed()
    start = data.index(b"[Content_Types].xml") + len("[Content_Types].xml")
    data[start : start + 4] = b"\xff\xff\xff\xff"
    with pytest.raises(NotAccepted, match="is not a DOCX file inside"):
        check("note.docx", BytesIO(data), most_bytes=MOST)


def test_a_package_with_a_name_in_no_alphabet() -> None:
    data = packed("é").replace("é".encode(), b"\xff\xfe")
    with pytest.raises(NotAccepted, match="is not a DOCX file inside"):
        check("note.docx", BytesIO(data), most_bytes=MOST)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/agenda.pdf", "agenda.pdf"),
        ("C:\\Users\\ruth\\agenda.pdf", "agenda.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("invoice\u202efdp.pdf", "invoicefdp.pdf"),
        ("x" * 300 + ".pdf", "x" * 156 + ".pdf"),
    ],
)
def test_a_name_is_only_a_name(given: str, kept: str) -> None:
    assert check(given, BytesIO(b"%PDF-"), most_bytes=MOST).name == kept
