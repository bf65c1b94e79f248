"""A move that was made at several schools together, as the page of one of its events tells it. Nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from schedule.models import Event, Move


@dataclass(frozen=True)
class MovedTogether:
    """The moves that still stand, this event's own among them."""

    moves: tuple[int, ...]
    others: int  # other schools where it can go back with this one
    moved_on: tuple[str, ...]  # schools where it has moved again since, and so stays
    first: date  # the earliest day it goes back to

    @property
    def schools(self) -> int:
        return self.others + 1

    @property
    def changes(self) -> str:
        """As the form of an undo sends them."""
        return ",".join(str(pk) for pk in self.moves)


def moved_together(event: Event, move: Move) -> MovedTogether | None:
    """The same step, moved by the same person for one reason in one moment: so `move_many` writes it. One query.

    `move`: the last one of the event that stands.
    """
    since = Move.objects.filter(event=OuterRef("event"), undone_at=None, at__gt=OuterRef("at"))
    written = Move.objects.filter(by=move.by_id, at=move.at, reason=move.reason, undone_at=None)
    at_schools = written.filter(event__year=event.year_id, event__key=event.key, event__school__isnull=False)
    rows = at_schools.annotate(moved_on=Exists(since)).select_related("event__school")
    found = list(rows.order_by("event__school__name", "pk"))
    moved_on = tuple(one.event.school.known_as for one in found if one.moved_on and one.event.school)
    others = len(found) - len(moved_on) - 1
    if others < 1:
        return None
    return MovedTogether(
        moves=tuple(one.pk for one in found), others=others, moved_on=moved_on,
        first=min(one.from_date for one in found if not one.moved_on),
    )  # fmt: skip
