"""The year ribbon: a school's year as one drawing, and the same as a list.

`ribbon` draws from plain values and knows no database; `ribbon_for` reads a school's events for it.
"""

from schedule.ribbon.drawing import Paint, ribbon
from schedule.ribbon.pieces import Ribbon, RibbonEvent, RibbonItem
from schedule.ribbon.reading import minutes_of_school, ribbon_for

__all__ = ["Paint", "Ribbon", "RibbonEvent", "RibbonItem", "minutes_of_school", "ribbon", "ribbon_for"]
