"""A year that begins in the middle: what was before it, what is left out, what waits, what comes next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from people.access import Access
from people.roles import Permission
from schedule.building import earlier_steps
from schedule.models import Event
from schedule.queries.card import Tag, tag_of
from schedule.queries.items import Item, items_of, seen_by
from schedule.queries.people import Holders, Places
from schedule.queries.times import school_time
from schedule.words import SchoolTime, place_of_span, span
from schools.models import School, SchoolYear
from schools.queries import arrived_on
from schools.terms import monday_of

WEEKS_NEW = 10  # for so many school weeks the page of what comes next leads here


@dataclass(frozen=True)
class Arrival:
    day: date
    is_school: bool  # the school joined the trust; otherwise a headteacher came
    name: str  # of the school as people call it, or of the headteacher


@dataclass(frozen=True)
class JoinLine:
    title: str
    when: str
    place: str
    due: date
    owner: str
    key: str
    pk: int | None = None  # None where there is no event
    url: str = ""
    tag: Tag | None = None
    reason: str = ""
    by: str = ""


@dataclass(frozen=True)
class Part:
    """A half-term, or the holidays, and what falls into it."""

    name: str
    lines: tuple[JoinLine, ...]


@dataclass(frozen=True)
class JoiningPage:
    arrival: Arrival
    year: SchoolYear
    before: tuple[Part, ...]
    waived: tuple[JoinLine, ...]
    waiting: tuple[JoinLine, ...]
    ahead: tuple[Part, ...]
    time: SchoolTime

    @property
    def before_total(self) -> int:
        return sum(len(part.lines) for part in self.before)

    @property
    def ahead_total(self) -> int:
        return sum(len(part.lines) for part in self.ahead)


def arrival_of(school: School, found: Places, today: date) -> Arrival | None:
    """Who came in the middle of this school year. Asks nothing: `found` has been read."""
    if school.joined_date and arrived_on(school.joined_date, today):
        return Arrival(school.joined_date, is_school=True, name=school.known_as)
    came = [(since, name) for at, since, name in found.heads if at == school.pk and arrived_on(since, today)]
    if not came:
        return None
    since, name = max(came)
    return Arrival(since, is_school=False, name=name)


def is_new(arrival: Arrival, time: SchoolTime, today: date) -> bool:
    """In the first ten weeks with school days."""
    weeks = {
        monday_of(day) for calendar in time.calendars for day in calendar.school.within(arrival.day, today)
    }
    return len(weeks) <= WEEKS_NEW


def joining_page(
    *, access: Access, school: School, holders: Holders, arrival: Arrival, year: SchoolYear, today: date
) -> JoiningPage:
    """CannotBuild when no handbook is in force."""
    found = Event.objects.filter(seen_by(access, school.pk), school=school, year=year)
    items = items_of(found)
    columns = ("pk", "state_reason", "state_by__name", "scheduled_date")
    told = {pk: (reason, by or "", day) for pk, reason, by, day in found.values_list(*columns)}
    earlier = []
    if arrival.is_school:
        sees_tiers = access.can(Permission.TIER_VIEW, school.pk)
        earlier = [one for one in earlier_steps(school=school, year=year) if sees_tiers or not one.step.tiers]
    days = [*(item.due for item in items), *(one.planned.dates[1] for one in earlier)]
    time = school_time(school.trust, school, today, items, days)

    def line(item: Item) -> JoinLine:
        reason, by, scheduled = told[item.pk]
        tag = tag_of(item.state, item.due, item.done_date, today, time)
        if item.is_open and arrival.is_school and scheduled < arrival.day:
            tag = tag or Tag("info", "Asked for all the same")
        return JoinLine(
            item.title, span(item.opens, item.due), place_of_span(time, item.opens, item.due), item.due,
            item.owner_name or holders.who(item.owner_role), item.key, item.pk, item.url, tag, reason, by,
        )  # fmt: skip

    missed = [
        JoinLine(
            one.planned.title, span(*one.planned.dates), place_of_span(time, *one.planned.dates),
            one.planned.dates[1], holders.who(one.planned.owner), one.key,
        )
        for one in earlier
    ]  # fmt: skip
    done = [line(item) for item in items if item.state == Event.State.DONE and item.due < arrival.day]
    return JoiningPage(
        arrival,
        year,
        _parts(sorted([*missed, *done], key=lambda one: one.due), time),
        tuple(line(item) for item in items if item.state == Event.State.NOT_NEEDED),
        tuple(line(item) for item in items if item.is_late(today)),
        _parts((line(item) for item in items if item.is_open and item.due >= today), time),
        time,
    )


def _parts(lines: Iterable[JoinLine], time: SchoolTime) -> tuple[Part, ...]:
    def name(line: JoinLine) -> str:
        place = time.place(line.due).partition(", week ")
        return place[0] if place[1] else "In the holidays"

    return tuple(Part(where, tuple(group)) for where, group in groupby(lines, key=name))
