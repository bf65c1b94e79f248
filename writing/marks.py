"""Marks of values: how a save can tell which fields somebody changed, and whether somebody else did meanwhile."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from people.models import User


def mark_of(value: object) -> str:
    """The same for equal values: a page carries it, so that a save can see whether a field changed meanwhile."""
    text = json.dumps(value, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Change:
    """A field that somebody wrote in. `start` is the mark of the value that stood there when they began."""

    name: str
    start: str
    value: Any
    marked: Callable[[Any], str] = mark_of

    @property
    def mark(self) -> str:
        return self.marked(self.value)


@dataclass(frozen=True)
class Conflict:
    """A field that was saved differently meanwhile. `who` is None where it is not certain who did."""

    name: str
    mine: Any
    theirs: Any
    who: User | None
    at: datetime | None
    is_own: bool = False  # the same person did, in another window


@dataclass(frozen=True)
class Saved:
    """`gone` says why nothing could be saved, in a word of the page that asked: "removed", "published" …"""

    gone: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)  # as they stand now, of every field of the form
    written: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


def laid_over(
    changes: Iterable[Change], stored: Mapping[str, Any]
) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
    """What is to be written, and what somebody else changed meanwhile to something different.

    A field that holds by now what was sent is in neither.
    """
    written, clashing = [], []
    for change in changes:
        mark = change.marked(stored[change.name])
        if mark == change.start:
            written.append(change)
        elif mark != change.mark:
            clashing.append(change)
    return tuple(written), tuple(clashing)
