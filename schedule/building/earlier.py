"""What a school that joined in the middle of a year was not asked for."""

from __future__ import annotations

from typing import NamedTuple

from schedule.building.membership import ByRule
from schedule.building.plans import Planner
from schedule.building.rows import Planned
from schedule.building.steps import StepInfo, edition_in_force, steps_of
from schedule.building.storing import read_rows
from schedule.building.year import calendars_around, half_term_names
from schools.models import School, SchoolYear


class Earlier(NamedTuple):
    key: str
    planned: Planned
    step: StepInfo


def earlier_steps(*, school: School, year: SchoolYear) -> tuple[Earlier, ...]:
    """By the handbook in force and the school's own dates: what fell due before it joined, and has no event.

    Nothing is written. In the order of their days.
    """
    if school.joined_date is None:
        return ()
    planner = Planner(steps_of(edition_in_force().pk), half_term_names())
    places = calendars_around(year, [school])
    there = {row.key for row in read_rows(year, [school])[school.pk]}
    first = school.joined_date.isoformat()
    plan = ByRule(planner, places[None]).of(school, places[school.pk])
    missed = [(key, one) for key, one in plan.items() if one.due < first and key not in there]
    return tuple(
        Earlier(key, one, planner.by_ref[key.partition("#")[0]])
        for key, one in sorted(missed, key=lambda pair: (pair[1].due, pair[0]))
    )
