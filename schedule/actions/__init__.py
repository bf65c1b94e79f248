"""What people do with an event. Each checks, changes, keeps the history and lets what depends on it follow."""

from schedule.actions.files import attach_file, erase_attachment, remove_attachment
from schedule.actions.moves import move_event, undo_move
from schedule.actions.openings import end_opening, start_opening
from schedule.actions.owned import Wanted, put_event, withdraw_event
from schedule.actions.papers import save_paper, start_paper, submit_paper
from schedule.actions.proposals import (
    agree_date,
    agree_to,
    decline,
    move_at_once,
    propose_date,
    suggest_another,
    withdraw,
)
from schedule.actions.publishing import NotAsShown, NotWhole, publish_edition
from schedule.actions.refusals import ChangedMeanwhile, Refused, WrittenElsewhere
from schedule.actions.states import complete_event, mark_not_needed, see_changes, undo_last

__all__ = [
    "ChangedMeanwhile",
    "NotAsShown",
    "NotWhole",
    "Refused",
    "Wanted",
    "WrittenElsewhere",
    "agree_date",
    "agree_to",
    "attach_file",
    "complete_event",
    "decline",
    "end_opening",
    "erase_attachment",
    "mark_not_needed",
    "move_at_once",
    "move_event",
    "propose_date",
    "publish_edition",
    "put_event",
    "remove_attachment",
    "save_paper",
    "see_changes",
    "start_opening",
    "start_paper",
    "submit_paper",
    "suggest_another",
    "undo_last",
    "undo_move",
    "withdraw",
    "withdraw_event",
]
