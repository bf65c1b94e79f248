"""The year of a school as a PDF: its ribbon, and every half-term week by week."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from adapters.pdf import render_pdf
from people.access import Access
from people.roles import is_known, title_of
from people.words import duration
from schedule.load import Ask, estimate_of
from schedule.models import Event
from schedule.queries.card import Tag
from schedule.queries.items import seen_by
from schedule.ribbon import (
    Paint,
    Ribbon,
    RibbonEvent,
    around_of,
    events_of_year,
    is_about,
    minutes_here,
    ribbon,
)
from schedule.ribbon.words import closed, full, short
from schedule.words import SchoolTime
from schools.accent import readable
from schools.models import School, SchoolYear
from schools.queries import calendar_of
from schools.terms import Calendar, ClosedDay, monday_of, period_names

STYLESHEETS = ("portal/faces.css", "print/page.css", "print/my-year.css")
NOT_NEEDED = Event.State.NOT_NEEDED.value
STATES = {"done": "Done", "off": "Not needed", "late": "Late"}


@dataclass(frozen=True)
class Line:
    due: date
    opens: date | None  # only where it opens in an earlier week
    title: str
    owner: str
    minutes: int
    took: str
    tag: Tag | None
    is_legal: bool
    last_school_date: date | None  # only where the legal deadline lies after it
    ribbon_event: RibbonEvent


@dataclass(frozen=True)
class Week:
    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Section:
    """A half-term with the holiday after it, or what comes before the first."""

    name: str
    dates: str
    facts: str
    closed: tuple[str, ...]
    weeks: tuple[Week, ...]

    @property
    def lines(self) -> list[Line]:
        return [line for week in self.weeks for line in week.lines]

    @property
    def work(self) -> str:
        return duration(sum(line.minutes for line in self.lines)) if self.lines else ""


@dataclass(frozen=True)
class MyYear:
    school: School
    year: SchoolYear
    today: date
    ribbon: Ribbon
    sections: tuple[Section, ...]
    address: str

    @property
    def legal(self) -> list[Line]:
        return [line for section in self.sections for line in section.lines if line.is_legal]

    @property
    def closed(self) -> list[str]:
        return [words for section in self.sections for words in section.closed]


def my_year(*, access: Access, school: School, year: SchoolYear, today: date) -> bytes:
    """PdfUnavailable where the machine cannot make PDFs."""
    page = read_my_year(access=access, school=school, year=year, today=today)
    html = render_to_string("schedule/my_year.html", {"page": page, "trust": school.trust})
    return render_pdf(
        html=html,
        stylesheets=STYLESHEETS,
        title=f"The year {year} at {school.name}",
        colours={"accent": readable(school.trust.accent).light},
    )


def read_my_year(*, access: Access, school: School, year: SchoolYear, today: date) -> MyYear:
    """Beside the trust and the calendar three queries: the events, who is appointed, and the days to keep free."""
    calendar = calendar_of(year, school)
    names = period_names(school.trust.period_scheme)
    rows = _rows(access, school, calendar)
    lines = _lines(rows, school, today)
    asks = [(row[1], Ask(row[0], row[4], estimate_of(row[11]))) for row in rows if row[6] != NOT_NEEDED]
    around = around_of(school, asks, today, calendar.start_year)
    drawn = ribbon(
        calendar=calendar,
        today=today,
        events=[line.ribbon_event for line in lines],
        title=f"The year at {school.known_as}, {year}",
        names=names,
        paint=Paint(accent=readable(school.trust.accent).light),
        around=around,
    )
    address = settings.PUBLIC_URL + reverse("schedule:next_school", args=[school.urn])
    return MyYear(school, year, today, drawn, tuple(_sections(calendar, names, lines)), address)


def _rows(access: Access, school: School, calendar: Calendar) -> list[tuple[Any, ...]]:
    return list(
        events_of_year(school, calendar.start_year)
        .filter(seen_by(access, school.pk))
        .order_by("due_date", "start_time", "key", "pk")
        .values_list(
            "pk", "school_id", "title", "opens_date", "due_date", "last_school_date", "state", "owner_role",
            "owner__name", "step__kind", "step__takes_part", "step__minutes", "step__statutory",
        )
    )  # fmt: skip


def _lines(rows: Iterable[tuple[Any, ...]], school: School, today: date) -> list[Line]:
    lines = []
    for _, school_id, title, opens, due, last, state, role, owner, kind, others, minutes, statutory in rows:
        if is_about(school, school_id, (role, *(others or ()))):
            work = minutes_here(minutes, school)
            event = RibbonEvent(due, opens, title, kind or "task", state, work)
            standing = event.standing(today)
            lines.append(
                Line(
                    due=due,
                    opens=opens if monday_of(opens) < monday_of(due) else None,
                    title=title,
                    owner=owner or (title_of(role) if is_known(role) else role),
                    minutes=work,
                    took=duration(work).replace(" minutes", " min") if work else "",
                    tag=Tag(standing, STATES[standing]) if standing else None,
                    is_legal=last is not None or statutory is not None,
                    last_school_date=last if last != due else None,
                    ribbon_event=event,
                )
            )
    return lines


def _sections(calendar: Calendar, names: Mapping[str, str], lines: Sequence[Line]) -> list[Section]:
    """In the order of the year. A half-term without anything to do still stands, with its dates."""
    time = SchoolTime((calendar,), names)
    by_code: dict[str, list[Line]] = {}
    for line in lines:
        by_code.setdefault(_code(calendar, line.due), []).append(line)
    sections = []
    if "" in by_code:
        first = names.get(calendar.periods[0].code, "") if calendar.periods else "the year"
        weeks = _weeks(time, by_code[""], early=True)
        sections.append(Section(f"Before {first}", "", "", tuple(_closed(calendar, "")), weeks))
    for period in calendar.periods:
        days = len(calendar.school.within(period.first, period.last))
        sections.append(
            Section(
                names.get(period.code, period.code),
                f"{period.first.day} {period.first:%B} to {period.last.day} {period.last:%B %Y}",
                f"{len(calendar.weeks(period.code))} weeks, {days} school days",
                tuple(_closed(calendar, period.code)),
                _weeks(time, by_code.get(period.code, [])),
            )
        )
    return sections


def _code(calendar: Calendar, day: date) -> str:
    """The half-term that has begun by then; nothing before the first."""
    return next((period.code for period in reversed(calendar.periods) if period.first <= day), "")


def _closed(calendar: Calendar, code: str) -> list[str]:
    """INSET days just before a half-term stand with it: that is when people look for them."""
    found = []
    for day in calendar.closed:
        following = next((period for period in calendar.periods if period.last >= day.date), None)
        if (following.code if following else "") == code:
            found.append(_say_closed(day))
    return found


def _say_closed(day: ClosedDay) -> str:
    return f"{full(day.date)}: {closed(day)}"


def _weeks(time: SchoolTime, lines: Sequence[Line], *, early: bool = False) -> tuple[Week, ...]:
    headed = groupby(lines, key=lambda line: _heading(time, line.due, early=early))
    return tuple(Week(heading, tuple(group)) for heading, group in headed)


def _heading(time: SchoolTime, day: date, *, early: bool) -> str:
    if early:
        return f"{day:%B %Y}"
    place = time.calendars[0].place_of(day)
    if place is None:
        return time.holiday(day)
    monday = monday_of(day)
    return f"Week {place[1]}, from {short(monday)}"
