"""The empty template: tables whose columns say what they are, each with an example that does not come back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class BlankTable:
    title: str
    note: str
    columns: tuple[str, ...]
    example: tuple[str, ...]
    rows: int  # empty ones
    days: Sequence[int] = ()  # the columns that hold a day


TITLE = "Development plan"
PURPOSE = "Fill in what you have, leave the rest empty, and bring the file in on the page of the plan."
NOTES = (
    "The grey rows are examples and are left out when the file comes back. Add as many rows as you need.",
    "In the other tables name a priority by its title or its number; 1 is the first row of “Priorities”.",
    "Name an objective in the same way; 1 is the first of its priority.",
    "Write people’s names as the portal has them, so that each is known at once.",
    "A day may be 12/03/2027, March 2027, Spring 2 or end of Autumn term. You see what each was read as.",
    "Please name no child, and no family.",
)
TABLES = (
    BlankTable(
        "Priorities", "Three to five. More need a reason, which you are asked for.",
        ("Priority", "Why it is a priority", "Lead", "Supporter", "Link governor", "What we stop doing"),
        ("Example: Reading fluency in Years 3 and 4", "41 of 58 pupils read too slowly to follow a text.",
         "Priya Shah", "Tom Reid", "Ann Cole", "The weekly spelling test"),
        5,
    ),
    BlankTable(
        "Objectives", "One to three for each priority: what will be so, and by when.",
        ("Priority", "Objective", "Lead", "Supporter"),
        ("Example: 1", "By July at least 50 of 58 pupils read 110 words a minute.", "Priya Shah", ""),
        8,
    ),
    BlankTable(
        "Success criteria", "How you will know. Figures stay as you write them.",
        ("Priority", "Objective", "Success criterion", "Baseline", "Target", "Source"),
        ("Example: 1", "1", "Pupils at 110 words a minute", "17 of 58", "50 of 58", "Fluency check, July"),
        8,
    ),
    BlankTable(
        "Milestones", "What will be seen by the end of a half-term.",
        ("Priority", "Objective", "By the end of", "What will be seen"),
        ("Example: 1", "1", "Autumn 2", "Every class has repeated reading three times a week."),
        6,
    ),
    BlankTable(
        "Actions", "Who does what by when. A cost is an amount in pounds, or empty.",
        ("Priority", "Objective", "Action", "Lead", "Supporter", "Start", "By when", "Cost", "Budget line",
         "Training needed"),
        ("Example: 1", "1", "Train all teachers in repeated reading", "Tom Reid", "", "9 November", "end of Autumn 2",
         "£1,200", "Pupil premium", "Half a day for everybody"),
        12, (5, 6),
    ),
    BlankTable(
        "Monitoring", "Who checks whether it works: not the person who leads the work.",
        ("Priority", "Objective", "How it is monitored", "Who monitors it", "By the end of"),
        ("Example: 1", "1", "Hear twelve pupils read and look at their books", "Ann Cole", "Spring 1"),
        6,
    ),
)  # fmt: skip
