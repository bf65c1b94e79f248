"""The events of some days as a table: weeks by days, or schools by days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from schedule.queries.planner.days import DayNotes, Note
from schedule.queries.planner.entries import TRUST_NAME, Entry, Group, grouped
from schedule.queries.planner.stretch import DAY, Stretch
from schools.models import School
from schools.terms import WEEK, monday_of

SCHOOL_WEEK = 5


@dataclass(frozen=True)
class Cell:
    day: date
    is_today: bool
    is_outside: bool  # of another month
    notes: tuple[Note, ...]
    groups: tuple[Group, ...]
    is_closed: bool = False

    @property
    def is_bare(self) -> bool:
        return not self.groups and not self.notes


@dataclass(frozen=True)
class WeekRow:
    monday: date
    name: str  # "Week 4", or the holiday
    half_term: str  # where the view does not say it already
    until: date | None  # of a run of weeks in which nothing happens
    cells: tuple[Cell, ...]

    @property
    def has_today(self) -> bool:
        return any(cell.is_today for cell in self.cells)

    @property
    def is_bare(self) -> bool:
        return all(cell.is_bare for cell in self.cells)


@dataclass(frozen=True)
class Weeks:
    days: tuple[date, ...]  # of one week, for their names
    rows: tuple[WeekRow, ...]


@dataclass(frozen=True)
class SchoolRow:
    school: School | None
    name: str
    closed: str  # all week
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class SchoolDays:
    days: tuple[Cell, ...]  # each with what holds for the whole trust
    rows: tuple[SchoolRow, ...]


def weeks_of(stretch: Stretch, entries: Iterable[Entry], notes: DayNotes, today: date) -> Weeks:
    by_day = _by_day(entries)
    # At a weekend something stands once in a while: then there are columns for it.
    width = SCHOOL_WEEK + max([day.weekday() - 4 for day in by_day if day.weekday() > 4], default=0)
    rows: list[WeekRow] = []
    monday = monday_of(stretch.first)
    while monday <= stretch.last:
        cells = tuple(_cell(monday + n * DAY, by_day, notes, today, stretch) for n in range(width))
        if inside := [cell for cell in cells[:SCHOOL_WEEK] if not cell.is_outside]:
            row = _week_row(monday, cells, inside, stretch, notes)
            # Six weeks of summer in which nothing happens are one line.
            if row.until and rows and rows[-1].until and rows[-1].name == row.name:
                row = replace(row, monday=rows.pop().monday)
            rows.append(row)
        monday += WEEK
    return Weeks(tuple(monday_of(stretch.first) + n * DAY for n in range(width)), tuple(rows))


def _week_row(
    monday: date, cells: tuple[Cell, ...], inside: Sequence[Cell], stretch: Stretch, notes: DayNotes
) -> WeekRow:
    holiday = next((notes.holiday(cell.day) for cell in inside if notes.holiday(cell.day)), "")
    if holiday and all(cell.is_closed for cell in inside):
        # The line says it already: its days need not.
        cells = tuple(
            replace(cell, notes=tuple(note for note in cell.notes if note.words != holiday)) for cell in cells
        )
        is_quiet = all(cell.is_bare and not cell.is_today for cell in cells)
        return WeekRow(monday, holiday, "", inside[-1].day if is_quiet else None, cells)
    places = [notes.time.place(cell.day) for cell in reversed(inside)]
    place = next((place for place in places if ", week " in place), "")
    half_term, _, week = place.partition(", ")
    return WeekRow(monday, week.capitalize(), "" if stretch.view == "half-term" else half_term, None, cells)


def _cell(
    day: date, by_day: Mapping[date, Sequence[Entry]], notes: DayNotes, today: date, stretch: Stretch
) -> Cell:
    if not stretch.first <= day <= stretch.last:
        return Cell(day, is_today=False, is_outside=True, notes=(), groups=())
    return Cell(
        day,
        is_today=day == today,
        is_outside=False,
        notes=notes.of(day),
        groups=grouped(by_day.get(day, ())),
        is_closed=bool(notes.closed(day)),
    )


def schools_by_days(
    stretch: Stretch,
    schools: Sequence[School],
    entries: Iterable[Entry],
    of_trust: DayNotes,
    of_school: Mapping[int, DayNotes],
    today: date,
) -> SchoolDays:
    """The trust first, then each school on a line of its own."""
    by_place: dict[int | None, dict[date, list[Entry]]] = defaultdict(lambda: defaultdict(list))
    width = SCHOOL_WEEK
    for entry in entries:
        by_place[entry.item.school_id][entry.item.due].append(entry)
        width = max(width, entry.item.due.weekday() + 1)
    days = [stretch.first + timedelta(n) for n in range(width)]
    rows = []
    for school in (None, *schools):
        found = by_place.get(school.pk if school else None, {})
        notes = of_school[school.pk] if school else of_trust
        cells = tuple(_cell(day, found, notes, today, stretch) for day in days)
        if school is not None:
            cells = tuple(_without(cell, of_trust) for cell in cells)
        rows.append(
            SchoolRow(school, school.known_as if school else TRUST_NAME, _all_week(cells, notes), cells)
        )
    return SchoolDays(
        tuple(_cell(day, {}, of_trust, today, stretch) for day in days),
        tuple(rows),
    )


def _without(cell: Cell, of_trust: DayNotes) -> Cell:
    """Days that every school keeps free stand with the trust, once."""
    said = of_trust.marks.get(cell.day, ())
    return replace(cell, notes=tuple(note for note in cell.notes if note not in said)) if said else cell


def _all_week(cells: Sequence[Cell], notes: DayNotes) -> str:
    """The holiday, where there is nothing else to tell."""
    if any(cell.groups for cell in cells) or not all(cell.is_closed for cell in cells[:SCHOOL_WEEK]):
        return ""
    return next((notes.holiday(cell.day) for cell in cells if notes.holiday(cell.day)), "")


def _by_day(entries: Iterable[Entry]) -> dict[date, list[Entry]]:
    by_day: dict[date, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_day[entry.item.due].append(entry)
    return by_day
