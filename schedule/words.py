"""Dates as a school says them: where a day lies in the year, how far away it is, and under which week. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from datetime import time as clock
from itertools import pairwise

from schools.marked import Marked
from schools.terms import Calendar, Days, monday_of, say_day

# Between which half-terms a holiday lies.
HOLIDAYS = {
    ("AUT1", "AUT2"): "Autumn half-term holiday",
    ("AUT2", "SPR1"): "Christmas holiday",
    ("SPR1", "SPR2"): "February half-term holiday",
    ("SPR2", "SUM1"): "Easter holiday",
    ("SUM1", "SUM2"): "May half-term holiday",
}
SUMMER = "Summer holiday"
# How an event stands, in the words of every page and file. Late is told by how much: see `state_words`.
STANDINGS = {
    "planned": "Planned",
    "agreed": "Date agreed",
    "done": "Done",
    "not_needed": "Not needed",
    "late": "Late",
}


@dataclass(frozen=True)
class SchoolTime:
    """A school's years around today, and what its half-terms are called."""

    calendars: tuple[Calendar, ...]  # in order; usually one
    names: Mapping[str, str]
    marked: tuple[Marked, ...] | None = (
        None  # days to keep free in the first of them, where they were read with it
    )

    def calendar(self, day: date) -> Calendar | None:
        return next(
            (one for one in reversed(self.calendars) if one.start_year <= _start_year(day)), None
        ) or (self.calendars[0] if self.calendars else None)

    def place(self, day: date) -> str:
        """ "Autumn 2, week 4", or the holiday; nothing where no dates are entered."""
        calendar = self.calendar(day)
        if calendar is None or not calendar.periods:
            return ""
        place = calendar.place_of(day)
        if place is None:
            if any(closed.date == day and closed.kind == "inset" for closed in calendar.closed):
                return "INSET day"
            return self.holiday(day) if self._is_told(day) else ""
        return f"{self.names.get(place[0], place[0])}, week {place[1]}"

    def holiday(self, day: date) -> str:
        calendar = self.calendar(day)
        for before, after in pairwise(calendar.periods if calendar else ()):
            if before.last < day < after.first:
                return HOLIDAYS.get((before.code, after.code), "Holiday")
        return SUMMER

    def _is_told(self, day: date) -> bool:
        """Outside the years that are entered no half-term is known, and only August is surely a holiday."""
        first, last = self.calendars[0], self.calendars[-1]
        after_all = date(last.start_year + 1, 9, 1)
        return date(first.start_year, 8, 1) <= day < after_all

    def in_holidays(self, day: date) -> bool:
        calendar = self.calendar(day)
        return calendar is None or calendar.is_holiday(day)

    def school_days(self, start: date, end: date) -> int:
        """After `start`, up to and with `end`."""
        if end < start:
            return -self.school_days(end, start)
        return len({day for one in self.calendars for day in one.school.within(start + timedelta(1), end)})

    def school_day(self, day: date, count: int) -> date | None:
        """The count-th school day after the day, or before it when negative; None where no dates reach that far."""
        every = {one for calendar in self.calendars for one in calendar.school}
        return Days(tuple(sorted(every))).add(day, count)

    def distance(self, today: date, day: date) -> str:
        """ "in 6 school days", "tomorrow"; in plain days where the day lies in the holidays."""
        if day == today:
            return "today"
        if day < today:
            return self.lateness(today, day)
        if day == today + timedelta(1):
            return "tomorrow"
        if self.in_holidays(day) or not self.school_days(today, day):
            return f"in {(day - today).days} days"
        return f"in {_count(self.school_days(today, day), 'school day')}"

    def lateness(self, today: date, due: date) -> str:
        said = self.late_by(today, due)
        return said[0].lower() + said[1:]

    def late_by(self, today: date, due: date) -> str:
        """ "Late by 2 school days"; since when, where no dates are known that far back."""
        days = self.school_days(due, today)
        if not self.calendars or due < self.calendars[0].periods[0].first:
            return f"Late since {due.day} {due:%B}"
        return f"Late by {_count(days, 'school day')}" if days else "Late, no school day has passed since"

    def week(self, day: date, today: date) -> str:
        """The heading a day stands under: "This week", "Week 5, from 30 November", a holiday."""
        calendar = self.calendar(day)
        place = calendar.place_of(day) if calendar else None
        monday = monday_of(day)
        if place is None:
            if day.weekday() >= 5 and not self.in_holidays(monday):
                return self.week(monday, today)
            return self._outside_term(day, calendar)
        now = calendar.place_of(today) if calendar else None
        if monday == monday_of(today):
            return f"This week, week {place[1]}"
        week = f"week {place[1]}, from {monday.day} {monday:%B}"
        if now is not None and now[0] == place[0]:
            return week[0].upper() + week[1:]
        return f"{self.names.get(place[0], place[0])}, {week}"

    def _outside_term(self, day: date, calendar: Calendar | None) -> str:
        if calendar is None or not self._is_told(day):
            monday = monday_of(day)
            return f"Week from {monday.day} {monday:%B %Y}"
        if _start_year(day) == calendar.start_year and day < calendar.periods[0].first:
            return "Before the first school day"
        return f"{self.holiday(day)}, after the last school day"


def standing_of(state: str, due: date, today: date) -> str:
    """One of STANDINGS: what is still to do and due before today is late, whatever was agreed."""
    return "late" if state in ("planned", "agreed") and due < today else state


def state_words(state: str, due: date, today: date, time: SchoolTime) -> str:
    """ "Done", "Not needed", "Date agreed", "Planned", "Late by 2 school days"."""
    standing = standing_of(state, due, today)
    return time.late_by(today, due) if standing == "late" else STANDINGS[standing]


def span(opens: date, due: date) -> str:
    """ "Tuesday 1 December 2026", "2 to 20 November 2026"."""
    if opens == due:
        return f"{due:%A} {due.day} {due:%B %Y}"
    if (opens.year, opens.month) == (due.year, due.month):
        return f"{opens.day} to {due.day} {due:%B %Y}"
    return f"{opens.day} {opens:%B} to {due.day} {due:%B %Y}"


def place_of_span(time: SchoolTime, opens: date, due: date) -> str:
    """ "Autumn 1, weeks 1 to 3", or only where the last day lies when the first lies in another half-term."""
    first, last = time.place(opens), time.place(due)
    before, _, start = first.partition(", week ")
    name, _, end = last.partition(", week ")
    if first == last or not (start and end):
        return last
    return f"{name}, weeks {start} to {end}" if before == name else f"{first} to {last}"


def was_and_is(time: SchoolTime, old: date, new: date) -> str:
    """ "was Autumn 2, week 3 (Tuesday 17 November 2026), moved to week 4 (Tuesday 24 November 2026)"."""
    name, _, _ = time.place(old).partition(", week ")
    there, _, week = time.place(new).partition(", week ")
    short = f"week {week}" if week and there == name else time.place(new)
    return f"was {_bracketed(time.place(old), old)}, moved to {_bracketed(short, new)}"


def both(time: SchoolTime, day: date) -> str:
    """ "Tuesday 1 December 2026 (Autumn 2, week 5)"."""
    place = time.place(day)
    return f"{say_day(day)} ({place})" if place else say_day(day)


def _bracketed(place: str, day: date) -> str:
    return f"{place} ({say_day(day)})" if place else say_day(day)


def hours(start: clock | None, end: clock | None) -> str:
    """ "9:15 to 12:15"."""
    if start is None:
        return ""
    said = f"{start.hour}:{start:%M}"
    return f"{said} to {end.hour}:{end:%M}" if end else said


def lower_first(text: str) -> str:
    """For use inside a sentence; SENCO and the like stay as they are."""
    return text if len(text) > 1 and text[1].isupper() else text[:1].lower() + text[1:]


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _start_year(day: date) -> int:
    return day.year if day.month >= 9 else day.year - 1
