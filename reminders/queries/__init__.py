"""Reads: who gets the weekly mail, what it says to them, and what waits to be sent.

The number of queries is the same however many people and schools there are.
"""

from reminders.queries.due import people_due
from reminders.queries.rows import planned, runs, waiting
from reminders.queries.told import digests

__all__ = ["digests", "people_due", "planned", "runs", "waiting"]
