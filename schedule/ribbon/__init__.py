"""The year ribbon: a school's year as one drawing, and the same as a list.

`ribbon` draws from plain values and knows no database; `ribbon_for` reads a school's events for it.
"""

from schedule.ribbon.drawing import Paint, ribbon
from schedule.ribbon.pieces import Ribbon, RibbonEvent, RibbonItem
from schedule.ribbon.reading import events_of_year, is_about, minutes_here, ribbon_for

__all__ = [
    "Paint",
    "Ribbon",
    "RibbonEvent",
    "RibbonItem",
    "events_of_year",
    "is_about",
    "minutes_here",
    "ribbon",
    "ribbon_for",
]
