"""Processes that were started at a school: which steps they make, and the keys of their events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

from handbook.timing import TRIGGERS, Each, Relative, Timing, Trigger, triggers
from schedule.building.difference import Dates
from schedule.building.rows import Row
from schedule.building.steps import StepInfo, followers, follows
from schedule.dates import full_ref
from schedule.models import Opening
from schools.models import School, SchoolYear

# Holds the place of an occasion that another cause brings, so that the others keep their numbers.
NEVER = Trigger("")


def openings_of(year: SchoolYear, schools: Sequence[School] | None) -> dict[int, list[Opening]]:
    """Those not called off, by school. One query however many schools."""
    found = Opening.objects.filter(year=year, ended_at=None).order_by("process_code", "number")
    if schools is not None and len(schools) == 1:
        found = found.filter(school=schools[0])
    by_school: dict[int, list[Opening]] = defaultdict(list)
    for one in found:
        by_school[one.school_id].append(one)
    return by_school


def steps_opened(steps: Sequence[StepInfo], process: str, word: str) -> tuple[StepInfo, ...]:
    """Those of the process that wait for the word, and those of any process that follow them.

    Of a timing with several occasions only the ones that this start brings.
    """
    own = {step.ref for step in steps if _process_of(step) == process and word in triggers(step.timing)}
    graph = follows(steps)
    inside = own.union(*(followers(graph, ref) for ref in own))
    return tuple(
        step._replace(timing=_brought(step, inside, word if _process_of(step) == process else ""))
        for step in steps
        if step.ref in inside
    )


def _process_of(step: StepInfo) -> str:
    return step.ref.partition(".")[0]


def _brought(step: StepInfo, inside: AbstractSet[str], word: str) -> Timing:
    if not isinstance(step.timing, Each):
        return step.timing
    return Each(
        tuple(part if _is_brought(part, step.ref, inside, word) else NEVER for part in step.timing.timings)
    )


def _is_brought(part: Timing, ref: str, inside: AbstractSet[str], word: str) -> bool:
    match part:
        case Trigger(waits_for):
            return waits_for == word
        case Relative(step=name) if name in TRIGGERS:
            return name == word
        case Relative(step=name):
            return full_ref(ref, name) in inside
        case _:
            return False


def key_of(key: str, number: int) -> str:
    """ "P16.review" is P16.review#2 in the second opening, and "P16.review#3" is P16.review#2.3."""
    ref, _, occasion = key.partition("#")
    return f"{ref}#{number}.{occasion}" if occasion else f"{ref}#{number}"


def actual_of(opening: Opening, rows: Iterable[Row]) -> dict[str, Dates]:
    """What really happened within one opening, by the keys its rules go by."""
    found = {}
    for row in rows:
        ref, _, rest = row.key.partition("#")
        number, _, occasion = rest.partition(".")
        if number != str(opening.number) or row.opening not in (None, opening.pk):
            continue
        if (actual := row.actual) is not None:
            found[f"{ref}#{occasion}" if occasion else ref] = actual
    return found
