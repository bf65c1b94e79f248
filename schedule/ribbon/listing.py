"""The ribbon in words: a sentence for the drawing's description, and the year as a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from schedule.ribbon import words
from schedule.ribbon.pieces import STANDING_WORDS, RibbonEvent, RibbonItem
from schools.terms import Calendar, monday_of, say_day

COUNTS = ("no", "one", "two", "three", "four", "five", "six")


def next_of(events: Sequence[RibbonEvent], today: date) -> RibbonEvent | None:
    """The first that is open and not over. `events` are in order of date."""
    return next((event for event in events if event.is_open and event.date >= today), None)


def standing_of(event: RibbonEvent, upcoming: RibbonEvent | None, today: date) -> str:
    return "next" if event is upcoming else event.standing(today)


def describe(
    calendar: Calendar,
    today: date,
    events: Sequence[RibbonEvent],
    upcoming: RibbonEvent | None,
    names: Mapping[str, str],
) -> str:
    """Six half-terms. Today is ... . 43 things done, 2 late, 75 to come. Next: ... ."""
    periods = len(calendar.periods)
    count = COUNTS[periods] if periods < len(COUNTS) else str(periods)
    parts = [f"{count.capitalize()} half-term{'' if periods == 1 else 's'}"]
    place = place_name(calendar, today, names)
    parts.append(f"Today is {say_day(today)}{f', {place}' if place else ''}")
    standings = [event.standing(today) for event in events]
    tallies = [
        f"{number} {word}"
        for number, word in (
            (standings.count("done"), "done"),
            (standings.count("late"), "late"),
            (standings.count("off"), "not needed"),
            (standings.count(""), "to come"),
        )
        if number
    ]
    parts.append(
        ", ".join(tallies).replace(" ", " things ", 1) if tallies else "Nothing is in the calendar yet"
    )
    if upcoming is not None:
        parts.append(f"Next: {upcoming.title}, {say_day(upcoming.date)}")
    return ". ".join(parts) + "."


def place_name(calendar: Calendar, day: date, names: Mapping[str, str]) -> str:
    """Autumn 2, week 4; nothing in the holidays."""
    place = calendar.place_of(day)
    return f"{names.get(place[0], place[0])}, week {place[1]}" if place else ""


def items_of(
    calendar: Calendar,
    today: date,
    events: Sequence[RibbonEvent],
    upcoming: RibbonEvent | None,
    names: Mapping[str, str],
    ident: str,
) -> tuple[RibbonItem, ...]:
    found = [
        RibbonItem(day.date, group_name(calendar, day.date, names), words.closed(day), "closed", "", "")
        for day in calendar.closed
    ]
    for event in events:
        standing = standing_of(event, upcoming, today)
        group = group_name(calendar, event.date, names)
        found.append(
            RibbonItem(event.date, group, event.title, standing, STANDING_WORDS[standing], event.url)
        )
    found.sort(key=lambda item: item.date)
    return _anchored(found, ident)


def group_name(calendar: Calendar, day: date, names: Mapping[str, str]) -> str:
    """The half-term of the day; a holiday belongs to the half-term before it."""
    weeks = {monday: period.code for period in calendar.periods for monday in calendar.weeks(period.code)}
    code = weeks.get(monday_of(day))
    if code is not None:
        return names.get(code, code)
    before = [period for period in calendar.periods if period.last < day]
    if not before:
        return "Before the year begins"
    return f"After {names.get(before[-1].code, before[-1].code)}"


def _anchored(items: Sequence[RibbonItem], ident: str) -> tuple[RibbonItem, ...]:
    seen: set[date] = set()
    anchored = []
    for item in items:
        monday = item.date - timedelta(item.date.weekday())
        anchor = "" if monday in seen else f"{ident}-{monday}"
        seen.add(monday)
        anchored.append(
            RibbonItem(item.date, item.place, item.title, item.tag, item.status, item.url, anchor)
        )
    return tuple(anchored)
