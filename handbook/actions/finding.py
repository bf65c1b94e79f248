"""Keeping what search finds in step with the edition in force."""

from handbook.queries import current_edition
from handbook.queries.findable import FINDABLE, entries_of
from search.actions import replace_entries


def make_findable() -> int:
    """Search finds the edition in force and nothing of any other. How many entries there are."""
    edition = current_edition()
    return replace_entries(kinds=FINDABLE, entries=entries_of(edition) if edition else ())
