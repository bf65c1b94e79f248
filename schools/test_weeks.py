"""The weeks of national tests in primary schools, by the year a school year begins in. Data: add each year when told.

Worked out from the years before. Check each against the page of the Standards and Testing Agency before relying on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

SOURCE = "gov.uk, “Primary assessments: future dates”"
PRIMARY = frozenset({"primary", "all_through"})


@dataclass(frozen=True, slots=True)
class TestWeek:
    label: str
    first: date
    last: date
    phases: frozenset[str] = PRIMARY


TEST_WEEKS: dict[int, tuple[TestWeek, ...]] = {
    2026: (
        TestWeek("Key stage 2 tests", date(2027, 5, 10), date(2027, 5, 13)),
        TestWeek("Multiplication tables check", date(2027, 6, 7), date(2027, 6, 18)),
        TestWeek("Phonics screening check", date(2027, 6, 14), date(2027, 6, 18)),
    ),
}
