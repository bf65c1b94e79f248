"""The planner: the events of some days, of one school, of all schools or of one person, in four views."""

from schedule.queries.planner.asked import VIEWS, Asked
from schedule.queries.planner.cells import Look, cells_html
from schedule.queries.planner.choices import Offer, offer, people_who_travel
from schedule.queries.planner.days import DayNotes, Note, marked_days, notes_for
from schedule.queries.planner.entries import TRUST_NAME, Entry, Group, entries_of, grouped
from schedule.queries.planner.lines import LineLook, lines_html
from schedule.queries.planner.reading import WHOLE, Planner, read_list, read_planner
from schedule.queries.planner.stretch import Stretch, Turn

__all__ = [
    "TRUST_NAME",
    "VIEWS",
    "WHOLE",
    "Asked",
    "DayNotes",
    "Entry",
    "Group",
    "LineLook",
    "Look",
    "Note",
    "Offer",
    "Planner",
    "Stretch",
    "Turn",
    "cells_html",
    "entries_of",
    "grouped",
    "lines_html",
    "marked_days",
    "notes_for",
    "offer",
    "people_who_travel",
    "read_list",
    "read_planner",
]
