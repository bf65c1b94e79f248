"""What a new pack changes against the one before, by the stable codes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from handbook.pack.shape import Pack

MOST_SHOWN = 10


@dataclass(frozen=True)
class Difference:
    """Codes of one sort of thing: processes as P01, steps as P01.book, documents by their own code."""

    sort: str
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)

    def __str__(self) -> str:
        named = (("added", self.added), ("changed", self.changed), ("removed", self.removed))
        return f"{self.sort}: " + "; ".join(
            f"{len(codes)} {what} ({_shown(codes)})" for what, codes in named if codes
        )


def _shown(codes: Sequence[str]) -> str:
    more = len(codes) - MOST_SHOWN
    return ", ".join(codes[:MOST_SHOWN]) + (f" and {more} more" if more > 0 else "")


def compare(old: Pack | None, new: Pack) -> tuple[Difference, ...]:
    """Only the sorts in which something differs. Against no pack at all everything is added."""
    before, after = _things(old), _things(new)
    found = (_difference(sort, before.get(sort, {}), things) for sort, things in after.items())
    return tuple(difference for difference in found if difference)


def _difference(sort: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Difference:
    return Difference(
        sort,
        added=tuple(code for code in new if code not in old),
        changed=tuple(code for code in new if code in old and new[code] != old[code]),
        removed=tuple(code for code in old if code not in new),
    )


def _things(pack: Pack | None) -> dict[str, dict[str, Any]]:
    if pack is None:
        return {}
    return {
        "Chapters": {chapter.code: (chapter, place) for place, chapter in enumerate(pack.chapters)},
        "Processes": {process.code: replace(process, steps=(), documents=()) for process in pack.processes},
        "Steps": {
            f"{process.code}.{step.code}": step for process in pack.processes for step in process.steps
        },
        "Documents": {
            document.code: document for process in pack.processes for document in process.documents
        },
        "Words explained": {term.term: term for term in pack.glossary},
    }
