"""Processes that can be started at a school, and those that were."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from handbook.models import Process
from handbook.queries import processes_in_force, steps_in_force
from handbook.timing import TRIGGERS, TimingError, parse, triggers
from people.access import Access
from people.roles import Permission
from schedule.building import Difference, build_opening
from schedule.models import Event, Opening
from schedule.queries.card import Tag, tag_of
from schedule.queries.items import OPEN_STATES, Item, items_of
from schedule.queries.people import Holders, holders_at
from schedule.queries.times import school_time
from schedule.words import SchoolTime, place_of_span, span
from schools.access import schools_for
from schools.models import School, SchoolYear
from schools.terms import year_code

Where = tuple[School, ...]


@dataclass(frozen=True)
class Startable:
    """A process of the handbook in force, and the word that some of its steps wait for."""

    code: str
    title: str
    slug: str
    word: str
    is_first: bool  # of the words that this process waits for

    @property
    def value(self) -> str:
        return self.code if self.is_first else f"{self.code}.{self.word}"

    @property
    def event(self) -> str:
        """ "the inspection call"."""
        return TRIGGERS.get(self.word, self.word)

    @property
    def label(self) -> str:
        return f"{self.title}, from {self.event}"


def startable() -> tuple[Startable, ...]:
    """In the order of the handbook. One query."""
    found: dict[tuple[str, str], Startable] = {}
    codes: set[str] = set()
    for step in steps_in_force():
        process = step.process
        for word in words_of(step.timing):
            if (process.code, word) not in found:
                found[process.code, word] = Startable(
                    process.code, process.title, process.slug, word, process.code not in codes
                )
                codes.add(process.code)
    return tuple(found.values())


def words_of(timing: str) -> tuple[str, ...]:
    try:
        return triggers(parse(timing))
    except TimingError:
        return ()


@dataclass(frozen=True)
class DateLine:
    """One step of a started process, in the words of the page."""

    title: str
    when: str
    place: str
    distance: str
    due: date
    owner: str
    url: str = ""
    tag: Tag | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class OpeningRow:
    opening: Opening
    title: str
    done: int
    total: int
    next: Item | None
    late: int


@dataclass(frozen=True)
class OpeningPage:
    opening: Opening
    title: str
    process: Process | None  # None when the handbook in force has it no more
    lines: tuple[DateLine, ...]
    done: int
    open: int
    goes_on: str  # the year to which a closed one handed what was still to do: "2027/28"

    @property
    def event(self) -> str:
        return TRIGGERS.get(self.opening.trigger, self.opening.trigger)


@dataclass(frozen=True)
class Preview:
    lines: tuple[DateLine, ...]
    past: int  # of them lie before today


def openings_for(access: Access) -> tuple[Where, list[Opening]]:
    """The schools where the person may start a process, and all that was started there. Two queries."""
    schools = tuple(schools_for(access, Permission.PROCESS_OPEN).order_by("name", "pk"))
    found = Opening.objects.filter(school__in=schools).select_related(
        "school", "year", "opened_by", "ended_by"
    )
    return schools, list(found.order_by("-day", "-pk"))


def opening_rows(openings: Iterable[Opening], titles: Mapping[str, str], today: date) -> list[OpeningRow]:
    """Two queries however many."""
    openings = list(openings)
    items: dict[int, list[Item]] = defaultdict(list)
    pks = dict(Event.objects.filter(opening__in=openings).values_list("pk", "opening_id"))
    for item in items_of(Event.objects.filter(opening__in=openings)):
        items[pks[item.pk] or 0].append(item)
    return [_row(one, items[one.pk], titles, today) for one in openings]


def _row(opening: Opening, items: list[Item], titles: Mapping[str, str], today: date) -> OpeningRow:
    ahead = [item for item in items if item.is_open]
    return OpeningRow(
        opening,
        titles.get(opening.process_code, opening.process_code),
        sum(item.state not in OPEN_STATES for item in items),
        len(items),
        next((item for item in ahead if item.due >= today), None),
        sum(item.is_late(today) for item in ahead),
    )


def process_titles() -> dict[str, str]:
    return dict(processes_in_force().values_list("code", "title"))


def opening_page(*, access: Access, opening: Opening, today: date) -> OpeningPage:
    items = items_of(Event.objects.filter(opening=opening))
    school = opening.school
    time = school_time(school.trust, school, today, items, [item.due for item in items])
    holders = holders_at(school.pk, today, access.user.pk)
    process = processes_in_force().select_related("chapter").filter(code=opening.process_code).first()
    return OpeningPage(
        opening,
        process.title if process else opening.process_code,
        process,
        tuple(_line(item, time, holders, today) for item in items),
        sum(item.state not in OPEN_STATES for item in items),
        sum(item.is_open for item in items),
        next((year_code(item.start_year) for item in items if _goes_on(opening, item)), ""),
    )


def _goes_on(opening: Opening, item: Item) -> bool:
    return item.is_open and item.start_year > opening.year.start_year


def year_it_is_in(opening: Opening) -> SchoolYear:
    """Its own; or, once that is closed, the year which was handed what it still asks for. One query then."""
    if opening.year.closed_at is None:
        return opening.year
    handed = SchoolYear.objects.filter(closed_at=None, events__opening=opening, events__state__in=OPEN_STATES)
    return handed.order_by("start_year").first() or opening.year


def _line(item: Item, time: SchoolTime, holders: Holders, today: date) -> DateLine:
    return DateLine(
        item.title,
        span(item.opens, item.due),
        place_of_span(time, item.opens, item.due),
        time.distance(today, item.due) if item.is_open and item.due >= today else "",
        item.due,
        item.owner_name or holders.who(item.owner_role),
        item.url,
        tag_of(item.state, item.due, item.done_date, today, time),
    )


def preview(*, access: Access, opening: Opening, now: datetime, today: date) -> Preview:
    """The dates of an opening that is not saved. CannotBuild when the timings give none."""
    found = build_opening(opening=opening, now=now, today=today, apply=False)
    days = [change.new[1] for change in found.added if change.new]
    school = opening.school
    time = school_time(school.trust, school, today, days=days)
    holders = holders_at(school.pk, today, access.user.pk)
    return Preview(tuple(_shown(found, time, holders, today)), sum(day < today for day in days))


def _shown(found: Difference, time: SchoolTime, holders: Holders, today: date) -> Iterable[DateLine]:
    for change in found.added:
        if change.new is not None:
            opens, due = change.new
            yield DateLine(
                change.title,
                span(opens, due),
                place_of_span(time, opens, due),
                time.distance(today, due) if due >= today else "",
                due,
                holders.who(change.owner),
            )
