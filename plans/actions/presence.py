"""Somebody has a page open on which a plan is written. No audit row: it is forgotten within minutes."""

from datetime import datetime

from people.models import User
from plans.models import Plan, Presence
from writing.presence import PRESENT_FOR


def note_presence(*, plan: Plan, place: str, by: User, now: datetime) -> None:
    """`place` as in plans.models.Presence. What is too old to count goes, of whichever plan."""
    Presence.objects.filter(seen_at__lt=now - PRESENT_FOR).delete()
    Presence.objects.update_or_create(plan=plan, place=place, person=by, defaults={"seen_at": now})
