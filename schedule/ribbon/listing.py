"""The ribbon in words: a sentence for the drawing's description, and the year as a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from itertools import groupby

from django.utils.safestring import SafeString

from schedule.ribbon import words
from schedule.ribbon.pieces import STANDING_WORDS, RibbonEvent, RibbonItem
from schedule.words import SchoolTime
from schools.marked import Marked
from schools.terms import Calendar, monday_of, say_day

COUNTS = ("no", "one", "two", "three", "four", "five", "six")


def next_of(events: Sequence[RibbonEvent], today: date) -> RibbonEvent | None:
    """The first that is open and not over. `events` are in order of date."""
    return next((event for event in events if event.is_open and event.date >= today), None)


def standing_of(event: RibbonEvent, upcoming: RibbonEvent | None, today: date) -> str:
    return event.standing(today) or ("next" if event == upcoming else "")


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
    place = SchoolTime((calendar,), names).place(today)
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
        ", ".join(tallies).replace(" ", " thing " if tallies[0].startswith("1 ") else " things ", 1)
        if tallies
        else "Nothing is in the calendar yet"
    )
    if upcoming is not None:
        parts.append(f"Next: {upcoming.title}, {say_day(upcoming.date)}")
    return ". ".join(parts) + "."


def items_of(
    calendar: Calendar,
    today: date,
    events: Sequence[RibbonEvent],
    upcoming: RibbonEvent | None,
    names: Mapping[str, str],
    ident: str,
    marked: Sequence[Marked] = (),
) -> tuple[RibbonItem, ...]:
    time = SchoolTime((calendar,), names)
    found = [
        RibbonItem(day.date, _group(time, day.date), words.closed(day), "closed", "", "")
        for day in calendar.closed
    ]
    for one in marked:
        until = "" if one.first == one.last else f", until {words.short(one.last)}"
        found.append(
            RibbonItem(one.first, _group(time, one.first), f"{one.label}{until}", "free", "Keep free", "")
        )
    for event in events:
        standing = standing_of(event, upcoming, today)
        group = _group(time, event.date)
        found.append(
            RibbonItem(event.date, group, event.title, standing, STANDING_WORDS[standing], event.url)
        )
    found.sort(key=lambda item: item.date)
    return _anchored(found, ident)


def list_of(items: Sequence[RibbonItem]) -> SafeString:
    """The list as HTML: 190 lines through a template would take as long as the rest of a page."""
    groups = groupby(items, key=lambda item: item.place)
    return SafeString(
        "".join(
            f"<li><b>{escape(place)}</b><ol>{''.join(_line(item) for item in lines)}</ol></li>"
            for place, lines in groups
        )
    )


def _line(item: RibbonItem) -> str:
    anchor = f' id="{escape(item.anchor)}"' if item.anchor else ""
    title = escape(item.title)
    linked = f'<a href="{escape(item.url)}">{title}</a>' if item.url else title
    tag = f' <span class="tag {item.tag}">{item.status}</span>' if item.status else ""
    day = f'<time datetime="{item.date}">{item.date:%a} {words.short(item.date)}</time>'
    return f"<li{anchor}>{day} <span>{linked}{tag}</span></li>"


def _group(time: SchoolTime, day: date) -> str:
    """The half-term, or the holiday: "Autumn 2", "Christmas holiday"."""
    periods = time.calendars[0].periods
    if periods and day < periods[0].first:
        return f"Before {time.names.get(periods[0].code, periods[0].code)}"
    return time.place(day).partition(",")[0] or "The year"


def _anchored(items: Sequence[RibbonItem], ident: str) -> tuple[RibbonItem, ...]:
    seen: set[date] = set()
    anchored = []
    for item in items:
        monday = monday_of(item.date)
        anchor = "" if monday in seen else f"{ident}-{monday}"
        seen.add(monday)
        anchored.append(
            RibbonItem(item.date, item.place, item.title, item.tag, item.status, item.url, anchor)
        )
    return tuple(anchored)
