"""An Office file that somebody chose, opened with care: parts are read as XML one by one, and nothing in it runs."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from lxml import etree

from adapters.grids import NotAccepted

MOST_BYTES = 10 * 1024 * 1024  # as it comes
MOST_PARTS = 2_000
MOST_BYTES_OF_A_PART = 12 * 1024 * 1024
MOST_BYTES_TOGETHER = 60 * 1024 * 1024  # of the parts that are read
MOST_RATIO = 200
RATIO_COUNTS_FROM = 500 * 1024
OLD_CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_DAMAGE = (
    *(BadZipFile, zlib.error, struct.error, EOFError, OSError, KeyError),
    *(NotImplementedError, RuntimeError, OverflowError, ValueError),
)
_MACROS = "It has macros in it. Save it without them and choose that: nothing of a macro is ever run here."


@dataclass(frozen=True)
class Kind:
    name: str  # "a Word document"
    ending: str
    main: str  # content type of its main part


WORD = Kind(
    "a Word document",
    ".docx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
)
EXCEL = Kind(
    "an Excel workbook", ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
)


class Package:
    """NotAccepted, with the reason, for what is no such file."""

    def __init__(self, content: bytes, kind: Kind) -> None:
        self.kind = kind
        self._read = 0
        _check_outside(content, kind)
        try:
            self._zip = ZipFile(BytesIO(content))
            entries = self._zip.infolist()
        except _DAMAGE as error:
            raise self._broken() from error
        self._entries = _checked(entries)
        for name in self._entries:
            if "vbaproject" in name or "vbadata" in name or "/macrosheets/" in name:
                raise NotAccepted(_MACROS)
        self.main = self._main_part()

    @property
    def names(self) -> tuple[str, ...]:
        """In small letters."""
        return tuple(self._entries)

    def xml(self, name: str) -> etree._Element | None:
        """None when there is no such part."""
        entry = self._entries.get(name.lstrip("/").lower())
        if entry is None:
            return None
        self._read += entry.file_size
        if entry.file_size > MOST_BYTES_OF_A_PART or self._read > MOST_BYTES_TOGETHER:
            raise NotAccepted("It unpacks to far more than a plan holds. Bring the plan in parts.")
        try:
            with self._zip.open(entry) as file:
                content = file.read(MOST_BYTES_OF_A_PART + 1)
        except _DAMAGE as error:
            raise self._broken() from error
        if len(content) != entry.file_size:
            raise NotAccepted("It unpacks to another size than it says, as no Office program writes it.")
        return self._parsed(content)

    def targets(self, part: str) -> dict[str, str]:
        """What a part points to inside the file, by id. What lies outside is left out and never fetched."""
        folder, _, file = part.lstrip("/").rpartition("/")
        root = self.xml(f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels")
        found: dict[str, str] = {}
        for one in root.iter(RELATION) if root is not None else ():
            target = one.get("Target", "")
            if one.get("TargetMode", "").lower() != "external":
                found[one.get("Id", "")] = (
                    target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
                )
        return found

    def outside(self, part: str) -> list[str]:
        """The kinds of what a part points to outside the file: image, hyperlink, oleObject …"""
        folder, _, file = part.rpartition("/")
        root = self.xml(f"{folder}/_rels/{file}.rels")
        return [
            one.get("Type", "").rpartition("/")[2]
            for one in (root.iter(RELATION) if root is not None else ())
            if one.get("TargetMode", "").lower() == "external"
        ]

    def _main_part(self) -> str:
        listing = self.xml("[Content_Types].xml")
        if listing is None:
            raise self._broken()
        kinds = {
            one.get("ContentType", ""): one.get("PartName", "") for one in listing if isinstance(one.tag, str)
        }
        if any("macroenabled" in kind.lower() for kind in kinds):
            raise NotAccepted(_MACROS)
        if not kinds.get(self.kind.main):
            raise NotAccepted(
                f"It is not {self.kind.name} inside, whatever its name says. Open it, save it as {self.kind.name} "
                f"({self.kind.ending}) and choose that."
            )
        return str(kinds[self.kind.main]).lstrip("/")

    def _parsed(self, content: bytes) -> etree._Element:
        # Looked for before the parser runs, also in UTF-16.
        plain = content.replace(b"\0", b"").upper()
        if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
            raise NotAccepted("It defines words of its own in its XML, as no Office program does.")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            return etree.fromstring(content, parser)
        except etree.XMLSyntaxError as error:
            raise self._broken() from error

    def _broken(self) -> NotAccepted:
        return NotAccepted(
            f"It is damaged inside. Open it, save it again as a {self.kind.ending} file and choose that."
        )


def _check_outside(content: bytes, kind: Kind) -> None:
    if not content:
        raise NotAccepted("It is empty.")
    if len(content) > MOST_BYTES:
        raise NotAccepted(
            f"It is larger than {MOST_BYTES // 1024 // 1024} MB. Take the pictures out, or bring the plan in parts."
        )
    if content.startswith(OLD_CONTAINER):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise NotAccepted("It is protected with a password. Save it without one and choose that.")
        raise NotAccepted(
            f"It is in the form that Office used before 2007. Open it, save it as {kind.name} ({kind.ending}) and "
            "choose that."
        )
    if not content.startswith(b"PK\x03\x04"):
        raise NotAccepted(f"It is no Office file inside. Choose {kind.name} ({kind.ending}).")


def _checked(entries: list[ZipInfo]) -> dict[str, ZipInfo]:
    if len(entries) > MOST_PARTS:
        raise NotAccepted(f"It has more than {MOST_PARTS:,} parts inside, as no plan needs.")
    found: dict[str, ZipInfo] = {}
    for entry in entries:
        name = entry.filename.lower()
        if name in found or entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise NotAccepted("It is packed in a way that Office does not pack. Open it and save it again.")
        if entry.flag_bits & 0x1:
            raise NotAccepted("It is protected with a password. Save it without one and choose that.")
        if entry.file_size > RATIO_COUNTS_FROM and entry.file_size / max(entry.compress_size, 1) > MOST_RATIO:
            raise NotAccepted("It unpacks to far more than a plan holds. Bring the plan in parts.")
        found[name] = entry
    return found
