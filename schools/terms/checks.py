"""Whether a calendar can be used: what is wrong with it (errors) and what looks odd (warnings)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from schools.terms.days import DAY_NAMES, bank_holidays, say_day, year_code
from schools.terms.year import KINDS, PERIODS, Calendar, ClosedDay, Period


@dataclass(frozen=True, slots=True)
class Problem:
    """`row`: the half-term's code, or the closed day as 2026-09-01, or "" for the whole year."""

    message: str
    severity: Literal["error", "warning"]
    row: str = ""


def check_calendar(calendar: Calendar) -> list[Problem]:
    problems = [
        *_check_codes(calendar),
        *(problem for period in calendar.periods for problem in _check_period(calendar, period)),
        *_check_order(calendar),
        *(problem for day in calendar.closed for problem in _check_closed(calendar, day)),
        *_check_repeats(calendar),
    ]
    if not any(problem.severity == "error" for problem in problems):
        problems.extend(_check_length(calendar))
    return problems


def _check_codes(calendar: Calendar) -> Iterator[Problem]:
    counts = Counter(period.code for period in calendar.periods)
    for code in PERIODS:
        if code not in counts:
            yield Problem(f"{code} is missing: a year has six half-terms.", "error", code)
    for code, count in counts.items():
        if code not in PERIODS:
            yield Problem(f'"{code}" is not a half-term: expected {", ".join(PERIODS)}.', "error", code)
        elif count > 1:
            yield Problem(f"{code} is given {count} times.", "error", code)


def _check_period(calendar: Calendar, period: Period) -> Iterator[Problem]:
    code = period.code
    if period.first > period.last:
        yield Problem(
            f"{code} ends on {say_day(period.last)}, before it begins on {say_day(period.first)}.",
            "error",
            code,
        )
    for word, day in (("first", period.first), ("last", period.last)):
        if reason := _why_closed(day):
            yield Problem(f"The {word} day of {code}, {say_day(day)}, is a {reason}.", "error", code)
        if not _in_year(calendar, day):
            yield Problem(f"The {word} day of {code}, {say_day(day)}, {_outside(calendar)}.", "error", code)
    weeks = len(calendar.weeks(code))
    if weeks > 12:
        yield Problem(f"{code} has {weeks} weeks; no half-term has more than 12.", "error", code)


def _check_order(calendar: Calendar) -> Iterator[Problem]:
    for before, after in pairwise(calendar.periods):
        if after.first <= before.last:
            yield Problem(
                f"{after.code} begins on {say_day(after.first)}, before {before.code} is over on "
                f"{say_day(before.last)}.",
                "error",
                after.code,
            )
        # the codes sort in the order of the year
        elif before.code > after.code and {before.code, after.code} <= set(PERIODS):
            yield Problem(f"{after.code} comes after {before.code}.", "error", after.code)


def _check_closed(calendar: Calendar, closed: ClosedDay) -> Iterator[Problem]:
    row, said = closed.date.isoformat(), say_day(closed.date)
    if closed.kind not in KINDS:
        yield Problem(
            f'"{closed.kind}" on {said} is not a kind of day: expected {", ".join(KINDS)}.', "error", row
        )
    elif not _in_year(calendar, closed.date):
        yield Problem(f"The {closed.kind} day {said} {_outside(calendar)}.", "error", row)
    elif reason := _why_closed(closed.date):
        severity: Literal["error", "warning"] = "error" if closed.kind == "inset" else "warning"
        yield Problem(f"The {closed.kind} day {said} is a {reason}.", severity, row)
    elif closed.kind != "inset" and calendar.is_holiday(closed.date):
        yield Problem(
            f"The {closed.kind} day {said} is in the holidays, so it closes nothing.", "warning", row
        )


def _check_repeats(calendar: Calendar) -> Iterator[Problem]:
    for day, count in Counter(closed.date for closed in calendar.closed).items():
        if count > 1:
            yield Problem(f"{say_day(day)} is given {count} times.", "warning", day.isoformat())


def _check_length(calendar: Calendar) -> Iterator[Problem]:
    days = len(calendar.school)
    if abs(days - 190) > 5:
        yield Problem(f"Pupils are in school on {days} days; most schools have 190.", "warning")


def _why_closed(day: date) -> str | None:
    if day.weekday() >= 5:
        return DAY_NAMES[day.weekday()]
    name = bank_holidays(day.year).get(day)
    return f"bank holiday ({name})" if name else None


def _in_year(calendar: Calendar, day: date) -> bool:
    return date(calendar.start_year, 8, 1) <= day <= date(calendar.start_year + 1, 8, 31)


def _outside(calendar: Calendar) -> str:
    start = calendar.start_year
    return f"is outside {year_code(start)} (1 August {start} to 31 August {start + 1})"
