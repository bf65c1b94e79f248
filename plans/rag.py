"""The letters of a review, each with its word and its shape. Pure: pages, PDFs and Word files say the same.

A colour never stands alone: a reader who sees none has the letter, the word and the shape.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Mark:
    letter: str
    word: str
    shape: str  # a letter of DejaVu Sans
    kind: str  # of the stylesheets

    def __str__(self) -> str:
        return f"{self.letter}, {self.word}"


MARKS: Mapping[str, Mark] = {
    "B": Mark("B", "Complete and embedded", "◆", "blue"),
    "G": Mark("G", "On track", "●", "green"),
    "A": Mark("A", "Needs attention", "▲", "amber"),
    "R": Mark("R", "Off track", "■", "red"),
    "N": Mark("N", "Not started or paused", "○", "grey"),
}
KEY = tuple(MARKS.values())
DIRECTIONS: Mapping[str, str] = {"up": "Improving", "level": "Holding", "down": "Declining"}
ARROWS: Mapping[str, str] = {"up": "↗", "level": "→", "down": "↘"}
CONFIDENCE: Mapping[str, str] = {
    "high": "High confidence",
    "medium": "Medium confidence",
    "low": "Low confidence",
}
TERMS: Mapping[str, str] = {"AUT": "Autumn", "SPR": "Spring", "SUM": "Summer"}


def term_of(period: str) -> str:
    """The term a half-term lies in: "Autumn" for AUT2."""
    return TERMS.get(period[:3], period)
