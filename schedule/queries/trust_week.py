"""The weeks ahead at several schools: what is late and with whom, who meets whom, and every school on one line."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import islice

from django.db.models import Q

from people.access import Access
from people.roles import Permission
from schedule.models import Event
from schedule.queries.card import Tag
from schedule.queries.items import OPEN_STATES, TELLS_NO_TIER, Item, items_of
from schedule.queries.people import Places
from schedule.queries.times import school_times
from schedule.words import SchoolTime
from schools.models import Appointment, School, Trust
from schools.queries import appointed_on, not_left
from schools.terms import monday_of

MOST_LATE = 30
MOST_A_WEEK = 25
MOST_OWN = 6
LOOK_BACK = timedelta(days=365)
LOOK_AHEAD = timedelta(weeks=6)
TRUST_NAME = "The trust"
Times = Mapping[int | None, SchoolTime]  # by school; None is the trust's own


@dataclass(frozen=True)
class TrustLine:
    item: Item
    where: str
    owner: str
    tag: Tag | None = None


@dataclass(frozen=True)
class Occasion:
    """The same on one day at several schools stands on one line."""

    due: date
    title: str
    owner: str
    places: tuple[TrustLine, ...]


@dataclass(frozen=True)
class WeekAhead:
    heading: str
    monday: date
    occasions: tuple[Occasion, ...]
    more: int  # occasions beyond the most that are listed
    others: int  # steps due without anybody coming
    then: Item | None  # where nothing is due: what comes first after it


@dataclass(frozen=True)
class Head:
    name: str
    last_login: datetime | None


@dataclass(frozen=True)
class SchoolLine:
    school: School
    heads: tuple[Head, ...]
    late: int
    load: int  # open events of this week and next
    next: Item | None
    distance: str


@dataclass(frozen=True)
class TrustWeek:
    today: date
    place: str
    schools: tuple[SchoolLine, ...]
    waiting: tuple[TrustLine, ...]  # late, and the reader's own
    late: tuple[TrustLine, ...]  # late with others, what waits longest first
    late_with_others: int
    late_total: int
    weeks: tuple[WeekAhead, ...]
    own: tuple[Occasion, ...]  # what the reader owns, this week and next
    own_more: int  # steps beyond those
    own_later: TrustLine | None  # where that is nothing: their next step
    time: SchoolTime

    @property
    def schools_with_late(self) -> int:
        return sum(1 for line in self.schools if line.late)

    @property
    def late_since(self) -> date | None:
        return min((line.item.due for line in (*self.waiting, *self.late)), default=None)

    @property
    def trust_late(self) -> int:
        return self.late_total - sum(line.late for line in self.schools)


def trust_week(*, access: Access, places: Places, trust: Trust | None, today: date) -> TrustWeek:
    """Six queries however many schools: schools, events, headteachers, and the calendars."""
    schools = list(School.objects.filter(not_left(today)).order_by("name", "pk"))
    there = Q(school=None) | not_left(today, "school__")
    return _told(_Mine(access, places), trust, schools, _items(access, there, today), _heads(today), today)


def own_schools(access: Access, places: Places, today: date) -> list[School]:
    """By name: those where they are appointed and see events, without the schools that left."""
    return [
        one
        for one in places.schools
        if access.can(Permission.EVENT_VIEW, one.pk) and (one.left_date is None or one.left_date >= today)
    ]


def schools_week(*, access: Access, places: Places, schools: Sequence[School], today: date) -> TrustWeek:
    """The same of somebody's own schools: four queries. Of the trust's events, what concerns a school or the reader."""
    mine = _Mine(access, places)
    every = _items(access, Q(school=None) | Q(school__in=[one.pk for one in schools]), today)
    items = [one for one in every if one.school_id or one.concerns_school() or mine.takes_part(one)]
    return _told(mine, schools[0].trust, schools, items, {}, today)


class _Mine:
    """What is the reader's own, at any of the schools."""

    def __init__(self, access: Access, places: Places) -> None:
        self.access = access
        self.holders = cache(lambda school_id: places.holders(school_id, access.user.pk))

    def owns(self, item: Item) -> bool:
        role, name = item.owner_role, item.owner_name
        return any(self.holders(at).owns(self.access, role, name, at) for at in self._held_at(item))

    def takes_part(self, item: Item) -> bool:
        codes = (item.owner_role, *item.takes_part)
        return any(self.holders(at).is_theirs(self.access, codes, at) for at in self._held_at(item))

    def _held_at(self, item: Item) -> tuple[int | None, ...]:
        """What a role is asked for by the trust is asked of whoever holds it at a school, too."""
        return (item.school_id,) if item.school_id else (None, *sorted(self.access.school_ids))


def _items(access: Access, where: Q, today: date) -> list[Item]:
    """What is open, and near. A step asked only of schools on some tiers is seen where the reader sees tiers."""
    tiers = access.reach(Permission.TIER_VIEW)
    return items_of(
        Event.objects.filter(
            where,
            Q() if tiers is None else TELLS_NO_TIER | Q(school__in=tiers),
            state__in=OPEN_STATES,
            year__closed_at=None,
            due_date__range=(today - LOOK_BACK, today + LOOK_AHEAD),
        )
    )


def _told(
    mine: _Mine,
    trust: Trust | None,
    schools: Sequence[School],
    items: Sequence[Item],
    heads: Mapping[int, list[Head]],
    today: date,
) -> TrustWeek:
    times = school_times(trust, schools, today, items)
    time = times[None]
    names: dict[int | None, str] = {school.pk: school.known_as for school in schools}
    late = [item for item in items if item.is_late(today)]
    waiting = [item for item in late if mine.owns(item)]
    others = [item for item in late if not mine.owns(item)]
    monday = monday_of(today)
    end = monday + timedelta(weeks=2)
    near = [item for item in items if today <= item.due < end and mine.owns(item)]
    # Who owns it is asked only as far as it is needed.
    later = (item for item in items if item.due >= end and mine.owns(item))
    together = _occasions(near, names, times, today)

    def lines(found: Iterable[Item]) -> tuple[TrustLine, ...]:
        return tuple(_line(item, names, times, today) for item in found)

    return TrustWeek(
        today=today,
        place=time.place(today),
        schools=_school_lines(schools, items, heads, times, today, monday),
        waiting=lines(waiting),
        late=lines(others[:MOST_LATE]),
        late_with_others=len(others),
        late_total=len(late),
        weeks=tuple(
            _week(heading, start, items, names, times, today)
            for heading, start in (("This week", monday), ("Next week", monday + timedelta(weeks=1)))
        ),
        own=together[:MOST_OWN],
        own_more=sum(len(one.places) for one in together[MOST_OWN:]),
        own_later=None if near else next(iter(lines(islice(later, 1))), None),
        time=time,
    )


def _school_lines(
    schools: Sequence[School],
    items: Iterable[Item],
    heads: Mapping[int, list[Head]],
    times: Times,
    today: date,
    monday: date,
) -> tuple[SchoolLine, ...]:
    late: Counter[int | None] = Counter()
    load: Counter[int | None] = Counter()
    first: dict[int | None, Item] = {}
    for item in items:
        if item.due < today:
            late[item.school_id] += 1
        elif item.concerns_school():
            first.setdefault(item.school_id, item)
        if monday <= item.due < monday + timedelta(weeks=2):
            load[item.school_id] += 1
    return tuple(
        SchoolLine(
            school,
            tuple(heads.get(school.pk, ())),
            late[school.pk],
            load[school.pk],
            coming := first.get(school.pk),
            times[school.pk].distance(today, coming.due) if coming else "",
        )
        for school in schools
    )


def _heads(today: date) -> dict[int, list[Head]]:
    heads: dict[int, list[Head]] = defaultdict(list)
    rows = Appointment.objects.filter(appointed_on(today), role="headteacher").order_by(
        "person__name", "person_id"
    )
    for school_id, name, last_login in rows.values_list("school_id", "person__name", "person__last_login"):
        if school_id is not None:
            heads[school_id].append(Head(name, last_login))
    return heads


def _week(
    heading: str,
    start: date,
    items: Iterable[Item],
    names: Mapping[int | None, str],
    times: Times,
    today: date,
) -> WeekAhead:
    # What opens and closes in later weeks is not this week's: a day still to be agreed is due on its last.
    due = [item for item in items if max(start, today) <= item.due < start + timedelta(weeks=1)]
    occasions = _occasions((item for item in due if item.is_occasion), names, times, today)
    said = f"{heading}, from {start.day} {start:%B}"
    place = times[None].place(start)
    return WeekAhead(
        f"{said} · {place}" if place else said,
        start,
        occasions[:MOST_A_WEEK],
        max(0, len(occasions) - MOST_A_WEEK),
        sum(1 for item in due if not item.is_occasion),
        None if due else next((item for item in items if item.due >= start + timedelta(weeks=1)), None),
    )


def _occasions(
    items: Iterable[Item], names: Mapping[int | None, str], times: Times, today: date
) -> tuple[Occasion, ...]:
    together: dict[tuple[date, str], list[Item]] = defaultdict(list)
    for item in items:
        together[item.due, item.title].append(item)
    return tuple(
        Occasion(day, title, same[0].owner_title, tuple(_line(item, names, times, today) for item in same))
        for (day, title), same in together.items()
    )


def _line(item: Item, names: Mapping[int | None, str], times: Times, today: date) -> TrustLine:
    """Late by school days of that school: its own page says the same."""
    time = times.get(item.school_id, times[None])
    tag = Tag("late", time.late_by(today, item.due)) if item.is_late(today) else None
    return TrustLine(item, names.get(item.school_id, TRUST_NAME), item.owner_name or item.owner_title, tag)
