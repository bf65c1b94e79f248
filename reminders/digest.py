"""What one weekly mail says, in words. Pure: no Django, no clock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

from people.roles import is_known, title_of
from schedule.words import SchoolTime, lower_first
from schools.terms import monday_of, say_day

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
        return self.monday + timedelta(days=6)

    @property
    def end_of_next(self) -> date:
        return self.sunday + timedelta(weeks=1)

    def is_late(self, due: date) -> bool:
        return due < self.today

    def is_now(self, opens: date, due: date) -> bool:
        """Due in what is left of this week, or opening in this week: something can be done about it."""
        return due >= self.today and (due <= self.sunday or self.monday <= opens <= self.sunday)


@dataclass(frozen=True)
class Item:
    """One event as its reader sees it."""

    pk: int
    title: str
    url: str
    place: str  # the school, or the trust
    opens: date
    due: date
    starts: time | None
    ends: time | None
    last_school_date: date | None  # for a legal deadline in the holidays
    school_words: str  # "Autumn 2, week 5"
    distance: str  # "in 6 school days"
    is_late: bool
    is_occasion: bool  # people meet; otherwise it is work with a last day
    is_theirs: bool  # they own it; otherwise they take part
    owner_title: str
    minutes: int | None  # the reader's own
    why: str
    prepare: tuple[tuple[str, int], ...]
    is_delicate: bool  # its title tells a school's tier of support, so it stays out of a subject line

    @property
    def day_words(self) -> str:
        """Tuesday 1 December; by Friday 4 December when there is time from an earlier day on."""
        words = f"{self.due:%A} {self.due.day} {self.due:%B}"
        return words if self.opens == self.due else f"by {words}"

    @property
    def long_words(self) -> str:
        """The date in both languages: the calendar's, and school life's."""
        day = say_day(self.due) if self.opens == self.due else f"By {say_day(self.due)}"
        return _dotted(day, self.hours, self.school_words, self.distance)

    @property
    def line_words(self) -> str:
        if self.is_late:
            day = f"Due {self.due:%A} {self.due.day} {self.due:%B}"
        else:
            day = self.day_words[:1].upper() + self.day_words[1:]
        return _dotted(day, self.hours, self.school_words, self.distance)

    @property
    def window_words(self) -> str:
        if self.opens == self.due:
            return ""
        opens = f"{self.opens:%A} {self.opens.day} {self.opens:%B}"
        return f"On a day to be agreed from {opens} on" if self.is_occasion else f"Open from {opens}"

    @property
    def hours(self) -> str:
        if self.starts is None:
            return ""
        start = f"{self.starts.hour}:{self.starts:%M}"
        return f"{start} to {self.ends.hour}:{self.ends:%M}" if self.ends else start

    @property
    def prepare_minutes(self) -> int:
        return sum(minutes for _, minutes in self.prepare)

    @property
    def part(self) -> str:
        if self.is_theirs:
            return "Yours to lead" if self.is_occasion else "Yours to do"
        return f"You take part, led by the {lower_first(self.owner_title)}"

    @property
    def short_title(self) -> str:
        if len(self.title) <= LONGEST_TITLE:
            return self.title
        return f"{self.title[: LONGEST_TITLE - 1].rstrip()}…"


@dataclass(frozen=True)
class Digest:
    """Everything one person is told this week."""

    person_id: int
    name: str
    email: str
    names_places: bool  # the reader works with more than one school, so each line says which
    late: tuple[Item, ...]  # theirs alone: nobody is chased for what others do
    ahead: tuple[Item, ...]  # the six weeks from today, and what opens this week, by date
    week: Week

    @property
    def is_worth_sending(self) -> bool:
        return bool(self.late) or any(self.week.is_now(item.opens, item.due) for item in self.ahead)

    @property
    def next(self) -> Item | None:
        return next(iter(self.ahead), None)

    @property
    def this_week(self) -> tuple[Item, ...]:
        """Without the next one, which the mail shows in full."""
        return tuple(item for item in self.ahead[1:] if self.week.is_now(item.opens, item.due))

    @property
    def next_week(self) -> tuple[Item, ...]:
        return tuple(
            item
            for item in self.ahead[1:]
            if item.due <= self.week.end_of_next and not self.week.is_now(item.opens, item.due)
        )

    @property
    def subject(self) -> str:
        """Of the next two weeks what comes first; where they are empty, what is late."""
        coming = self.next
        if coming is not None and (coming.due <= self.week.end_of_next or not self.late):
            day = coming.day_words
            return f"What comes next at {coming.place}: " + (
                day if coming.is_delicate else f"{coming.short_title}, {day}"
            )
        late = self.late[0]
        return f"Waiting for you at {late.place}" + ("" if late.is_delicate else f": {late.short_title}")


def distance(day: date, today: date, time: SchoolTime) -> str:
    if day < today:
        said = time.late_by(today, day)
        return said[:1].lower() + said[1:]
    return time.distance(today, day)


def own_minutes(minutes: Mapping[str, int], codes: Iterable[str]) -> int | None:
    """The longest of what the step asks of the reader's roles and jobs."""
    return max((minutes[code] for code in codes if code in minutes), default=None)


def title(code: str) -> str:
    return title_of(code) if is_known(code) else "person named"


def _dotted(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
