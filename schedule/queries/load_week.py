"""One week with what is behind it: of a school by role, and of somebody who works across schools."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from people.access import Access
from people.words import duration
from schedule.load import Crew, Parts, Week, asked_of, load
from schedule.models import Event
from schedule.queries.items import Item, items_between, items_of, seen_by
from schedule.queries.load import asked_here, asks_between, crews_of, limit_of, week_url
from schedule.queries.load_pages import Line, RoleWeek, by_place, lines_of, note_of
from schedule.queries.load_people import (
    Worker,
    Workers,
    asked_of_workers,
    owners_between,
    owns,
    person_url,
    weeks_of_worker,
    workers,
)
from schedule.queries.planner import TRUST_NAME
from schedule.queries.times import school_time
from schools.models import School, Trust

WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class WeekLoad:
    school: School
    monday: date
    place: str
    limit: int
    note: str
    roles: tuple[RoleWeek, ...]  # the fullest first
    before: str  # the week before, and the one after
    after: str

    @property
    def limit_words(self) -> str:
        return duration(self.limit)

    @property
    def over(self) -> int:
        return sum(1 for one in self.roles if one.week.is_over)


def week_load(*, access: Access, school: School, trust: Trust | None, monday: date, today: date) -> WeekLoad:
    items = {item.pk: item for item in items_between(access, school.pk, monday, monday + timedelta(6))}
    crew = crews_of([school], trust, today)[school.pk]
    loads: dict[str, Parts] = {
        role: dict(parts) for (role, _), parts in load(asked_here(school, by_place(items)), crew).items()
    }
    for role, pks in _without_estimate(items, crew).items():
        loads.setdefault(role, {}).update(dict.fromkeys(pks, 0))
    limit = limit_of(trust)
    roles = [
        RoleWeek(Week(monday, role, sum(parts.values()), limit), "", "", lines_of(items, parts))
        for role, parts in loads.items()
    ]
    roles.sort(key=lambda one: (-one.week.minutes, one.week.title))
    time = school_time(trust, school, today, days=[monday + timedelta(4)])
    return WeekLoad(
        school, monday, time.place(monday) or time.place(monday + timedelta(4)), limit, note_of(school, crew),
        tuple(roles), week_url(school.urn, monday - WEEK), week_url(school.urn, monday + WEEK),
    )  # fmt: skip


def _without_estimate(items: Mapping[int, Item], crew: Crew) -> dict[str, list[int]]:
    """The school's own that say no minutes, by the role that does them: they add none, and are there all the same."""
    found: dict[str, list[int]] = defaultdict(list)
    for item in items.values():
        if _says_none(item) and item.school_id is not None:
            role = asked_of(item.owner_role, crew.held, is_school=True)
            if role:
                found[role].append(item.pk)
    return found


def _says_none(item: Item) -> bool:
    return item.state != Event.State.NOT_NEEDED and not any(count > 0 for _, count in item.asks)


# ------------------------------------------------------------------ somebody who works across schools


@dataclass(frozen=True)
class PersonWeek:
    worker: Worker
    week: Week
    lines: tuple[tuple[str, Line], ...]  # with the school's name; the longest first
    place: str
    before: str
    after: str

    @property
    def time(self) -> str:
        return duration(self.week.minutes)

    @property
    def limit_words(self) -> str:
        return duration(self.week.limit)


def person_week(
    *, access: Access, person: int, trust: Trust | None, monday: date, today: date
) -> PersonWeek | None:
    """None for who works at one school, or at none. Seven queries."""
    found, sunday = workers(today), monday + timedelta(6)
    worker = found.several.get(person)
    if worker is None:
        return None
    owners = owners_between(monday, sunday)
    asks = asks_between(monday, sunday, seen=seen_by(access, None))
    parts = dict(asked_of_workers(found, asks, owners).get(person, {}).get(monday, {}))
    without = [one.what for some in asks.values() for one in some if not any(c > 0 for _, c in one.minutes)]
    items = {item.pk: item for item in items_of(Event.objects.filter(pk__in=[*parts, *without]))}
    parts |= {pk: 0 for pk in without if isinstance(pk, int) and _is_theirs(found, worker, items[pk], owners)}
    names: dict[int | None, str] = {school.pk: school.known_as for school in School.objects.all()}
    week = weeks_of_worker(worker, {monday: parts}, limit_of(trust))[monday]
    time = school_time(trust, None, today, days=[monday + timedelta(4)])
    return PersonWeek(
        worker,
        week,
        tuple((names.get(line.item.school_id, TRUST_NAME), line) for line in lines_of(items, parts)),
        time.place(monday) or time.place(monday + timedelta(4)),
        person_url(person, monday - WEEK),
        person_url(person, monday + WEEK),
    )


def _is_theirs(found: Workers, worker: Worker, item: Item, owners: Mapping[int, tuple[int, str]]) -> bool:
    owner = owners.get(item.pk, (None, ""))[0]
    return owns(found, worker, item.school_id, item.owner_role, owner)
