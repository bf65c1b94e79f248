"""The timing language: when a step happens, in the words of school life. Pure: no Django, no school's dates.

`parse` reads a text into a Timing or refuses it with a TimingError; `print_timing` writes the canonical
text (`parse(print_timing(t)) == t`); `friendly` says it for a page. What a timing means in one school's
year is worked out by schedule.dates. The texts are listed in docs/pack.md.
"""

from handbook.timing.kinds import (
    MOST_WEEKS,
    PERIODS,
    TRIGGERS,
    UNITS,
    ByDay,
    Each,
    Inset,
    OnDay,
    Relative,
    Single,
    Timing,
    TimingError,
    Trigger,
    Weeks,
    references,
    triggers,
)
from handbook.timing.reading import parse
from handbook.timing.writing import friendly, print_timing

__all__ = [
    "MOST_WEEKS",
    "PERIODS",
    "TRIGGERS",
    "UNITS",
    "ByDay",
    "Each",
    "Inset",
    "OnDay",
    "Relative",
    "Single",
    "Timing",
    "TimingError",
    "Trigger",
    "Weeks",
    "friendly",
    "parse",
    "print_timing",
    "references",
    "triggers",
]
