"""Writing the handbook. Nothing else does."""

from handbook.actions.checking import LOOKED_AT, Finding, handbook_findings
from handbook.actions.publishing import (
    Checked,
    Loaded,
    NotADraftError,
    check_draft,
    load_and_publish,
    load_pack,
    publish,
)
from handbook.actions.writing import keep_unsaved, note_presence, save_writing, throw_away_writing

__all__ = [
    "LOOKED_AT",
    "Checked",
    "Finding",
    "Loaded",
    "NotADraftError",
    "check_draft",
    "handbook_findings",
    "keep_unsaved",
    "load_and_publish",
    "load_pack",
    "note_presence",
    "publish",
    "save_writing",
    "throw_away_writing",
]
