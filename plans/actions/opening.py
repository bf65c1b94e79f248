"""The lock that every change of a plan's words takes, and what each leaves behind."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from people.audit import record
from people.models import AuditEntry, User
from plans.models import Plan
from plans.queries.standing import is_open, why_closed, why_read_only
from schedule.actions import Refused

# A page saves itself every few seconds. The trail tells who wrote where and when, not each pause in their typing.
AUDITED_EVERY = timedelta(hours=1)


def day_of(now: datetime) -> date:
    """The day it is where the trust is."""
    return timezone.localtime(now).date()


def lock(plan: Plan) -> Plan:
    """One change at a time. The row as it stands now."""
    return (
        Plan.objects.select_for_update(of=("self",))
        .select_related("school__trust", "year", "changed_by")
        .get(pk=plan.pk)
    )


def lock_open(plan: Plan, now: datetime) -> Plan:
    """While its words may be written."""
    fresh, today = lock(plan), day_of(now)
    if not is_open(fresh, today):
        raise Refused(why_closed(fresh, today))
    return fresh


def lock_writable(plan: Plan, now: datetime) -> Plan:
    """Unless its year is closed or its school has left."""
    fresh = lock(plan)
    if why := why_read_only(fresh, day_of(now)):
        raise Refused(why)
    return fresh


def touch(plan: Plan, *, by: User, now: datetime) -> None:
    Plan.objects.filter(pk=plan.pk).update(changed_at=now, changed_by=by)
    plan.changed_at, plan.changed_by = now, by


def write_down(
    plan: Plan, action: str, *, by: User, now: datetime, reason: str = "", before: str = "", after: str = ""
) -> None:
    record(
        by=by, now=now, action=action, target=plan, label=label_of(plan),
        school_urn=plan.school.urn if plan.school else None, reason=reason, before=before,
        after=after,
    )  # fmt: skip


def note_writing(plan: Plan, *, by: User, now: datetime) -> None:
    """The plan is touched; in the trail at most once an hour for each person."""
    touch(plan, by=by, now=now)
    lately = AuditEntry.objects.filter(
        action="plan.write",
        actor_id=by.pk,
        target=plan._meta.label_lower,
        target_id=str(plan.pk),
        at__gt=now - AUDITED_EVERY,
    )
    if not lately.exists():
        write_down(plan, "plan.write", by=by, now=now)


def label_of(plan: Plan) -> str:
    return f"{plan.school.name if plan.school else 'The trust'}, {plan.year}"
