"""Who holds what at a school, and how to name them to the person who reads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from people.access import Access
from people.roles import JOBS, ROLES, is_known, title_of
from schedule.words import lower_first
from schools.models import Appointment, School
from schools.queries import appointed_on


@dataclass(frozen=True)
class Holders:
    """By role or job: the people, as (id, name)."""

    by_code: Mapping[str, tuple[tuple[int, str], ...]]
    reader_id: int | None = None

    def who(self, code: str) -> str:
        """ "You", "Priya Nair, improvement partner", or the title alone where nobody or several are named."""
        people = self.by_code.get(code, ())
        if any(pk == self.reader_id for pk, _ in people):
            return "You"
        title = title_of(code) if is_known(code) else code
        if len(people) == 1:
            return f"{people[0][1]}, {lower_first(title)}"
        return title

    def is_named(self, code: str, name: str) -> bool | None:
        """Whether the reader is the holder of that name; None where nobody of that name holds it."""
        ids = {pk for pk, one in self.by_code.get(code, ()) if one == name}
        return self.reader_id in ids if ids else None

    def owns(self, access: Access, code: str, name: str, school_id: int | None) -> bool:
        """A named owner alone, while they are there; otherwise whoever holds the role."""
        named = self.is_named(code, name)
        return self.is_theirs(access, (code,), school_id) if named is None else named

    def everyone(self, codes: Iterable[str]) -> str:
        """ "You, Tom Okoro, deputy headteacher; and the SENCO" as one short line."""
        said = list(dict.fromkeys(self.who(code) for code in codes))
        said.sort(key=lambda words: words != "You")
        return "; ".join(said)

    def is_theirs(self, access: Access, codes: Iterable[str], school_id: int | None) -> bool:
        return bool(self.theirs(access, codes, school_id))

    def theirs(self, access: Access, codes: Iterable[str], school_id: int | None) -> frozenset[str]:
        """Which are a role or job they hold, or a job that nobody is named for and their role answers for."""
        held = [one for one in access.holdings if one.school_id in (None, school_id)]
        mine = {one.role for one in held} | {one.job for one in held if one.job}
        return frozenset(
            code
            for code in codes
            if code in mine or (code in JOBS and code not in self.by_code and JOBS[code].answers in mine)
        )


@dataclass(frozen=True)
class Places:
    """Some schools by name, each with its trust, and who holds what there and for the whole trust."""

    schools: tuple[School, ...]
    held: tuple[tuple[int | None, str, str, int, str], ...]  # school, role, job, person, name
    heads: tuple[tuple[int | None, date, str], ...] = ()  # school, since when, name

    def holders(self, school_id: int | None, reader_id: int | None = None) -> Holders:
        found: dict[str, dict[int, str]] = defaultdict(dict)
        for at, role, job, person_id, name in self.held:
            if at in (None, school_id):
                found[role][person_id] = name
                if job:
                    found[job][person_id] = name
        return Holders({code: tuple(people.items()) for code, people in found.items()}, reader_id)


def places(school_ids: Iterable[int], today: date, *, urn: int | None = None) -> Places:
    """The schools of these ids, and of this number, where anybody is appointed. One query."""
    here = Q(school=None) | Q(school__in=list(school_ids))
    if urn is not None:
        here |= Q(school__urn=urn)
    rows = (
        Appointment.objects.filter(appointed_on(today), here)
        .select_related("school__trust", "person")
        .only("role", "job", "from_date", "person__name", "school")
        .order_by("person__name", "person_id")
    )
    schools: dict[int, School] = {}
    held, heads = [], []
    for row in rows:
        if row.school is not None:
            schools.setdefault(row.school.pk, row.school)
        held.append((row.school_id, row.role, row.job, row.person_id, row.person.name))
        if row.role == "headteacher":
            heads.append((row.school_id, row.from_date, row.person.name))
    by_name = sorted(schools.values(), key=lambda school: (school.name, school.pk))
    return Places(tuple(by_name), tuple(held), tuple(heads))


def holders_at(school_id: int | None, today: date, reader_id: int | None = None) -> Holders:
    """At the school and for the whole trust. One query."""
    return places([] if school_id is None else [school_id], today).holders(school_id, reader_id)


assert not set(JOBS) & set(ROLES)  # noqa: S101 -- one code must mean one thing
