"""The texts of the demo's plans, read for one school year: `{this}` is the year it starts in, `{next}` the one after.

What repeats is written on one line, its parts between bars:
  criterion   measure | baseline | target | source | result | state
  action      what | lead+supporter | AUT1.2-AUT2.3 | 1200 Reading books | cpd Two twilights | open
  monitoring  AUT2 | who | how | what was found
`AUT1.2` is the second week of that half-term at that school.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from schools.terms import Calendar

FOLDER = Path(__file__).parent
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_YEAR = re.compile(r"\{(before|last|this|next)\}")
_SHIFT = {"before": -2, "last": -1, "this": 0, "next": 1}


@dataclass(frozen=True)
class CriterionText:
    measure: str
    baseline: str
    target: str
    source: str
    result: str = ""
    state: str = ""
    was_target: str = ""  # in the version before the amendment


@dataclass(frozen=True)
class ActionText:
    text: str
    lead: str
    supporter: str
    start: date
    end: date
    cost: Decimal | None = None
    budget_line: str = ""
    training: str = ""
    is_open: bool = False  # nobody has said that it is done, though it is due
    is_new: bool = False  # came with the amendment
    dropped: str = ""


@dataclass(frozen=True)
class MonitoringText:
    period: str
    who: str
    how: str
    found: str = ""


def read_plans(start_year: int) -> list[dict[str, Any]]:
    """The trust's first: the schools' priorities point to its."""
    found = [read_file(path, start_year) for path in sorted(FOLDER.glob("*.yaml"))]
    return sorted(found, key=lambda plan: (plan["year"] != "last", plan.get("school", 0)))


def read_evaluations(start_year: int) -> list[dict[str, Any]]:
    return [read_file(path, start_year) for path in sorted((FOLDER / "evaluations").glob("*.yaml"))]


def read_file(path: Path, start_year: int) -> dict[str, Any]:
    """Last year's plan counts its years from last year."""
    text = path.read_text(encoding="utf-8")
    own = start_year - 1 if re.search(r"^year: last$", text, re.MULTILINE) else start_year
    lines = _YEAR.sub(lambda match: str(own + _SHIFT[match[1]]), text)
    data: dict[str, Any] = yaml.load(lines, _LOADER)  # noqa: S506 -- a SafeLoader, the quick one where there is one
    return data


def criterion(line: str) -> CriterionText:
    parts = line.split(" | ")
    was = [part.removeprefix("was ") for part in parts if part.startswith("was ")]
    found = CriterionText(*(part for part in parts if not part.startswith("was ")))
    return replace(found, was_target="".join(was))


def monitoring(line: str) -> MonitoringText:
    return MonitoringText(*line.split(" | "))


def action(line: str, calendar: Calendar) -> ActionText:
    text, people, when, *rest = line.split(" | ")
    lead, _, supporter = people.partition("+")
    first, _, last = when.partition("-")
    start, end = day_of(first, calendar), day_of(last or first, calendar, last=True)
    return ActionText(text, lead, supporter, min(start, end), end, **_further(rest))


def _further(parts: Iterable[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for part in parts:
        word, _, rest = part.partition(" ")
        if word.isdigit():
            found |= {"cost": Decimal(word), "budget_line": rest}
        elif word == "cpd":
            found["training"] = rest
        elif word == "dropped":
            found["dropped"] = rest
        else:
            found[{"open": "is_open", "new": "is_new"}[word]] = True
    return found


def day_of(place: str, calendar: Calendar, *, last: bool = False) -> date:
    """`AUT1.2`: the first, or last, school day of that week; a week too many is the half-term's last."""
    code, _, number = place.partition(".")
    weeks = calendar.weeks(code)
    monday = weeks[min(int(number or 1), len(weeks)) - 1]
    week = calendar.school_week(monday)
    if week is None:
        return calendar.next_school_day(monday)
    return week[1] if last else week[0]
