"""CSV in and out. Everything a stranger's file can do wrong ends in one sentence, never in a traceback."""

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

MAX_ROWS = 250_000
MAX_CELL = 2_000
# What a spreadsheet runs instead of showing (OWASP, CSV injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class UnreadableFile(ValueError):
    """The file as a whole cannot be used; the message says why and what to do."""


@dataclass(frozen=True)
class Row:
    """`number` is the line a person sees in a spreadsheet: the header is line 1 unless titles stand above it."""

    number: int
    cells: dict[str, str]

    def get(self, name: str) -> str:
        return self.cells.get(name, "")


@dataclass(frozen=True)
class Problem:
    """`row` 0 is about the whole file."""

    row: int
    column: str
    message: str

    def __str__(self) -> str:
        place = f"row {self.row}" if self.row else "the file"
        return f"{place}{f', {self.column}' if self.column else ''}: {self.message}"


@dataclass(frozen=True)
class Sheet:
    header: tuple[str, ...]
    rows: Iterator[Row] = field(repr=False)


def fingerprint(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def read_csv(data: bytes, *, key: str, needed: Sequence[str], most_bytes: int) -> Sheet:
    """The rows below the header line that holds `key`. UnreadableFile when it is no such file.

    The header is looked for in the first three lines, by name after trimming (DfE files carry titles and BOMs).
    Reading the rows may raise UnreadableFile too, with the row.
    """
    if len(data) > most_bytes:
        raise UnreadableFile(f"It is larger than {most_bytes // 1024 // 1024} MB, so it was not read.")
    lines = csv.reader(io.StringIO(_text(data), newline=""), strict=True)
    for number in range(1, 4):
        line = _next(lines, number)
        names = tuple(name.strip() for name in line or ())
        if key in names:
            _check_header(names, needed)
            return Sheet(names, _rows(lines, names, number))
    raise UnreadableFile(f"None of its first three lines is a header with the column {key}.")


def _text(data: bytes) -> str:
    if not data.strip():
        raise UnreadableFile("It is empty.")
    if data[:4] == b"PK\x03\x04":
        raise UnreadableFile("It is a spreadsheet or zip, not a CSV: open it and save the sheet as CSV.")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in data[:4096]:
        raise UnreadableFile("It is not plain text CSV (it may be UTF-16): save it as CSV UTF-8.")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile("Its letters are neither UTF-8 nor Windows-1252: save it as CSV UTF-8.")


def _next(lines: Iterator[list[str]], number: int) -> list[str] | None:
    try:
        return next(lines)
    except StopIteration:
        return None
    except csv.Error as error:
        raise UnreadableFile(f"Row {number} cannot be read as CSV ({error}).") from error


def _check_header(names: tuple[str, ...], needed: Sequence[str]) -> None:
    missing = [name for name in needed if name not in names]
    if missing:
        raise UnreadableFile(f"It has no column {', '.join(missing)}.")
    doubled = sorted({name for name in names if name and names.count(name) > 1})
    if doubled:
        raise UnreadableFile(f"It has the column {doubled[0]} twice.")


def _rows(lines: Iterator[list[str]], names: tuple[str, ...], header_number: int) -> Iterator[Row]:
    number = header_number
    while True:
        number += 1
        line = _next(lines, number)
        if line is None:
            return
        if not any(line):
            continue
        if number > MAX_ROWS:
            raise UnreadableFile(f"It has more than {MAX_ROWS:,} rows.")
        if len(line) != len(names):
            raise UnreadableFile(
                f"Row {number} has {len(line)} cells where the header has {len(names)}: the file may be cut off."
            )
        yield Row(number, {name: cell.strip() for name, cell in zip(names, line, strict=True)})


def unsafe(cell: str) -> str:
    """Why a text cell must not be taken in; empty when it may."""
    if cell.startswith(FORMULA_STARTS):
        return f"starts with {cell[0]!r}, which a spreadsheet would run as a formula"
    if any(
        ord(letter) < 32 or 0x202A <= ord(letter) <= 0x202E or 0x2066 <= ord(letter) <= 0x2069
        for letter in cell
    ):
        return "holds control characters"
    if len(cell) > MAX_CELL:
        return f"is longer than {MAX_CELL} letters"
    return ""


def write_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 with a BOM, so that Excel reads it right; cells that would run as formulas are made text."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    for row in rows:
        writer.writerow([_shown(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def _shown(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell
