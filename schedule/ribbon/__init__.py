"""The year ribbon: a school's year as one drawing, and the same as a list.

`ribbon` draws from plain values and knows no database; `ribbon_for` reads a school's events for it.
"""

from schedule.ribbon.drawing import ribbon
from schedule.ribbon.paint import Paint
from schedule.ribbon.pieces import Around, Ribbon, RibbonEvent, RibbonItem
from schedule.ribbon.reading import around_of, around_with, events_of_year, is_about, minutes_here, ribbon_for

__all__ = [
    "Around",
    "Paint",
    "Ribbon",
    "RibbonEvent",
    "RibbonItem",
    "around_of",
    "around_with",
    "events_of_year",
    "is_about",
    "minutes_here",
    "ribbon",
    "ribbon_for",
]
