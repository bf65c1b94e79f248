"""Writing the handbook. Nothing else does."""

from handbook.actions.publishing import Loaded, NotADraftError, load_and_publish, load_pack, publish
from handbook.actions.readings import (
    AskedAlreadyError,
    OtherWordsError,
    ask_for_reading,
    confirm_reading,
    end_reading_request,
)
from handbook.actions.writing import keep_unsaved, note_presence, save_writing, throw_away_writing

__all__ = [
    "AskedAlreadyError",
    "Loaded",
    "NotADraftError",
    "OtherWordsError",
    "ask_for_reading",
    "confirm_reading",
    "end_reading_request",
    "keep_unsaved",
    "load_and_publish",
    "load_pack",
    "note_presence",
    "publish",
    "save_writing",
    "throw_away_writing",
]
