"""Priorities and objectives while they are put together, and how a file points to them: by title, or by number."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from plans.sheet import (
    ActionLine,
    CriterionLine,
    MilestoneLine,
    MonitoringLine,
    ObjectiveSheet,
    PrioritySheet,
)

_NUMBER = r"(\d{1,2}(?:\.\d{1,2})?)"
_MARK = r"[.:)–—-]"
# "1", "1.2", "1. Reading", "1.2 By July …", and not "80% of pupils …"
_NUMBERED = re.compile(rf"{_NUMBER}\s*(?:{_MARK}*|{_MARK}+\s+(.+)|(?<=\.\d)\s+(\D.*))", re.DOTALL)
_NAMED = {
    word: re.compile(rf"(?:\w+ )?{word}\s*{_NUMBER}?\s*({_MARK}*)\s*(.*)", re.IGNORECASE | re.DOTALL)
    for word in ("priority", "objective")
}


@dataclass
class ObjectivePart:
    line: int
    text: str
    lead: str = ""
    supporter: str = ""
    criteria: list[CriterionLine] = field(default_factory=list)
    milestones: list[MilestoneLine] = field(default_factory=list)
    actions: list[ActionLine] = field(default_factory=list)
    monitoring: list[MonitoringLine] = field(default_factory=list)

    def sheet(self) -> ObjectiveSheet:
        return ObjectiveSheet(
            self.line, self.text, self.lead, self.supporter, tuple(self.criteria), tuple(self.milestones),
            tuple(self.actions), tuple(self.monitoring),
        )  # fmt: skip


@dataclass
class PriorityPart:
    line: int
    number: int
    title: str
    called: str  # the title in the file, however long
    because: str = ""
    lead: str = ""
    supporter: str = ""
    governor: str = ""
    stop: str = ""
    objectives: list[ObjectivePart] = field(default_factory=list)

    def sheet(self, number: int) -> PrioritySheet:
        return PrioritySheet(
            self.line, number, self.title, self.because, (), "", self.lead, self.supporter, self.governor, "",
            self.stop, (), tuple(one.sheet() for one in self.objectives),
        )  # fmt: skip

    def objective(self, text: str) -> ObjectivePart | None:
        number, words = split_objective(text)
        for one in self.objectives:
            if words and same(one.text, words):
                return one
        if number and not words and number <= len(self.objectives):
            return self.objectives[number - 1]
        return None


@dataclass
class Parts:
    priorities: list[PriorityPart] = field(default_factory=list)

    def priority(self, text: str) -> PriorityPart | None:
        """By its title; else by its number."""
        number, title = split_priority(text)
        for one in self.priorities:
            if title and same(one.called, title):
                return one
        return next((one for one in self.priorities if number and one.number == number), None)


def split_priority(text: str) -> tuple[int, str]:
    """Its number, or 0, and its title: "Priority 1: Reading", "1. Reading", "1" or "Reading"."""
    number, words = _split("priority", text)
    return int(number.partition(".")[0] or 0), words


def split_objective(text: str) -> tuple[int, str]:
    """ "1.2 By July …" is the second of the first priority."""
    number, words = _split("objective", text)
    return int(number.rpartition(".")[2] or 0), words


def same(one: str, other: str) -> bool:
    return _words(one) == _words(other)


def bullets(text: str) -> list[str]:
    """A list of several is so many; anything else is one."""
    lines = [line for line in text.split("\n") if line]
    if len(lines) > 1 and all(line.startswith("•") for line in lines):
        return [line.lstrip("• ") for line in lines]
    return ["\n".join(line.lstrip("• ") if len(lines) == 1 else line for line in lines)] if lines else []


def _split(word: str, text: str) -> tuple[str, str]:
    said = " ".join(text.replace("•", " ").split())
    named = _NAMED[word].fullmatch(said)
    if named and (named[1] or named[2] or not named[3]):
        return named[1] or "", named[3]
    numbered = _NUMBERED.fullmatch(said)
    if numbered:
        return numbered[1], numbered[2] or numbered[3] or ""
    return "", said


def _words(text: str) -> str:
    return re.sub(r"\W+", " ", text.casefold()).strip()
