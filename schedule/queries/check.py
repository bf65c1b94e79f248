"""The dovetail check of an edition: what its words say, and what happens when it is laid over the schools' years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from handbook.models import Edition, Step
from handbook.queries import Finding, handbook_findings
from handbook.timing import OnDay, references, triggers
from people.roles import title_of
from people.words import duration
from schedule.building import CannotBuild
from schedule.building.steps import StepInfo, follows, readable_steps
from schedule.load import EVEN, Ask, Parts, estimate_of, load
from schedule.queries.items import OCCASIONS
from schedule.queries.laid import Laid, Years, lay, years_to_check
from schedule.queries.load import crews_of, limit_of
from schools.marked import marked_days_between
from schools.models import Trust
from schools.queries import the_trust

MOST_NAMED = 3
MOST_NOTES = 2
CALENDAR_LOOKED_AT = (
    "no role is asked for more minutes in one week than the trust allows",
    "no event falls on closed days of a school",
    "no event falls on days that you marked to be kept free",
    "every step has a date in some school",
)


@dataclass(frozen=True)
class Check:
    findings: tuple[Finding, ...]
    years: tuple[str, ...]  # the school years it was laid over
    schools: int
    not_laid: str  # why no calendar was looked at, or nothing

    @property
    def must(self) -> int:
        return sum(finding.stops for finding in self.findings)

    @property
    def look(self) -> int:
        return len(self.findings) - self.must


def findings_of(edition: Edition, today: date) -> tuple[Finding, ...]:
    """Everything found; `.stops` says of each whether it must be mended before publishing."""
    return check_edition(edition, today).findings


def check_edition(edition: Edition, today: date) -> Check:
    found = list(handbook_findings(edition, today))
    years = years_to_check(today)
    not_laid = (
        "" if years.years else "No school year has the trust’s term dates yet, so no dates were looked at."
    )
    steps, faults = readable_steps(edition.pk)
    if faults or any(finding.kind in {"circle", "unreachable"} for finding in found):
        not_laid = "The dates were not looked at: mend the timings first."
    if not not_laid:
        try:
            found += _of_calendar(edition, steps, years, today)
        except CannotBuild as error:
            not_laid = f"The dates were not looked at. {error}"
    order = list(edition.processes.order_by("position", "code").values_list("code", flat=True))
    place = {code: number for number, code in enumerate(order)}
    found.sort(key=lambda one: (place.get(one.process, -1), not one.stops))
    return Check(tuple(found), tuple(str(year) for year in years.years), len(years.schools), not_laid)


def _of_calendar(
    edition: Edition, steps: tuple[StepInfo, ...], years: Years, today: date
) -> Iterator[Finding]:
    laid = [one for year in years.years for one in lay(steps, year, years.schools)]
    yield from _too_much(edition, laid, the_trust(), today)
    yield from _closed_days(steps, laid)
    yield from _marked_days(edition, laid)
    yield from _without_dates(steps, laid, years)


def _too_much(edition: Edition, laid: list[Laid], trust: Trust | None, today: date) -> Iterator[Finding]:
    """More minutes asked of one role in one week than the trust allows, by the handbook's own estimates.

    Weeks with the same heaviest step are told once. What counts, and for whom: schedule.load.
    """
    limit = limit_of(trust)
    rows = Step.objects.filter(process__edition=edition).values_list(
        "process__code", "code", "minutes", "title"
    )
    steps = {f"{process}.{code}": (estimate_of(asked), title) for process, code, asked, title in rows}
    schools = list({place.school.pk: place.school for place in laid if place.school}.values())
    crews = crews_of(schools, trust, today, whole_trust=True)
    told: dict[tuple[str, str], list[_Full]] = defaultdict(list)
    for place in laid:
        crew = crews[place.school.pk if place.school else None]
        asks = (
            Ask(key, window.due, steps[key.partition("#")[0]][0]) for key, window in place.everything.items()
        )
        for (role, week), parts in load(asks, crew).items():
            total = sum(parts.values())
            if total > limit:
                full = _Full(total, place.name, week, _by_step(parts), crew.weight)
                told[role, full.heaviest_first[0]].append(full)
    for (role, heaviest), full_weeks in told.items():
        worst = max(full_weeks, key=lambda one: one.total)
        same = [one.name for one in full_weeks if one.week == worst.week]
        others = sorted({one.week for one in full_weeks} - {worst.week})
        named = "; ".join(
            f"{steps[ref][1]} ({ref}, {duration(worst.asked[ref])})" for ref in worst.heaviest_first
        )
        process, _, step = heaviest.partition(".")
        yield Finding(
            "too-much-in-a-week",
            f"{title_of(role)}: {duration(worst.total)} asked in the week of {_day(worst.week)}, more than the "
            f"{duration(limit)} your trust allows, {_at(same)}{worst.weight_words}: {named}."
            + (
                f" Too much in {len(others)} more week{'' if len(others) == 1 else 's'} as well."
                if others
                else ""
            ),
            process=process,
            step=step,
        )


@dataclass(frozen=True)
class _Full:
    """A week in which a role of one school is asked for too much."""

    total: int
    name: str
    week: date
    asked: Mapping[str, int]
    weight: int

    @property
    def heaviest_first(self) -> list[str]:
        return sorted(self.asked, key=lambda ref: -self.asked[ref])

    @property
    def weight_words(self) -> str:
        return (
            "" if self.weight == EVEN else f", a small school where a minute counts as {self.weight / EVEN:g}"
        )


def _by_step(parts: Parts) -> dict[str, int]:
    asked: dict[str, int] = defaultdict(int)
    for key, minutes in parts.items():
        asked[str(key).partition("#")[0]] += minutes
    return dict(asked)


def _closed_days(steps: tuple[StepInfo, ...], laid: list[Laid]) -> Iterator[Finding]:
    """Where the calendar had to give a step another day, and where a day that is fixed is no school day."""
    fixed = {step.ref for step in steps if isinstance(step.timing, OnDay)}
    moved: dict[tuple[str, str], list[str]] = defaultdict(list)
    for place in laid:
        for key, window in place.own.items():
            ref = key.partition("#")[0]
            for note in window.notes:
                if "estimate" not in note:
                    moved[ref, note].append(place.name)
            if ref in fixed and window.due in place.closed_within_term:
                moved[ref, f"{_day(window.due)} is a day without pupils."].append(place.name)
    by_step: dict[str, list[str]] = defaultdict(list)
    for (ref, note), names in moved.items():
        at = _at(names)
        by_step[ref].append(f"{at[0].upper()}{at[1:]}: {note}")
    for ref, notes in by_step.items():
        process, _, step = ref.partition(".")
        more = len(notes) - MOST_NOTES
        yield Finding(
            "closed-day",
            "Meets closed days. "
            + " ".join(notes[:MOST_NOTES])
            + (f" And {more} more like it." if more > 0 else ""),
            process=process,
            step=step,
        )


def _marked_days(edition: Edition, laid: list[Laid]) -> Iterator[Finding]:
    """A step none of whose days is free of a festival, of tests or of a quiet week.

    A duty in law has its day whatever falls on it. A long run, as the month of Ramadan, is kept free of what people
    have to be there for; a form can be handed in.
    """
    days = [day for place in laid for window in place.own.values() for day in (window.opens, window.due)]
    schools = [place.school.pk for place in laid if place.school]
    if not days:
        return
    marked = marked_days_between(min(days), max(days), schools)
    if not marked:
        return
    rows = Step.objects.filter(process__edition=edition, statutory__isnull=True)
    kinds = {
        f"{process}.{code}": kind for process, code, kind in rows.values_list("process__code", "code", "kind")
    }
    met: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for place in laid:
        here = [one for one in marked if one.is_at(place.school.pk if place.school else None)]
        for key, window in place.own.items():
            ref = key.partition("#")[0]
            runs = [one for one in here if ref in kinds and (not one.is_long or kinds[ref] in OCCASIONS)]
            days_open = place.calendar.school.within(window.opens, window.due) or (window.due,)
            on = next((one for one in runs if one.holds(window.due)), None)
            if on and all(any(one.holds(day) for one in runs) for day in days_open):
                met[ref][f"{_day(window.due)} is kept free: {on.label}."].append(place.name)
    for ref, notes in met.items():
        said = [f"{_at(names)[:1].upper()}{_at(names)[1:]}: {note}" for note, names in notes.items()]
        process, _, step = ref.partition(".")
        more = len(said) - MOST_NOTES
        yield Finding(
            "marked-days",
            "Falls on days to keep free. "
            + " ".join(said[:MOST_NOTES])
            + (f" And {more} more like it." if more > 0 else ""),
            process=process,
            step=step,
        )


def _without_dates(steps: tuple[StepInfo, ...], laid: list[Laid], years: Years) -> Iterator[Finding]:
    """A step that asks something of schools there are, and gives none of them a date."""
    dated = {key.partition("#")[0] for place in laid for key in place.own}
    waiting = _waiting(steps)
    for step in steps:
        applies = step.for_trust or any(step.applies(one.phase, one.tier) for one in years.schools)
        if applies and step.ref not in dated | waiting:
            process, _, code = step.ref.partition(".")
            yield Finding(
                "no-date", "It gives no date in any school in these years.", process=process, step=code
            )


def _waiting(steps: tuple[StepInfo, ...]) -> set[str]:
    """What begins with a trigger, and what follows that: it has a day once somebody opens it."""
    graph = follows(steps)
    waiting = {step.ref for step in steps if triggers(step.timing) and not references(step.timing)}
    while new := {ref for ref, refs in graph.items() if refs & waiting} - waiting:
        waiting |= new
    return waiting


def _at(names: list[str]) -> str:
    once = list(dict.fromkeys(names))
    shown = once if len(once) <= MOST_NAMED else [*once[:2], f"{len(once) - 2} more schools"]
    return "at " + (f"{', '.join(shown[:-1])} and {shown[-1]}" if len(shown) > 1 else shown[0])


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
