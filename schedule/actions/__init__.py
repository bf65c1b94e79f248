"""What people do with an event. Each checks, changes, keeps the history and lets what depends on it follow."""

from schedule.actions.files import attach_file, remove_attachment
from schedule.actions.moves import move_event
from schedule.actions.owned import Wanted, put_event, withdraw_event
from schedule.actions.papers import save_paper, start_paper, submit_paper
from schedule.actions.publishing import NotAsShown, NotWhole, publish_edition
from schedule.actions.refusals import ChangedMeanwhile, Refused
from schedule.actions.states import complete_event, mark_not_needed, see_changes, undo_last

__all__ = [
    "ChangedMeanwhile",
    "NotAsShown",
    "NotWhole",
    "Refused",
    "Wanted",
    "attach_file",
    "complete_event",
    "mark_not_needed",
    "move_event",
    "publish_edition",
    "put_event",
    "remove_attachment",
    "save_paper",
    "see_changes",
    "start_paper",
    "submit_paper",
    "undo_last",
    "withdraw_event",
]
