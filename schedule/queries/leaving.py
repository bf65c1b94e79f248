"""A school that has left, for the apps above."""

from __future__ import annotations

from datetime import date

from schedule.building import has_left, left_words
from schools.models import School


def why_left(school: School | None, today: date) -> str:
    """One sentence from the day after its last, or nothing."""
    return left_words(school) if school is not None and has_left(school, today) else ""
