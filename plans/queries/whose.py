"""Whose the other version of a text is: somebody else's, or one's own from another window."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, TypedDict

from people.models import AuditEntry, User
from plans.models import Plan, SelfEvaluation
from writing.marks import Change, Conflict

LATELY = timedelta(days=1)  # longer than anybody leaves a page open to write on
WRITES = ("plan.write", "plan.review", "plan.import", "plan.remove", "self-evaluation.write")


class Whose(TypedDict):
    who: User | None
    at: datetime | None
    is_own: bool


def whose(
    target: Plan | SelfEvaluation, last: User | None, at: datetime | None, *, by: User, now: datetime
) -> Whose:
    """`last` saved last near that text. Where that is the same person, the text may still be of somebody before
    them: only where nobody else has written lately is it certainly their own; else it is not said whose."""
    if last is not None and last.pk != by.pk:
        return {"who": last, "at": at, "is_own": False}
    others = AuditEntry.objects.filter(
        action__in=WRITES, target=target._meta.label_lower, target_id=str(target.pk), at__gt=now - LATELY
    ).exclude(actor_id=by.pk)
    is_own = last is not None and not others.exists()
    return {"who": None, "at": at if is_own else None, "is_own": is_own}


def conflicts_of(
    clashing: Iterable[Change],
    stored: Mapping[str, Any],
    target: Plan | SelfEvaluation,
    last: User | None,
    at: datetime | None,
    *,
    by: User,
    now: datetime,
) -> tuple[Conflict, ...]:
    """Fields whose other version is of one person and moment. Ask before writing: that would be the last."""
    changes = tuple(clashing)
    if not changes:
        return ()
    theirs = whose(target, last, at, by=by, now=now)
    return tuple(Conflict(one.name, one.value, stored[one.name], **theirs) for one in changes)
