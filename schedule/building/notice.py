"""The notice a handbook promises before a date changes, and the notice that is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from handbook.models import Edition, Step
from schedule.building.difference import Change
from schools.terms import start_year_of, working_days_around

Notices = Mapping[str, int]  # working days by "P10.visit"


def promised_by(edition: Edition | None) -> Notices:
    """Each step's own notice, or its process's."""
    if edition is None:
        return {}
    rows = Step.objects.filter(process__edition=edition).values_list(
        "process__code", "code", "notice", "process__notice"
    )
    return {f"{process}.{code}": general if own is None else own for process, code, own, general in rows}


@dataclass(frozen=True, slots=True)
class Notice:
    given: int  # working days to the earlier of the old day and the new
    promised: int
    is_history: bool  # all of it lies in the past, where nothing is promised

    @property
    def is_broken(self) -> bool:
        return self.given < self.promised and not self.is_history


def notice_of(change: Change, standing: Notices, coming: Notices, today: date) -> Notice:
    """What stands is promised by the edition in force, what is added by the one that adds it."""
    by = coming if change.old is None else standing
    promised = by.get(change.ref, coming.get(change.ref, 0))
    days = _days_concerned(change)
    given = max(0, working_days_around(start_year_of(today)).between(today, min(days)))
    return Notice(given, promised, max(days) < today)


def _days_concerned(change: Change) -> list[date]:
    both = [dates for dates in (change.old, change.new) if dates is not None]
    due = [dates[1] for dates in both]
    # Where only the day it opens moves, that is the day to give notice of.
    return due if len(both) == 1 or due[0] != due[1] else [dates[0] for dates in both]
