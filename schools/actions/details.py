"""Writes: what a person edits by hand about a school and the trust."""

from datetime import datetime
from typing import Any

from django.db import transaction

from people.audit import record
from people.models import User
from schools.models import School, Trust


@transaction.atomic
def edit_school(*, school: School, values: dict[str, Any], by: User, now: datetime) -> School:
    """`values`: the fields a person keeps by hand (what it is called, tier, joined, left)."""
    before = {name: getattr(school, name) for name in values}
    for name, value in values.items():
        setattr(school, name, value)
    school.full_clean()
    school.save(update_fields=list(values))
    changed = [name for name, value in values.items() if before[name] != value]
    if changed:
        record(
            by=by,
            now=now,
            action="school.edit",
            target=school,
            school_urn=school.urn,
            before="; ".join(f"{name}: {before[name]}" for name in changed),
            after="; ".join(f"{name}: {values[name]}" for name in changed),
        )
    return school


@transaction.atomic
def edit_trust(*, trust: Trust, values: dict[str, Any], by: User, now: datetime) -> Trust:
    before = "; ".join(f"{name}: {getattr(trust, name)}" for name in values)
    for name, value in values.items():
        setattr(trust, name, value)
    trust.full_clean()
    trust.save(update_fields=list(values))
    after = "; ".join(f"{name}: {value}" for name, value in values.items())
    record(by=by, now=now, action="trust.edit", target=trust, before=before, after=after)
    return trust
