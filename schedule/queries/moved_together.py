"""A move that was made at several schools together, as the page of one of its events tells it. Nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q

from schedule.models import Event, Move, Proposal, StateChange


@dataclass(frozen=True)
class MovedTogether:
    """The moves that still stand, this event's own among them."""

    moves: tuple[int, ...]
    others: int  # other schools where it can go back with this one
    stays: tuple[str, ...]  # schools where it has changed since, so that it would be refused there
    first: date  # the earliest day it goes back to

    @property
    def schools(self) -> int:
        return self.others + 1

    @property
    def changes(self) -> str:
        """As the form of an undo sends them."""
        return ",".join(str(pk) for pk in self.moves)


def moved_together(event: Event, move: Move, today: date) -> MovedTogether | None:
    """The same step, moved by the same person for one reason in one moment: so `move_many` writes it. One query.

    `move`: the last one of the event that stands. None too where this event itself has changed since.
    """
    written = Move.objects.filter(by=move.by_id, at=move.at, reason=move.reason, undone_at=None)
    at_schools = written.filter(event__year=event.year_id, event__key=event.key, event__school__isnull=False)
    changed = ExpressionWrapper(_changed_since(today), output_field=BooleanField())
    rows = at_schools.annotate(changed=changed).select_related("event__school")
    found = list(rows.order_by("event__school__name", "pk"))
    back = [one for one in found if not one.changed]
    if len(back) < 2 or move.pk not in {one.pk for one in back}:
        return None
    return MovedTogether(
        moves=tuple(one.pk for one in found), others=len(back) - 1,
        stays=tuple(one.event.school.known_as for one in found if one.changed and one.event.school),
        first=min(one.from_date for one in back),
    )  # fmt: skip


def _changed_since(today: date) -> Q:
    """Why `undo_move` would refuse it: what the page offers must hold."""
    later = {"event": OuterRef("event"), "undone_at": None, "at__gt": OuterRef("at")}
    return (
        Q(Exists(Move.objects.filter(**later)))
        | Q(Exists(StateChange.objects.filter(**later)))
        | Q(Exists(Proposal.objects.filter(event=OuterRef("event"), state=Proposal.State.OPEN)))
        | ~Q(event__due_date=F("to_date"))
        | Q(event__school__left_date__lt=today)
    )
