"""Who answers for a role or job at a school. Pure: no Django, no clock."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from people.roles import JOBS, ROLES

Ids = frozenset[int]
NOBODY: Ids = frozenset()


@dataclass(frozen=True, slots=True)
class Held:
    """One appointment in force; `school_id` None is for the whole trust."""

    person_id: int
    role: str
    job: str
    school_id: int | None


class Holders:
    """A job is done by the people named to it; until somebody is named, by everybody in the role that answers."""

    def __init__(self, held: Iterable[Held]) -> None:
        self._by_role: dict[tuple[str, int | None], set[int]] = defaultdict(set)
        self._by_job: dict[tuple[str, int | None], set[int]] = defaultdict(set)
        self._at_school: dict[int | None, set[int]] = defaultdict(set)
        self._people: set[int] = set()
        self._in_trust: dict[str, Ids] = {}
        for one in held:
            self._by_role[one.role, one.school_id].add(one.person_id)
            self._by_job[one.job, one.school_id].add(one.person_id)
            self._at_school[one.school_id].add(one.person_id)
            self._people.add(one.person_id)

    def of(
        self, *, school_id: int | None, owner_id: int | None, owner_role: str, takes_part: Iterable[str]
    ) -> tuple[Ids, Ids]:
        """The owners of an event, and those who take part besides. `school_id` None is an event of the trust.

        A named owner who is no longer appointed there leaves it to the role.
        """
        if owner_id is not None and self._is_there(owner_id, school_id):
            owners: Ids = frozenset({owner_id})
        else:
            owners = self._answering(owner_role, school_id)
        others = NOBODY.union(*(self._answering(code, school_id) for code in takes_part))
        return owners, others - owners

    def _is_there(self, person_id: int, school_id: int | None) -> bool:
        if school_id is None:
            return person_id in self._people
        return person_id in self._at_school.get(school_id, ()) or person_id in self._at_school.get(None, ())

    def _answering(self, code: str, school_id: int | None) -> Ids:
        if school_id is not None:
            return self._at(code, school_id)
        if code not in self._in_trust:  # every headteacher is asked to the trust's meeting of headteachers
            self._in_trust[code] = NOBODY.union(*(self._at(code, place) for place in list(self._at_school)))
        return self._in_trust[code]

    def _at(self, code: str, school_id: int | None) -> Ids:
        if code in JOBS:
            named = self._found(self._by_job, code, school_id)
            return named or self._found(self._by_role, JOBS[code].answers, school_id)
        return self._found(self._by_role, code, school_id) if code in ROLES else NOBODY

    @staticmethod
    def _found(index: dict[tuple[str, int | None], set[int]], code: str, school_id: int | None) -> Ids:
        return frozenset(index.get((code, school_id), ())) | frozenset(index.get((code, None), ()))
