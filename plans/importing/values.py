"""Days, half-terms and costs as people write them, each with what it was read as."""

from __future__ import annotations

import calendar as months
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from schools.terms import PERIODS, Calendar, say_day
from schools.terms.days import MONTH_NAMES

MOST_COST = Decimal("9999999.99")
TERM_ENDS = {
    "autumn": "AUT2", "christmas": "AUT2", "michaelmas": "AUT2",
    "spring": "SPR2", "easter": "SPR2", "lent": "SPR2",
    "summer": "SUM2", "year": "SUM2", "school year": "SUM2", "academic year": "SUM2",
}  # fmt: skip
_MONTHS = {name[:3].lower(): number for number, name in enumerate(MONTH_NAMES, 1)}
_LEAD_IN = re.compile(
    r"^(?:by|from|before|until|to|at|in|on|no later than|the|end of|end|w/c|"
    r"week commencing|week beginning|mon|tues?|wed|wednes|thurs?|fri|satur|sat|sun|monday|tuesday|wednesday|thursday|"
    r"friday|saturday|sunday|day)[\s,]+"
)
_AT_START = re.compile(r"(?:start|beginning)\s+of\s+")
_PERIOD = re.compile(
    r"(aut|autumn|spr|spring|sum|summer)\s*(?:term)?\s*(?:half[ -]?term)?\s*([12])(?:\D+(?:week|wk|w)\s*(\d{1,2}))?"
)
_NO_COST = {"nil", "none", "no cost", "free", "-", "–", "n/a", "na", "£nil"}


@dataclass(frozen=True)
class Day:
    """None: it could not be read, `said` tells why."""

    day: date | None
    said: str


@dataclass(frozen=True)
class Cost:
    """`is_fault`: there are figures in it that could not be read."""

    amount: Decimal | None
    said: str
    is_fault: bool = False


def read_day(text: str, calendar: Calendar, names: dict[str, str], *, begins: bool = False) -> Day:
    """`names`: the half-terms as the trust calls them. A month or a half-term is its end; its beginning for a start."""
    said = _plain(text)
    if at_start := _AT_START.match(said):
        said, begins = _plain(said[at_start.end() :]), True
    if exact := _exact(said, calendar.start_year):
        return exact
    if found := _half_term(said, calendar, names):
        code, week = found
        return _day_of(calendar, code, names[code], begins=begins, week=week)
    return _month(said, calendar.start_year, begins=begins) or Day(None, "no day can be read in it")


def read_period(text: str, calendar: Calendar, names: dict[str, str]) -> str:
    """The half-term that is meant or that holds the day; "" when none can be read."""
    if found := _half_term(_plain(text), calendar, names):
        return found[0]
    day = read_day(text, calendar, names).day
    if day is None or not in_year(day, calendar.start_year):
        return ""
    begun = [period.code for period in calendar.periods if period.first <= day]
    return begun[-1] if begun else ""


def in_year(day: date, start_year: int) -> bool:
    return date(start_year, 9, 1) <= day <= date(start_year + 1, 8, 31)


def read_cost(text: str) -> Cost:
    said = " ".join(text.lower().split())
    if said in _NO_COST:
        return Cost(None, "no cost")
    match = re.fullmatch(r"£?\s*(\d{1,3}(?:,\d{3})+|\d+)(\.\d{1,2})?\s*(k)?", said)
    if match is None:
        return Cost(None, "no amount can be read in it", is_fault=any(letter.isdigit() for letter in said))
    try:
        amount = Decimal(match[1].replace(",", "") + (match[2] or "")) * (1000 if match[3] else 1)
    except InvalidOperation:
        return Cost(None, "no amount can be read in it", is_fault=True)
    if amount > MOST_COST:
        return Cost(None, f"it is more than £{MOST_COST:,}", is_fault=True)
    return Cost(amount, f"£{amount:,.0f}" if amount == amount.to_integral() else f"£{amount:,.2f}")


def _plain(text: str) -> str:
    said = " ".join(text.lower().replace(".", ". ").split()).replace(". ", ".").strip(" .")
    before = ""
    while before != said:
        before, said = said, _LEAD_IN.sub("", said)
    return said


def _exact(said: str, start_year: int) -> Day | None:
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ].*)?", said):
        return _made(int(match[1]), int(match[2]), int(match[3]))
    if match := re.fullmatch(r"(\d{1,2})[./-](\d{1,2})[./-](\d{2}|\d{4})", said):
        return _made(_year(match[3]), int(match[2]), int(match[1]))
    match = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?[ -](?:of )?([a-z]{3,9})\.?[ ,-]*(\d{2}|\d{4})?", said)
    if match and (month := _month_of(match[2])):
        return _made(_year(match[3]) if match[3] else _year_of(month, start_year), month, int(match[1]))
    return None


def _month(said: str, start_year: int, *, begins: bool) -> Day | None:
    match = re.fullmatch(r"([a-z]{3,9})\.?[ ,'’-]*(\d{2}|\d{4})?", said)
    month = _month_of(match[1]) if match else 0
    if not match or not month:
        return None
    year = _year(match[2]) if match[2] else _year_of(month, start_year)
    if not 1 <= year <= 9999:
        return None
    day = date(year, month, 1 if begins else months.monthrange(year, month)[1])
    return Day(day, f"{say_day(day)}, the {'beginning' if begins else 'end'} of {MONTH_NAMES[month - 1]}")


def _half_term(said: str, calendar: Calendar, names: dict[str, str]) -> tuple[str, int] | None:
    """Its code, and the week that is named or 0. A year behind it must be the one in which it lies."""
    words, year = said, 0
    if match := re.fullmatch(r"(.+?)[ ,(]+(20\d\d)\)?", said):
        words, year = match[1], int(match[2])
    code, week = _code(words.strip(), names)
    if not code or (year and year != calendar.start_year + (0 if code.startswith("AUT") else 1)):
        return None
    return code, week


def _code(words: str, names: dict[str, str]) -> tuple[str, int]:
    for code, name in names.items():
        if match := re.fullmatch(rf"{re.escape(name.lower())}(?:\D+(?:week|wk|w)\s*(\d{{1,2}}))?", words):
            return code, int(match[1] or 0)
    if match := _PERIOD.fullmatch(words):
        return f"{match[1][:3].upper()}{match[2]}", int(match[3] or 0)
    return TERM_ENDS.get(re.sub(r"\s*\b(term|holidays?)$", "", words), ""), 0


def _day_of(calendar: Calendar, code: str, name: str, *, begins: bool, week: int) -> Day:
    assert code in PERIODS  # noqa: S101 -- `_code` gives no other
    period = next((one for one in calendar.periods if one.code == code), None)
    if period is None:
        return Day(None, f"{name} has no dates yet")
    mondays = calendar.weeks(code)
    if week:
        span = calendar.school_week(mondays[week - 1]) if week <= len(mondays) else None
        if span is None:
            return Day(None, f"{name} has no week {week}")
        return Day(span[0 if begins else 1], f"{say_day(span[0 if begins else 1])}, {name}, week {week}")
    day = calendar.school.on_or_after(period.first) if begins else calendar.school.on_or_before(period.last)
    day = day or (period.first if begins else period.last)
    return Day(day, f"{say_day(day)}, the {'beginning' if begins else 'end'} of {name}")


def _made(year: int, month: int, day: int) -> Day:
    try:
        made = date(year, month, day)
    except ValueError:
        return Day(None, "there is no such day")
    return Day(made, say_day(made))


def _month_of(word: str) -> int:
    number = _MONTHS.get(word[:3], 0)
    return number if number and (MONTH_NAMES[number - 1].lower().startswith(word) or word == "sept") else 0


def _year(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _year_of(month: int, start_year: int) -> int:
    return start_year if month >= 9 else start_year + 1
