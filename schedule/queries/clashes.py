"""What else is on a day: at the school, and for the people an event needs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from types import MappingProxyType

from django.db.models import F, Q

from people.access import Access
from people.roles import JOBS, Permission
from schedule.models import Event
from schedule.queries.items import OCCASIONS, OPEN_STATES, SCHOOL_ROLES, role_of
from schedule.words import hours
from schools.models import Appointment
from schools.queries import appointed_on

MOST_LINES = 4
Times = tuple[time | None, time | None]
Remarks = Iterator[tuple[str, str, bool]]
NO_OTHERS: Mapping[int, date] = MappingProxyType({})


@dataclass(frozen=True)
class _Person:
    name: str
    holds: frozenset[tuple[str, int | None]]  # roles and jobs, each with its place

    def is_needed(self, codes: Iterable[str], school_id: int | None) -> bool:
        here = {code for code, place in self.holds if place in (None, school_id)}
        return any(
            code in here or (code in JOBS and JOBS[code].answers in here and _is_spare(here))
            for code in codes
        )


def _is_spare(codes: set[str]) -> bool:
    """Whoever has a job of their own is not who answers for another's."""
    return not codes & set(JOBS)


def clashes(
    access: Access,
    event: Event,
    day: date,
    times: Times,
    today: date,
    together: Mapping[int, date] = NO_OTHERS,
) -> Remarks:
    """Two queries: who holds what, and what takes place that day. `together`: what moves with it, and to which days."""
    if event.step is None or event.step.kind not in OCCASIONS:
        return
    people = _people(event, today)
    codes = (event.owner_role, *event.step.takes_part)
    needed = {
        pk: one for pk, one in people.items() if pk == event.owner_id or one.is_needed(codes, event.school_id)
    }
    found = list(_others(event, day, together))
    here = [other for other in found if _is_here(other, event)]
    told = 0
    for other in here[:MOST_LINES]:
        if _meet(other, times):
            same = other.school_id in (None, event.school_id)
            yield "At the school", f"{_named(access, other, here=same)} is on the same day.", True
            told += 1
    with_it: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for other in found:
        who = sorted(one.name for pk, one in needed.items() if _needs(other, pk, one))
        if other in here or not who:
            continue
        if other.pk in together:
            with_it[tuple(who)].append(other.school.known_as if other.school else "the trust")
        elif told < MOST_LINES:
            told += 1
            meet = _meet(other, times)
            yield "The people", f"{_listed(who)} {_has(who)} {_named(access, other)} that day.", meet
    for names, places in with_it.items():
        who = [*names]
        yield "The people", f"{_listed(who)} {_has(who)} it at {_listed(places)} that day too.", True


def _is_here(other: Event, event: Event) -> bool:
    """The same school has to be there for both. What the trust does meets every school it names people of."""
    if other.school_id == event.school_id:
        return True
    theirs = other if other.school_id is None else event
    return theirs.school_id is None and _names_a_school(theirs)


def _names_a_school(event: Event) -> bool:
    codes = (event.owner_role, *(event.step.takes_part if event.step else ()))
    return any(role_of(code) in SCHOOL_ROLES for code in codes)


def _others(event: Event, day: date, together: Mapping[int, date]) -> Iterable[Event]:
    on_the_day = Q(opens_date=F("due_date"), due_date=day) & ~Q(pk__in=together.keys())
    coming = Q(pk__in=[pk for pk, to in together.items() if to == day])
    return (
        Event.objects.filter(on_the_day | coming, state__in=OPEN_STATES, step__kind__in=OCCASIONS)
        .exclude(pk=event.pk)
        .select_related("school", "step__process")
        .order_by("start_time", "school__name", "pk")
    )


def _people(event: Event, today: date) -> Mapping[int, _Person]:
    """Those of the school and of the trust, with all that they hold elsewhere."""
    near = Appointment.objects.filter(appointed_on(today), Q(school=event.school_id) | Q(school=None))
    held: dict[int, set[tuple[str, int | None]]] = defaultdict(set)
    names: dict[int, str] = {}
    rows = Appointment.objects.filter(
        appointed_on(today), Q(person__in=near.values("person")) | Q(person=event.owner_id)
    ).values_list("person_id", "person__name", "role", "job", "school_id")
    for pk, name, role, job, school_id in rows:
        names[pk] = name
        held[pk] |= {(code, school_id) for code in (role, job) if code}
    return {pk: _Person(names[pk], frozenset(held[pk])) for pk in held}


def _needs(other: Event, pk: int, person: _Person) -> bool:
    codes = (other.owner_role, *(other.step.takes_part if other.step else ()))
    return pk == other.owner_id or person.is_needed(codes, other.school_id)


def _meet(other: Event, times: Times) -> bool:
    """Two that both have their hours meet only where the hours do."""
    start, end = times
    if start is None or end is None or other.start_time is None or other.end_time is None:
        return True
    return start < other.end_time and other.start_time < end


def _named(access: Access, other: Event, *, here: bool = False) -> str:
    """Only as far as the reader may know of it."""
    step = other.step
    tells = step is not None and bool(step.tiers or step.process.tiers)
    if tells and not access.can(Permission.TIER_VIEW, other.school_id):
        return "Another meeting or visit" if here else "another meeting or visit"
    if other.school_id is not None and not access.can(Permission.EVENT_VIEW, other.school_id):
        return "a meeting or visit at another school"
    clock = hours(other.start_time, other.end_time)
    where = "" if here else f" at {other.school.known_as}" if other.school else " with the trust"
    return f"“{other.title}”{where}{f' ({clock})' if clock else ''}"


def _listed(names: list[str]) -> str:
    if len(names) > 3:
        names = [*names[:2], f"{len(names) - 2} others"]
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]


def _has(names: list[str]) -> str:
    return "has" if len(names) == 1 else "have"
