"""The steps of an edition, read once, with their timings parsed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import Any, NamedTuple

from handbook.models import Edition, Step
from handbook.timing import Timing, TimingError, parse, references
from schedule.building.guards import CannotBuild
from schedule.dates import StepRule, full_ref


class StepInfo(NamedTuple):
    pk: int
    ref: str  # "P10.visit"
    title: str
    owner: str
    for_trust: bool
    timing: Timing
    phases: tuple[AbstractSet[str], ...]  # each set must hold the school's phase
    tiers: tuple[AbstractSet[int], ...]

    def applies(self, phase: str, tier: int) -> bool:
        return all(phase in phases for phases in self.phases) and all(tier in tiers for tiers in self.tiers)

    @property
    def rule(self) -> StepRule:
        return StepRule(self.ref, self.timing)


def edition_in_force() -> Edition:
    edition = Edition.objects.filter(status=Edition.Status.PUBLISHED).first()
    if edition is None:
        raise CannotBuild("No handbook is in force: publish an edition, or load one with load_handbook.")
    return edition


def steps_of(edition_id: int) -> tuple[StepInfo, ...]:
    steps, faults = readable_steps(edition_id)
    for ref, reason in faults.items():
        raise CannotBuild(f"{ref}: {reason}")
    return steps


def readable_steps(edition_id: int) -> tuple[tuple[StepInfo, ...], dict[str, str]]:
    """The steps, and by address what is wrong with the timing of those that have none: a draft may be in the making."""
    rows = (
        Step.objects.filter(process__edition=edition_id)
        .order_by("process__position", "process__code", "position", "pk")
        .values_list(
            "pk", "code", "title", "owner", "scope", "timing", "phases", "tiers",
            "process__code", "process__phases", "process__tiers",
        )
    )  # fmt: skip
    steps: list[StepInfo] = []
    faults: dict[str, str] = {}
    for row in rows:
        try:
            steps.append(_info(row))
        except TimingError as error:
            faults[f"{row[8]}.{row[1]}"] = str(error)
    return tuple(steps), faults


def _info(row: tuple[Any, ...]) -> StepInfo:
    pk, code, title, owner, scope, timing, phases, tiers, process, process_phases, process_tiers = row
    return StepInfo(
        pk, f"{process}.{code}", title, owner, scope == Step.Scope.TRUST, parse(timing),
        tuple(frozenset(some) for some in (process_phases, phases) if some),
        tuple(frozenset(some) for some in (process_tiers, tiers) if some),
    )  # fmt: skip


Follows = Mapping[str, AbstractSet[str]]  # each step's ref, and the refs its timing counts from


def follows(steps: Iterable[StepInfo]) -> Follows:
    return {step.ref: {full_ref(step.ref, other) for other in references(step.timing)} for step in steps}


def followers(graph: Follows, ref: str) -> frozenset[str]:
    """The steps that follow `ref`, and those that follow them."""
    found: set[str] = set()
    waiting = {ref}
    while waiting:
        new = {other for other, refs in graph.items() if refs & waiting} - found
        found |= new
        waiting = new
    return frozenset(found)
