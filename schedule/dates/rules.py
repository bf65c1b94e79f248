"""Steps and the timings that rule them, in the order in which they can be worked out."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter

from handbook.timing import Timing, references


@dataclass(frozen=True, slots=True)
class StepRule:
    ref: str  # "P10.visit"
    timing: Timing


class CircularTiming(ValueError):
    pass


class UnknownStep(ValueError):
    pass


def full_ref(ref: str, step: str) -> str:
    """What "visit" or "P06.data" means in the timing of step `ref`."""
    return step if "." in step else f"{ref.partition('.')[0]}.{step}"


def order(rules: Iterable[StepRule], known: AbstractSet[str] = frozenset()) -> list[StepRule]:
    """Each step after those it follows. `known`: steps of the handbook that do not happen in this school."""
    return list(_ordered(tuple(rules), frozenset(known)))


@lru_cache(maxsize=64)  # a year is built school after school from the same rules
def _ordered(rules: tuple[StepRule, ...], known: frozenset[str]) -> tuple[StepRule, ...]:
    by_ref = {rule.ref: rule for rule in rules}
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for rule in rules:
        followed = [full_ref(rule.ref, step) for step in references(rule.timing)]
        for step in followed:
            if step not in by_ref and step not in known:
                raise UnknownStep(f"{rule.ref} follows {step}, which is not a step of the handbook.")
        sorter.add(rule.ref, *(step for step in followed if step in by_ref))
    try:
        return tuple(by_ref[ref] for ref in sorter.static_order())
    except CycleError as error:
        first, *others = reversed(error.args[1])
        raise CircularTiming(f"{first} follows {', which follows '.join(others)}: a circle.") from error
