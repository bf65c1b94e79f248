"""An event as the planner names it, and the same on one day at several schools as one line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from html import escape

from django.utils.safestring import SafeString

from schedule.queries.items import Item
from schedule.queries.planner.choices import OTHER
from schedule.words import STANDINGS, SchoolTime, standing_of, state_words

TRUST_NAME = "The trust"
MOST_PLACES = 12
# A shape for each kind, as in the ribbon; how it stands changes it.
SHAPES = {"task": "square", "review": "square", "deadline": "diamond", "publication": "diamond"}
TAGS = {"done": "done", "not_needed": "off", "late": "late", "agreed": "info", "planned": ""}


@dataclass(frozen=True, slots=True)
class Entry:
    item: Item
    where: str
    standing: str
    state: str  # in words

    @property
    def owner(self) -> str:
        return self.item.owner_name or self.item.owner_title

    @property
    def tag(self) -> str:
        return TAGS[self.standing]

    @property
    def clock(self) -> str:
        """ "9:15", or nothing."""
        hour, _, rest = self.item.start.partition(":")
        return f"{int(hour)}:{rest[:2]}" if rest else ""

    @property
    def marked(self) -> SafeString:
        """Its shape and its title, linked. Written here: a week of a hundred schools has four hundred of them."""
        said = {"late": "Late: ", "done": "Done: ", "not_needed": "Not needed: "}.get(self.standing, "")
        unseen = f'<span class="unseen">{said}</span>' if said else ""
        clock = f"{self.clock} " if self.clock else ""
        return SafeString(
            f'<a class="ev {SHAPES.get(self.item.kind, "circle")} {self.standing}" href="{self.item.url}">'
            f"{unseen}{clock}{escape(self.item.title)}</a>"
        )


@dataclass(frozen=True, slots=True)
class Group:
    entries: tuple[Entry, ...]

    @property
    def first(self) -> Entry:
        return self.entries[0]

    @property
    def is_one(self) -> bool:
        return len(self.entries) == 1

    @property
    def shown(self) -> tuple[Entry, ...]:
        return self.entries[:MOST_PLACES]

    @property
    def more(self) -> int:
        return len(self.entries) - MOST_PLACES

    @property
    def process(self) -> str:
        code, dot, _ = self.first.item.key.partition(".")
        return code if dot else OTHER

    @property
    def shape(self) -> str:
        """Filled or a triangle only where all of them stand so."""
        standings = {entry.standing for entry in self.entries}
        standing = standings.pop() if len(standings) == 1 else "planned"
        return f"{SHAPES.get(self.first.item.kind, 'circle')} {standing}"

    @property
    def late(self) -> int:
        return sum(entry.standing == "late" for entry in self.entries)


def entries_of(
    items: Iterable[Item], names: Mapping[int | None, str], time: SchoolTime, today: date
) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            item,
            names.get(item.school_id, TRUST_NAME),
            standing_of(item.state, item.due, today),
            state_words(item.state, item.due, today, time),
        )
        for item in items
    )


def grouped(entries: Iterable[Entry]) -> tuple[Group, ...]:
    """What stands on one day, in its order; the same at several schools together."""
    together: dict[str, list[Entry]] = {}
    for entry in entries:
        together.setdefault(entry.item.title, []).append(entry)
    return tuple(Group(tuple(same)) for same in together.values())


assert set(TAGS) == set(STANDINGS)  # noqa: S101 -- a way to stand without its mark stops the portal at its start
