"""The dates of a plan that are past before it is agreed, each with the way to where it can be changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import shorten

from django.urls import reverse

from people.roles import title_of
from plans.access import Rights
from plans.actions.calendar import HEAD, TRUST_LEAD
from plans.models import Plan
from plans.queries.past_dates import ACTION, DatedLine, dated_lines, is_past, moved_events
from plans.queries.standing import BEING_WRITTEN, is_open
from plans.sheet import PlanSheet
from schools.terms import say_day

MOST_NAMED, MOST_LETTERS, MOST_OF_A_NAME = 10, 100, 50  # so that all of it fits into the words of giving back


@dataclass(frozen=True)
class PastLine:
    line: DatedLine
    whose: str
    url: str


@dataclass(frozen=True)
class PastDates:
    """`may_write`: the reader changes them now. Otherwise each leads to its place in the plan."""

    lines: tuple[PastLine, ...]
    dates: int  # how many dates the plan has
    may_write: bool


def past_dates(plan: Plan, sheet: PlanSheet, rights: Rights, today: date) -> PastDates:
    """`rights` are the reader's. Nothing of a plan that stands agreed: its dates are late in everybody's year."""
    every = dated_lines(sheet) if plan.state in BEING_WRITTEN else ()
    past = [line for line in every if is_past(line, today)]
    rights = rights if is_open(plan, today) else Rights(whole=False)
    nobody = title_of(HEAD if plan.school_id else TRUST_LEAD)
    moved = moved_events(plan) if past and plan.is_being_amended else {}
    lines = tuple(PastLine(one, one.whose or nobody, _url(plan, one, rights, moved)) for one in past)
    return PastDates(lines, len(every), rights.any)


def words_of(past: Sequence[PastLine]) -> str:
    """For whoever gives the plan back: which dates have to change."""
    if not past:
        return ""
    lines = [f"- {_short(one.line.text, MOST_LETTERS)} ({_when_and_whose(one)})" for one in past[:MOST_NAMED]]
    more = [f"- and {len(past) - MOST_NAMED} more"] if len(past) > MOST_NAMED else []
    return "\n".join(["These dates are past. Please choose others:", *lines, *more])


def _when_and_whose(one: PastLine) -> str:
    return f"{say_day(one.line.due)}, {_short(one.whose, MOST_OF_A_NAME)}"


def _short(text: str, most: int) -> str:
    """On one line, as each begins with its dash."""
    return shorten(text, most, placeholder="…")


def _url(plan: Plan, line: DatedLine, rights: Rights, moved: Mapping[tuple[str, int], int]) -> str:
    """Where its date is written, for whoever may write it now; otherwise where it stands. A moved day: its event."""
    if event := moved.get((line.kind, line.pk)):
        return reverse("schedule:event", args=[event])
    if line.kind == ACTION:
        if rights.whole or line.pk in rights.actions:
            return f"{reverse('plans:write_action', args=[line.pk])}#field-{line.field}"
        return f"{plan.get_absolute_url()}?all#action-{line.pk}"
    if rights.whole or line.objective in rights.objectives:
        return f"{reverse('plans:write_objective', args=[line.objective])}#field-{line.field}"
    return f"{plan.get_absolute_url()}?all#objective-{line.objective}"
