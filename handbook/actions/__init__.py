"""Writing the handbook. Nothing else does."""

from handbook.actions.publishing import Loaded, NotADraftError, load_and_publish, load_pack, publish
from handbook.actions.writing import keep_unsaved, note_presence, save_writing, throw_away_writing

__all__ = [
    "Loaded",
    "NotADraftError",
    "keep_unsaved",
    "load_and_publish",
    "load_pack",
    "note_presence",
    "publish",
    "save_writing",
    "throw_away_writing",
]
