"""What is asked of whom, when: of one school through its year, and of all schools side by side."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from html import escape

from django.db.models import F, Q, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.safestring import SafeString

from people.roles import JOBS, ROLES
from people.words import duration
from schedule.load import Ask, Crew, Estimate, Week, estimate_of, fullest, load, weight_of
from schedule.models import Event
from schedule.queries.items import Item
from schools.models import Appointment, School, Trust
from schools.queries import FEW, appointed_on
from schools.terms import Calendar, monday_of

# There are thousands of rows and few that differ, so each day and each estimate is read once.
AS_TEXT = (Cast(F("due_date"), TextField()), Cast(F("step__minutes"), TextField()))
ORDER = {code: place for place, code in enumerate([*ROLES, *JOBS])}
NUMBER, MONDAY = 987654321, "2000-01-03"  # far values in an address, replaced by each cell's own
NEVER = (date.min, date.max)


def limit_of(trust: Trust | None) -> int:
    """The most minutes that one role may be asked for in one week."""
    return trust.minutes_a_week if trust else int(Trust._meta.get_field("minutes_a_week").get_default())


def crew_of(school: School | None, trust: Trust | None, held: Iterable[tuple[int | None, str, str]]) -> Crew:
    """From appointments as (school, role, job): those at the school, with those that are for the whole trust."""
    pk = school.pk if school else None
    codes = {(at, code) for at, role, job in held if at in (None, pk) for code in (role, job) if code}
    if school is None:
        return Crew(None, frozenset(code for _, code in codes))
    own = {code for at, code in codes if at == pk}
    # Whoever works for the whole trust does not share the work of a school nobody is appointed to.
    everybody = frozenset(code for _, code in codes) if own else frozenset()
    weight = (
        weight_of(school.roll, small=trust.small_school_roll, weight=trust.small_school_weight)
        if trust
        else 100
    )
    return Crew(pk, everybody, weight)


def crews_of(
    schools: Sequence[School], trust: Trust | None, today: date, *, whole_trust: bool = False
) -> dict[int | None, Crew]:
    """By school; `whole_trust`: under None also the trust's own office. One query."""
    ids = [school.pk for school in schools]
    here = Q() if len(ids) > FEW else Q(school=None) | Q(school__in=ids)
    rows = Appointment.objects.filter(appointed_on(today), here).values_list("school_id", "role", "job")
    held: dict[int | None, list[tuple[int | None, str, str]]] = defaultdict(list)
    for row in rows:
        held[row[0]].append(row)
    found: dict[int | None, Crew] = {
        school.pk: crew_of(school, trust, [*held[school.pk], *held[None]]) for school in schools
    }
    if whole_trust:
        found[None] = crew_of(None, trust, held[None])
    return found


def asks_between(
    first: date, last: date, *, schools: Iterable[int] | None = None, seen: Q | None = None
) -> dict[int | None, list[Ask]]:
    """What is due in these days and was not said to be not needed, by school; the trust's own under None. One query.

    What is done counts as well: it was asked. `schools` None: of every school.
    """
    found = Event.objects.filter(seen or Q(), due_date__range=(first, last)).exclude(
        state=Event.State.NOT_NEEDED
    )
    if schools is not None:
        found = found.filter(Q(school=None) | Q(school__in=list(schools)))
    asks: dict[int | None, list[Ask]] = defaultdict(list)
    for pk, school_id, due, text in found.values_list("pk", "school_id", *AS_TEXT):
        asks[school_id].append(Ask(pk, _day(due), _estimate(text)))
    return asks


@lru_cache(maxsize=2048)
def _day(text: str) -> date:
    return date.fromisoformat(text)


@lru_cache(maxsize=1024)
def _estimate(text: str | None) -> Estimate:
    return estimate_of(json.loads(text)) if text else ()


def asked_here(school: School, asks: Mapping[int | None, Sequence[Ask]]) -> list[Ask]:
    """The school's own, and the trust's while the school belongs to it."""
    first, last = school.joined_date or date.min, school.left_date or date.max
    of_trust = asks.get(None, ())
    if (first, last) != NEVER:
        of_trust = [one for one in of_trust if first <= one.due <= last]
    return [*asks.get(school.pk, ()), *of_trust]


def asks_of_items(items: Iterable[Item]) -> list[Ask]:
    return [Ask(item.pk, item.due, item.asks) for item in items if item.state != Event.State.NOT_NEEDED]


def strip_of(
    items: Iterable[Item],
    school: School,
    held: Iterable[tuple[int | None, str, str]],
    start_year: int,
) -> tuple[Week, ...]:
    """The heat strip under a ribbon, from what its page has read already. `school` with its trust."""
    asks: dict[int | None, list[Ask]] = defaultdict(list)
    for item in items:
        asks[item.school_id] += asks_of_items([item])
    return weeks_asked(school, asks, crew_of(school, school.trust, held), start_year)


def weeks_asked(
    school: School, asks: Mapping[int | None, Sequence[Ask]], crew: Crew, start_year: int
) -> tuple[Week, ...]:
    """The weeks of a school year in which anything is asked, in order, each with the role that is asked for most."""
    first, last = bounds(start_year)
    weeks = fullest(load(asked_here(school, asks), crew), limit_of(school.trust))
    return tuple(weeks[monday] for monday in sorted(weeks) if first <= monday <= last)


# ------------------------------------------------------------------ tables


@dataclass(frozen=True)
class Column:
    """A week. `number` within its half-term, or nothing in the holidays."""

    monday: date
    number: int | None

    @property
    def words(self) -> str:
        said = f"from {self.monday.day} {self.monday:%B}"
        return f"Week {self.number}, {said}" if self.number else f"Holidays, week {said}"


@dataclass(frozen=True)
class Span:
    """The weeks of a half-term, and those of the holiday after it in which something is asked."""

    code: str
    name: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Cell:
    week: Week | None  # None: nothing is asked
    url: str
    is_holiday: bool

    @property
    def step(self) -> int:
        return self.week.step if self.week else 0

    @property
    def hours(self) -> str:
        """As short as a narrow column needs: 12, 2½, ½."""
        halves = round(self.week.minutes / 30) if self.week else 0
        if not halves:
            return "·"
        if halves >= 20:
            return str(round(halves / 2))
        return f"{halves // 2 or ''}{'½' if halves % 2 else ''}"

    @property
    def clock(self) -> str:
        """5:20."""
        return f"{self.week.minutes // 60}:{self.week.minutes % 60:02}" if self.week else ""

    @property
    def words(self) -> str:
        if self.week is None:
            return "nothing"
        over = ", over the limit" if self.week.is_over else ""
        return f"{duration(self.week.minutes)}, {self.week.title}{over}"


@dataclass(frozen=True)
class Row:
    title: str
    url: str
    note: str
    cells: tuple[Cell, ...]

    @property
    def narrow(self) -> SafeString:
        """Its cells with hours, for a whole year side by side."""
        return SafeString("".join(_drawn(cell, cell.hours) for cell in self.cells))

    @property
    def wide(self) -> SafeString:
        """With hours and minutes."""
        return SafeString("".join(_drawn(cell, cell.clock) for cell in self.cells))

    @property
    def most(self) -> int:
        return max((cell.week.minutes for cell in self.cells if cell.week), default=0)

    @property
    def over(self) -> int:
        return sum(1 for cell in self.cells if cell.week and cell.week.is_over)


def _drawn(cell: Cell, figure: str) -> str:
    """A figure, the same in words, and the tint. Written here: fifty schools have two thousand of them."""
    where = ' class="away"' if cell.is_holiday else ""
    if not cell.url:
        return f'<td{where}><span class="t0"><span class="unseen">nothing</span></span></td>'
    return (
        f'<td{where}><a class="t{cell.step}" href="{escape(cell.url)}"><span aria-hidden="true">{figure}</span>'
        f'<span class="unseen">{escape(cell.words)}</span></a></td>'
    )


def spans_of(
    calendar: Calendar, mondays: Iterable[date], names: Mapping[str, str], school_weeks: frozenset[date]
) -> list[Span]:
    """The weeks of a year by the half-term they fall into or follow: school weeks, and others that ask something."""
    if not calendar.periods:
        return []
    codes = [(period.code, monday_of(period.first)) for period in calendar.periods]
    by_code: dict[str, list[Column]] = {code: [] for code, _ in codes}
    for monday in sorted({*school_weeks, *mondays}):
        code = next((code for code, first in reversed(codes) if first <= monday), codes[0][0])
        weeks = calendar.weeks(code)
        by_code[code].append(Column(monday, weeks.index(monday) + 1 if monday in weeks else None))
    return [Span(code, names.get(code, code), tuple(columns)) for code, columns in by_code.items()]


def weeks_of(calendar: Calendar) -> frozenset[date]:
    return frozenset(monday for period in calendar.periods for monday in calendar.weeks(period.code))


def bounds(start_year: int) -> tuple[date, date]:
    """The whole weeks of a school year: 1 September to 31 August."""
    return monday_of(date(start_year, 9, 1)), monday_of(date(start_year + 1, 9, 1)) - timedelta(days=1)


def in_order(roles: Iterable[str]) -> list[str]:
    return sorted(set(roles), key=lambda code: ORDER.get(code, len(ORDER)))


@lru_cache(maxsize=1)
def _week_address() -> str:
    return reverse("schedule:load_week", args=[NUMBER, MONDAY])


def week_url(urn: int, monday: date) -> str:
    return _week_address().replace(str(NUMBER), str(urn)).replace(MONDAY, monday.isoformat())
