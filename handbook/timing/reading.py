"""Reads the text of a timing, or refuses it and says where and why."""

from __future__ import annotations

import re
from calendar import monthrange
from functools import lru_cache

from handbook.timing.kinds import (
    MONTHS,
    MOST_INSET,
    MOST_WEEKS,
    PERIODS,
    TRIGGERS,
    UNITS,
    WEEKDAYS,
    ByDay,
    Each,
    Inset,
    OnDay,
    Relative,
    Single,
    Timing,
    TimingError,
    Trigger,
    Weeks,
)

LONGEST_TEXT = 300
_DASHES = str.maketrans("\u2010\u2011\u2012\u2013\u2212", "-----")  # what a word processor makes of "-"
_PERIOD = r"(?:aut|spr|sum)\s?[12]"
_HALF_TERM = "a half-term (AUT1, AUT2, SPR1, SPR2, SUM1 or SUM2)"
_START = f'{_HALF_TERM}, "previous", "inset", "on", "by", "each" or an amount such as 10wd'
_WEEK = f"a week from 1 to {MOST_WEEKS}, or from -1 to -{MOST_WEEKS} counted from the end"


class _Reader:
    """Takes a text from left to right, ignoring spaces and case, and can say where it is."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def take(self, pattern: str) -> str | None:
        match = re.compile(rf"\s*({pattern})", re.IGNORECASE | re.ASCII).match(self.text, self.at)
        if match is None:
            return None
        self.at = match.end()
        return match[1]

    def need(self, pattern: str, expected: str) -> str:
        found = self.take(pattern)
        if found is None:
            raise self.refusal(expected, self.at)
        return found

    def number(self, lowest: int, highest: int, expected: str, *, signed: bool = False) -> int:
        at = self.at
        value = int(self.need(r"-?[0-9]+" if signed else r"[0-9]+", expected))
        if value == 0 or not lowest <= value <= highest:
            raise self.refusal(expected, at)
        return value

    def name(self, names: tuple[str, ...], expected: str) -> int:
        """The place in `names` of the next word, which may be cut short after three letters."""
        at = self.at
        word = self.need(r"[a-z]{3,}\b", expected).lower()
        for index, name in enumerate(names):
            if name.lower().startswith(word):
                return index
        raise self.refusal(expected, at)

    def refusal(self, expected: str, at: int) -> TimingError:
        rest = self.text[at:].lstrip()
        if not rest:
            return TimingError(f'"{self.text}" stops too early: expected {expected}.')
        place = len(self.text) - len(rest) + 1
        word = re.split(r"[ ,]", rest, maxsplit=1)[0] or rest[0]
        return TimingError(
            f'"{self.text}" cannot be read at "{word}" (character {place}): expected {expected}.'
        )


@lru_cache(maxsize=2048)
def parse(text: str) -> Timing:
    if len(text) > LONGEST_TEXT:
        start = " ".join(text[:40].split())
        raise TimingError(f'"{start}..." is too long: expected at most {LONGEST_TEXT} characters.')
    reader = _Reader(" ".join(text.translate(_DASHES).split()))
    timing = _read_each(reader) if reader.take(r"each\b") else _read_single(reader)
    if reader.at < len(reader.text):
        raise reader.refusal("nothing more", reader.at)
    return timing


def _read_each(reader: _Reader) -> Each:
    timings = [_read_single(reader)]
    reader.need(",", "a comma and another timing")
    timings.append(_read_single(reader))
    while reader.take(","):
        timings.append(_read_single(reader))
    return Each(tuple(timings))


def _read_single(reader: _Reader) -> Single:  # noqa: PLR0911 -- a line for each kind
    if reader.take(r"previous\b"):
        return _read_weeks(reader, reader.need(_PERIOD, f'{_HALF_TERM} after "previous"'), previous=True)
    if period := reader.take(_PERIOD):
        return _read_weeks(reader, period, previous=False)
    if reader.take(r"inset\b"):
        return Inset(reader.number(1, MOST_INSET, f"a number from 1 to {MOST_INSET}"))
    if reader.take(r"on\b"):
        if word := reader.take(rf"(?:{'|'.join(TRIGGERS)})\b"):
            return Trigger(word.lower())
        day, month = _read_day(reader, f"a day such as 20 Aug, or one of {', '.join(TRIGGERS)}")
        return OnDay(day, month)
    if reader.take(r"by\b"):
        day, month = _read_day(reader, "a day such as 31 Jan")
        return ByDay(day, month, statutory=reader.take(r"statutory\b") is not None)
    if re.match(r" ?[0-9]", reader.text[reader.at :]):
        return _read_relative(reader)
    raise reader.refusal(_START, reader.at)


def _read_weeks(reader: _Reader, period: str, *, previous: bool) -> Weeks:
    start = (_code(period), _read_week(reader))
    at = reader.at
    if reader.take("-"):
        end = (start[0], reader.number(1, MOST_WEEKS, f"a week from 1 to {MOST_WEEKS}"))
    elif reader.take(r"to\b"):
        end = (_code(reader.take(_PERIOD) or period), _read_week(reader))
    else:
        weekday = None
        if re.match(r" ?[a-z]", reader.text[reader.at :], re.IGNORECASE):
            weekday = reader.name(WEEKDAYS, 'a day from Mon to Fri, "to", or nothing more')
        return Weeks(*start, *start, weekday, previous)
    if _runs_backwards(start, end):
        raise reader.refusal("a later week for the range to end in", at)
    return Weeks(*start, *end, None, previous)


def _read_week(reader: _Reader) -> int:
    reader.need("w", "a week such as W3")
    return reader.number(-MOST_WEEKS, MOST_WEEKS, _WEEK, signed=True)


def _runs_backwards(start: tuple[str, int], end: tuple[str, int]) -> bool:
    """From the end and then from the start (W-1 to W3) is backwards too; W3 to W-1 depends on the school."""
    (from_period, from_week), (to_period, to_week) = start, end
    if from_period != to_period:
        return PERIODS.index(from_period) > PERIODS.index(to_period)
    return from_week > to_week if (from_week > 0) == (to_week > 0) else from_week < 0


def _read_day(reader: _Reader, expected: str) -> tuple[int, int]:
    at = reader.at
    day = int(reader.need("[0-9]{1,2}", expected))
    month = reader.name(MONTHS, "a month from Jan to Dec") + 1
    longest = monthrange(2027, month)[1]  # not a leap year: a rule has to work in every year
    if not 1 <= day <= longest:
        raise reader.refusal(f"a day from 1 to {longest} for {MONTHS[month - 1]}", at)
    return day, month


def _read_relative(reader: _Reader) -> Relative:
    start = reader.at
    reader.need("[0-9]+", "an amount")
    unit = reader.need(r"(?:wd|sd|w|m|d)\b", "wd, sd, w, m or d").lower()
    after_unit, reader.at = reader.at, start
    name, most = UNITS[unit]
    amount = reader.number(1, most, f"1 to {most} {name}s")
    reader.at = after_unit
    before = reader.need(r"(?:before|after)\b", '"before" or "after"').lower() == "before"
    at = reader.at
    step = reader.need(r"(?:p[0-9]{2}\.)?[a-z0-9][a-z0-9_-]*", "a step such as visit or P06.data").lower()
    if re.fullmatch("p[0-9]{2}", step):
        raise reader.refusal(f"a step of that process, such as {step.upper()}.visit", at)
    if before and step in TRIGGERS:
        raise reader.refusal(f'a step, as nothing can be planned before the trigger "{step}"', at)
    return Relative(amount, unit, before, step[:3].upper() + step[3:] if "." in step else step)


def _code(period: str) -> str:
    return period.replace(" ", "").upper()
