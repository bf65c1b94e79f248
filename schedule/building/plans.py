"""The rules laid over a calendar. Worked out once for all schools that share calendar, phase and tier."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from schedule.building.guards import CannotBuild
from schedule.building.opened import actual_of, key_of, steps_opened
from schedule.building.rows import Planned, Row
from schedule.building.steps import StepInfo, followers, follows
from schedule.dates import CircularTiming, UnknownStep, Window, resolve
from schedule.models import Opening
from schools.models import School
from schools.terms import Calendar, OutsideCalendar

Actual = Mapping[str, tuple[date, date]]  # by key: when it really opened and was due
NO_NOTES = "[]"


class Around(NamedTuple):
    """A school's year, and the years before and after it where they are entered."""

    calendar: Calendar
    previous: Calendar | None = None
    following: Calendar | None = None

    @property
    def entered(self) -> tuple[Calendar, ...]:
        """In their order."""
        return tuple(one for one in (self.previous, self.calendar, self.following) if one)


@dataclass
class Planner:
    steps: Sequence[StepInfo]
    names: Mapping[str, str]  # half-terms, as notes call them
    _bases: dict[tuple[object, ...], dict[str, Planned]] = field(default_factory=dict)
    _chains: dict[str, frozenset[str]] = field(default_factory=dict)
    _opened: dict[tuple[str, str], tuple[StepInfo, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.by_ref = {step.ref: step for step in self.steps}
        self.follows = follows(self.steps)

    def for_trust(self, around: Around, actual: Actual) -> dict[str, Planned]:
        """Steps of the schools are worked out too, in the trust's dates, so that trust steps may follow them."""
        return self._plan(self.steps, around, actual, for_trust=True)

    def for_school(self, school: School, around: Around, trust: Actual, own: Actual) -> dict[str, Planned]:
        """`trust`: the dates of the trust's own events, which a school's steps may follow."""
        memo = (school.phase, school.tier, around)
        if memo not in self._bases:
            steps = [step for step in self.steps if self._applies(step, school)]
            self._bases[memo] = self._plan(steps, around, trust, for_trust=False)
        base = self._bases[memo]
        changed = [key for key, dates in own.items() if key not in base or base[key].dates != dates]
        affected = frozenset[str]().union(*(self._followers(key.partition("#")[0]) for key in changed))
        if not affected:
            return base
        # Only what follows something that went otherwise is worked out again, with all that it counts from.
        chain = self._leading_to(affected)
        steps = [step for step in self.steps if step.ref in chain and self._applies(step, school)]
        again = self._plan(steps, around, {**trust, **own}, for_trust=False)
        stay = {key: plan for key, plan in base.items() if key.partition("#")[0] not in affected}
        return stay | {key: plan for key, plan in again.items() if key.partition("#")[0] in affected}

    def for_opening(
        self, school: School, opening: Opening, around: Around, rows: Sequence[Row]
    ) -> dict[str, Planned]:
        """The steps of a process started there, counted from its day. Those of the trust are the school's too.

        `rows`: the school's events; what follows a step in this opening follows its actual date.
        """
        start = (opening.process_code, opening.trigger)
        if start not in self._opened:
            self._opened[start] = steps_opened(self.steps, *start)
        steps = [step for step in self._opened[start] if self._applies(step, school)]
        windows = self._windows(
            steps, around, actual_of(opening, rows), triggers={opening.trigger: opening.day}
        )
        return {
            key_of(key, opening.number): _planned(self.by_ref[key.partition("#")[0]], window, opening.pk)
            for key, window in windows.items()
        }

    def for_carried(self, rows: Sequence[Row]) -> dict[str, Planned]:
        """What was carried over from the year before keeps its days; only its words follow the handbook."""
        return {
            row.key: Planned(
                step.pk,
                row.title,
                row.opens,
                row.scheduled,
                row.due,
                row.last_school,
                step.owner,
                row.notes,
                row.opening,
            )
            for row in rows
            if row.is_carried and (step := self.by_ref.get(row.key.partition("#")[0]))
        }

    @staticmethod
    def _applies(step: StepInfo, school: School) -> bool:
        return step.for_trust or step.applies(school.phase, school.tier)

    def _followers(self, ref: str) -> frozenset[str]:
        if ref not in self._chains:
            self._chains[ref] = followers(self.follows, ref)
        return self._chains[ref]

    def _leading_to(self, refs: frozenset[str]) -> set[str]:
        found: set[str] = set()
        waiting = set(refs)
        while waiting:
            found |= waiting
            waiting = {other for ref in waiting for other in self.follows.get(ref, ())} - found
        return found

    def _plan(
        self,
        steps: Sequence[StepInfo],
        around: Around,
        actual: Actual,
        *,
        for_trust: bool,
    ) -> dict[str, Planned]:
        planned = {}
        for key, window in self._windows(steps, around, actual).items():
            step = self.by_ref[key.partition("#")[0]]
            if step.for_trust == for_trust:
                planned[key] = _planned(step, window)
        return planned

    def _windows(
        self,
        steps: Sequence[StepInfo],
        around: Around,
        actual: Actual,
        triggers: Mapping[str, date] | None = None,
    ) -> dict[str, Window]:
        try:
            return resolve(
                [step.rule for step in steps], around.calendar, around.previous, actual, triggers,
                known=self.by_ref.keys(), names=self.names, following=around.following,
            )  # fmt: skip
        except (CircularTiming, UnknownStep, OutsideCalendar) as error:
            raise CannotBuild(str(error)) from error


def _planned(step: StepInfo, window: Window, opening: int | None = None) -> Planned:
    due = window.due.isoformat()
    return Planned(
        step.pk,
        step.title,
        min(window.opens, window.due).isoformat(),
        due,
        due,
        window.last_school_day.isoformat() if window.last_school_day else None,
        step.owner,
        json.dumps(window.notes, ensure_ascii=False) if window.notes else NO_NOTES,
        opening,
    )
