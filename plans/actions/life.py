"""The life of a plan: sent, given back, agreed, opened again, archived."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from people.models import User
from plans.actions.calendar import lay_out_plan
from plans.actions.opening import day_of, lock_open, lock_writable, touch, write_down
from plans.actions.parts import drop_empty_lines
from plans.models import Plan, PlanVersion, PriorityReview
from plans.queries import sheet_of
from plans.queries.standing import LIVE, last_version, why_closed
from plans.sheet import as_content
from schedule.actions import Refused
from schools.queries import calendar_of

State = Plan.State


@transaction.atomic
def send_plan(*, plan: Plan, by: User, now: datetime) -> None:
    """To the trust. What is missing is said before; only a plan without a priority is refused."""
    fresh = lock_open(plan, now)
    if not fresh.priorities.exists():
        raise Refused("There is no priority in it yet. Add the first, then send it.")
    drop_empty_lines(fresh)
    _to(fresh, State.WITH_TRUST, by, now)
    write_down(fresh, "plan.send", by=by, now=now)


@transaction.atomic
def take_back(*, plan: Plan, by: User, now: datetime) -> None:
    """Whoever sent it noticed something: it is theirs to write again."""
    fresh = _with_trust(plan, now)
    _to(fresh, State.DRAFT, by, now)
    write_down(fresh, "plan.return", by=by, now=now, reason="Taken back by the school.")


@transaction.atomic
def give_back(*, plan: Plan, words: str, by: User, now: datetime) -> None:
    """The words become a comment on the whole plan, beside the text they are about."""
    fresh = _with_trust(plan, now)
    if not words:
        raise Refused("Say what has to change: whoever wrote the plan needs to know.")
    fresh.comments.create(text=words, at=now, by=by)
    _to(fresh, State.DRAFT, by, now)
    write_down(fresh, "plan.return", by=by, now=now, reason=words)


@transaction.atomic
def agree_plan(*, plan: Plan, reason: str, by: User, now: datetime, today: date) -> PlanVersion:
    """Keeps it as it now reads, and puts its dates in everybody's year. Amended, it asks for a reason."""
    fresh = lock_writable(plan, now)
    may_be = fresh.state == State.WITH_TRUST or (fresh.state == State.DRAFT and fresh.school_id is None)
    if not may_be:
        raise Refused("The plan is not with the trust, so it cannot be agreed now. Look at where it stands.")
    if not fresh.priorities.exists():
        raise Refused("There is no priority in it, so there is nothing to agree.")
    before = last_version(fresh)
    if before and not reason:
        raise Refused("Say why the agreed plan was changed: readers see the reason beside the new version.")
    drop_empty_lines(fresh)
    is_reviewed = PriorityReview.objects.filter(review__plan=fresh, review__closed_at=None).exists()
    fresh.is_being_amended = False
    fresh.save(update_fields=["is_being_amended"])
    _to(fresh, State.IN_REVIEW if is_reviewed else State.AGREED, by, now)
    lay_out_plan(plan=fresh, now=now, today=today)
    version = PlanVersion.objects.create(
        plan=fresh,
        number=before.number + 1 if before else 1,
        content=as_content(sheet_of(fresh, calendar_of(fresh.year, fresh.school))),
        reason=reason if before else "",
        agreed_at=now,
        agreed_by=by,
    )
    write_down(fresh, "plan.agree", by=by, now=now, reason=reason, after=f"version {version.number}")
    return version


@transaction.atomic
def amend_plan(*, plan: Plan, by: User, now: datetime) -> None:
    """Opens it again. Readers see the last agreed version until it is agreed again."""
    fresh = lock_writable(plan, now)
    if fresh.state not in LIVE:
        raise Refused(why_closed(fresh, day_of(now)))
    fresh.is_being_amended = True
    fresh.save(update_fields=["is_being_amended"])
    _to(fresh, State.DRAFT, by, now)
    write_down(fresh, "plan.amend", by=by, now=now)


@transaction.atomic
def archive_plan(*, plan: Plan, by: User, now: datetime) -> None:
    """Changes no word of it, and is refused like any other change where nothing of the plan changes any more."""
    fresh = lock_writable(plan, now)
    if fresh.state not in (*LIVE, State.EVALUATED):
        raise Refused("Only a plan that was agreed can be archived.")
    _to(fresh, State.ARCHIVED, by, now)
    write_down(fresh, "plan.archive", by=by, now=now)


def _with_trust(plan: Plan, now: datetime) -> Plan:
    fresh = lock_writable(plan, now)
    if fresh.state != State.WITH_TRUST:
        raise Refused("The plan is no longer with the trust. Look at where it stands.")
    return fresh


def _to(plan: Plan, state: Plan.State, by: User, now: datetime) -> None:
    plan.state, plan.state_at, plan.state_by = state, now, by
    plan.save(update_fields=["state", "state_at", "state_by"])
    touch(plan, by=by, now=now)
