"""Who answers for a role or job at a school. Pure: no Django, no clock."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from people.roles import JOBS, ROLES

Ids = frozenset[int]
NOBODY: Ids = frozenset()
# Where a school has nobody in the role, its headteacher answers.
FALLS_TO_HEAD = frozenset({"senior_leader", "middle_leader"})


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
        self._by_code: dict[tuple[str, int | None], set[int]] = defaultdict(set)
        self._by_school: dict[int | None, set[int]] = defaultdict(set)
        self._in_trust: dict[str, Ids] = {}
        for one in held:
            self._by_code[one.role, one.school_id].add(one.person_id)
            if one.job:
                self._by_code[one.job, one.school_id].add(one.person_id)
            self._by_school[one.school_id].add(one.person_id)

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
            return any(person_id in people for people in self._by_school.values())
        return person_id in self._by_school.get(school_id, ()) or person_id in self._by_school.get(None, ())

    def _answering(self, code: str, school_id: int | None) -> Ids:
        if school_id is not None:
            return self._at(code, school_id)
        if code not in self._in_trust:  # every headteacher is asked to the trust's meeting of headteachers
            places = tuple(self._by_school)
            self._in_trust[code] = NOBODY.union(*(self._at(code, place) for place in places))
        return self._in_trust[code]

    def _at(self, code: str, school_id: int | None) -> Ids:
        if code in JOBS:
            return self._found(code, school_id) or self._at(JOBS[code].answers, school_id)
        if code not in ROLES:
            return NOBODY
        found = self._found(code, school_id)
        return self._found("headteacher", school_id) if not found and code in FALLS_TO_HEAD else found

    def _found(self, code: str, school_id: int | None) -> Ids:
        return frozenset(self._by_code.get((code, school_id), ())) | self._by_code.get((code, None), set())
