"""What the handbook asks of people: minutes by role, school and week, from its own estimates. Pure.

A step asks in the week it is due, also when it is open for several. Spread over its weeks, four small tasks due on one
Friday would look like nothing in any week, and that Friday is what people are warned of; a meeting that may be held
in three weeks is held in one. It is where the ribbon draws it, and where everybody looks for it.

A job that somebody is named for is asked itself. Otherwise the role that answers for it is, and where a school has
nobody in that role, its headteacher: the rule by which reminders go out. Where nobody is appointed yet nothing is
known of who shares the work, and each code stands for itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from people.roles import ROLES, answers_for, is_known, title_of
from schools.terms import monday_of

EVEN = 100  # per cent: a minute counts as a minute
HEAD = "headteacher"
FALLS_TO_HEAD = frozenset({"senior_leader", "middle_leader"})

Estimate = tuple[
    tuple[str, int], ...
]  # role or job code, and minutes: a step's own, to be looked up again and again


@dataclass(frozen=True, slots=True)
class Crew:
    """Who shares the work at a school; in the trust's own office where there is no school.

    `held`: the roles and jobs that somebody holds there. `weight`: what a minute counts as, in per cent.
    """

    school_id: int | None
    held: frozenset[str] = frozenset()
    weight: int = EVEN


class Ask(NamedTuple):
    """Something that is due and asks people for time. `what` names it: an event's number, a step's address."""

    what: Hashable
    due: date
    minutes: Estimate


Parts = dict[Hashable, int]  # what asks, and for how many minutes
Loads = dict[tuple[str, date], Parts]  # of a role in the week from a Monday


@dataclass(frozen=True, slots=True)
class Week:
    """The week of a place as a strip shows it: the role that is asked for most, and how that stands to the limit."""

    monday: date
    role: str
    minutes: int
    limit: int

    @property
    def is_over(self) -> bool:
        return self.minutes > self.limit

    @property
    def step(self) -> int:
        return step_of(self.minutes, self.limit)

    @property
    def title(self) -> str:
        return title_of(self.role)


def estimate_of(minutes: Mapping[str, int] | None) -> Estimate:
    return tuple((minutes or {}).items())


def weight_of(roll: int | None, *, small: int, weight: int) -> int:
    """A school smaller than `small` weighs more. One whose roll nobody knows weighs as any other."""
    return weight if roll is not None and roll < small else EVEN


def is_of_school(code: str) -> bool:
    """Asked at the school: its own people and governors, not the partner who visits, nor the trust's office."""
    role = answers_for(code)
    return not ROLES[role].trust_wide and role != "improvement_partner"


def asked_of(code: str, held: frozenset[str], *, is_school: bool) -> str:
    """The role or job that does it there; nothing when it is not asked there at all."""
    if not is_known(code) or is_of_school(code) != is_school:
        return ""
    if not held or code in held:
        return code
    role = answers_for(code)
    return HEAD if role not in held and role in FALLS_TO_HEAD else role


def weighed(minutes: int, weight: int) -> int:
    """To the nearest minute, so that the parts of a week add up to what is said of it."""
    return (minutes * weight + EVEN // 2) // EVEN


def shares(minutes: Estimate, crew: Crew) -> Estimate:
    """What an estimate asks there of each role or job, weighed."""
    return _shares(minutes, crew.held, crew.weight, crew.school_id is not None)


@lru_cache(maxsize=4096)
def _shares(minutes: Estimate, held: frozenset[str], weight: int, is_school: bool) -> Estimate:  # noqa: FBT001 -- a key
    """Worked out once for all schools that are alike."""
    found: dict[str, int] = defaultdict(int)
    for code, count in minutes:
        if count > 0 and (role := asked_of(code, held, is_school=is_school)):
            found[role] += weighed(count, weight)
    return tuple(found.items())


def load(asks: Iterable[Ask], crew: Crew) -> Loads:
    """By role and week, each with what asks for it."""
    found: Loads = defaultdict(dict)
    for what, due, minutes in asks:
        monday = _monday(due)
        for role, count in shares(minutes, crew):
            parts = found[role, monday]
            parts[what] = parts.get(what, 0) + count
    return dict(found)


@lru_cache(maxsize=1024)
def _monday(day: date) -> date:
    """Thousands of events fall on two hundred days."""
    return monday_of(day)


def fullest(loads: Mapping[tuple[str, date], Parts], limit: int, role: str = "") -> dict[date, Week]:
    """By Monday, the role that is asked for most, or that one `role`. The limit is of one role: they never add up."""
    weeks: dict[date, Week] = {}
    for (one, monday), parts in loads.items():
        if role in ("", one):
            minutes = sum(parts.values())
            known = weeks.get(monday)
            if known is None or (minutes, known.role) > (known.minutes, one):
                weeks[monday] = Week(monday, one, minutes, limit)
    return weeks


def step_of(minutes: int, limit: int) -> int:
    """The tint: 0 nothing, 1 to 4 by quarters of the limit, 5 over it."""
    if minutes <= 0:
        return 0
    return min(5, -(-4 * minutes // limit)) if limit > 0 else 5
