"""What the pages, the calendar and the documents read. Only the edition in force, unless an edition is given."""

from handbook.queries.reading import (
    IN_FORCE,
    MOST_TIMINGS,
    WORDS_A_MINUTE,
    ChapterEntries,
    Entry,
    ProcessBundle,
    codes_held,
    codes_of,
    contents,
    current_edition,
    narrowed,
    process_bundle,
    processes_in_force,
    reading_minutes,
    step_titles,
    steps_in_force,
)
from handbook.queries.words import (
    ChangedPart,
    ChangedProcess,
    changed_frame,
    changed_words,
)

__all__ = [
    "IN_FORCE",
    "MOST_TIMINGS",
    "WORDS_A_MINUTE",
    "ChangedPart",
    "ChangedProcess",
    "ChapterEntries",
    "Entry",
    "ProcessBundle",
    "changed_frame",
    "changed_words",
    "codes_held",
    "codes_of",
    "contents",
    "current_edition",
    "narrowed",
    "process_bundle",
    "processes_in_force",
    "reading_minutes",
    "step_titles",
    "steps_in_force",
]
