"""A move in one sentence: both days in both languages, who moved it and why."""

from __future__ import annotations

from schedule.models import Move
from schedule.queries.items import MoveLine
from schedule.words import SchoolTime, both, span, was_and_is
from schools.terms import say_day

# Words that open a sentence in capitals and stand inside one without.
_COMMON = frozenset({
    "A", "An", "All", "Another", "At", "Because", "Both", "Each", "Every", "He", "Her", "His", "If", "In",
    "It", "Its", "Many", "My", "Next", "No", "Nobody", "On", "One", "Our", "She", "Some", "Somebody",
    "That", "The", "Their", "There", "These", "They", "This", "Those", "Three", "Too", "Two", "We", "When",
    "Whoever", "With", "You", "Your",
})  # fmt: skip


def moved_words(time: SchoolTime, move: MoveLine, *, agreed_with: str = "", clock: str = "") -> str:
    """`agreed_with`: who agreed, where it was asked. `clock`: the hours it had, where only they changed."""
    who = f"by {move.by}" + (f", agreed with {agreed_with}," if agreed_with else ",")
    return f"{moved_what(time, move, clock)} {who} because {inside(move.reason)}"


def moved_what(time: SchoolTime, move: MoveLine, clock: str = "") -> str:
    if (
        move.from_opens
        and move.from_opens < move.from_date
        and move.from_opens <= move.to_date <= move.from_date
    ):
        days = span(move.from_opens, move.from_date)
        return f"Was to be on a day from {days}, put on {both(time, move.to_date)}"
    if move.from_date == move.to_date:
        was = f", was {clock}" if clock else ""
        return f"Given other hours on {say_day(move.to_date)}{was},"
    said = was_and_is(time, move.from_date, move.to_date)
    return said[0].upper() + said[1:]


def as_line(move: Move) -> MoveLine:
    return MoveLine(
        move.from_date, move.to_date, move.at, move.reason, move.notice_given, move.notice_promised,
        move.asked_by_school, move.by.name, move.from_opens_date,
    )  # fmt: skip


def inside(reason: str) -> str:
    """The reason as the end of a sentence. A name keeps its capital."""
    reason = reason.strip()
    first = reason.split(maxsplit=1)[0] if reason else ""
    said = reason[0].lower() + reason[1:] if first in _COMMON else reason
    return said if said.endswith((".", "!", "?", "…")) else f"{said}."
