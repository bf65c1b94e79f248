"""The events the planner shows, whatever the view: one query, and those of the calendar beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, QuerySet

from people.access import Access
from schedule.models import Event
from schedule.queries.items import Item, items_of
from schedule.queries.planner.asked import Asked
from schedule.queries.planner.choosing import chosen, standing
from schedule.queries.planner.days import DayNotes, marked_days, notes_for
from schedule.queries.planner.entries import Entry, entries_of
from schedule.queries.planner.grids import SchoolDays, Weeks, schools_by_days, weeks_of
from schedule.queries.planner.stretch import Stretch, stretch_of
from schedule.words import SchoolTime, standing_of
from schools.models import School, SchoolYear, Trust
from schools.queries import calendars
from schools.terms import Calendar, monday_of, period_names, start_year_of

SUNDAY = timedelta(6)
A_PAGE = 100  # lines of the list
BY_DATE = ("due_date", F("start_time").asc(nulls_last=True), "key", "pk")  # as items_of puts them
WHOLE = "all"  # asked for instead of the number of a page: to print


@dataclass(frozen=True)
class Tally:
    count: int
    to_come: int
    late: int
    before: int  # due before the day that is looked at


@dataclass(frozen=True)
class Planner:
    asked: Asked
    stretch: Stretch
    time: SchoolTime  # of the school, or of the trust
    entries: tuple[Entry, ...]  # what is shown: of the list one page
    tally: Tally  # of the whole stretch
    year: tuple[Item, ...]  # of one school: what the ribbon shows
    calendar: Calendar | None  # of the year shown, if it has dates
    weeks: Weeks | None = None
    schools: SchoolDays | None = None
    lines: Page[int] | None = None  # which of them the page of a list has


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
    """Everything that is shown. Five queries however many schools, and one more for what is one person's."""
    known, page, found = _begun(access, asked, trust)
    year = items_of(found)
    shown = year if page.stretch.view == "list" else [item for item in year if _is_within(item, page.stretch)]
    page = _filled(page, shown, year, _tally_of(shown, asked))
    return page if page.stretch.view == "list" else _laid_out(page, known)


def read_list(*, access: Access, asked: Asked, trust: Trust | None, number: str | None) -> Planner:
    """One page of the list, and how many there are. Of one school as many queries as everything, of all one more.

    `number` None: the page where the days ahead begin. WHOLE: all on one.
    """
    _, page, found = _begun(access, asked, trust)
    year = items_of(found) if asked.school else []  # its ribbon shows them all
    tally = _tally_of(year, asked) if asked.school else _counted(found, asked)
    pages = Paginator(range(tally.count), max(tally.count, 1) if number == WHOLE else A_PAGE)
    ahead = tally.before // A_PAGE + 1 if tally.before < tally.count else 1
    lines = pages.get_page(1 if number == WHOLE else ahead if number is None else number)
    part = slice((lines.number - 1) * pages.per_page, lines.end_index())
    shown = year[part] if asked.school else _part_of(found, part)
    return replace(_filled(page, shown, year, tally), lines=lines)


def _part_of(found: QuerySet[Event], part: slice) -> list[Item]:
    """Put in order by their numbers alone: to sort whole rows of a year takes three times as long. One query."""
    numbers = found.order_by(*BY_DATE).values("pk")[part]
    return items_of(Event.objects.filter(pk__in=numbers))


def _begun(access: Access, asked: Asked, trust: Trust | None) -> tuple[_Calendars, Planner, QuerySet[Event]]:
    """The page without its events, and which they are."""
    known = _calendars(asked, trust)
    time = known.time(asked.school)
    stretch = stretch_of(asked.view, asked.day, time)
    calendar = known.of(stretch.start_year, asked.school)
    page = Planner(asked, stretch, time, (), Tally(0, 0, 0, 0), (), calendar)
    return known, page, chosen(access, asked, stretch)


def _filled(page: Planner, shown: Sequence[Item], year: Sequence[Item], tally: Tally) -> Planner:
    asked = page.asked
    names: dict[int | None, str] = {school.pk: school.known_as for school in asked.schools}
    entries = entries_of(shown, names, page.time, asked.today)
    return replace(page, entries=entries, tally=tally, year=tuple(year) if asked.school else ())


def _tally_of(items: Sequence[Item], asked: Asked) -> Tally:
    stands = [standing_of(item.state, item.due, asked.today) for item in items]
    return Tally(
        count=len(items),
        to_come=stands.count("planned") + stands.count("agreed"),
        late=stands.count("late"),
        before=sum(item.due < asked.day for item in items),
    )


def _counted(found: QuerySet[Event], asked: Asked) -> Tally:
    """The same without reading them. One query."""
    today = asked.today
    return Tally(
        **found.aggregate(
            count=Count("pk"),
            to_come=Count("pk", filter=standing("planned", today) | standing("agreed", today)),
            late=Count("pk", filter=standing("late", today)),
            before=Count("pk", filter=Q(due_date__lt=asked.day)),
        )
    )


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
