"""Timing + school calendar -> dates: when each step of the handbook falls in one school's year. Pure.

A timing gives a window, from the day it opens to the day it is due. A day and month without a year lie in the
academic year of the calendar: September to December in its first calendar year, January to August in its
second. Where a rule reaches beyond the dates a school has entered (the year before, or the year after), those
years are estimated from the nearest known one, and the window says so in its notes.
"""

from schedule.dates.rules import CircularTiming, StepRule, UnknownStep, full_ref, order
from schedule.dates.windows import Window, resolve

__all__ = ["CircularTiming", "StepRule", "UnknownStep", "Window", "full_ref", "order", "resolve"]
