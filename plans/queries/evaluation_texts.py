"""What pages hand to the actions of self-evaluation.

Texts that two people may be writing in at once: each has a mark, by which a change is seen.
"""

import hashlib
from dataclasses import dataclass

from plans.models import Grade


def tidy(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def mark_of(text: str) -> str:
    return hashlib.sha256(tidy(text).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class TextChange:
    """`start` is the mark of what the page was made with."""

    name: str
    start: str
    text: str


@dataclass(frozen=True)
class Agreed:
    """`difference` says in words what school and partner saw differently."""

    grade: Grade
    difference: str = ""
