"""Whether a Word file from outside is only that: nothing in it runs, points elsewhere or explodes."""

from __future__ import annotations

import posixpath
import re
import struct
import zlib
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from lxml import etree

MOST_BYTES = 5 * 1024 * 1024  # as it comes
MOST_PARTS = 400
MOST_BYTES_OF_A_PART = 8 * 1024 * 1024
MOST_BYTES_OF_TEXT = 2 * 1024 * 1024  # the text of the document, its headers and footers
MOST_BYTES_TOGETHER = 24 * 1024 * 1024
MOST_RATIO = 150
RATIO_COUNTS_FROM = 200 * 1024
_DAMAGE = (
    *(BadZipFile, zlib.error, struct.error, EOFError, OSError, KeyError),
    *(NotImplementedError, RuntimeError, OverflowError, ValueError),
)
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
# What Word would fetch or run when it opens the file, or what the file carries that is none of a template.
_LIVE = re.compile(
    rb"\b(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|LINK|MACROBUTTON|DATABASE|IMPORT|EMBED|HTMLCONTROL|CONTROL)\b"
)
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_FORBIDDEN_PARTS = (
    ("vbaproject", "It has macros in it: save it without them."),
    ("vbadata", "It has macros in it: save it without them."),
    ("activex", "It has ActiveX controls in it: take them out."),
    ("/embeddings/", "It has another file embedded in it: take that out."),
    ("oleobject", "It has another file embedded in it: take that out."),
    ("customui", "It changes Word’s own menus: take that out."),
    ("/afchunk", "It carries a second document inside: take that out."),
)


class NotAccepted(ValueError):
    """Why the file is refused, in one sentence for whoever chose it."""


def check_package(content: bytes) -> None:
    if len(content) > MOST_BYTES:
        raise NotAccepted(f"It is larger than {MOST_BYTES // 1024 // 1024} MB, the most a template may be.")
    try:
        with ZipFile(BytesIO(content)) as package:
            parts = _unpacked(package)
    except _DAMAGE as error:
        if isinstance(error, NotAccepted):
            raise
        raise NotAccepted(
            "It is no Word file inside. Open it in Word, save it as a Word document (.docx) and choose that."
        ) from error
    for name, bytes_ in parts.items():
        _check_part(name, bytes_)
    _check_types(parts.get("[Content_Types].xml", b""))


def _unpacked(package: ZipFile) -> dict[str, bytes]:
    """Every part, none of them larger than it says it is."""
    entries = package.infolist()
    if len(entries) > MOST_PARTS:
        raise NotAccepted(f"It has more than {MOST_PARTS} parts inside, as no template needs.")
    parts: dict[str, bytes] = {}
    together = 0
    for entry in entries:
        name = entry.filename
        if (
            name.startswith("/")
            or "\\" in name
            or posixpath.normpath(name) != name.rstrip("/")
            or ".." in name
        ):
            raise NotAccepted("It has a part whose name leads elsewhere.")
        if name in parts or entry.flag_bits & 0x1 or entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise NotAccepted("It is packed in a way that Word does not pack. Save it again in Word.")
        together += entry.file_size
        ratio = entry.file_size / max(entry.compress_size, 1)
        if (
            entry.file_size > MOST_BYTES_OF_A_PART
            or together > MOST_BYTES_TOGETHER
            or (entry.file_size > RATIO_COUNTS_FROM and ratio > MOST_RATIO)
        ):
            raise NotAccepted("It unpacks to far more than a template holds.")
        with package.open(entry) as file:
            parts[name] = file.read(MOST_BYTES_OF_A_PART + 1)
        if len(parts[name]) != entry.file_size:
            raise NotAccepted("It unpacks to another size than it says.")
    return parts


def _check_part(name: str, content: bytes) -> None:
    low = f"/{name.lower()}"
    for word, reason in _FORBIDDEN_PARTS:
        if word in low:
            raise NotAccepted(reason)
    if not low.endswith((".xml", ".rels")):
        return
    root = _parsed(content)
    if low.endswith(".rels"):
        _check_relations(root)
    elif low.startswith("/word/"):
        if len(content) > MOST_BYTES_OF_TEXT and re.fullmatch(
            r"/word/(document|header\d*|footer\d*|footnotes)\.xml", low
        ):
            raise NotAccepted("Its text is longer than a template needs.")
        _check_word(root)


def _parsed(content: bytes) -> etree._Element:
    # Looked for before the parser runs, also in UTF-16.
    plain = content.replace(b"\0", b"").upper()
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise NotAccepted("It defines words of its own in its XML, as no Word file does.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise NotAccepted("It is damaged inside. Open it in Word, save it again and choose that.") from error


def _check_relations(root: etree._Element) -> None:
    for relation in root.iter(RELATIONS):
        target, kind = relation.get("Target", ""), relation.get("Type", "").rpartition("/")[2]
        if relation.get("TargetMode", "").lower() == "external" or re.match(
            r"[a-z][a-z0-9+.-]*:|//|\\\\", target, re.IGNORECASE
        ):
            raise NotAccepted(
                f"It points to something outside itself ({kind or 'link'}: {target[:80]}). Take out links, linked "
                "pictures and an attached template, and save it again."
            )
        if kind.lower() in (
            "afchunk",
            "subdocument",
            "attachedtemplate",
            "oleobject",
            "package",
            "control",
            "vbaproject",
        ):
            raise NotAccepted(
                "It carries another document or template inside. Take that out and save it again."
            )


def _check_word(root: etree._Element) -> None:
    fields: dict[Any, list[str]] = {}  # Word divides what a field says among the runs of a paragraph
    for node in root.iter():
        if not isinstance(node.tag, str):
            continue
        if node.tag == f"{_WORD}fldSimple":
            _check_field(node.get(f"{_WORD}instr") or "")
        if node.tag == f"{_WORD}instrText":
            run = node.getparent()
            paragraph = run.getparent() if run is not None else None
            fields.setdefault(paragraph, []).append(node.text or "")
        if node.tag in (f"{_WORD}altChunk", f"{_WORD}subDoc", f"{_WORD}object", f"{_WORD}control"):
            raise NotAccepted(
                "It carries another document or object inside. Take that out and save it again."
            )
    for said in fields.values():
        _check_field("".join(said))


def _check_field(said: str) -> None:
    if _LIVE.search(said.upper().encode()):
        raise NotAccepted(
            "It has a field that Word would fetch or run when it opens the file. Take that out."
        )


def _check_types(listing: bytes) -> None:
    if not listing:
        raise NotAccepted("It is no Word file inside. Save it as a Word document (.docx) and choose that.")
    root = _parsed(listing)
    kinds = [one.get("ContentType", "") for one in root if isinstance(one.tag, str)]
    if any("macroenabled" in kind.lower() for kind in kinds):
        raise NotAccepted("It has macros in it: save it without them.")
    if _MAIN not in kinds:
        raise NotAccepted(
            "It is no Word document inside. Save it as a Word document (.docx) and choose that."
        )
