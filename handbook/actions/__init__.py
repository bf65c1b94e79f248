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
from handbook.actions.writing import keep_unsaved, note_presence, save_writing, throw_away_writing

__all__ = [
    "Checked",
    "InUseError",
    "Loaded",
    "NoRoomError",
    "NotADraftError",
    "OrderChangedError",
    "add_chapter",
    "add_document",
    "add_process",
    "add_step",
    "amend",
    "check_draft",
    "discard",
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
