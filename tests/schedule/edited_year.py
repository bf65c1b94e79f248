"""The handbook of the year of edits, and what must hold of an event there."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from handbook.timing import ByDay, Each, Inset, OnDay, Timing
from schedule.models import Event
from schools.terms import Calendar, is_working_day
from tests.schedule.conftest import SMALL

HANDBOOK: dict[str, list[dict[str, Any]]] = {
    **{process: [dict(step) for step in steps] for process, steps in SMALL.items()},
    "P02": [
        {"code": "answer", "timing": "2w after P01.slots", "owner": "headteacher"},
        {"code": "results", "timing": "on 20 Aug", "owner": "headteacher"},
        {"code": "train", "timing": "inset 1", "owner": "headteacher"},
        {"code": "end", "timing": "6w after results", "owner": "headteacher"},
    ],
    "P16": [
        {"code": "first", "timing": "on appointment", "owner": "ceo", "kind": "meeting"},
        {"code": "talk", "timing": "5sd after first", "owner": "headteacher"},
        {"code": "board", "timing": "2w after talk", "owner": "ceo", "scope": "trust"},
        {"code": "year", "timing": "12m after appointment", "owner": "ceo", "kind": "meeting"},
    ],
    "P26": [
        {"code": "share", "timing": "each SPR1 W2 Tue, 1w after P16.talk", "owner": "headteacher"},
        {"code": "file", "timing": "2d after share", "owner": "headteacher"},
    ],
}  # fmt: skip
# Steps an edition may give another timing; none of these timings makes a circle.
EDITED = ("P01.meeting", "P06.data", "P07.moderate", "P10.visit", "P16.talk", "P18.publish", "P26.share")
TIMINGS = (
    "AUT2 W5 Tue", "AUT2 W2-4", "SPR1 W2", "by 31 Jan", "by 31 Dec statutory", "each AUT2 W3, SPR1 W3", "on 30 Nov",
    "SUM2 W-1", "inset 1", "8w after P01.slots", "2w after appointment",
)  # fmt: skip


def standing(pk: int) -> tuple[object, ...]:
    """State, its day and reason; and the date where somebody set it, for an untouched event follows the rules."""
    found = Event.objects.filter(pk=pk).values_list(
        "state", "done_date", "state_reason", "state_by", "is_moved", "opens_date", "due_date"
    )
    row = found.first()
    if row is None:
        return ()
    return row if row[0] != "planned" or row[4] else row[:5]


def why_open(timing: Timing, entered: Sequence[Calendar], day: date) -> bool:
    """A school day; or the rule names the very day, or is a legal deadline. See docs/schedule.md."""
    kinds = timing.timings if isinstance(timing, Each) else (timing,)
    if any(isinstance(one, OnDay | Inset) for one in kinds):
        return True
    if any(isinstance(one, ByDay) and one.statutory for one in kinds):
        return is_working_day(day)
    # Beyond what is entered the dates are estimated, and the event says so.
    within = entered[0].school_days[0] <= day <= entered[-1].school_days[-1]
    return any(one.is_school_day(day) for one in entered) if within else is_working_day(day)
