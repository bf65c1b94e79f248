"""What comes next at a school, for the person who looks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from itertools import groupby

from people.access import Access
from people.models import User
from schedule.queries.card import Card, Tag, card_of
from schedule.queries.edition_news import AmendedLine, EditionNews, edition_news
from schedule.queries.items import (
    SCHOOL_ROLES,
    TRUST_ROLES,
    Item,
    MoveLine,
    items_between,
    role_of,
)
from schedule.queries.moved_words import moved_words
from schedule.queries.people import Holders
from schedule.queries.times import AHEAD, school_time
from schedule.words import SchoolTime
from schools.models import School
from schools.terms import say_day, start_year_of, year_code

REMEMBERED = timedelta(days=28)  # changes older than this are no news
FIRST_LOOK = timedelta(days=14)
MOST_OWED = 6


@dataclass(frozen=True)
class Line:
    """An event in a list, in the words of the page."""

    item: Item
    owner: str
    tag: Tag | None = None


@dataclass(frozen=True)
class Week:
    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class MovedLine:
    item: Item
    move: MoveLine
    words: str  # both days in both languages, who moved it and why


@dataclass(frozen=True)
class NextPage:
    school: School
    today: date
    place: str
    has_dates: bool
    has_events: bool
    card: Card | None
    weeks: tuple[Week, ...]
    waiting: tuple[Line, ...]  # late, and the reader's own
    late_elsewhere: tuple[Line, ...]  # late with others of the school, what waits longest first
    owed: tuple[Line, ...]
    moved: tuple[MovedLine, ...]  # open events whose promised notice was broken
    since: datetime
    changes: tuple[MovedLine, ...]
    editions: tuple[EditionNews, ...]  # published since, newest first
    amended: tuple[AmendedLine, ...]  # open dates that an edition moved inside their promised notice
    asking: tuple[Item, ...]  # of the year: all that asks anybody for time, the trust's among them
    items: tuple[Item, ...]  # the whole year, for the ribbon
    time: SchoolTime
    asked: tuple[int, ...]  # proposals of another day that wait for an answer
    card_moved: str
    what_then: str  # where nothing is listed for the next six weeks: why, and when something comes

    @property
    def has_news(self) -> bool:
        return bool(self.changes or self.editions)

    @property
    def late(self) -> tuple[Line, ...]:
        """At the school, besides what stands on the card: the reader's own and the others'."""
        return (*self.waiting, *self.late_elsewhere)

    @property
    def late_since(self) -> date | None:
        return min((line.item.due for line in self.late), default=None)

    @property
    def late_shown(self) -> tuple[Line, ...]:
        return self.late_elsewhere[:MOST_OWED]


def next_page(*, access: Access, school: School, holders: Holders, today: date, now: datetime) -> NextPage:
    """Five queries: events, the calendar's two, the card and what editions changed. `school` comes with its trust."""
    start = start_year_of(today)
    every = items_between(access, school.pk, date(start, 6, 1), date(start + 1, 12, 31))
    time = school_time(school.trust, school, today, every, with_marked=True)
    reader = _Reader(access, school, holders, today)
    mine, elsewhere = reader.late_of(every)
    first = reader.next_of(every) or reader.longest_late(mine, elsewhere)
    owed = [item for item in every if item is not first and reader.is_owed(item)]
    here = [item for item in every if reader.is_about_here(item)]
    of_year = tuple(item for item in every if _is_of_year(item, start))
    quiet = [item for item in here if item is not first and reader.is_ahead(item)]
    by_week = groupby(quiet, key=lambda item: time.week(item.due, today))
    since = since_of(access.user, now)
    moved = _broken_notice(here, time, today)
    news = edition_news(access, school.pk, since, here, today)
    lines = partial(_lines, holders=holders, time=time, today=today)
    return NextPage(
        school=school,
        today=today,
        place=time.place(today),
        has_dates=bool(time.calendars),
        has_events=any(item.school_id and item.start_year >= start for item in every),
        card=card_of(first.pk, holders, time, today) if first else None,
        weeks=tuple(Week(heading, lines(group)) for heading, group in by_week),
        waiting=lines(item for item in mine if item is not first),
        late_elsewhere=lines(item for item in elsewhere if item is not first),
        owed=lines(owed[:MOST_OWED]),
        moved=moved,
        since=since,
        changes=_moves_since(here, since, moved, time),
        editions=news.editions,
        amended=news.broken,
        asking=of_year,
        items=tuple(item for item in of_year if reader.is_about_here(item)),
        time=time,
        asked=tuple(item.asked for item in every if item.asked and item.is_open),
        what_then="" if quiet else _what_then(every, here, first, time, today),
        card_moved=moved_words(time, first.moves[-1]) if first and first.moves else "",
    )


def since_of(user: User, now: datetime) -> datetime:
    """From when on changes are news to the reader."""
    return max(user.looked_at or now - FIRST_LOOK, now - REMEMBERED)


@dataclass(frozen=True)
class _Reader:
    """What counts as the reader's own at this school."""

    access: Access
    school: School
    holders: Holders
    today: date

    @property
    def leads(self) -> bool:
        """A headteacher sees the school's next step, and so does anyone who looks from the trust."""
        return self.access.is_trust_wide or "headteacher" in self.access.roles_at(self.school.pk)

    def next_of(self, items: Sequence[Item]) -> Item | None:
        ahead = [item for item in items if item.is_open and item.due >= self.today]
        ours = [item for item in ahead if item.concerns_school()]
        theirs = ours if self.leads else [item for item in ahead if self.is_theirs(item)]
        return next(iter(theirs or ours), None)

    def is_theirs(self, item: Item) -> bool:
        return self.owns(item) or self.holders.is_theirs(self.access, item.takes_part, self.school.pk)

    def owns(self, item: Item) -> bool:
        return self.holders.owns(self.access, item.owner_role, item.owner_name, self.school.pk)

    def late_of(self, items: Iterable[Item]) -> tuple[list[Item], list[Item]]:
        """The reader's own, and what is late with others of the school."""
        late = [(item, self.owns(item)) for item in items if item.is_late(self.today)]
        others = [item for item, is_own in late if not is_own and self.is_of_school(item)]
        return [item for item, is_own in late if is_own], others

    def longest_late(self, mine: Sequence[Item], elsewhere: Sequence[Item]) -> Item | None:
        """What comes next where nothing lies ahead."""
        return next(iter((*mine, *elsewhere) if self.leads else mine), None)

    def is_of_school(self, item: Item) -> bool:
        """What the trust owes stands in a list of its own."""
        owner = role_of(item.owner_role)
        return owner in SCHOOL_ROLES or (item.school_id is not None and owner not in TRUST_ROLES)

    def is_owed(self, item: Item) -> bool:
        """Due soon from the trust, and nothing the school has to be there for; what is late always."""
        if not item.is_open or role_of(item.owner_role) not in TRUST_ROLES or item.due > self.today + AHEAD:
            return False
        if self.access.roles_at(self.school.pk) & TRUST_ROLES and self.is_theirs(item):
            return False
        if item.school_id is None and not item.is_of_handbook:
            return False  # the trust's own plan is its own work
        return item.is_late(self.today) or not item.concerns_school()

    def is_ahead(self, item: Item) -> bool:
        """For the quiet list: the next six weeks, without what the trust owes."""
        soon = self.today <= item.due <= self.today + AHEAD
        return item.is_open and soon and not self.is_owed(item)

    def is_about_here(self, item: Item) -> bool:
        return item.school_id is not None or item.names_role(SCHOOL_ROLES) or self.is_theirs(item)


def _what_then(
    every: Sequence[Item], here: Sequence[Item], first: Item | None, time: SchoolTime, today: date
) -> str:
    """Why the list is empty, and when the next thing is: nobody is left to guess."""
    start = start_year_of(today)
    there = {item.start_year for item in every if item.school_id}
    ahead = (item for item in here if item is not first and item.is_open and item.due > today + AHEAD)
    if later := next(ahead, None):
        words = [f"Nothing else in the next six weeks. Then comes “{later.title}”, {say_day(later.due)}."]
    else:
        missing = next((year for year in (start, start + 1) if year not in there), None)
        words = ["Nothing else lies ahead."] if start in there else []
        if missing is not None:
            words.append(
                f"The dates of {year_code(missing)} appear here once the trust has laid that year out."
            )
    following = next((day for one in time.calendars for day in one.school_days if day > today), None)
    if time.in_holidays(today) and following:
        words.append(f"The next school day is {say_day(following)}.")
    return " ".join(words)


def _broken_notice(items: Iterable[Item], time: SchoolTime, today: date) -> tuple[MovedLine, ...]:
    return tuple(
        MovedLine(item, item.moves[-1], moved_words(time, item.moves[-1]))
        for item in items
        if item.is_open and item.moves and item.moves[-1].broke_notice and item.due >= today
    )


def _moves_since(
    items: Iterable[Item], since: datetime, told: Sequence[MovedLine], time: SchoolTime
) -> tuple[MovedLine, ...]:
    moves = ((item, move) for item in items for move in item.moves if move.at > since)
    lines = (MovedLine(item, move, moved_words(time, move)) for item, move in moves)
    return tuple(line for line in lines if line not in told)


def _lines(items: Iterable[Item], holders: Holders, time: SchoolTime, today: date) -> tuple[Line, ...]:
    return tuple(_line(item, holders, time, today) for item in items)


def _line(item: Item, holders: Holders, time: SchoolTime, today: date) -> Line:
    tag = Tag("late", time.late_by(today, item.due)) if item.is_late(today) else None
    if tag is None and item.moves:
        tag = Tag("info", "Date moved")
    is_mine = holders.is_named(item.owner_role, item.owner_name)
    return Line(item, "You" if is_mine else item.owner_name or holders.who(item.owner_role), tag)


def _is_of_year(item: Item, start: int) -> bool:
    """What belongs to the year, and what of the next year's work already falls into it."""
    return item.start_year == start or date(start, 9, 1) <= item.due <= date(start + 1, 8, 31)
