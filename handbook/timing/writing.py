"""Writes a timing: canonical text for the handbook's files, friendly words for its pages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import assert_never

from handbook.timing.kinds import (
    MONTHS,
    ORDINALS,
    PERIOD_NAMES,
    TRIGGERS,
    UNITS,
    WEEKDAYS,
    ByDay,
    Each,
    Inset,
    OnDay,
    Relative,
    Timing,
    Trigger,
    Weeks,
)


def print_timing(timing: Timing) -> str:  # noqa: PLR0911 -- a line for each kind
    match timing:
        case Weeks():
            return ("previous " if timing.previous else "") + _print_weeks(timing)
        case Inset(number):
            return f"inset {number}"
        case OnDay(day, month):
            return f"on {day} {MONTHS[month - 1][:3]}"
        case ByDay(day, month, statutory):
            return f"by {day} {MONTHS[month - 1][:3]}" + (" statutory" if statutory else "")
        case Relative(amount, unit, before, step):
            return f"{amount}{unit} {'before' if before else 'after'} {step}"
        case Trigger(word):
            return f"on {word}"
        case Each(timings):
            return "each " + ", ".join(print_timing(part) for part in timings)
        case _:
            assert_never(timing)


def _week_text(period: str, week: int) -> str:
    return f"{period} W{week}"


def _print_weeks(weeks: Weeks) -> str:
    start = _week_text(weeks.from_period, weeks.from_week)
    if weeks.single:
        return start if weeks.weekday is None else f"{start} {WEEKDAYS[weeks.weekday][:3]}"
    if weeks.from_period == weeks.to_period and weeks.from_week > 0 and weeks.to_week > 0:
        return f"{start}-{weeks.to_week}"
    return f"{start} to {_week_text(weeks.to_period, weeks.to_week)}"


def friendly(  # noqa: PLR0911 -- a line for each kind
    timing: Timing, names: Mapping[str, str] | None = None, step_titles: Mapping[str, str] | None = None
) -> str:
    """For a page. `names` maps half-term codes, `step_titles` maps step references as they are written."""
    match timing:
        case Weeks():
            return _friendly_weeks(timing, names or PERIOD_NAMES)
        case Inset(number):
            return f"{ORDINALS[number - 1]} INSET day of the year"
        case OnDay(day, month):
            return f"on {day} {MONTHS[month - 1]}"
        case ByDay(day, month, statutory):
            return f"by {day} {MONTHS[month - 1]}" + (" (legal deadline)" if statutory else "")
        case Relative(amount, unit, before, step):
            length = f"{amount} {UNITS[unit][0]}{'' if amount == 1 else 's'}"
            return f"{length} {'before' if before else 'after'} {_friendly_step(step, step_titles or {})}"
        case Trigger(word):
            return f"on {TRIGGERS[word]}"
        case Each(timings):
            said = [friendly(part, names, step_titles) for part in timings]
            return f"{'; '.join(said[:-1])}{';' if len(said) > 2 else ''} and {said[-1]}"
        case _:
            assert_never(timing)


def _friendly_weeks(weeks: Weeks, names: Mapping[str, str]) -> str:
    start, end = (names.get(code, code) for code in (weeks.from_period, weeks.to_period))
    if weeks.single:
        text = f"{start}, {_friendly_week(weeks.from_week)}"
        if weeks.weekday is not None:
            text += f", {WEEKDAYS[weeks.weekday]}"
    elif start != end:
        text = f"{start}, {_friendly_week(weeks.from_week)} to {end}, {_friendly_week(weeks.to_week)}"
    elif weeks.from_week > 0 and weeks.to_week > 0:
        text = f"{start}, weeks {weeks.from_week} to {weeks.to_week}"
    else:
        text = f"{start}, {_friendly_week(weeks.from_week)} to {_friendly_week(weeks.to_week)}"
    return f"{text}, of the year before" if weeks.previous else text


def _friendly_week(week: int) -> str:
    if week > 0:
        return f"week {week}"
    but = ("", " but one", " but two")
    return f"last week{but[-week - 1]}" if week >= -len(but) else f"week {-week} from the end"


def _friendly_step(step: str, titles: Mapping[str, str]) -> str:
    if step in TRIGGERS:
        return TRIGGERS[step]
    if step in titles:
        return f"\u201c{titles[step]}\u201d"
    process, _, code = step.rpartition(".")
    said = "the " + re.sub("[-_]", " ", code)
    return f"{said} ({process})" if process else said
