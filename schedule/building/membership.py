"""What a school is asked for while it belongs to the trust, and what stays when it leaves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property

from schedule.building.compare import Work
from schedule.building.difference import Change, Dates
from schedule.building.plans import Around, Planner
from schedule.building.rows import Planned, Row
from schools.models import School


class ByRule:
    """The year by its rules alone, whatever anybody moved. Worked out only where a school joins or leaves."""

    def __init__(self, planner: Planner, trust: Around) -> None:
        self.planner = Planner(planner.steps, planner.names)
        self.trust = trust

    @cached_property
    def trust_dates(self) -> dict[str, Dates]:
        plan = self.planner.for_trust(self.trust, {})
        return {key: planned.dates for key, planned in plan.items()}

    def of(self, school: School, around: Around) -> dict[str, Planned]:
        return self.planner.for_school(school, around, self.trust_dates, {})


def while_in_trust(
    school: School, plan: Mapping[str, Planned], by_rule: Mapping[str, Planned], rows: Sequence[Row]
) -> dict[str, Planned]:
    """What is due, by its rule alone, from the day the school joined until the day it left.

    By its rule: whatever somebody moves, the same steps are asked of the school. What somebody acted on stays one
    of the handbook's steps, among it a step from before the school joined that it was asked for all the same.
    """
    first = school.joined_date.isoformat() if school.joined_date else ""
    last = school.left_date.isoformat() if school.left_date else "9999"
    touched = {row.key for row in rows if row.is_touched}
    return {
        key: planned
        for key, planned in plan.items()
        if first <= by_rule.get(key, planned).due <= last or key in touched
    }


def without_days(
    school: School, plan: Mapping[str, Planned], rows: Sequence[Row], today: date
) -> dict[str, Planned]:
    """A proposed school has nothing yet. A closed one whose day nobody entered keeps what is over."""
    if school.status == School.Status.PROPOSED:
        return {}
    past = {row.key for row in rows if row.due < today.isoformat()}
    return {key: planned for key, planned in plan.items() if key in past}


def leave(work: Work, school: School, rows: Sequence[Row]) -> None:
    """It has left: what was due until its last day stands exactly as it is, whatever handbook and term dates do.

    What was to come goes, unless somebody acted on it. Nothing is added: nobody there could do it.
    """
    last = school.left_date.isoformat() if school.left_date else "9999"
    for row in rows:
        if row.due <= last:
            work.unchanged += 1
            continue
        change = Change(school, row.key, row.title, row.dates, None, row.pk, row.owner, row.why_kept)
        if row.is_touched or row.is_carried:
            work.kept.append(change)
        else:
            work.withdraw[row.pk] = change
