"""Who has read what the lead asks for, by who is appointed where today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from handbook.models import Process, Reading, ReadingRequest
from handbook.queries import Change, changes_since, codes_held, current_edition, open_requests
from people.access import Holding
from people.models import User
from people.roles import ROLES, title_of
from schedule.words import lower_first
from schools.models import Appointment, School
from schools.queries import appointed_on

OF_THE_TRUST = "The trust"
MOST_ENDED = 20


@dataclass(frozen=True)
class Reader:
    """Somebody who is asked to read. Without `reading` they never did; with `change` they read other words."""

    person: User
    schools: tuple[School, ...]
    titles: tuple[str, ...]
    roles: frozenset[str]
    reading: Reading | None
    change: Change | None

    @property
    def has_read(self) -> bool:
        return self.reading is not None and self.change is None

    @property
    def where(self) -> str:
        return ", ".join(school.known_as for school in self.schools) or OF_THE_TRUST

    @property
    def what(self) -> str:
        return ", ".join((self.titles[0], *map(lower_first, self.titles[1:])))


@dataclass(frozen=True)
class Asked:
    """An open request and whom it concerns: who has not read it first, then by school and name."""

    request: ReadingRequest
    process: Process | None  # None when it is no longer part of the handbook
    readers: tuple[Reader, ...]

    @property
    def titles(self) -> str:
        return ", ".join(map(title_of, self.request.roles))

    @property
    def read(self) -> int:
        return sum(reader.has_read for reader in self.readers)

    @property
    def to_go(self) -> int:
        return len(self.readers) - self.read

    @property
    def title(self) -> str:
        return (
            self.process.title if self.process else f"{self.request.process_code}, no longer in the handbook"
        )

    def narrowed(self, urn: int | None, role: str) -> tuple[Reader, ...]:
        return tuple(
            reader
            for reader in self.readers
            if (urn is None or any(school.urn == urn for school in reader.schools))
            and (not role or role in reader.roles)
        )

    @property
    def schools(self) -> tuple[School, ...]:
        """To choose from."""
        found = {school.pk: school for reader in self.readers for school in reader.schools}
        return tuple(sorted(found.values(), key=lambda school: (school.name, school.pk)))

    @property
    def roles(self) -> list[tuple[str, str]]:
        held = {role for reader in self.readers for role in reader.roles}
        return [(code, role.title) for code, role in ROLES.items() if code in held]


def asked_readings(today: date) -> tuple[Asked, ...]:
    """Every open request. Five queries, however many there are."""
    return asked(list(open_requests()), today)


def ended_requests() -> tuple[ReadingRequest, ...]:
    rows = ReadingRequest.objects.exclude(ended_at=None).select_related("asked_by", "ended_by")
    return tuple(rows.order_by("-ended_at", "-pk")[:MOST_ENDED])


def asked(requests: Sequence[ReadingRequest], today: date) -> tuple[Asked, ...]:
    edition = current_edition() if requests else None
    if edition is None:
        return tuple(Asked(request, None, ()) for request in requests)
    codes = {request.process_code for request in requests}
    processes = {process.code: process for process in edition.processes.filter(code__in=codes)}
    held = _held(today)
    readings: dict[str, dict[int, Reading]] = defaultdict(dict)
    rows = list(Reading.objects.filter(process_code__in=codes).select_related("edition"))
    for reading in rows:
        readings[reading.process_code][reading.person_id] = reading
    changes = changes_since(rows, edition)
    return tuple(
        Asked(
            request,
            processes.get(request.process_code),
            _readers(request, held, readings[request.process_code], changes)
            if request.process_code in processes
            else (),
        )
        for request in requests
    )


def _held(today: date) -> dict[User, list[Appointment]]:
    rows = (
        Appointment.objects.filter(appointed_on(today), person__is_active=True, role__in=ROLES)
        .select_related("person", "school")
        .order_by("pk")
    )
    held: dict[User, list[Appointment]] = defaultdict(list)
    for row in rows:
        held[row.person].append(row)
    return held


def _readers(
    request: ReadingRequest,
    held: dict[User, list[Appointment]],
    readings: dict[int, Reading],
    changes: dict[int, Change],
) -> tuple[Reader, ...]:
    wanted, found = set(request.roles), []
    for person, appointments in held.items():
        here = [one for one in appointments if codes_held([_holding(one)]) & wanted]
        if here:
            reading = readings.get(person.pk)
            change = changes.get(reading.pk) if reading else None
            found.append(_reader(person, here, reading, change))
    return tuple(sorted(found, key=lambda one: (one.has_read, one.where, one.person.name, one.person.pk)))


def _holding(one: Appointment) -> Holding:
    return Holding(one.role, one.school_id, one.job)


def _reader(
    person: User, appointments: Iterable[Appointment], reading: Reading | None, change: Change | None
) -> Reader:
    schools = {one.school.pk: one.school for one in appointments if one.school}
    return Reader(
        person,
        tuple(sorted(schools.values(), key=lambda school: (school.name, school.pk))),
        tuple(dict.fromkeys(title_of(one.job or one.role) for one in appointments)),
        frozenset(one.role for one in appointments),
        reading,
        change,
    )
