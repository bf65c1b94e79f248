"""What a timing means before it is saved: in words, and in the dates it gives to three schools of this year."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q

from handbook.models import Edition, Process
from handbook.timing import Timing, TimingError, friendly, parse, print_timing, references, triggers
from schedule.building import CannotBuild
from schedule.building.plans import Planner
from schedule.building.rows import Planned, Row
from schedule.building.steps import StepInfo, readable_steps
from schedule.building.storing import read_rows
from schedule.building.year import actual_dates, calendars_around, half_term_names
from schedule.dates import full_ref
from schedule.words import SchoolTime, place_of_span, span
from schools.models import Period, School, SchoolYear
from schools.terms import start_year_of

SHOWN = 3
NEW = "new-step"  # a step that has no code yet


@dataclass(frozen=True)
class Said:
    """One date: as a calendar says it, where it lies in the school's year, and what stands there today."""

    when: str
    place: str
    now: str  # nothing where the date stays, or where none stands
    notes: tuple[str, ...]
    due: date


@dataclass(frozen=True)
class SchoolDates:
    name: str
    dates: tuple[Said, ...]


@dataclass(frozen=True)
class TimingReading:
    """`fault` is one sentence; without it the timing can be saved."""

    words: str = ""
    canonical: str = ""
    fault: str = ""
    year: str = ""
    schools: tuple[SchoolDates, ...] = ()
    nothing: str = ""  # why it gives no dates


@dataclass(frozen=True)
class Asked:
    process: str
    step: str
    timing: str
    for_trust: bool = False

    @property
    def ref(self) -> str:
        return f"{self.process}.{self.step or NEW}"


def timing_reading(*, draft: Edition, asked: Asked, today: date) -> TimingReading:
    if not asked.timing.strip():
        return TimingReading(fault="Write when the step happens, for example AUT1 W3.")
    try:
        timing = parse(asked.timing)
    except TimingError as error:
        return TimingReading(fault=str(error))
    steps, faults = _steps_with(draft, asked, timing)
    names = half_term_names()
    words = friendly(timing, names, _titles(asked, timing, steps))
    said = TimingReading(words=words[:1].upper() + words[1:], canonical=print_timing(timing))
    chain, fault = _leading_to(asked.ref, steps, faults)
    if fault:
        return replace(said, fault=fault)
    if all(triggers(step.timing) for step in chain if not references(step.timing)):
        return replace(said, nothing="It has no date until that happens at a school.")
    return _with_dates(said, chain, steps[asked.ref], names, today)


def _with_dates(
    said: TimingReading, chain: Sequence[StepInfo], step: StepInfo, names: Mapping[str, str], today: date
) -> TimingReading:
    years = _years(today)
    if not years or years[0].start_year != start_year_of(today):
        return replace(
            said, nothing="This year has no term dates yet: bring them in, and see the dates here."
        )
    readings = []
    for year in years:
        try:
            found = _dates(year, chain, step, names, today)
        except CannotBuild as error:
            readings.append(replace(said, fault=str(error)))
            break
        nothing = "" if found else f"It gives no date in {year} at any school it is for."
        readings.append(replace(said, year=str(year), schools=found, nothing=nothing))
        # What is behind us stays as it was: the dates that a change can still reach are next year's.
        if not found or any(one.due >= today for school in found for one in school.dates):
            break
    last = readings[-1]
    return last if last.schools or len(readings) == 1 else readings[0]


def _years(today: date) -> list[SchoolYear]:
    """This year and the next, those that have the trust's term dates."""
    now = start_year_of(today)
    with_dates = Period.objects.filter(school=None).values("year")
    return list(
        SchoolYear.objects.filter(start_year__in=(now, now + 1), pk__in=with_dates).order_by("start_year")
    )


def _steps_with(draft: Edition, asked: Asked, timing: Timing) -> tuple[dict[str, StepInfo], dict[str, str]]:
    """The draft's steps by address, with this one as it is asked for; and those whose timing cannot be read."""
    found, faults = readable_steps(draft.pk)
    steps = {step.ref: step for step in found}
    here = steps.get(asked.ref)
    if here is None:
        process = Process.objects.filter(edition=draft, code=asked.process).first()
        phases = (frozenset(process.phases),) if process and process.phases else ()
        tiers = (frozenset(process.tiers),) if process and process.tiers else ()
        here = StepInfo(0, asked.ref, "", "", asked.for_trust, timing, phases, tiers)
    steps[asked.ref] = here._replace(timing=timing)
    faults.pop(asked.ref, None)
    return steps, faults


def _titles(asked: Asked, timing: Timing, steps: Mapping[str, StepInfo]) -> dict[str, str]:
    """Of the steps it follows, as they are written in it."""
    found = {name: steps.get(full_ref(asked.ref, name)) for name in references(timing)}
    return {name: step.title for name, step in found.items() if step is not None}


def _leading_to(
    ref: str, steps: Mapping[str, StepInfo], faults: Mapping[str, str]
) -> tuple[list[StepInfo], str]:
    """The step and all that it counts from, or what is wrong with them."""
    found: dict[str, StepInfo] = {}
    waiting = [ref]
    while waiting:
        one = waiting.pop()
        found[one] = steps[one]
        for name in references(steps[one].timing):
            other = full_ref(one, name)
            if other in faults:
                return [], f"It counts from {other}, whose own timing cannot be read: mend that one first."
            if other not in steps:
                return [], f"It counts from {other}, and there is no such step in this draft."
            if other == ref:
                circle = "itself" if one == ref else f"{one}, which counts from this step"
                return [], f"It counts from {circle}: a circle, so there would be no date."
            if other not in found:
                waiting.append(other)
    return list(found.values()), ""


def _dates(
    year: SchoolYear, chain: Sequence[StepInfo], step: StepInfo, names: Mapping[str, str], today: date
) -> tuple[SchoolDates, ...]:
    gone = Q(status__in=(School.Status.PROPOSED, School.Status.CLOSED)) | Q(left_date__lt=today)
    schools = list(School.objects.exclude(gone).order_by("name", "pk"))
    places = calendars_around(year, schools)
    planner = Planner(chain, names)

    def time(pk: int | None) -> SchoolTime:
        return SchoolTime(places[pk].entered, names)

    if step.for_trust:
        rows = read_rows(year, [])
        plan = planner.for_trust(places[None], actual_dates(rows[None]))
        said = _said(step.ref, plan, rows[None], time(None))
        return (SchoolDates("The trust", said),) if said else ()
    trust = planner.for_trust(places[None], {})
    trust_dates = {key: one.dates for key, one in trust.items()}
    by_rule = {school: planner.for_school(school, places[school.pk], trust_dates, {}) for school in schools}
    chosen = _most_different({school: _days(step.ref, plan) for school, plan in by_rule.items()})
    rows = read_rows(year, chosen)
    trust_dates |= actual_dates(rows[None])
    lines = []
    for school in chosen:
        own = rows[school.pk]
        plan = planner.for_school(school, places[school.pk], trust_dates, actual_dates(own))
        lines.append(SchoolDates(school.known_as, _said(step.ref, plan, own, time(school.pk))))
    return tuple(lines)


def _of(ref: str, key: str) -> bool:
    return key.partition("#")[0] == ref


def _days(ref: str, plan: Mapping[str, Planned]) -> tuple[tuple[str, str], ...]:
    return tuple((one.due, one.opens) for key, one in plan.items() if _of(ref, key))


def _most_different(days: Mapping[School, tuple[tuple[str, str], ...]]) -> list[School]:
    """The earliest, the latest, and of those between the one most schools share; then by name."""
    alike: dict[tuple[tuple[str, str], ...], list[School]] = defaultdict(list)
    for school, dates in days.items():
        if dates:
            alike[dates].append(school)
    order = sorted(alike)
    chosen = [alike[dates][0] for dates in dict.fromkeys([*order[:1], *order[-1:]])]
    between = sorted(order[1:-1], key=lambda dates: (-len(alike[dates]), dates))
    chosen += [alike[dates][0] for dates in between[: SHOWN - len(chosen)]]
    chosen += [school for school, dates in days.items() if dates and school not in chosen]
    return sorted(chosen[:SHOWN], key=lambda school: (school.name, school.pk))


def _said(ref: str, plan: Mapping[str, Planned], rows: Sequence[Row], time: SchoolTime) -> tuple[Said, ...]:
    standing = {row.key: row.dates for row in rows if _of(ref, row.key)}
    said = []
    for key, one in plan.items():
        if not _of(ref, key):
            continue
        opens, due = one.dates
        now = standing.get(key)
        said.append(
            Said(
                span(opens, due),
                place_of_span(time, opens, due),
                span(*now) if now and now != (opens, due) else "",
                tuple(json.loads(one.notes)),
                due,
            )
        )
    return tuple(said)
