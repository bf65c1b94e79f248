"""Schools out of the DfE's register, GIAS: the national extract `edubasealldataYYYYMMDD.csv`.

Columns are found by name, never by place: the header drifts from year to year. Windows-1252, dates DD-MM-YYYY,
two trusts in one cell joined by `~`. Heads' names stand in the file and are not read.
"""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from adapters.sheets import Problem, Row, UnreadableFile, read_csv, unsafe
from schools.models import School, Trust

NEEDED = (
    "URN",
    "LA (code)",
    "EstablishmentNumber",
    "EstablishmentName",
    "TypeOfEstablishment (name)",
    "EstablishmentStatus (name)",
    "PhaseOfEducation (name)",
    "Trusts (code)",
    "Trusts (name)",
)

PHASES = {
    "Nursery": "nursery",
    "Primary": "primary",
    "Middle deemed primary": "primary",
    "Secondary": "secondary",
    "Middle deemed secondary": "secondary",
    "16 plus": "post16",
    "All-through": "all_through",
}
STATUSES = {
    "Open": "open",
    "Closed": "closed",
    "Open, but proposed to close": "closing",
    "Proposed to open": "proposed",
}


@dataclass(frozen=True)
class SchoolRow:
    """One school of the trust as the register has it. `row` is its line in the file."""

    row: int
    urn: int
    laestab: str
    name: str
    phase: str
    type_name: str
    status: str
    low_age: int | None
    high_age: int | None
    roll: int | None
    capacity: int | None
    fsm_percent: Decimal | None
    has_sixth_form: bool
    local_authority: str
    town: str
    postcode: str
    website: str

    def as_data(self) -> dict[str, Any]:
        return asdict(self) | {"fsm_percent": None if self.fsm_percent is None else str(self.fsm_percent)}


FIELDS = tuple(name for name in SchoolRow.__dataclass_fields__ if name not in ("row", "urn"))


def row_from_data(data: dict[str, Any]) -> SchoolRow:
    percent = data["fsm_percent"]
    return SchoolRow(**(data | {"fsm_percent": None if percent is None else Decimal(percent)}))


@dataclass(frozen=True)
class Reading:
    """What the file says about one trust. When `problems` is not empty nothing of it may be used."""

    trust_uid: str
    trust_name: str
    rows: tuple[SchoolRow, ...]
    problems: tuple[Problem, ...]
    rows_read: int


class BadCell(ValueError):
    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column = column


def read(data: bytes, *, trust_uid: str, most_bytes: int) -> Reading:
    """UnreadableFile when the file as a whole is no GIAS extract or does not know the trust."""
    sheet = read_csv(data, key="URN", needed=NEEDED, most_bytes=most_bytes)
    rows: list[SchoolRow] = []
    problems: list[Problem] = []
    trust_name, rows_read, seen = "", 0, dict[int, int]()
    for row in sheet.rows:
        rows_read += 1
        codes = row.get("Trusts (code)").split("~")
        if trust_uid not in codes:
            continue
        try:
            school = _school(row)
            trust_name = trust_name or _trust_name(row, codes.index(trust_uid))
        except BadCell as error:
            problems.append(Problem(row.number, error.column, str(error)))
            continue
        if school.urn in seen:
            problems.append(
                Problem(row.number, "URN", f"{school.urn} stands in row {seen[school.urn]} already.")
            )
        seen[school.urn] = row.number
        rows.append(school)
    if not rows and not problems:
        raise UnreadableFile(
            f"None of its {rows_read:,} rows belongs to the trust with Group UID {trust_uid}."
        )
    return Reading(trust_uid, trust_name, tuple(rows), tuple(problems), rows_read)


def _school(row: Row) -> SchoolRow:
    urn = _number(row, "URN", least=1, most=9_999_999)
    if urn is None:
        raise BadCell("URN", "is empty.")
    _date(row, "OpenDate")
    _date(row, "CloseDate")
    return SchoolRow(
        row=row.number,
        urn=urn,
        laestab=_laestab(row),
        name=_text(row, "EstablishmentName", 160, needed=True),
        phase=_phase(row),
        type_name=_text(row, "TypeOfEstablishment (name)", 80),
        status=_one_of(row, "EstablishmentStatus (name)", STATUSES),
        low_age=_number(row, "StatutoryLowAge", most=25),
        high_age=_number(row, "StatutoryHighAge", most=25),
        roll=_number(row, "NumberOfPupils", most=20_000),
        capacity=_number(row, "SchoolCapacity", most=20_000),
        fsm_percent=_percent(row, "PercentageFSM"),
        has_sixth_form=row.get("OfficialSixthForm (name)") == "Has a sixth form",
        local_authority=_text(row, "LA (name)", 80),
        town=_text(row, "Town", 80),
        postcode=_text(row, "Postcode", 10),
        website=_text(row, "SchoolWebsite", 200),
    )


def _trust_name(row: Row, place: int) -> str:
    names = row.get("Trusts (name)").split("~")
    name = names[place].strip() if place < len(names) else names[0].strip()
    if reason := unsafe(name):
        raise BadCell("Trusts (name)", f"{reason}.")
    return name[:160]


def _laestab(row: Row) -> str:
    """Not a column of the file: local authority code, then establishment number."""
    authority, number = row.get("LA (code)"), row.get("EstablishmentNumber")
    if not number:
        return ""
    if not re.fullmatch(r"\d{3}", authority) or not re.fullmatch(r"\d{4}", number):
        raise BadCell("LA (code), EstablishmentNumber", f"{authority!r} and {number!r} make no LAESTAB.")
    return f"{authority}{number}"


def _phase(row: Row) -> str:
    """Special schools and alternative provision have the phase "Not applicable"; their type tells them."""
    phase, kind = row.get("PhaseOfEducation (name)"), row.get("TypeOfEstablishment (name)").lower()
    if "special" in kind or "alternative provision" in kind or "pupil referral" in kind:
        return School.Phase.SPECIAL.value
    if phase not in PHASES:
        raise BadCell("PhaseOfEducation (name)", f"{phase!r} is not a phase this portal knows.")
    return PHASES[phase]


def _one_of(row: Row, column: str, words: dict[str, str]) -> str:
    if row.get(column) not in words:
        raise BadCell(column, f"{row.get(column)!r} is not one of {', '.join(words)}.")
    return words[row.get(column)]


def _text(row: Row, column: str, most: int, *, needed: bool = False) -> str:
    cell = row.get(column)
    if needed and not cell:
        raise BadCell(column, "is empty.")
    if reason := unsafe(cell):
        raise BadCell(column, f"{reason}.")
    if len(cell) > most:
        raise BadCell(column, f"is longer than {most} letters.")
    return cell


def _number(row: Row, column: str, *, least: int = 0, most: int) -> int | None:
    cell = row.get(column)
    if not cell:
        return None
    if not re.fullmatch(r"\d{1,8}", cell) or not least <= int(cell) <= most:
        raise BadCell(column, f"{cell!r} is not a whole number from {least} to {most}.")
    return int(cell)


def _percent(row: Row, column: str) -> Decimal | None:
    cell = row.get(column)
    if not cell:
        return None
    try:
        percent = Decimal(cell)
    except InvalidOperation:
        percent = Decimal(-1)
    if not (percent.is_finite() and 0 <= percent <= 100):
        raise BadCell(column, f"{cell!r} is not a percentage.")
    return percent.quantize(Decimal("0.1"))


def _date(row: Row, column: str) -> date | None:
    cell = row.get(column)
    if not cell:
        return None
    for form in ("%d-%m-%Y", "%d/%m/%Y"):
        try:
            return datetime.strptime(cell, form).date()  # noqa: DTZ007 -- a calendar day has no time zone
        except ValueError:
            continue
    raise BadCell(column, f"{cell!r} is not a date written as DD-MM-YYYY.")


def differences(school: School, row: SchoolRow) -> Iterator[tuple[str, object, object]]:
    """Field, what the portal has, what the register says: only where they differ."""
    for name in FIELDS:
        old, new = getattr(school, name), getattr(row, name)
        if old != new:
            yield name, old, new


@dataclass(frozen=True)
class SchoolChange:
    """What an import does to one school: `kind` is new, changed, same, closed (new but closed: left out) or gone."""

    urn: int
    name: str
    kind: str
    fields: tuple[tuple[str, object, object], ...] = ()


def plan(rows: tuple[SchoolRow, ...], trust: Trust | None) -> list[SchoolChange]:
    """What applying these rows would change. One query.

    A closed school the portal never had is left out. A school the portal has and the file no longer counts to the
    trust is reported and kept: only a person knows whether it left, and on which day.
    """
    known = {school.urn: school for school in School.objects.filter(trust=trust)} if trust else {}
    changes = []
    for row in rows:
        school = known.pop(row.urn, None)
        if school is None:
            kind = "closed" if row.status == School.Status.CLOSED else "new"
            changes.append(SchoolChange(row.urn, row.name, kind))
        else:
            fields = tuple(differences(school, row))
            changes.append(SchoolChange(row.urn, school.name, "changed" if fields else "same", fields))
    gone = [
        SchoolChange(urn, school.name, "gone") for urn, school in known.items() if school.left_date is None
    ]
    return sorted(changes + gone, key=lambda change: (change.name, change.urn))
