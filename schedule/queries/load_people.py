"""People whose work lies at several schools: what the handbook asks of each in a week, all their schools together.

An improvement partner is asked at each of their schools, whoever works for the whole trust wherever a step names them.
A minute counts as a minute: a small school's people share its work among fewer, these do not. Where several hold one
role at a school each is asked for all of it, unless the step has an owner by name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

from django.db.models import Q
from django.urls import reverse

from people.roles import title_of
from schedule.load import Ask, Crew, Parts, Week, asked_of, is_of_school, shares
from schedule.models import Event
from schedule.queries.load import MONDAY, NUMBER, Cell, Row
from schools.models import Appointment
from schools.queries import appointed_on
from schools.terms import monday_of

PARTNER = "improvement_partner"
Owners = Mapping[int, tuple[int, str]]  # of an event: the person who owns it by name, and as what


@dataclass(frozen=True)
class Worker:
    pk: int
    name: str
    role: str
    schools: int  # of a partner; 0 for the whole trust

    @property
    def note(self) -> str:
        return f"{title_of(self.role)}, {self.schools} schools" if self.schools else title_of(self.role)


@dataclass(frozen=True)
class Workers:
    """Who is appointed as a partner or for the whole trust today, by the role or job they hold and where."""

    held: tuple[tuple[int | None, str, int], ...]  # school, code, person
    several: Mapping[int, Worker]  # those whose work lies at several schools

    @cached_property
    def _places(self) -> dict[int | None, dict[str, frozenset[int]]]:
        return {}

    def at(self, place: int | None) -> dict[str, frozenset[int]]:
        """By code. The trust's own events ask everybody who holds it anywhere."""
        if place not in self._places:
            found: dict[str, set[int]] = defaultdict(set)
            for at, code, person in self.held:
                if place is None or at in (None, place):
                    found[code].add(person)
            self._places[place] = {code: frozenset(people) for code, people in found.items()}
        return self._places[place]


def workers(today: date) -> Workers:
    """One query."""
    rows = (
        Appointment.objects.filter(appointed_on(today), Q(school=None) | Q(role=PARTNER))
        .order_by("person__name", "person_id", "pk")
        .values_list("person_id", "person__name", "school_id", "role", "job")
    )
    held: list[tuple[int | None, str, int]] = []
    names: dict[int, tuple[str, str]] = {}
    schools: dict[int, set[int | None]] = defaultdict(set)
    for person, name, school, role, job in rows:
        held += [(school, code, person) for code in (role, job) if code and not is_of_school(code)]
        names.setdefault(person, (name, role))
        schools[person].add(school)
    several = {
        pk: Worker(pk, name, role, 0 if None in schools[pk] else len(schools[pk]))
        for pk, (name, role) in names.items()
        if None in schools[pk] or len(schools[pk]) > 1
    }
    return Workers(tuple(held), several)


def owners_between(first: date, last: date) -> Owners:
    """Of what has an owner by name. One query."""
    found = Event.objects.filter(due_date__range=(first, last), owner__isnull=False)
    return {pk: (owner, role) for pk, owner, role in found.values_list("pk", "owner_id", "owner_role")}


def asked_of_workers(
    found: Workers, asks: Mapping[int | None, Sequence[Ask]], owners: Owners
) -> dict[int, dict[date, Parts]]:
    """By person and week, each with what asks for how many minutes: nothing where there is no estimate."""
    loads: dict[int, dict[date, Parts]] = defaultdict(lambda: defaultdict(dict))
    for place, some in asks.items():
        held = found.at(place)
        codes = frozenset(held)
        crew = Crew(None, codes)
        for ask in some:
            for role, count in shares(ask.minutes, crew):
                for person in _who(ask, role, held, codes, owners):
                    if person in found.several:
                        parts = loads[person][monday_of(ask.due)]
                        parts[ask.what] = parts.get(ask.what, 0) + count
    return loads


def _who(
    ask: Ask, role: str, held: Mapping[str, frozenset[int]], codes: frozenset[str], owners: Owners
) -> Iterable[int]:
    owner = owners.get(ask.what) if isinstance(ask.what, int) else None
    if owner is not None and asked_of(owner[1], codes, is_school=False) == role:
        return (owner[0],)
    return held.get(role, ())


def owns(found: Workers, worker: Worker, place: int | None, owner_role: str, owner_id: int | None) -> bool:
    """Whether it is theirs to do: by name, or by the role where nobody is named."""
    if owner_id is not None:
        return owner_id == worker.pk
    held = found.at(place)
    return worker.pk in held.get(asked_of(owner_role, frozenset(held), is_school=False), ())


# ------------------------------------------------------------------ the table


@dataclass(frozen=True)
class PeopleLoad:
    weeks: tuple[tuple[Worker, Mapping[date, Week]], ...]  # by name

    @property
    def mondays(self) -> set[date]:
        return {monday for _, weeks in self.weeks for monday in weeks}

    def rows(self, mondays: Sequence[date], school_weeks: frozenset[date]) -> tuple[Row, ...]:
        return tuple(
            Row(
                worker.name,
                "",
                worker.note,
                tuple(
                    Cell(
                        weeks.get(monday),
                        person_url(worker.pk, monday) if monday in weeks else "",
                        is_holiday=monday not in school_weeks,
                    )
                    for monday in mondays
                ),
            )
            for worker, weeks in self.weeks
        )


def people_load(
    asks: Mapping[int | None, Sequence[Ask]], first: date, last: date, *, limit: int, today: date
) -> PeopleLoad:
    """Partners of several schools, and those for the whole trust of whom anything is asked. Two queries."""
    found = workers(today)
    loads = asked_of_workers(found, asks, owners_between(first, last))
    return PeopleLoad(
        tuple(
            (worker, weeks_of_worker(worker, loads.get(worker.pk, {}), limit))
            for worker in found.several.values()
            if worker.schools or worker.pk in loads
        )
    )


def weeks_of_worker(worker: Worker, loads: Mapping[date, Parts], limit: int) -> dict[date, Week]:
    return {monday: Week(monday, worker.role, sum(parts.values()), limit) for monday, parts in loads.items()}


@cache
def _address() -> str:
    return reverse("schedule:load_person", args=[NUMBER, MONDAY])


def person_url(pk: int, monday: date) -> str:
    return _address().replace(str(NUMBER), str(pk)).replace(MONDAY, monday.isoformat())
