"""What was ticked to go into the next year's plan, with the dates that are asked anew."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

from django.http import QueryDict

from plans.models import Priority
from plans.queries.carrying import Offer, Picks


class CarryForm:
    """Checks what was sent against what is offered: an id from elsewhere is not taken."""

    def __init__(self, offer: Offer, data: QueryDict | None = None) -> None:
        self.offer = offer
        self.data = data if data is not None else QueryDict()
        self.errors: dict[str, str] = {}  # by name of the field
        self.priorities = self._ticked("priority", (one.row.pk for one in offer.priorities))
        objectives = [row for one in offer.priorities for row in one.objectives]
        self.objectives = self._ticked("objective", (row.row.pk for row in objectives))
        actions = [row.row.pk for one in objectives for row in one.actions]
        self.actions = self._ticked("action", actions)

    def picks(self) -> Picks | None:
        """None where a date cannot be taken, or nothing was ticked."""
        ends = {pk: end for pk in self.actions if (end := self._end(pk)) is not None}
        if not (self.priorities or self.objectives or self.actions):
            self.errors["nothing"] = "Tick what goes on next year. Nothing is carried over by itself."
        if self.errors:
            return None
        return Picks(self.priorities, self.objectives, self.actions, self._stages(), ends)

    def sent(self, name: str) -> str:
        return str(self.data.get(name, ""))[:20]

    def _ticked(self, name: str, offered: Iterable[int]) -> frozenset[int]:
        sent = set(self.data.getlist(name))
        return frozenset(pk for pk in offered if str(pk) in sent)

    def _stages(self) -> Mapping[int, str]:
        sent = {one.row.pk: self.sent(f"stage-{one.row.pk}") for one in self.offer.priorities}
        return {pk: stage for pk, stage in sent.items() if stage in ("", *Priority.Stage.values)}

    def _end(self, pk: int) -> date | None:
        text = self.sent(f"end-{pk}").strip()
        if not text:
            return None
        try:
            end = date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else None
        except ValueError:
            end = None
        if end is None:
            self.errors[f"end-{pk}"] = "Write the day as 2027-11-30."
        elif self.offer.year and not self._in_year(end, self.offer.year.start_year):
            self.errors[f"end-{pk}"] = f"Choose a day in {self.offer.year}: September to August."
            return None
        return end

    def _in_year(self, day: date, start: int) -> bool:
        return date(start, 9, 1) <= day <= date(start + 1, 8, 31)
