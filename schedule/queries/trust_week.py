"""This week across the trust: what is late, who meets whom, and every school on one line."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from people.access import Access
from schedule.models import Event
from schedule.queries.card import Tag
from schedule.queries.items import OPEN_STATES, Item, items_of, seen_by
from schedule.queries.times import school_time
from schedule.words import SchoolTime
from schools.models import Appointment, School, Trust
from schools.queries import appointed_on
from schools.terms import monday_of

MOST_LATE = 30
MOST_A_WEEK = 25
LOOK_BACK = timedelta(days=365)
LOOK_AHEAD = timedelta(weeks=6)
TRUST_NAME = "The trust"


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
    late: tuple[TrustLine, ...]
    late_total: int
    weeks: tuple[WeekAhead, ...]

    @property
    def schools_with_late(self) -> int:
        return sum(1 for line in self.schools if line.late)

    @property
    def trust_late(self) -> int:
        return self.late_total - sum(line.late for line in self.schools)


def trust_week(*, access: Access, trust: Trust | None, today: date) -> TrustWeek:
    """Six queries however many schools: schools, events, headteachers, and the trust's own calendar."""
    schools = list(School.objects.filter(Q(left_date=None) | Q(left_date__gte=today)).order_by("name", "pk"))
    items = items_of(
        Event.objects.filter(
            Q(school=None) | Q(school__left_date=None) | Q(school__left_date__gte=today),
            seen_by(access, None),
            state__in=OPEN_STATES,
            year__closed_at=None,
            due_date__range=(today - LOOK_BACK, today + LOOK_AHEAD),
        )
    )
    time = school_time(trust, None, today, items)
    names: dict[int | None, str] = {school.pk: school.known_as for school in schools}
    late = [item for item in items if item.is_late(today)]
    monday = monday_of(today)
    return TrustWeek(
        today=today,
        place=time.place(today),
        schools=_school_lines(schools, items, _heads(today), time, today, monday),
        late=tuple(_line(item, names, time, today) for item in late[:MOST_LATE]),
        late_total=len(late),
        weeks=tuple(
            _week(heading, start, items, names, time, today)
            for heading, start in (("This week", monday), ("Next week", monday + timedelta(weeks=1)))
        ),
    )


def _school_lines(
    schools: Sequence[School],
    items: Iterable[Item],
    heads: Mapping[int, list[Head]],
    time: SchoolTime,
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
            time.distance(today, coming.due) if coming else "",
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
    time: SchoolTime,
    today: date,
) -> WeekAhead:
    # What opens and closes in later weeks is not this week's: a day still to be agreed is due on its last.
    due = [item for item in items if max(start, today) <= item.due < start + timedelta(weeks=1)]
    together: dict[tuple[date, str], list[Item]] = defaultdict(list)
    for item in due:
        if item.is_occasion:
            together[item.due, item.title].append(item)
    occasions = tuple(
        Occasion(day, title, same[0].owner_title, tuple(_line(item, names, time, today) for item in same))
        for (day, title), same in together.items()
    )
    said = f"{heading}, from {start.day} {start:%B}"
    place = time.place(start)
    return WeekAhead(
        f"{said} · {place}" if place else said,
        occasions[:MOST_A_WEEK],
        max(0, len(occasions) - MOST_A_WEEK),
        sum(1 for item in due if not item.is_occasion),
        None if due else next((item for item in items if item.due >= start + timedelta(weeks=1)), None),
    )


def _line(item: Item, names: Mapping[int | None, str], time: SchoolTime, today: date) -> TrustLine:
    tag = Tag("late", time.late_by(today, item.due)) if item.is_late(today) else None
    return TrustLine(item, names.get(item.school_id, TRUST_NAME), item.owner_name or item.owner_title, tag)
