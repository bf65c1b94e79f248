"""An edition laid over the years and schools there are, and written nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from schedule.building import CannotBuild
from schedule.building.plans import Around
from schedule.building.steps import StepInfo
from schedule.building.year import calendars_around, half_term_names
from schedule.dates import CircularTiming, UnknownStep, Window, resolve
from schools.models import Period, School, SchoolYear
from schools.terms import Calendar, OutsideCalendar, start_year_of

Windows = Mapping[str, Window]


@dataclass(frozen=True)
class Years:
    """This school year and the one after it, where they are dated; and the schools that are open."""

    years: tuple[SchoolYear, ...]
    schools: tuple[School, ...]


@dataclass(frozen=True)
class Laid:
    """One school's year, or the trust's. `own` are its events; `everything` also the trust's, which ask its people."""

    name: str
    school: School | None  # None is the trust
    calendar: Calendar
    own: Windows
    everything: Windows

    @cached_property
    def closed_within_term(self) -> frozenset[date]:
        return frozenset(day.date for day in self.calendar.closed)


def years_to_check(today: date) -> Years:
    start = start_year_of(today)
    dated = Period.objects.filter(school=None).values("year")
    years = SchoolYear.objects.filter(pk__in=dated, start_year__in=(start, start + 1)).order_by("start_year")
    out = (School.Status.PROPOSED, School.Status.CLOSED)
    schools = School.objects.exclude(status__in=out).exclude(left_date__lt=today).order_by("name", "pk")
    return Years(tuple(years), tuple(schools))


def lay(steps: Sequence[StepInfo], year: SchoolYear, schools: Sequence[School]) -> Iterator[Laid]:
    """Worked out once for all schools that share calendar, phase and tier."""
    places = calendars_around(year, schools)
    names = half_term_names()
    of_trust = frozenset(step.ref for step in steps if step.for_trust)
    trust = _windows(steps, steps, places[None], names)
    own = {key: window for key, window in trust.items() if key.partition("#")[0] in of_trust}
    dates = {key: (min(window.opens, window.due), window.due) for key, window in own.items()}
    yield Laid("the trust", None, calendar=places[None].calendar, own=own, everything=own)
    known: dict[tuple[object, ...], Windows] = {}
    for school in schools:
        around = places[school.pk]
        memo = (school.phase, school.tier, around)
        if memo not in known:
            theirs = [step for step in steps if step.for_trust or step.applies(school.phase, school.tier)]
            found = _windows(steps, theirs, around, names, dates)
            known[memo] = {
                key: window for key, window in found.items() if key.partition("#")[0] not in of_trust
            }
        yield Laid(
            school.known_as, school, calendar=around.calendar, own=known[memo], everything={**own, **known[memo]}
        )  # fmt: skip


def _windows(
    steps: Sequence[StepInfo],
    theirs: Sequence[StepInfo],
    around: Around,
    names: Mapping[str, str],
    actual: Mapping[str, tuple[date, date]] | None = None,
) -> Windows:
    known = frozenset(step.ref for step in steps)
    try:
        return resolve(
            [step.rule for step in theirs], around.calendar, around.previous, actual,
            known=known, names=names, following=around.following,
        )  # fmt: skip
    except (CircularTiming, UnknownStep, OutsideCalendar) as error:
        raise CannotBuild(str(error)) from error
