"""For which school and event a person may fill in a document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from handbook.models import Document
from people.access import Access
from people.roles import Permission
from schedule.access import may_fill
from schedule.models import Event
from schedule.queries.items import OPEN_STATES, seen_by

MOST = 60
LOOKED_BACK = timedelta(days=120)


@dataclass(frozen=True)
class Occasion:
    pk: int
    title: str
    place: str
    due: date
    is_open: bool


def occasions_of(access: Access, document: Document, today: date) -> list[Occasion]:
    """The nearest first: what is open, and what was done lately. One query."""
    reach = access.reach(Permission.DOCUMENT_ATTACH)
    found = Event.objects.filter(
        step__documents__code=document.code, step__process__code=document.process.code,
        due_date__gte=today - LOOKED_BACK,
    ).select_related("school", "step__process")  # fmt: skip
    if not access.can_anywhere(Permission.DOCUMENT_ATTACH):
        return []
    if reach is not None:
        found = found.filter(school__in=reach)
    if not access.can_anywhere(Permission.TIER_VIEW):
        found = found.filter(seen_by(access, None))
    near = sorted(
        (
            one
            for one in found.order_by("due_date", "pk")[: MOST * 10]
            if may_fill(access, one, document.filled_by)
        ),
        key=lambda one: (one.state not in OPEN_STATES, abs((one.due_date - today).days), one.pk),
    )
    return [
        Occasion(
            one.pk, one.title, one.school.known_as if one.school else "The trust", one.due_date,
            one.state in OPEN_STATES,
        )
        for one in near[:MOST]
    ]  # fmt: skip
