"""Writing the audit trail. Every action calls `record` inside its own transaction."""

from datetime import datetime

from django.db import models

from people.deeds import DEEDS
from people.models import AuditEntry, User


def record(
    *,
    by: User | None,
    now: datetime,
    action: str,
    target: models.Model,
    label: str = "",
    school_urn: int | None = None,
    before: str = "",
    after: str = "",
    reason: str = "",
) -> AuditEntry:
    """`action` is object-verb, e.g. "event.complete", and has its words in people.deeds. `by=None` is the portal."""
    if action not in DEEDS:
        raise ValueError(f"{action} has no words in people/deeds.py, so nobody could read what was done.")
    return AuditEntry.objects.create(
        at=now,
        actor_id=by.pk if by else None,
        actor_name=by.name if by else "The portal",
        action=action,
        target=target._meta.label_lower,
        target_id=str(target.pk),
        target_label=(label or str(target))[:240],
        school_urn=school_urn,
        before=before,
        after=after,
        reason=reason,
    )
