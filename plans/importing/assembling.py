"""From tables and what the person said about them to the plan as it would be. The same input gives the same plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from adapters.grids import Grid
from plans.importing.draft import Draft
from plans.importing.fields import ACTIONS, FIELDS, FITS, KINDS, OBJECTIVES, OUT, OVERVIEW, REMARK
from plans.importing.lines import Lines
from plans.importing.mapping import Mapping, TableMap
from plans.importing.notebook import Notebook
from plans.importing.parts import ObjectivePart, Parts, PriorityPart, bullets, split_objective, split_priority
from plans.importing.people import People
from plans.importing.tables import Record, Spot, Table
from plans.sheet import PlanSheet
from schools.terms import Calendar

MOST_PRIORITIES = 5
LONGEST_TITLE = 120
LEAVE_ROW = "Leave this row out"


@dataclass(frozen=True)
class Onto:
    """The draft that the file is added to."""

    pk: int
    school: str
    urn: int | None
    calendar: Calendar
    period_names: dict[str, str]
    titles: tuple[str, ...]  # of the priorities that it has already
    has_reason: bool  # says why there are more than five


def assemble(grids: Sequence[Grid], mapping: Mapping, people: People, onto: Onto) -> Draft:
    book = Notebook(mapping, people, onto.calendar, onto.period_names)
    maker = _Maker(book)
    pairs = list(zip(grids, mapping.tables, strict=True))
    for kinds in ((OVERVIEW,), (OBJECTIVES,), tuple(KINDS)):
        for grid, said in pairs:
            if said.kind in kinds and not (len(kinds) > 1 and said.kind in (OVERVIEW, OBJECTIVES)):
                maker.table(said.of(grid), said)
    return _finished(maker.parts, book, onto)


def _finished(parts: Parts, book: Notebook, onto: Onto) -> Draft:
    many = len(parts.priorities) + len(onto.titles)
    if not parts.priorities:
        book.fault("The file", "empty", "Nothing in it would come into the plan. Say what its tables are.")
    elif many > MOST_PRIORITIES and not (book.mapping.why_so_many or onto.has_reason):
        said = (
            f"The plan would have {many} priorities. More than {MOST_PRIORITIES} need a reason: give one, or leave "
            "some out."
        )
        book.fault(book.origins[parts.priorities[-1].line], "many", said)
    for title in onto.titles:
        if parts.priority(title) is not None:
            book.note(f"The draft has a priority “{title}” already. It stays; this one is put beside it.")
    number = len(onto.titles)
    sheet = PlanSheet(
        onto.pk, onto.school, onto.urn, onto.calendar.start_year, "", "", book.mapping.why_so_many,
        tuple(one.sheet(number + n) for n, one in enumerate(parts.priorities, 1)),
    )  # fmt: skip
    remarks = {line: tuple(said) for line, said in book.remarks.items() if said}
    return Draft(
        sheet, book.origins, book.owners, remarks, tuple(book.faults.values()), tuple(book.notes), book.read_as,
        book.names,
    )  # fmt: skip


class _Maker:
    def __init__(self, book: Notebook) -> None:
        self.book = book
        self.parts = Parts()
        self.lines = Lines(book)
        self._last: PriorityPart | None = None

    def table(self, table: Table, said: TableMap) -> None:
        if said.kind == OUT:
            self.book.note(f"{table.grid.place} is left out.")
            return
        self._say_what_is_left(table, said)
        before: dict[str, Spot] = {}
        for record in table.records:
            if record.is_example:
                self.book.note(f"{record.where} is an example and is left out.")
                continue
            cells = self._cells(record, said, before)
            priority = self._priority(cells, record, said)
            if priority is None:
                continue
            for header, field, spot in zip(table.headers, said.columns, record.spots, strict=False):
                if field == REMARK and spot.text:
                    self.book.remark(priority.line, spot, header)
            self._record(cells, record, said, priority, before)

    def _say_what_is_left(self, table: Table, said: TableMap) -> None:
        for column, (header, field) in enumerate(zip(table.headers, said.columns, strict=True)):
            row = table.grid.lines[column if said.turned else said.head].number
            where = table.grid.where(row, 0 if said.turned else column)
            if field and field not in FITS[said.kind]:
                kind = KINDS[said.kind].lower()
                self.book.note(
                    f"{where} (“{header}”) is left out: a table of {kind} has no “{FIELDS[field].lower()}”."
                )
            elif not field and any(
                record.spots[column].text for record in table.records if column < len(record.spots)
            ):
                self.book.note(f"{where} (“{header or 'without a name'}”) is left out.")

    def _cells(self, record: Record, said: TableMap, before: dict[str, Spot]) -> dict[str, Spot]:
        """By field. A cell that reaches down speaks for the rows below, but for what would be counted twice."""
        cells: dict[str, Spot] = {}
        for field, spot in zip(said.columns, record.spots, strict=False):
            if field not in FITS[said.kind] or field == REMARK:
                continue
            if spot.text is None and field in ("priority", "lead", "supporter", "start", "due", "period"):
                spot = replace(before.get(field, spot), where=spot.where)  # noqa: PLW2901 -- the cell as it counts here
            if spot.text and field in cells:
                both = f"{cells[field].text}\n{spot.text}"
                cells[field] = replace(cells[field], text=both)
            elif spot.text:
                cells[field] = spot
        before |= cells
        return cells

    # ------------------------------------------------------------ which priority, which objective

    def _priority(self, cells: dict[str, Spot], record: Record, said: TableMap) -> PriorityPart | None:
        spot = cells.get("priority")
        if spot is None and said.kind != OVERVIEW:
            text = said.belongs or record.band
            if not text and len(self.parts.priorities) == 1:
                return self.parts.priorities[0]
            if not text and said.columns.count("priority") and self.parts.priorities and self._last:
                return self._last  # an empty cell below one that is filled
            heading = f"The heading over {record.where.partition(',')[0]}"
            spot = Spot(text, heading if said.belongs else record.band_where or record.where)
        if spot is None or not spot.text:
            self.book.fault(
                record.where, "whose", "It is not said to which priority this row belongs.", LEAVE_ROW
            )
            return None
        found = self.parts.priority(spot.text)
        if found is None:
            found = self._new_priority(spot)
        elif said.kind != OVERVIEW:
            title = split_priority(spot.text)[1]
            if title and self.parts.priority(title) is not found:
                self.book.note(
                    f"“{' '.join(spot.text.split())}” is taken as “{found.title}”, which has the same number."
                )
        self._last = found
        return found

    def _new_priority(self, spot: Spot) -> PriorityPart | None:
        number, title = split_priority(spot.text or "")
        if not title:
            said = f"It belongs to priority {number or '“' + (spot.text or '') + '”'}, and no table says what that is."
            self.book.fault(spot.where, "unknown", said, LEAVE_ROW)
            return None
        line = self.book.line(spot.where)
        fitted = self.book.fitted(Spot(title, spot.where), LONGEST_TITLE, line, "the title of a priority")
        made = PriorityPart(line, number or len(self.parts.priorities) + 1, fitted, title)
        self.book.own(line, [], [])
        self.parts.priorities.append(made)
        return made

    def _objectives(
        self,
        cells: dict[str, Spot],
        said: TableMap,
        priority: PriorityPart,
        before: dict[str, Spot],
        where: str,
    ) -> list[ObjectivePart]:
        """Those the row is about, made where they are new."""
        spot = cells.get("objective")
        if spot is not None and spot.text:
            return [self._objective(Spot(text, spot.where), priority) for text in bullets(spot.text)]
        last = before.get("objective")
        if last is not None and last.text and (found := priority.objective(bullets(last.text)[-1])):
            return [found]
        if said.objective <= len(priority.objectives):
            if len(priority.objectives) > 1:
                self.book.note(
                    f"{where.partition(',')[0]} does not say to which objective of “{priority.title}” its rows belong: "
                    f"they stand below number {said.objective}."
                )
            return [priority.objectives[said.objective - 1]]
        if priority.objectives:
            return [priority.objectives[-1]]
        self.book.note(
            f"The file names no objective for “{priority.title}”: its title stands there until you write one."
        )
        return [self._objective(Spot(priority.title, where), priority)]

    def _objective(self, spot: Spot, priority: PriorityPart) -> ObjectivePart:
        found = priority.objective(spot.text or "")
        if found is None:
            _, words = split_objective(spot.text or "")
            line = self.book.line(spot.where)
            found = ObjectivePart(line, words or spot.text or "")
            self.book.own(line, [], [])
            priority.objectives.append(found)
        return found

    # ------------------------------------------------------------ the row

    def _record(
        self,
        cells: dict[str, Spot],
        record: Record,
        said: TableMap,
        priority: PriorityPart,
        before: dict[str, Spot],
    ) -> None:
        if said.kind == OVERVIEW:
            self.lines.overview(cells, priority)
        below = set(cells) & {"objective", "measure", "seen", "how", "action", "baseline", "target"}
        if not below and said.kind != ACTIONS:
            return
        objectives = self._objectives(cells, said, priority, before, record.where)
        if said.kind == OBJECTIVES:
            for one in objectives:
                self.lines.leads(cells, one, priority.line)
        self.lines.below(cells, said.kind, objectives[-1], priority.line, record.where)
