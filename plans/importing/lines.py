"""The lines below a priority and an objective, each out of the cells of one row."""

from __future__ import annotations

from decimal import Decimal

from plans.importing.fields import ACTIONS
from plans.importing.notebook import Notebook
from plans.importing.parts import ObjectivePart, PriorityPart, bullets
from plans.importing.people import GOVERN, LOOK
from plans.importing.tables import Spot
from plans.sheet import ActionLine, CriterionLine, MilestoneLine, MonitoringLine

NOT_STARTED = "not_started"
LEAVE = "Leave it out and keep the words as a remark"
Cells = dict[str, Spot]


class Lines:
    def __init__(self, book: Notebook) -> None:
        self.book = book

    def overview(self, cells: Cells, priority: PriorityPart) -> None:
        line = priority.line
        priority.because = priority.because or _text(cells.get("because"))
        priority.stop = priority.stop or _text(cells.get("stop"))
        priority.lead, priority.supporter, priority.governor = self.book.own(
            line,
            self.book.persons(cells.get("lead"), line, "lead"),
            self.book.persons(cells.get("supporter"), line, "supporter"),
            self.book.persons(cells.get("governor"), line, "link governor", GOVERN),
        )

    def leads(self, cells: Cells, objective: ObjectivePart, priority: int) -> None:
        lead = self.book.persons(cells.get("lead"), priority, "lead")
        supporter = self.book.persons(cells.get("supporter"), priority, "supporter")
        if lead or supporter:
            objective.lead, objective.supporter, _ = self.book.own(objective.line, lead, supporter)

    def below(self, cells: Cells, kind: str, objective: ObjectivePart, priority: int, where: str) -> None:
        self._criteria(cells, objective, priority)
        self._milestone(cells, kind, objective, priority)
        if kind == ACTIONS:
            self._action(cells, objective, priority, where)
        self._monitoring(cells, kind, objective, priority)

    def _criteria(self, cells: Cells, objective: ObjectivePart, priority: int) -> None:
        """A list of measures is so many criteria; their figures then stand with the first."""
        spot, book = cells.get("measure"), self.book
        if spot is None or not spot.text:
            for name in ("baseline", "target"):
                if name in cells:
                    book.remark(priority, cells[name], name)
            return
        baseline = book.fitted(cells.get("baseline"), 80, priority, "the baseline")
        target = book.fitted(cells.get("target"), 80, priority, "the target")
        source = book.fitted(cells.get("source"), 120, priority, "the source")
        for number, text in enumerate(bullets(spot.text)):
            where = f"{spot.where}, point {number + 1}" if number else spot.where
            measure = book.fitted(Spot(text, where), 200, priority, "the success criterion")
            figures = (baseline, target, source) if not number else ("", "", "")
            objective.criteria.append(CriterionLine(book.line(where), measure, *figures, "", NOT_STARTED))

    def _milestone(self, cells: Cells, kind: str, objective: ObjectivePart, priority: int) -> None:
        spot = cells.get("seen")
        if spot is None or not spot.text:
            return
        when = cells.get("period") or (cells.get("due") if kind == ACTIONS else None)
        period = self.book.period(when, priority, "half-term of a milestone")
        if not period:
            said = "The milestone has no half-term that can be read, and a milestone is the end of one."
            self.book.fault(spot.where, "half-term", said, LEAVE)
            self.book.remark(priority, spot, "milestone")
            return
        objective.milestones.append(
            MilestoneLine(self.book.line(spot.where), period, spot.text, None, NOT_STARTED)
        )

    def _action(self, cells: Cells, objective: ObjectivePart, priority: int, where: str) -> None:
        spot, book = cells.get("action"), self.book
        if spot is None or not spot.text:
            if set(cells) & {"lead", "due", "cost"} and not set(cells) & {"how", "measure", "seen"}:
                book.fault(where, "no-action", "The row has no action in it.", "Leave this row out")
            return
        line = book.line(spot.where)
        lead, supporter, _ = book.own(
            line,
            book.persons(cells.get("lead"), priority, "lead"),
            book.persons(cells.get("supporter"), priority, "supporter"),
        )
        start = book.day(cells.get("start"), priority, "start", begins=True)
        due = book.day(cells.get("due"), priority, "by when")
        if start and due and start > due:
            said = "The action starts after it is due."
            book.fault(cells["start"].where, "order", said, "Leave the start empty")
            start = None
        cost: Decimal | None = book.cost(cells.get("cost"), priority)
        budget = book.fitted(cells.get("budget_line"), 60, priority, "the budget line")
        training = book.fitted(cells.get("training"), 200, priority, "the training")
        objective.actions.append(
            ActionLine(line, "\n".join(bullets(spot.text)) if len(bullets(spot.text)) == 1 else spot.text, lead,
                       supporter, start, due, due, cost, budget, training, NOT_STARTED, None)
        )  # fmt: skip

    def _monitoring(self, cells: Cells, kind: str, objective: ObjectivePart, priority: int) -> None:
        spot, book = cells.get("how"), self.book
        if spot is None or not spot.text:
            return
        when = cells.get("period") or (cells.get("due") if kind == ACTIONS else None)
        period = book.period(when, priority, "half-term of monitoring")
        if not period:
            said = (
                "The monitoring has no half-term that can be read, and it needs to be done by the end of one."
            )
            book.fault(spot.where, "half-term", said, LEAVE)
            book.remark(priority, spot, "monitoring")
            return
        line = book.line(spot.where)
        how = book.fitted(spot, 200, priority, "how it is monitored")
        named = cells.get("who")
        persons = book.persons(named, priority, "who monitors", LOOK)
        who = persons[0].name if persons else book.fitted(named, 80, priority, "who monitors")
        book.own(line, persons[:1], [])
        objective.monitoring.append(MonitoringLine(line, period, how, who, "", None, NOT_STARTED))


def _text(spot: Spot | None) -> str:
    return spot.text or "" if spot is not None else ""
