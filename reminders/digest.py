"""What one weekly mail says, in words. Pure: no Django, no clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

from people.roles import is_known, title_of
from schools.terms import Calendar, monday_of, say_day, start_year_of

WEEK_END = timedelta(days=6)
LONGEST_TITLE = 80
MOST_LINES = 10


@dataclass(frozen=True)
class Week:
    """The week of a mail, seen from the day it is sent."""

    today: date

    @property
    def monday(self) -> date:
        return monday_of(self.today)

    @property
    def sunday(self) -> date:
        return self.monday + WEEK_END

    @property
    def end_of_next(self) -> date:
        return self.sunday + timedelta(weeks=1)

    def is_late(self, due: date) -> bool:
        return due < self.today

    def is_now(self, opens: date, due: date) -> bool:
        """Due in what is left of this week, or opening in this week: something can be done about it."""
        return self.today <= due <= self.sunday or (due >= self.today and self.monday <= opens <= self.sunday)


@dataclass(frozen=True)
class Moment:
    """A day in both languages: the calendar's, and school life's."""

    day: date
    opens: date
    starts: time | None
    ends: time | None
    last_school_day: date | None  # for a legal deadline in the holidays
    school_words: str  # "Autumn 2, week 5"
    distance: str  # "in 6 school days"

    @property
    def day_words(self) -> str:
        """Tuesday 1 December, or by Friday 4 December when there is time from an earlier day on."""
        words = f"{self.day:%A} {self.day.day} {self.day:%B}"
        return words if self.opens == self.day else f"by {words}"

    @property
    def words(self) -> str:
        day = say_day(self.day) if self.opens == self.day else f"By {say_day(self.day)}"
        return " · ".join(part for part in (day, self.hours, self.school_words, self.distance) if part)

    @property
    def hours(self) -> str:
        if self.starts is None:
            return ""
        start = f"{self.starts.hour}:{self.starts:%M}"
        return f"{start} to {self.ends.hour}:{self.ends:%M}" if self.ends else start


@dataclass(frozen=True)
class Item:
    """One event as its reader sees it."""

    title: str
    place: str  # the school, or the trust
    moment: Moment
    is_theirs: bool  # they own it; otherwise they take part
    owner_title: str
    minutes: int | None  # the reader's own
    why: str
    prepare: tuple[tuple[str, int | None], ...]
    is_delicate: bool  # its title tells a school's tier of support, so it stays out of a subject line

    @property
    def prepare_minutes(self) -> int:
        return sum(minutes or 0 for _, minutes in self.prepare)

    @property
    def part(self) -> str:
        return "Yours to do" if self.is_theirs else f"You take part; {self.owner_title.lower()} leads"


@dataclass(frozen=True)
class Digest:
    """Everything one person is told this week. `coming` runs on from this week; each list is by date."""

    person_id: int
    name: str
    email: str
    places: int  # how many schools the person works with; more than one is named on every line
    late: tuple[Item, ...]
    this_week: tuple[Item, ...]
    coming: tuple[Item, ...]
    end_of_next: date

    @property
    def next(self) -> Item | None:
        """The first that is due of all that is not late."""
        ahead = (*self.this_week, *self.coming)
        return min(ahead, key=lambda item: item.moment.day) if ahead else None

    @property
    def rest_of_week(self) -> tuple[Item, ...]:
        return tuple(item for item in self.this_week if item is not self.next)

    @property
    def next_week(self) -> tuple[Item, ...]:
        return tuple(
            item for item in self.coming if item is not self.next and item.moment.day <= self.end_of_next
        )

    @property
    def subject(self) -> str:
        if self.next is None:
            item = self.late[0]
            return f"Waiting for you at {item.place}: {_short(item)}"
        words = self.next.moment.day_words
        if self.next.is_delicate:
            return f"What comes next at {self.next.place}: {words}"
        return f"What comes next at {self.next.place}: {_short(self.next)}, {words}"


def _short(item: Item) -> str:
    if item.is_delicate:
        return f"something due {item.moment.day_words}"
    return item.title if len(item.title) <= LONGEST_TITLE else f"{item.title[: LONGEST_TITLE - 1].rstrip()}…"


def school_words(day: date, calendar: Calendar, names: Mapping[str, str]) -> str:
    """Autumn 2, week 5. Empty for a day of another school year, whose dates this calendar does not know."""
    place = calendar.place_of(day)
    if place is not None:
        return f"{names[place[0]]}, week {place[1]}"
    return "in the holidays" if start_year_of(day) == calendar.start_year else ""


def distance(today: date, day: date, calendar: Calendar) -> str:
    """In school days: today, in 6 school days, late by 2 school days."""
    if day == today:
        return "today"
    if start_year_of(day) != calendar.start_year:
        return "late" if day < today else ""
    if day < today:
        count = calendar.school_days_between(day, today)
        return f"late by {_days(count)}" if count else "late"
    count = calendar.school_days_between(today, day)
    return f"in {_days(count)}" if count else ""


def _days(count: int) -> str:
    return f"{count} school day" if count == 1 else f"{count} school days"


def own_minutes(minutes: Mapping[str, int], codes: frozenset[str]) -> int | None:
    """The longest of what the step asks of the reader's roles and jobs."""
    return max((number for code, number in minutes.items() if code in codes), default=None)


def title(code: str) -> str:
    return title_of(code) if is_known(code) else "somebody else"
