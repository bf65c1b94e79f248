"""The heat strip in words: each week with the role that is asked for most."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from django.utils.safestring import SafeString

from people.words import duration
from schedule.load import Week
from schedule.ribbon import words
from schedule.words import lower_first


def week_words(week: Week) -> str:
    """Week from Monday 30 November: 5 hours 20 asked of the headteacher, over the limit of 5 hours."""
    said = f"Week from {words.full(week.monday)}: {duration(week.minutes)} asked of the {lower_first(week.title)}"
    return f"{said}, over the limit of {duration(week.limit)}" if week.is_over else said


def over_words(weeks: Sequence[Week]) -> str:
    """A sentence for the drawing's description; nothing where no strip is drawn."""
    if not weeks:
        return ""
    over = sum(week.is_over for week in weeks)
    many = {0: "No week asks", 1: "One week asks"}.get(over, f"{over} weeks ask")
    return f" {many} more of one role than the limit of {duration(weeks[0].limit)}."


def load_list(weeks: Sequence[Week]) -> SafeString:
    return SafeString("".join(_line(week) for week in weeks))


def _line(week: Week) -> str:
    tag = ' <span class="tag amber">Over the limit</span>' if week.is_over else ""
    return (
        f'<li><time datetime="{week.monday}">{words.short(week.monday)}</time> '
        f"<span>{duration(week.minutes)}, {escape(lower_first(week.title))}{tag}</span></li>"
    )
