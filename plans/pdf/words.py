"""How a printed plan says dates, money and states."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from plans.models import Priority, SuccessCriterion
from plans.queries import LINE_STATES
from plans.queries.prints import Print
from plans.queries.sheets import DONE, IN_PROGRESS, NOT_NEEDED
from plans.sheet import ActionLine, MilestoneLine, MonitoringLine

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_SOFT_ENDS = " ,;:–-("
ONE_LINE = 64  # letters, at the head of a page
STAGES = [stage.label for stage in Priority.Stage]


@dataclass(frozen=True)
class Tag:
    """Always a word, with a shape before it that comes with the kind."""

    kind: str
    words: str


@dataclass(frozen=True)
class When:
    """In both languages: "4 Dec 2026" and "Autumn 2, week 5"."""

    day: str
    place: str


def full_day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def short_day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def when(made: Print, day: date | None) -> When | None:
    return When(short_day(day), made.time.place(day)) if day else None


def span(first: date | None, last: date | None) -> str:
    """7 Sep to 2 Oct 2026."""
    if first is None or last is None or first == last:
        return short_day(last) if last else f"from {short_day(first)}" if first else ""
    start = f"{first.day} {first:%b}" if first.year == last.year else short_day(first)
    return f"{start} to {short_day(last)}"


def full_span(first: date, last: date) -> str:
    """2 November to 18 December 2026."""
    start = f"{first.day} {first:%B}" if first.year == last.year else full_day(first)
    return f"{start} to {full_day(last)}"


def pounds(sum_: Decimal | None) -> str:
    """£1,900, or £1,900.50; nothing where nothing is planned."""
    if not sum_:
        return ""
    return f"£{sum_:,.0f}" if sum_ == sum_.to_integral_value() else f"£{sum_:,.2f}"


def line_tag(made: Print, line: ActionLine | MilestoneLine | MonitoringLine) -> Tag:
    if line.state == DONE:
        done = line.done if isinstance(line, ActionLine) else None
        return Tag("done", f"Done {done.day} {done:%b}" if done else "Done")
    if line.state == NOT_NEEDED:
        return Tag("off", LINE_STATES[NOT_NEEDED])
    if made.is_late(line):
        return Tag("late", "Late")
    return Tag("going" if line.state == IN_PROGRESS else "none", LINE_STATES.get(line.state, line.state))


def criterion_tag(state: str) -> Tag:
    kinds = {
        SuccessCriterion.State.MET.value: "done",
        SuccessCriterion.State.PARTLY_MET.value: "part",
        SuccessCriterion.State.NOT_MET.value: "late",
        SuccessCriterion.State.IN_PROGRESS.value: "going",
    }
    known = state in SuccessCriterion.State
    return Tag(kinds.get(state, "none"), SuccessCriterion.State(state).label if known else state)


def people(lead: str, supporter: str) -> str:
    """Ann Bell, with Cy Dean."""
    return f"{lead}, with {supporter}" if lead and supporter else lead or supporter


def shortened(text: str, most: int) -> str:
    """At the end of a word, with a sign that there is more."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    cut = text[: most + 1]
    kept = cut.rsplit(" ", 1)[0] if " " in cut else cut[:most]
    return kept.rstrip(_SOFT_ENDS).removesuffix(".") + "…"


def first_sentence(text: str) -> str:
    return _SENTENCE.split(" ".join(text.split()), maxsplit=1)[0]
