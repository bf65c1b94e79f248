"""The events the planner shows, whatever the view: one query, and those of the calendar beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from people.access import Access
from people.roles import JOBS, Permission
from schedule.models import Event
from schedule.queries.items import OPEN_STATES, SCHOOL_ROLES, TELLS_NO_TIER, Item, items_of, role_of
from schedule.queries.people import Holders, places
from schedule.queries.planner.asked import Asked
from schedule.queries.planner.choices import OTHER
from schedule.queries.planner.days import DayNotes, marked_days, notes_for
from schedule.queries.planner.entries import Entry, entries_of
from schedule.queries.planner.grids import SchoolDays, Weeks, schools_by_days, weeks_of
from schedule.queries.planner.stretch import Stretch, stretch_of
from schedule.words import SchoolTime, standing_of
from schools.models import School, SchoolYear, Trust
from schools.queries import calendars
from schools.terms import Calendar, monday_of, period_names, start_year_of

SUNDAY = timedelta(6)


@dataclass(frozen=True)
class Planner:
    asked: Asked
    stretch: Stretch
    time: SchoolTime  # of the school, or of the trust
    entries: tuple[Entry, ...]  # what the stretch shows
    year: tuple[Item, ...]  # of one school: what the ribbon shows
    calendar: Calendar | None  # of the year shown, if it has dates
    weeks: Weeks | None = None
    schools: SchoolDays | None = None

    @property
    def late(self) -> int:
        return sum(entry.standing == "late" for entry in self.entries)

    @property
    def to_come(self) -> int:
        return sum(entry.standing in ("planned", "agreed") for entry in self.entries)


@dataclass(frozen=True)
class _Calendars:
    """Of the year shown and of today's, which tells how late something is."""

    by_year: dict[int, dict[int | None, Calendar]]
    names: dict[str, str]

    def time(self, school: School | None) -> SchoolTime:
        pk = school.pk if school else None
        found = (by_school[pk] for _, by_school in sorted(self.by_year.items()))
        return SchoolTime(tuple(one for one in found if one.periods), self.names)

    def of(self, start_year: int, school: School | None) -> Calendar | None:
        found = self.by_year.get(start_year, {}).get(school.pk if school else None)
        return found if found and found.periods else None


def read_planner(*, access: Access, asked: Asked, trust: Trust | None) -> Planner:
    """Five queries however many schools, and two more for what is one person's."""
    known = _calendars(asked, trust)
    time = known.time(asked.school)
    stretch = stretch_of(asked.view, asked.day, time)
    year = _chosen(access, asked, stretch)
    shown = year if stretch.view == "list" else [item for item in year if _is_within(item, stretch)]
    names: dict[int | None, str] = {school.pk: school.known_as for school in asked.schools}
    entries = entries_of(shown, names, time, asked.today)
    page = Planner(
        asked=asked,
        stretch=stretch,
        time=time,
        entries=entries,
        year=tuple(year) if asked.school else (),
        calendar=known.of(stretch.start_year, asked.school),
    )
    return page if stretch.view == "list" else _laid_out(page, known)


def _calendars(asked: Asked, trust: Trust | None) -> _Calendars:
    wanted = {
        start_year_of(asked.today),
        start_year_of(asked.day),
        start_year_of(monday_of(asked.day) + SUNDAY),
    }
    schools = [None, *asked.schools] if asked.view == "week" and not asked.school else [None, asked.school]
    years = SchoolYear.objects.filter(start_year__in=wanted)
    return _Calendars(
        {year.start_year: calendars(year, schools) for year in years},
        period_names(trust.period_scheme if trust else Trust.Scheme.HALF_TERMS),
    )


def _chosen(access: Access, asked: Asked, stretch: Stretch) -> list[Item]:
    """Of one school the whole year, for its ribbon; otherwise the days that are shown."""
    items = items_of(_events(access, asked, stretch))
    known = {None, *(school.pk for school in asked.schools)}
    items = [item for item in items if item.school_id in known]
    if asked.school is not None:
        here = SCHOOL_ROLES | {one.role for one in access.holdings if one.school_id == asked.school.pk}
        items = [item for item in items if item.school_id is not None or item.names_role(here)]
    if asked.role:
        items = [item for item in items if _asks(item, asked.role)]
    if asked.state:
        items = [item for item in items if standing_of(item.state, item.due, asked.today) == asked.state]
    return _theirs(items, asked)


def _events(access: Access, asked: Asked, stretch: Stretch) -> QuerySet[Event]:
    first, last = stretch.first, stretch.last
    when = Q(due_date__range=(first, last))
    if asked.school or stretch.view == "list":
        start = stretch.start_year
        when |= Q(due_date__range=(date(start, 9, 1), date(start + 1, 8, 31))) | Q(year__start_year=start)
    found = Event.objects.filter(when, _reached(access, asked), _seen(access))
    if asked.process == OTHER:
        found = found.filter(step=None)
    elif asked.process:
        found = found.filter(key__startswith=f"{asked.process}.")
    if asked.kind:
        found = found.filter(Q(step__kind=asked.kind) | Q(step=None, kind=asked.kind))
    if asked.state:
        is_open = asked.state in (*OPEN_STATES, "late")
        found = found.filter(state__in=OPEN_STATES if is_open else [asked.state])
    return found


def _reached(access: Access, asked: Asked) -> Q:
    if asked.school is not None:
        return Q(school=asked.school) | Q(school=None)
    reach = access.reach(Permission.EVENT_VIEW)
    return Q() if reach is None else Q(school__in=reach) | Q(school=None)


def _seen(access: Access) -> Q:
    """A step asked only of schools on some tiers is shown where the reader may see the tier."""
    tiers = access.reach(Permission.TIER_VIEW)
    return Q() if tiers is None else TELLS_NO_TIER | Q(school__in=tiers)


def _asks(item: Item, code: str) -> bool:
    """A job is asked by its own name; a role also by the jobs that it answers for."""
    codes = (item.owner_role, *item.takes_part)
    return code in codes if code in JOBS else any(role_of(one) == code for one in codes)


def _theirs(items: Sequence[Item], asked: Asked) -> list[Item]:
    """What names one of their roles or jobs, or them. Two queries."""
    if (whose := asked.whose) is None:
        return list(items)
    by_name = set(Event.objects.filter(owner=whose.user).values_list("pk", flat=True))
    found = places((school.pk for school in asked.schools), asked.today)
    holders: dict[int | None, Holders] = {}

    def is_theirs(item: Item, school_id: int | None) -> bool:
        if school_id not in holders:
            holders[school_id] = found.holders(school_id)
        return holders[school_id].is_theirs(whose, (item.owner_role, *item.takes_part), school_id)

    # The trust's events ask people at every school they hold something at.
    everywhere = (None, *sorted(whose.school_ids))
    return [
        item
        for item in items
        if item.pk in by_name
        or any(
            is_theirs(item, place) for place in (everywhere if item.school_id is None else (item.school_id,))
        )
    ]


def _is_within(item: Item, stretch: Stretch) -> bool:
    return stretch.first <= item.due <= stretch.last


def _laid_out(page: Planner, known: _Calendars) -> Planner:
    asked, stretch, today = page.asked, page.stretch, page.asked.today
    marks = marked_days(asked.school, stretch.first, stretch.last)
    notes = notes_for(page.time, marks, asked.school)
    if stretch.view != "week" or asked.school:
        return replace(page, weeks=weeks_of(stretch, page.entries, notes, today))
    schools = [school for school in asked.schools if _is_of_trust(school, stretch)]
    of_school: dict[int, DayNotes] = {}
    for school in schools:
        of_school[school.pk] = notes_for(known.time(school), marks, school)
    rows = schools_by_days(stretch, schools, page.entries, notes, of_school, today)
    return replace(page, schools=rows)


def _is_of_trust(school: School, stretch: Stretch) -> bool:
    joined, left = school.joined_date, school.left_date
    return (joined is None or joined <= stretch.last) and (left is None or left >= stretch.first)
