"""What a build would change, or has changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from schools.models import School

Dates = tuple[date, date]  # the day it opens and the day it is due


class Change(NamedTuple):
    school: School | None  # None is the trust
    key: str
    title: str
    old: Dates | None
    new: Dates | None
    pk: int | None = None  # of the event; what is added has none yet
    owner: str = ""
    why: str = ""  # why it is kept, what it was called, or what moved it, in plain words

    @property
    def ref(self) -> str:
        return self.key.partition("#")[0]

    @property
    def process(self) -> str:
        return self.key.partition(".")[0]

    @property
    def where(self) -> str:
        return self.school.known_as if self.school else "The trust"

    def say(self) -> str:
        return f"{self.where}: {self.title} ({self.key}), {self._dates()}"

    def _dates(self) -> str:
        if self.old is None or self.new is None or self.old == self.new:
            return _say(self.new or self.old)
        return f"{_say(self.old)} -> {_say(self.new)}"


@dataclass(frozen=True)
class Difference:
    """`kept`: the rules would move or withdraw these, but somebody acted on them, so they stand."""

    added: tuple[Change, ...] = ()
    moved: tuple[Change, ...] = ()
    withdrawn: tuple[Change, ...] = ()
    retitled: tuple[Change, ...] = ()
    kept: tuple[Change, ...] = ()
    repointed: int = 0  # events that only changed their place in the handbook, their owner or their notes
    unchanged: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.moved or self.withdrawn or self.retitled or self.repointed)

    def summary(self) -> str:
        return (
            f"{len(self.added)} added, {len(self.moved)} moved, {len(self.withdrawn)} withdrawn, "
            f"{len(self.retitled)} retitled, {len(self.kept)} kept as people left them, "
            f"{self.repointed} otherwise updated, {self.unchanged} unchanged"
        )


def _say(dates: Dates | None) -> str:
    if dates is None:
        return "no date"
    opens, due = dates
    said = f"{due:%a} {due.day} {due:%b %Y}"
    return said if opens == due else f"{opens:%a} {opens.day} {opens:%b} to {said}"
