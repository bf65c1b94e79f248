"""The ribbon's words for days, minutes and closed days."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from schools.terms import ClosedDay

CLOSED = {"inset": "INSET day", "data": "Data day", "closure": "Closed"}


@lru_cache(maxsize=1024)
def full(day: date) -> str:
    """Tuesday 1 December."""
    return f"{day:%A} {day.day} {day:%B}"


def short(day: date) -> str:
    """1 Dec."""
    return f"{day.day} {day:%b}"


def closed(day: ClosedDay) -> str:
    kind = CLOSED.get(day.kind, "Closed")
    if not day.label or day.label.lower() in kind.lower():
        return kind
    return day.label if kind.split()[0].lower() in day.label.lower() else f"{kind}: {day.label}"
