"""Term dates out of a CSV: `urn,academic_year,kind,code,first_day,last_day,label`.

`urn` empty is the trust's default. `kind` is period, inset, closure or data; `code` is AUT1 ... SUM2 for periods.
Days are written 2026-09-02 or 02/09/2026. A file states the whole year of every urn it names: what stood before
for that school and year is replaced.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from adapters.sheets import Problem, Row, read_csv, unsafe
from schools import terms
from schools.models import NonPupilDay, Period, School

HEADER = ("urn", "academic_year", "kind", "code", "first_day", "last_day", "label")
# What a person may download and fill in.
EXAMPLE = (
    ("", "2026/27", "period", "AUT1", "2026-09-02", "2026-10-23", ""),
    ("", "2026/27", "period", "AUT2", "2026-11-02", "2026-12-18", ""),
    ("", "2026/27", "period", "SPR1", "2027-01-04", "2027-02-12", ""),
    ("", "2026/27", "period", "SPR2", "2027-02-22", "2027-03-25", ""),
    ("", "2026/27", "period", "SUM1", "2027-04-12", "2027-05-28", ""),
    ("", "2026/27", "period", "SUM2", "2027-06-07", "2027-07-21", ""),
    ("", "2026/27", "inset", "", "2026-09-01", "", "Trust conference"),
)
KINDS = ("period", "inset", "closure", "data")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
Periods = dict[str, terms.Period]
Line = tuple[str, str, date, date, str]  # kind, code, first, last, label
LONGEST_CLOSURE = 92  # days; a longer run of closed days is a slip of the pen


@dataclass(frozen=True)
class TermRow:
    """One line. `urn` None is the trust's default; `row` is its line in the file."""

    row: int
    urn: int | None
    start_year: int
    kind: str
    code: str
    first: date
    last: date
    label: str

    def as_data(self) -> dict[str, Any]:
        return asdict(self) | {"first": self.first.isoformat(), "last": self.last.isoformat()}


def row_from_data(data: dict[str, Any]) -> TermRow:
    days = {name: date.fromisoformat(data[name]) for name in ("first", "last")}
    return TermRow(**(data | days))


@dataclass(frozen=True)
class Reading:
    """What the file says. When `problems` is not empty nothing of it may be used; `warnings` are for the eye."""

    rows: tuple[TermRow, ...]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...] = ()


class BadCell(ValueError):
    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column = column


def read(data: bytes, *, most_bytes: int) -> Reading:
    """The lines one by one; `check` looks at the calendars they make. UnreadableFile when it is no such file."""
    rows: list[TermRow] = []
    problems: list[Problem] = []
    for row in read_csv(data, key="academic_year", needed=HEADER, most_bytes=most_bytes).rows:
        try:
            rows.append(_term_row(row))
        except BadCell as error:
            problems.append(Problem(row.number, error.column, str(error)))
    if not rows and not problems:
        problems.append(Problem(0, "", "It has a header and no rows."))
    return Reading(tuple(rows), tuple(problems + _doubles(rows)))


def check(reading: Reading, *, known_urns: Iterable[int], default_periods: Mapping[int, Periods]) -> Reading:
    """The same reading with what is wrong between its lines.

    `default_periods` are the trust's half-terms by start year as they stand; the file's own default replaces them.
    """
    problems, known = list(reading.problems), set(known_urns)
    warnings: list[Problem] = []
    years: dict[tuple[int | None, int], list[TermRow]] = defaultdict(list)
    for row in reading.rows:
        if row.urn is not None and row.urn not in known:
            problems.append(Problem(row.row, "urn", f"{row.urn} is not a school of this trust."))
        years[row.urn, row.start_year].append(row)
    for (urn, start_year), rows in years.items():
        # Where the file names the trust's year, it states all of it: nothing that stood before is left.
        stated = years.get((None, start_year))
        default = _periods(stated) if stated else default_periods.get(start_year, {})
        calendar = _calendar(start_year, default | _periods(rows), rows)
        for found in terms.check_calendar(calendar):
            place = _row_of(found, rows)
            who = f"{terms.year_code(start_year)} at {urn or 'the trust'}: "
            (problems if found.severity == "error" else warnings).append(
                Problem(place, "", who + found.message)
            )
    return Reading(reading.rows, tuple(problems), tuple(warnings))


def _term_row(row: Row) -> TermRow:
    kind = row.get("kind").lower()
    if kind not in KINDS:
        raise BadCell("kind", f"{row.get('kind')!r} is not one of {', '.join(KINDS)}.")
    start_year = _start_year(row)
    first = _day(row, "first_day")
    last = _day(row, "last_day") if row.get("last_day") else first
    label = row.get("label")
    if reason := unsafe(label):
        raise BadCell("label", f"{reason}.")
    if len(label) > 80:
        raise BadCell("label", "is longer than 80 letters.")
    _check_days(kind, first, last, label)
    return TermRow(row.number, _urn(row), start_year, kind, _code(row, kind), first, last, label)


def _check_days(kind: str, first: date, last: date, label: str) -> None:
    if last < first:
        raise BadCell("last_day", f"{terms.say_day(last)} is before the first day, {terms.say_day(first)}.")
    if kind != "period" and (last - first).days > LONGEST_CLOSURE:
        raise BadCell("last_day", f"makes a run of {(last - first).days + 1} closed days.")
    for name in WEEKDAYS:
        if re.match(rf"{name}\b", label, re.IGNORECASE) and WEEKDAYS[first.weekday()] != name:
            raise BadCell(
                "label", f"says {name}, but {first.day} {first:%B %Y} is a {WEEKDAYS[first.weekday()]}."
            )
    for column, day in (("first_day", first), ("last_day", last)):
        if kind in ("period", "inset", "data"):
            if day.weekday() > 4:
                raise BadCell(column, f"{_written(day)} is a {WEEKDAYS[day.weekday()]}.")
            if holiday := terms.bank_holidays(day.year).get(day):
                raise BadCell(column, f"{_written(day)} is a bank holiday ({holiday}).")


def _urn(row: Row) -> int | None:
    if not row.get("urn"):
        return None
    if not re.fullmatch(r"\d{5,7}", row.get("urn")):
        raise BadCell("urn", f"{row.get('urn')!r} is not a URN.")
    return int(row.get("urn"))


def _start_year(row: Row) -> int:
    """2026/27, 2026-27, 202627 or 2026/2027."""
    text = row.get("academic_year")
    match = re.fullmatch(r"(20\d\d)[/-]?(?:20)?(\d\d)", text)
    if not match or (int(match[1]) + 1) % 100 != int(match[2]):
        raise BadCell("academic_year", f"{text!r} is not a school year such as 2026/27.")
    return int(match[1])


def _code(row: Row, kind: str) -> str:
    code = row.get("code").upper()
    if kind == "period" and code not in terms.PERIODS:
        raise BadCell("code", f"{row.get('code')!r} is not one of {', '.join(terms.PERIODS)}.")
    return code if kind == "period" else ""


def _day(row: Row, column: str) -> date:
    text = row.get(column)
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 -- a calendar day has no time zone
        except ValueError:
            continue
    raise BadCell(column, f"{text!r} is not a day written as 2026-09-02 or 02/09/2026.")


def _doubles(rows: Iterable[TermRow]) -> list[Problem]:
    seen: dict[tuple[object, ...], int] = {}
    problems = []
    for row in rows:
        what = row.code if row.kind == "period" else row.first
        key = (row.urn, row.start_year, row.kind, what)
        if key in seen:
            problems.append(
                Problem(row.row, "", f"says again what row {seen[key]} says ({row.kind} {what}).")
            )
        seen[key] = row.row
    return problems


def _periods(rows: Iterable[TermRow]) -> Periods:
    return {row.code: terms.Period(row.code, row.first, row.last) for row in rows if row.kind == "period"}


def _calendar(start_year: int, periods: Periods, rows: Iterable[TermRow]) -> terms.Calendar:
    closed = [
        terms.ClosedDay(row.first + timedelta(n), row.kind, row.label)
        for row in rows
        if row.kind != "period"
        for n in range((row.last - row.first).days + 1)
        if terms.is_working_day(row.first + timedelta(n))  # a closure may run over weekends and bank holidays
    ]
    return terms.Calendar(start_year, tuple(periods.values()), tuple(closed))


def _row_of(found: terms.Problem, rows: Iterable[TermRow]) -> int:
    """The line a finding is about, so that the person can go to it; 0 when it is about the whole year."""
    for row in rows:
        if found.row and (
            found.row == row.code or row.first.isoformat() <= found.row <= row.last.isoformat()
        ):
            return row.row
    return 0


def _written(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


@dataclass(frozen=True)
class YearChange:
    """What an import does to one school's year (`urn` None: the trust's default). `kind`: new, changed or same."""

    urn: int | None
    name: str
    year: str
    kind: str
    lines: tuple[str, ...] = ()


def plan(rows: Iterable[TermRow]) -> list[YearChange]:
    """What applying these rows would change. Three queries."""
    wanted: dict[tuple[int | None, int], set[Line]] = defaultdict(set)
    for row in rows:
        label = "" if row.kind == "period" else row.label  # a half-term has its own name
        wanted[row.urn, row.start_year].add((row.kind, row.code, row.first, row.last, label))
    names = dict(School.objects.values_list("urn", "name"))
    standing = _standing({start for _, start in wanted})
    changes = []
    for (urn, start), lines in wanted.items():
        before = standing.get((urn, start), set())
        said = [f"adds {_line(line)}" for line in sorted(lines - before, key=_order)]
        said += [f"takes away {_line(line)}" for line in sorted(before - lines, key=_order)]
        kind = "new" if not before else "changed" if said else "same"
        name = "The trust’s default" if urn is None else names.get(urn, str(urn))
        changes.append(YearChange(urn, name, terms.year_code(start), kind, tuple(said)))
    return sorted(changes, key=lambda change: (change.year, change.urn or 0))


def as_they_stand(from_start: int) -> list[Sequence[str]]:
    """The dates of this year and later ones as lines of such a file, for a person to change and bring back."""
    starts = set(
        Period.objects.filter(year__start_year__gte=from_start).values_list("year__start_year", flat=True)
    )
    return [
        (str(urn or ""), terms.year_code(start), kind, code, first.isoformat(), last.isoformat(), label)
        for (urn, start), standing in sorted(
            _standing(starts).items(), key=lambda one: (one[0][1], one[0][0] or 0)
        )
        for kind, code, first, last, label in sorted(standing, key=_order)
    ]


def _standing(starts: set[int]) -> dict[tuple[int | None, int], set[Line]]:
    standing: dict[tuple[int | None, int], set[Line]] = defaultdict(set)
    inside = {"year__start_year__in": starts}
    for urn, start, code, first, last in Period.objects.filter(**inside).values_list(
        "school__urn", "year__start_year", "code", "first_date", "last_date"
    ):
        standing[urn, start].add(("period", code, first, last, ""))
    for urn, start, kind, first, last, label in NonPupilDay.objects.filter(**inside).values_list(
        "school__urn", "year__start_year", "kind", "first_date", "last_date", "label"
    ):
        standing[urn, start].add((kind, "", first, last, label))
    return standing


def _order(line: Line) -> tuple[date, str]:
    return line[2], line[0]


def _line(line: Line) -> str:
    kind, code, first, last, label = line
    what = code or {"inset": "INSET", "closure": "closed", "data": "data day"}[kind]
    days = _written(first) if first == last else f"{_written(first)} to {_written(last)}"
    return f"{what} {days}{f' ({label})' if label else ''}"
