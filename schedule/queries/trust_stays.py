"""The trust's own steps that stay when the schools' step of the same process moves. Nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from people.access import Access
from people.roles import Permission
from schedule.models import Event
from schedule.queries.items import OPEN_STATES, TELLS_NO_TIER
from schedule.words import SchoolTime, both

ROUND = timedelta(weeks=4)  # what comes later than that belongs to the next round of the process


@dataclass(frozen=True)
class Stays:
    title: str
    url: str
    on: str


def trust_steps_that_stay(
    access: Access, moved: Sequence[tuple[Event, date]], time: SchoolTime, today: date
) -> tuple[Stays, ...]:
    """Those that the schools' step is moved past, and those that come next. One query; `time` is the trust's.

    They are timed in the trust's dates, so no move at a school reaches them.
    """
    if not moved:
        return ()
    event, _ = moved[0]
    process, dot, _ = event.key.partition(".")
    if not dot or event.opening_id:
        return ()  # of a process that was started, the trust's steps are the school's too
    days = [day for one, to in moved for day in (one.due_date, to)]
    seen = Q() if access.can(Permission.TIER_VIEW) else TELLS_NO_TIER
    found = Event.objects.filter(
        seen, year=event.year_id, school=None, key__startswith=f"{process}.", state__in=OPEN_STATES,
        due_date__range=(max(min(days), today), max(days) + ROUND),
    ).order_by("due_date", "key")  # fmt: skip
    return tuple(Stays(one.title, one.get_absolute_url(), both(time, one.due_date)) for one in found)
