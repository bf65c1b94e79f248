"""What is noticed while a plan is put together: faults, remarks, names, and what days and costs were read as."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import count

from plans.importing.draft import Fault, NameLine, Owners, ReadAs
from plans.importing.mapping import Mapping
from plans.importing.people import GOVERN, LEAD, LOOK, People, Person, names_in, plain
from plans.importing.tables import Spot
from plans.importing.values import in_year, read_cost, read_day, read_period
from schools.terms import Calendar, say_day, year_code

WHY_NOT = {
    LEAD: "Is not on the staff here, and only they lead or support.",
    GOVERN: "Is no governor here.",
    LOOK: "",
}
KEEP = "Leave it empty and keep the words as a remark"


@dataclass
class Notebook:
    mapping: Mapping
    people: People
    calendar: Calendar
    period_names: dict[str, str]
    faults: dict[str, Fault] = field(default_factory=dict)
    notes: dict[str, None] = field(default_factory=dict)
    origins: dict[int, str] = field(default_factory=dict)
    owners: dict[int, Owners] = field(default_factory=dict)
    remarks: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    _read: dict[tuple[str, str], ReadAs] = field(default_factory=dict)
    _names: dict[str, NameLine] = field(default_factory=dict)
    _numbers: count[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.chosen = {plain(name): pk for name, pk in self.mapping.people}

    def line(self, where: str) -> int:
        number = next(self._numbers)
        self.origins[number] = where
        return number

    def note(self, said: str) -> None:
        self.notes[said] = None

    def remark(self, priority: int, spot: Spot, label: str) -> None:
        said = f"{spot.where}, {label}: {spot.text}"
        if said not in self.remarks[priority]:
            self.remarks[priority].append(said)

    def fault(self, where: str, code: str, said: str, answer: str = "") -> bool:
        """Whether it was answered, so that one may go on."""
        key = f"{where}|{code}"
        settled = bool(answer) and key in self.mapping.settled
        self.faults[key] = Fault(key, where, said, answer, settled)
        return settled

    # ------------------------------------------------------------ values

    def day(self, spot: Spot | None, priority: int, label: str, *, begins: bool = False) -> date | None:
        if spot is None or not spot.text:
            return None
        found = read_day(spot.text, self.calendar, self.period_names, begins=begins)
        self._was_read(spot, found.said, is_read=found.day is not None)
        if found.day is None:
            self.remark(priority, spot, label)
            return None
        start = self.calendar.start_year
        if not in_year(found.day, start):
            said = f"“{spot.text}” is {say_day(found.day)}, outside {year_code(start)}."
            self.fault(spot.where, "outside", said, KEEP)
            self.remark(priority, spot, label)
            return None
        return found.day

    def period(self, spot: Spot | None, priority: int, label: str) -> str:
        if spot is None or not spot.text:
            return ""
        code = read_period(spot.text, self.calendar, self.period_names)
        self._was_read(
            spot,
            f"by the end of {self.period_names[code]}"
            if code
            else "no half-term of this year can be read in it",
            is_read=bool(code),
        )
        if not code:
            self.remark(priority, spot, label)
        return code

    def cost(self, spot: Spot | None, priority: int) -> Decimal | None:
        if spot is None or not spot.text:
            return None
        found = read_cost(spot.text)
        self._was_read(spot, found.said, is_read=found.amount is not None or found.said == "no cost")
        if found.is_fault:
            self.fault(spot.where, "cost", f"The cost “{_short(spot.text)}”: {found.said}.", KEEP)
        if found.amount is None and found.said != "no cost":
            self.remark(priority, spot, "cost")
        return found.amount

    def fitted(self, spot: Spot | None, most: int, priority: int, label: str) -> str:
        """The words, cut where that was allowed."""
        if spot is None or not spot.text:
            return ""
        text = " ".join(spot.text.split())
        if len(text) <= most:
            return text
        self.fault(
            spot.where, f"long-{label}",
            f"{label[0].upper()}{label[1:]} has {len(text)} letters; a plan keeps {most}: “{_short(text)}”.",
            f"Keep the first {most - 1} letters, and the whole as a remark",
        )  # fmt: skip
        self.remark(priority, replace(spot, text=text), label)
        return f"{text[: most - 1]}…"

    # ------------------------------------------------------------ people

    def persons(self, spot: Spot | None, priority: int, label: str, part: str = LEAD) -> list[Person]:
        """Those in the cell who are known, in their order. A name that is nobody's stays as a remark."""
        if spot is None or not spot.text:
            return []
        found = [(name, self._person(name, spot, part)) for name in names_in(spot.text)]
        if any(person is None for _, person in found):
            self.remark(priority, spot, label)
        return list(dict.fromkeys(person for _, person in found if person))

    def own(
        self, line: int, lead: list[Person], supporter: list[Person], governor: list[Person] | None = None
    ) -> tuple[str, str, str]:
        """Two in the cell of the lead: the second supports, where nobody else does."""
        if len(lead) > 1 and not supporter:
            lead, supporter = lead[:1], lead[1:]
        first = [some[0] if some else None for some in (lead, supporter, governor or [])]
        self.owners[line] = Owners(*(person.pk if person else None for person in first))
        for some in (lead[1:], supporter[1:]):
            for person in some:
                self.note(
                    f"{self.origins[line]}: {person.name} is named beside others and has no place of their own."
                )
        return (
            first[0].name if first[0] else "",
            first[1].name if first[1] else "",
            first[2].name if first[2] else "",
        )

    def _person(self, name: str, spot: Spot, part: str) -> Person | None:
        found = self.people.called(name)
        key = plain(name)
        if len(found) == 1 and found[0].may(part) and key not in self.chosen:
            return found[0]
        left = self.people.left_on(name) if not found else None
        chosen = self.chosen.get(key)
        if len(found) > 1:
            why = f"Is the name of {len(found)} people here."
        elif found:
            why = WHY_NOT[part]
        elif left:
            why = f"Left on {say_day(left)}."
        else:
            why = ""
        before = self._names.get(key)
        places = (*before.places, spot.where) if before else (spot.where,)
        must = bool(left) or len(found) > 1
        self._names[key] = NameLine(before.name if before else name, why, chosen, places, must)
        if must and chosen is None:
            where = before.places[0] if before else spot.where
            said = f"“{name}” {why[0].lower()}{why[1:]} Choose somebody, or nobody, under “Names”."
            self.fault(where, f"name-{key}", said)
        person = self.people.by_pk(chosen) if chosen else None
        if person is not None and not person.may(part):
            self.note(f"{spot.where}: {person.name} is not put there. {WHY_NOT[part]}")
            return None
        return person

    # ------------------------------------------------------------ what came of it

    @property
    def read_as(self) -> tuple[ReadAs, ...]:
        return tuple(self._read.values())

    @property
    def names(self) -> tuple[NameLine, ...]:
        return tuple(self._names.values())

    def _was_read(self, spot: Spot, said: str, *, is_read: bool) -> None:
        raw = _short(spot.text or "")
        before = self._read.get((raw, said))
        places = (*before.places, spot.where) if before else (spot.where,)
        self._read[raw, said] = ReadAs(raw, said, is_read, places)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 80 else f"{text[:79]}…"
