"""The events of some days as a table: weeks by days, or schools by days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
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

    @property
    def is_closed(self) -> bool:
        return any(note.kind == "closed" for note in self.notes)

    @property
    def is_bare(self) -> bool:
        return not self.groups and not self.notes


@dataclass(frozen=True)
class WeekRow:
    monday: date
    name: str  # "Week 4", or the holiday
    until: date | None  # of a run of weeks in which nothing happens
    cells: tuple[Cell, ...]

    @property
    def has_today(self) -> bool:
        return any(cell.is_today for cell in self.cells)


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
        row = _week_row(monday, width, stretch, by_day, notes, today)
        # Six weeks of summer in which nothing happens are one line.
        if row.until and rows and rows[-1].until and rows[-1].name == row.name:
            row = WeekRow(rows[-1].monday, row.name, row.until, ())
            rows.pop()
        rows.append(row)
        monday += WEEK
    return Weeks(tuple(monday + n * DAY for n in range(width)), tuple(rows))


def _week_row(
    monday: date,
    width: int,
    stretch: Stretch,
    by_day: Mapping[date, Sequence[Entry]],
    notes: DayNotes,
    today: date,
) -> WeekRow:
    cells = tuple(_cell(monday + n * DAY, by_day, notes, today, stretch) for n in range(width))
    inside = [cell for cell in cells[:SCHOOL_WEEK] if not cell.is_outside]
    is_away = bool(inside) and all(notes.holiday(cell.day) or notes.closed(cell.day) for cell in inside)
    holiday = next((notes.holiday(cell.day) for cell in inside if notes.holiday(cell.day)), "")
    if is_away and holiday:
        bare = not any(cell.groups or cell.is_today or len(cell.notes) > 1 for cell in cells)
        return WeekRow(monday, holiday, inside[-1].day if bare else None, cells)
    places = [notes.time.place(cell.day) for cell in inside]
    place = next((place for place in reversed(places) if ", week " in place), "")
    name, _, number = place.partition(", ")
    said = number.capitalize() if stretch.view == "half-term" else place
    return WeekRow(monday, said or name, None, cells)


def _cell(
    day: date, by_day: Mapping[date, Sequence[Entry]], notes: DayNotes, today: date, stretch: Stretch
) -> Cell:
    if not stretch.first <= day <= stretch.last:
        return Cell(day, is_today=False, is_outside=True, notes=(), groups=())
    return Cell(day, day == today, False, notes.of(day), grouped(by_day.get(day, ())))  # noqa: FBT003 -- in place


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
        rows.append(
            SchoolRow(school, school.known_as if school else TRUST_NAME, _all_week(cells, notes), cells)
        )
    return SchoolDays(
        tuple(_cell(day, {}, of_trust, today, stretch) for day in days),
        tuple(rows),
    )


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
