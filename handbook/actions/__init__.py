"""Writing the handbook. Nothing else does."""

from handbook.actions.drafts import InUseError, amend, discard
from handbook.actions.parts import (
    NoRoomError,
    OrderChangedError,
    add_chapter,
    add_document,
    add_process,
    add_step,
    order_parts,
    order_processes,
    remove,
)
from handbook.actions.publishing import (
    Checked,
    Loaded,
    NotADraftError,
    check_draft,
    load_and_publish,
    load_pack,
    publish,
)
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
    "Checked",
    "InUseError",
    "Loaded",
    "NoRoomError",
    "NotADraftError",
    "OrderChangedError",
    "OtherWordsError",
    "add_chapter",
    "add_document",
    "add_process",
    "add_step",
    "amend",
    "ask_for_reading",
    "check_draft",
    "confirm_reading",
    "discard",
    "end_reading_request",
    "keep_unsaved",
    "load_and_publish",
    "load_pack",
    "note_presence",
    "order_parts",
    "order_processes",
    "publish",
    "remove",
    "save_writing",
    "throw_away_writing",
]
