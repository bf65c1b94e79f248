"""The wall planner: a year on A3 paper, half-term beside half-term, for a staff room or the trust's office.

On it go what takes place and what is due. Tasks are counted: they are for the person, not for the wall.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from adapters.pdf import render_pdf
from people.access import Access
from people.roles import Permission
from schedule.queries.items import TRUST_ROLES, Item
from schedule.queries.planner import Asked, DayNotes, marked_days, notes_for, read_planner
from schedule.queries.planner.entries import SHAPES
from schedule.queries.planner.stretch import DAY
from schedule.ribbon.words import short
from schedule.words import SchoolTime
from schools.accent import readable
from schools.access import schools_for
from schools.models import School, SchoolYear, Trust
from schools.terms import WEEK, Calendar, Period, bank_holidays, monday_of

STYLESHEETS = ("portal/faces.css", "print/wall.css")
# How it is set, from large to small: the most lines a half-term may have then, and how many letters a line takes.
# The first that fits is taken: six half-terms on one page, or three on each of two.
SETTINGS = (
    ("one of-9-2", 59, 35), ("one of-8-7", 62, 37), ("one of-8-2", 66, 39), ("one of-7-7", 70, 41),
    ("two of-10-4", 52, 73), ("two of-9-2", 59, 83), ("two of-7-7", 100_000, 99),
)  # fmt: skip
NAMED = 2  # more schools than these are counted


@dataclass(frozen=True)
class Line:
    when: str
    title: str
    where: str
    shape: str


@dataclass(frozen=True)
class Week:
    name: str
    dates: str
    notes: tuple[str, ...]
    lines: tuple[Line, ...]
    tasks: str
    is_holiday: bool = False


@dataclass(frozen=True)
class HalfTerm:
    name: str
    dates: str
    weeks: tuple[Week, ...]

    def height(self, letters: int) -> float:
        """In lines, where a line takes so many letters."""
        return sum(_height(week, letters) for week in self.weeks)


@dataclass(frozen=True)
class Wall:
    trust: Trust
    school: School | None
    year: SchoolYear
    today: date
    half_terms: tuple[HalfTerm, ...]
    address: str

    @property
    def setting(self) -> str:
        return next(
            words
            for words, most, letters in SETTINGS
            if max([one.height(letters) for one in self.half_terms], default=0) <= most
        )

    @property
    def sheets(self) -> tuple[tuple[HalfTerm, ...], ...]:
        if self.setting.startswith("one"):
            return (self.half_terms,)
        return tuple(part for part in (self.half_terms[:3], self.half_terms[3:]) if part)


def wall_planner(
    *, access: Access, trust: Trust, school: School | None, year: SchoolYear, today: date
) -> bytes:
    """PdfUnavailable where the machine cannot make PDFs."""
    page = read_wall(access=access, trust=trust, school=school, year=year, today=today)
    html = render_to_string("schedule/wall.html", {"page": page, "trust": trust})
    return render_pdf(
        html=html,
        stylesheets=STYLESHEETS,
        title=f"Wall planner {year}, {school.name if school else trust.name}",
        colours={"accent": readable(trust.accent).light},
    )


def read_wall(*, access: Access, trust: Trust, school: School | None, year: SchoolYear, today: date) -> Wall:
    """What the planner's list shows of the year, through the same door. Six queries."""
    schools = (
        (school,) if school else tuple(schools_for(access, Permission.EVENT_VIEW).order_by("name", "pk"))
    )
    middle = date(year.start_year + 1, 2, 1)
    asked = Asked(view="list", day=middle, today=today, schools=schools, school=school)
    planner = read_planner(access=access, asked=asked, trust=trust)
    calendar = planner.calendar or Calendar(year.start_year, ())
    items = [entry.item for entry in planner.entries if entry.standing != "not_needed"]
    marks = marked_days(school, date(year.start_year, 8, 1), date(year.start_year + 1, 8, 31))
    notes = notes_for(planner.time, {None: marks.get(None, {})} if school is None else marks, school)
    names = {one.pk: one.known_as for one in schools} if school is None else {}
    half_terms = tuple(_half_terms(calendar, planner.time, notes, items, names))
    query = f"?school={school.urn}" if school else ""
    address = settings.PUBLIC_URL + reverse("schedule:planner") + query
    return Wall(trust, school, year, today, half_terms, address)


def _half_terms(
    calendar: Calendar, time: SchoolTime, notes: DayNotes, items: Sequence[Item], names: Mapping[int, str]
) -> Iterator[HalfTerm]:
    """Each with the holiday after it; what comes before the year stands with the first."""
    for number, period in enumerate(calendar.periods):
        is_last = number == len(calendar.periods) - 1
        first = monday_of(period.first) if number else date.min
        until = date.max if is_last else monday_of(calendar.periods[number + 1].first)
        found = [item for item in items if first <= item.due < until]
        weeks = _weeks(calendar, period, time, notes, found, names)
        dates = f"{short(period.first)} to {short(period.last)}"
        yield HalfTerm(time.names.get(period.code, period.code), dates, tuple(weeks))


def _weeks(
    calendar: Calendar,
    period: Period,
    time: SchoolTime,
    notes: DayNotes,
    items: Sequence[Item],
    names: Mapping[int, str],
) -> Iterator[Week]:
    mondays = calendar.weeks(period.code)
    if before := [item for item in items if item.due < mondays[0]]:
        yield _week("Before", "", (), before, names, is_away=True)
    for number, monday in enumerate(mondays, start=1):
        days = [monday + n * DAY for n in range(5)]
        said = tuple(_notes(days, notes))
        found = [item for item in items if monday <= item.due < monday + WEEK]
        yield _week(str(number), short(monday), said, found, names)
    after = mondays[-1] + WEEK
    if found := [item for item in items if item.due >= after]:
        yield _week(time.holiday(after), "", (), found, names, is_away=True)


def _notes(days: Sequence[date], notes: DayNotes) -> Iterator[str]:
    """ "Mon 4: INSET day"; what lasts the week is said once. The holiday itself stands as the end of the half-term."""
    said: dict[str, list[date]] = {}
    for day in days:
        outside = notes.holiday(day)
        for note in notes.of(day):
            # A bank holiday in the holidays takes nothing away from anybody.
            if not outside or note.words not in (outside, bank_holidays(day.year).get(day)):
                said.setdefault(note.words, []).append(day)
    for words, found in said.items():
        if len(found) == len(days):
            yield words
        else:
            span = _day(found[0]) if len(found) == 1 else f"{_day(found[0])} to {_day(found[-1])}"
            yield f"{span}: {words}"


def _week(
    name: str,
    dates: str,
    notes: tuple[str, ...],
    items: Sequence[Item],
    names: Mapping[int, str],
    *,
    is_away: bool = False,
) -> Week:
    shown = [item for item in items if _is_for_the_wall(item, names)]
    tasks = len(items) - len(shown)
    said = "" if not tasks else f"and {tasks} {'other step' if names else 'task'}{'' if tasks == 1 else 's'}"
    by_title = sorted(shown, key=lambda item: item.title)
    lines = [
        (group[0].due, _line(group, names, is_away=is_away))
        for _, found in groupby(by_title, key=lambda item: item.title)
        if (group := sorted(found, key=lambda item: item.due))
    ]
    lines.sort(key=lambda pair: (pair[0], pair[1].title))
    return Week(name, dates, notes, tuple(line for _, line in lines), said, is_away)


def _is_for_the_wall(item: Item, names: Mapping[int, str]) -> bool:
    """For the trust: its own dates, and what brings its people into schools."""
    if item.kind == "task":
        return False
    if names and item.school_id is not None:
        return item.is_occasion and item.names_role(TRUST_ROLES)
    return True


def _line(items: Sequence[Item], names: Mapping[int, str], *, is_away: bool) -> Line:
    first, last = items[0], items[-1]
    say = short if is_away else _day
    when = say(first.due) if first.due == last.due else f"{say(first.due)} to {say(last.due)}"
    if any(item.opens != item.due for item in items) and first.is_occasion:
        when = f"by {say(last.due)}"
    places = [
        names[item.school_id] for item in items if item.school_id is not None and item.school_id in names
    ]
    where = f"{len(places)} schools" if len(places) > NAMED else " and ".join(places)
    return Line(when, first.title, where, SHAPES.get(first.kind, "circle"))


def _day(day: date) -> str:
    return f"{day:%a} {day.day}"


def _height(week: Week, letters: int) -> float:
    texts: Iterable[str] = (f"{line.when} {line.title} {line.where}" for line in week.lines)
    lines = sum(1 + len(text) // letters for text in (*texts, *week.notes))
    return max(2, lines + bool(week.tasks)) + 0.8
