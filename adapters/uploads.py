"""Whether an uploaded file is what its name says, told from its content. Nothing in it is run or unpacked."""

import struct
import zlib
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile

_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
TYPES = {
    # extension: content type as it is served
    ".pdf": "application/pdf",
    ".docx": f"{_OFFICE}wordprocessingml.document",
    ".xlsx": f"{_OFFICE}spreadsheetml.sheet",
    ".pptx": f"{_OFFICE}presentationml.presentation",
    ".odt": f"{_OPEN}text",
    ".ods": f"{_OPEN}spreadsheet",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".csv": "text/csv; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
}
SIGNATURES = {
    ".pdf": b"%PDF-",
    ".png": b"\x89PNG\r\n\x1a\n",
    ".jpg": b"\xff\xd8\xff",
    ".jpeg": b"\xff\xd8\xff",
}
ALLOWED = "PDF, Word, Excel, PowerPoint, OpenDocument, PNG, JPEG, CSV or plain text"
LARGEST_LISTING = 200_000  # bytes of [Content_Types].xml that are read
MOST_PARTS = 20_000
# What zipfile raises over bytes that are no zip, or no whole one, or lack the part.
_DAMAGE = (
    *(BadZipFile, zlib.error, struct.error, EOFError, OSError, KeyError),
    *(NotImplementedError, RuntimeError, OverflowError, UnicodeDecodeError),
)
_MACRO_PARTS = ("vbaproject.bin", "vbadata.xml")
_MACRO_FOLDERS = ("basic/", "scripts/")


class NotAccepted(ValueError):
    """Why the file is refused, in one sentence for the person who chose it."""


@dataclass(frozen=True)
class Checked:
    name: str  # without folders and control characters
    extension: str
    content_type: str
    size: int


def check(name: str, file: BinaryIO, *, most_bytes: int) -> Checked:
    """Leaves the file at its beginning."""
    clean = "".join(letter for letter in PurePath(name.replace("\\", "/")).name if letter.isprintable())[
        -160:
    ]
    extension = PurePath(clean).suffix.lower()
    if extension not in TYPES:
        raise NotAccepted(f"“{clean}” cannot be attached: choose a {ALLOWED} file.")
    size = file.seek(0, 2)
    if size == 0:
        raise NotAccepted(f"“{clean}” is empty.")
    if size > most_bytes:
        raise NotAccepted(f"“{clean}” is larger than {most_bytes // 1024 // 1024} MB, the most that is kept.")
    file.seek(0)
    if extension in SIGNATURES:
        fits = file.read(16).startswith(SIGNATURES[extension])
    elif extension in (".csv", ".txt"):
        fits = _is_text(file.read())
    else:
        fits = _is_package(file, extension, clean)
    file.seek(0)
    if not fits:
        raise NotAccepted(
            f"“{clean}” is not a {extension[1:].upper()} file inside. Open it, save it again and attach that."
        )
    return Checked(clean, extension, TYPES[extension], size)


def _is_text(data: bytes) -> bool:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return not any(letter < " " and letter not in "\t\r\n\f" for letter in text)


def _is_package(file: BinaryIO, extension: str, name: str) -> bool:
    try:
        with ZipFile(file) as package:
            parts = [part.lower() for part in package.namelist()]
            if len(parts) > MOST_PARTS:
                return False
            if any(part.endswith(_MACRO_PARTS) for part in parts):
                raise NotAccepted(f"“{name}” has macros in it: save it without them and attach that.")
            if extension in (".odt", ".ods"):
                if any(part.startswith(_MACRO_FOLDERS) for part in parts):
                    raise NotAccepted(f"“{name}” has macros in it: save it without them and attach that.")
                return _read(package, "mimetype") == TYPES[extension]
            listing = _read(package, "[Content_Types].xml")
    except _DAMAGE:
        return False
    if "macroenabled" in listing.lower():
        raise NotAccepted(f"“{name}” has macros in it: save it without them and attach that.")
    return f"{TYPES[extension]}.main+xml" in listing


def _read(package: ZipFile, part: str) -> str:
    with package.open(part) as stream:
        return stream.read(LARGEST_LISTING).decode("utf-8", "replace").strip()
