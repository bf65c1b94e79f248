"""Dated events, and what happens to them. One table of events: nothing else carries a due date."""

from schedule.models.archives import YearArchive
from schedule.models.editions import Amendment
from schedule.models.events import Event, StateChange
from schedule.models.feeds import FeedToken
from schedule.models.files import Attachment, Paper
from schedule.models.moves import Move, Proposal
from schedule.models.openings import Opening

__all__ = [
    "Amendment",
    "Attachment",
    "Event",
    "FeedToken",
    "Move",
    "Opening",
    "Paper",
    "Proposal",
    "StateChange",
    "YearArchive",
]
