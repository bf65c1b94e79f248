"""Names in a file, and who they are. A name is somebody only when it is exactly theirs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

_BETWEEN = re.compile(r"\s*(?:[/&,;+\n]|\band\b|\bwith\b)\s*")


LEAD, GOVERN, LOOK = "lead", "govern", "look"


@dataclass(frozen=True)
class Person:
    pk: int
    name: str
    title: str  # what they are at the school
    may_lead: bool = True  # and support; everybody here may look whether it works
    may_govern: bool = False

    def may(self, part: str) -> bool:
        return {LEAD: self.may_lead, GOVERN: self.may_govern}.get(part, True)


@dataclass(frozen=True)
class People:
    here: tuple[Person, ...]
    left: Mapping[str, date]  # the names of those who were here, and their last day

    @cached_property
    def _by_name(self) -> Mapping[str, list[Person]]:
        found: dict[str, list[Person]] = defaultdict(list)
        for person in self.here:
            found[plain(person.name)].append(person)
        return found

    @cached_property
    def _left(self) -> Mapping[str, date]:
        return {plain(name): day for name, day in self.left.items()}

    def called(self, name: str) -> tuple[Person, ...]:
        """More than one have to be told apart by whoever brings the plan in."""
        return tuple(self._by_name.get(plain(name), ()))

    def left_on(self, name: str) -> date | None:
        return self._left.get(plain(name))

    def by_pk(self, pk: int) -> Person | None:
        return next((person for person in self.here if person.pk == pk), None)


def plain(name: str) -> str:
    return " ".join(name.replace("’", "'").casefold().split())


def names_in(text: str) -> tuple[str, ...]:
    """The names in a cell, in their order: "Sam Okafor / Jo Bell"."""
    pieces = (piece.strip(" .•") for piece in _BETWEEN.split(text.replace("•", "\n")))
    return tuple(dict.fromkeys(" ".join(piece.split()) for piece in pieces if piece))
