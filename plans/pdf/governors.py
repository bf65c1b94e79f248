"""The governors' summary: what was promised by now, how it goes, what is next. No names below a priority's lead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from plans.pdf.full import name_of
from plans.pdf.words import Tag, When, line_tag, pounds, when
from plans.queries.prints import Print, Rating
from plans.rag import KEY, Mark
from plans.sheet import MilestoneLine, PrioritySheet

MOST_NEXT = 2


@dataclass(frozen=True)
class Promise:
    text: str
    name: str  # of the half-term
    when: When | None
    tag: Tag


@dataclass(frozen=True)
class Part:
    sheet: PrioritySheet
    newest: Rating | None
    promised: tuple[Promise, ...]
    next: tuple[Promise, ...]
    cost: str


@dataclass(frozen=True)
class Summary:
    made: Print
    parts: tuple[Part, ...]
    cost: str
    by_line: tuple[tuple[str, str], ...]
    key: tuple[Mark, ...] = KEY

    @property
    def so_far(self) -> str:
        """ "5 of 8 milestones that were due by now are done"."""
        due = [one for part in self.parts for one in part.promised if one.tag.kind != "off"]
        done = sum(one.tag.kind == "done" for one in due)
        if not due:
            return "No milestone was due by now."
        if done == len(due):
            return (
                "The one milestone due by now is done."
                if done == 1
                else f"All {done} milestones due by now are done."
            )
        return f"{done} of {len(due)} milestones due by now {'is' if done == 1 else 'are'} done."


def governors_summary(made: Print) -> Summary:
    sheet = made.sheet
    return Summary(
        made,
        tuple(_part(made, one) for one in sheet.priorities),
        pounds(sheet.cost),
        tuple((line, pounds(cost)) for line, cost in sheet.cost_by_line.items()),
    )


def _part(made: Print, one: PrioritySheet) -> Part:
    lines = [line for objective in one.objectives for line in objective.milestones]
    lines.sort(key=lambda line: line.due or date.max)
    by_now = [line for line in lines if line.due and line.due <= made.today]
    after = [line for line in lines if line not in by_now]
    return Part(
        one,
        made.newest(one),
        tuple(_promise(made, line) for line in by_now),
        tuple(_promise(made, line) for line in after[:MOST_NEXT]),
        pounds(one.cost),
    )


def _promise(made: Print, line: MilestoneLine) -> Promise:
    return Promise(
        line.text,
        name_of(made, line.period),
        when(made, line.due),
        line_tag(made, line),
    )
