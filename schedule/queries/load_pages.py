"""The pages of load: all schools and those who work across them by week, and one school by role."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.urls import reverse

from people.access import Access
from people.roles import title_of
from people.words import duration
from schedule.load import EVEN, Ask, Crew, Loads, Parts, Week, fullest, load
from schedule.queries.items import Item, items_between, seen_by
from schedule.queries.load import (
    NUMBER,
    Cell,
    Row,
    Span,
    asked_here,
    asks_between,
    asks_of_items,
    bounds,
    crews_of,
    in_order,
    limit_of,
    spans_of,
    week_url,
    weeks_of,
)
from schedule.queries.load_people import people_load
from schools.models import School, SchoolYear, Trust
from schools.queries import calendar_of, calendars
from schools.terms import monday_of, period_names

SIDE_BY_SIDE = 42  # columns of 24 px, beside the names


@dataclass(frozen=True)
class TrustLoad:
    year: SchoolYear
    limit: int
    spans: tuple[Span, ...]  # those that are shown
    rows: tuple[Row, ...]
    half_terms: Mapping[str, str]
    roles: tuple[tuple[str, str], ...]  # whom anything is asked of this year: code and title
    people: tuple[Row, ...]  # who works across schools

    @property
    def limit_words(self) -> str:
        return duration(self.limit)

    @property
    def fits(self) -> bool:
        """Whether the widest page holds all its weeks side by side; otherwise the table says that it scrolls."""
        return sum(len(span.columns) for span in self.spans) <= SIDE_BY_SIDE

    @property
    def over(self) -> int:
        return sum(row.over for row in self.rows)

    @property
    def people_over(self) -> int:
        return sum(row.over for row in self.people)

    @property
    def schools_over(self) -> int:
        return sum(1 for row in self.rows if row.over)


def trust_load(
    *,
    access: Access,
    trust: Trust | None,
    year: SchoolYear,
    today: date,
    half_term: str = "",
    role: str = "",
    highest: bool = False,
) -> TrustLoad:
    """Seven queries however many schools and people. `half_term`, `role`: only those."""
    first, last = bounds(year.start_year)
    out = (School.Status.PROPOSED, School.Status.CLOSED)
    schools = list(School.objects.exclude(status__in=out).exclude(left_date__lt=first).order_by("name", "pk"))
    dates = calendars(year, [None, *schools])
    crews = crews_of(schools, trust, today)
    asks = asks_between(first, last, seen=seen_by(access, None))
    limit = limit_of(trust)
    loads = {school.pk: load(asked_here(school, asks), crews[school.pk]) for school in schools}
    weeks = {pk: fullest(found, limit, role) for pk, found in loads.items()}
    people = people_load(asks, first, last, limit=limit, today=today)
    names = period_names(trust.period_scheme if trust else Trust.Scheme.HALF_TERMS)
    school_weeks = frozenset().union(*(weeks_of(one) for one in dates.values()))
    asked = people.mondays.union(*weeks.values())
    spans = spans_of(dates[None], asked, names, school_weeks)
    shown = tuple(span for span in spans if half_term in ("", span.code))
    mondays = [column.monday for span in shown for column in span.columns]
    rows = []
    for school in schools:
        own = weeks_of(dates[school.pk])
        cells = _cells(school, mondays, weeks[school.pk], own)
        rows.append(Row(school.known_as, _year_url(school, year), _small(crews[school.pk]), cells))
    if highest:
        rows.sort(key=lambda row: (-row.most, -row.over, row.title))
    roles = in_order(code for found in loads.values() for code, _ in found)
    return TrustLoad(
        year, limit, shown, tuple(rows), {span.code: span.name for span in spans},
        tuple((code, title_of(code)) for code in roles), people.rows(mondays, weeks_of(dates[None])),
    )  # fmt: skip


def note_of(school: School, crew: Crew) -> str:
    """Why the figures of a small school are higher than the handbook's own; nothing where they are not."""
    if crew.weight == EVEN:
        return ""
    return f"{school.roll} pupils, so each minute counts as {crew.weight / EVEN:g}"


def _small(crew: Crew) -> str:
    return "" if crew.weight == EVEN else f"small, × {crew.weight / EVEN:g}"


def _year_url(school: School, year: SchoolYear) -> str:
    return f"{_year_address()}?year={year.start_year}".replace(str(NUMBER), str(school.urn))


@cache
def _year_address() -> str:
    return reverse("schedule:load_school", args=[NUMBER])


def _cells(
    school: School, mondays: Sequence[date], weeks: Mapping[date, Week], own: frozenset[date]
) -> tuple[Cell, ...]:
    return tuple(
        Cell(
            weeks.get(monday),
            week_url(school.urn, monday) if monday in weeks else "",
            is_holiday=monday not in own,
        )
        for monday in mondays
    )


# ------------------------------------------------------------------ one school


@dataclass(frozen=True)
class Line:
    """Something that asks, and for how many minutes; 0 where nobody has said, as of a plan's actions."""

    item: Item
    minutes: int

    @property
    def time(self) -> str:
        return duration(self.minutes) if self.minutes else "no estimate"


@dataclass(frozen=True)
class RoleWeek:
    """What one role is asked for in one week, the longest first."""

    week: Week
    place: str  # "Autumn 2, week 5"
    url: str
    lines: tuple[Line, ...]

    @property
    def time(self) -> str:
        return duration(self.week.minutes)


@dataclass(frozen=True)
class HalfTermLoad:
    spans: tuple[Span, ...]  # the one
    rows: tuple[Row, ...]  # a role each

    @property
    def name(self) -> str:
        return self.spans[0].name


@dataclass(frozen=True)
class SchoolLoad:
    school: School
    year: SchoolYear
    limit: int
    note: str
    half_terms: tuple[HalfTermLoad, ...]
    over: tuple[
        RoleWeek, ...
    ]  # every week of every role that is over the limit from this week on, in order of date
    over_before: tuple[RoleWeek, ...]  # and those that are past

    @property
    def limit_words(self) -> str:
        return duration(self.limit)

    @property
    def has_any(self) -> bool:
        return any(half_term.rows for half_term in self.half_terms)


def school_load(
    *, access: Access, school: School, trust: Trust | None, year: SchoolYear, today: date
) -> SchoolLoad:
    """Week by week and role by role, with the events behind each. Four queries."""
    first, last = bounds(year.start_year)
    items = {item.pk: item for item in items_between(access, school.pk, first, last)}
    crew = crews_of([school], trust, today)[school.pk]
    loads = load(asked_here(school, by_place(items)), crew)
    limit, calendar = limit_of(trust), calendar_of(year, school)
    names = period_names(trust.period_scheme if trust else Trust.Scheme.HALF_TERMS)
    own = weeks_of(calendar)
    spans = spans_of(calendar, {monday for _, monday in loads}, names, own)
    half_terms = tuple(HalfTermLoad((span,), _role_rows(school, span, loads, limit, own)) for span in spans)
    place = {
        column.monday: f"{span.name}, {column.words[0].lower()}{column.words[1:]}"
        for span in spans
        for column in span.columns
    }
    over = [
        RoleWeek(week, place.get(monday, ""), week_url(school.urn, monday), lines_of(items, parts))
        for (role, monday), parts in loads.items()
        if (week := Week(monday, role, sum(parts.values()), limit)).is_over
    ]
    over.sort(key=lambda one: (one.week.monday, -one.week.minutes))
    return SchoolLoad(school, year, limit, note_of(school, crew), half_terms,
        tuple(one for one in over if one.week.monday >= monday_of(today)),
        tuple(one for one in over if one.week.monday < monday_of(today)),
    )  # fmt: skip


def by_place(items: Mapping[int, Item]) -> dict[int | None, list[Ask]]:
    found: dict[int | None, list[Ask]] = {}
    for item in items.values():
        found.setdefault(item.school_id, []).extend(asks_of_items([item]))
    return found


def _role_rows(school: School, span: Span, loads: Loads, limit: int, own: frozenset[date]) -> tuple[Row, ...]:
    mondays = [column.monday for column in span.columns]
    here = {(role, monday): parts for (role, monday), parts in loads.items() if monday in mondays}
    return tuple(
        Row(title_of(role), "", "", _cells(school, mondays, fullest(here, limit, role), own))
        for role in in_order(role for role, _ in here)
    )


def lines_of(items: Mapping[int, Item], parts: Parts) -> tuple[Line, ...]:
    lines = [Line(items[pk], minutes) for pk, minutes in parts.items() if isinstance(pk, int)]
    return tuple(sorted(lines, key=lambda line: (-line.minutes, line.item.due, line.item.pk)))
