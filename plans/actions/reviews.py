"""A term's review of a plan: begun, written, closed or skipped, and reopened right after by whoever closed it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from django.db import transaction

from people.models import AuditEntry, User
from plans.actions.opening import day_of, lock, touch, write_down
from plans.actions.presence import note_presence
from plans.models import Plan, PriorityReview, Review
from plans.queries.presence import review_place
from plans.queries.reviewing import earlier_open, missing_ratings, rows_of, stored_ratings, term_of
from plans.queries.standing import why_read_only
from plans.queries.whose import Whose, whose
from schedule.actions import Refused, complete_event, mark_not_needed, undo_last
from schedule.actions.states import STILL_TO_DO
from schedule.models import StateChange
from writing.marks import Change, Conflict, Saved, laid_over

State = Plan.State
REOPENS_FOR = timedelta(hours=1)
CLOSED, NOT_BEGUN, READ_ONLY = "closed", "not-begun", "read-only"  # why nothing could be saved


@transaction.atomic
def start_review(*, review: Review, by: User, now: datetime) -> None:
    """From now on the plan is in review. Twice changes nothing."""
    plan, fresh = _fresh(review)
    _must_be_its_turn(plan, fresh, day_of(now))
    if plan.state == State.IN_REVIEW:
        return
    _to(plan, State.IN_REVIEW, by, now)
    write_down(plan, "plan.review", by=by, now=now, after=f"{term_of(fresh)} review begun")


@transaction.atomic
def save_ratings(
    *, review: Review, priorities: Iterable[int], changes: Iterable[Change], by: User, now: datetime
) -> Saved:
    """Each priority is a row of its own, and of each row only what was changed is written.

    `priorities` are those that the person may rate. A rating never stands without its sentence.
    """
    plan, fresh = _fresh(review)
    if why_read_only(plan, day_of(now)):
        return Saved(gone=READ_ONLY)
    if fresh.closed_at is not None:
        return Saved(gone=CLOSED)
    if plan.state != State.IN_REVIEW:
        return Saved(gone=NOT_BEGUN)
    note_presence(plan=plan, place=review_place(fresh.period), by=by, now=now)
    rows = rows_of(fresh)
    stored = stored_ratings(rows, priorities)
    written, clashing = laid_over((one for one in changes if one.name in stored), stored)
    after = stored | {one.name: one.value for one in written}
    bare = {
        name for name in after if name.endswith("_why") and not after[name] and after[name[: -len("_why")]]
    }
    held = [
        one for one in written if one.name in bare
    ]  # the sentence of a rating that somebody else gave meanwhile
    written = tuple(one for one in written if one.name not in bare)
    for pk, columns in _by_priority(written).items():
        PriorityReview.objects.update_or_create(
            review=fresh, priority_id=pk, defaults={**columns, "saved_at": now, "saved_by": by}
        )
    if written:
        touch(plan, by=by, now=now)
        write_down(plan, "plan.review", by=by, now=now, after=f"{term_of(fresh)} review written")
    return Saved(
        values=stored | {one.name: one.value for one in written},
        written=tuple(one.name for one in written),
        conflicts=tuple(
            Conflict(one.name, one.value, stored[one.name], **_whose(plan, rows, one, by, now))
            for one in (*clashing, *held)
        ),
    )


@transaction.atomic
def close_review(*, review: Review, summary: str, by: User, now: datetime, today: date) -> None:
    """The plan is agreed again, as it was, and the review's date in the year is done."""
    plan, fresh = _fresh(review)
    if why := why_read_only(plan, today):
        raise Refused(why)
    if fresh.closed_at is not None:
        raise Refused("This review is closed already.")
    if plan.state != State.IN_REVIEW:
        raise Refused("This review has not been started. Start it first, or skip it with a reason.")
    missing = missing_ratings(
        fresh, dict(plan.priorities.order_by("position", "pk").values_list("pk", "title"))
    )
    if missing:
        raise Refused(f"The review is not closed yet. {' '.join(missing.values())}")
    _end(fresh, summary, "", by, now)
    if fresh.event is not None and fresh.event.state in STILL_TO_DO:
        complete_event(event=fresh.event, done_date=today, by=by, now=now, today=today, by_owner=True)
    _to(plan, State.AGREED, by, now)
    write_down(plan, "plan.review", by=by, now=now, after=f"{term_of(fresh)} review closed")


@transaction.atomic
def skip_review(*, review: Review, reason: str, by: User, now: datetime, today: date) -> None:
    """What was written of it so far is kept, and counts for nothing."""
    plan, fresh = _fresh(review)
    if not reason:
        raise Refused("Say why it is skipped: governors and trustees read the reason.")
    _must_be_its_turn(plan, fresh, today)
    stood = plan.state
    _end(fresh, "", reason, by, now)
    if fresh.event is not None and fresh.event.state in STILL_TO_DO:
        mark_not_needed(event=fresh.event, reason=reason, by=by, now=now, today=today, by_owner=True)
    _to(plan, State.AGREED, by, now)
    write_down(
        plan,
        "plan.skip-review",
        by=by,
        now=now,
        reason=reason,
        before=stood,
        after=f"{term_of(fresh)} review",
    )


@transaction.atomic
def reopen_review(*, review: Review, by: User, now: datetime, today: date) -> None:
    """Takes the closing or skipping back: for whoever did it, within the hour, while nothing followed from it."""
    plan, fresh = _fresh(review)
    if why := why_read_only(plan, today):
        raise Refused(why)
    if not may_reopen(fresh, plan, by, now):
        raise Refused(
            "It can be opened again only by whoever closed it, within an hour, and while the plan stands as it did."
        )
    was_skipped, closed_at = bool(fresh.why_skipped), fresh.closed_at or now
    fresh.closed_at = fresh.closed_by = None
    fresh.why_skipped = ""
    fresh.save(update_fields=["closed_at", "closed_by", "why_skipped"])
    if fresh.event is not None:
        ours = StateChange.objects.filter(event=fresh.event, at=closed_at, by=by, undone_at=None).first()
        if ours is not None:
            undo_last(event=fresh.event, by=by, now=now, today=today, change_pk=ours.pk, by_owner=True)
    begun = not was_skipped or _was_in_review(plan, closed_at)
    _to(plan, State.IN_REVIEW if begun else State.AGREED, by, now)
    write_down(plan, "plan.reopen-review", by=by, now=now, after=f"{term_of(fresh)} review")


def may_reopen(review: Review, plan: Plan, by: User, now: datetime) -> bool:
    """`plan.state_at` is the moment of the closing while nothing else has happened to the plan since."""
    return (
        review.closed_at is not None
        and review.closed_by_id == by.pk
        and plan.state == State.AGREED
        and plan.state_at == review.closed_at
        and now - review.closed_at <= REOPENS_FOR
        and plan.year.closed_at is None
    )


def _was_in_review(plan: Plan, skipped_at: datetime) -> bool:
    """As the plan stood when it was skipped: the trail of that moment says it, and nothing else keeps it."""
    trail = AuditEntry.objects.filter(
        action="plan.skip-review", target=plan._meta.label_lower, target_id=str(plan.pk), at=skipped_at
    )
    return trail.filter(before=State.IN_REVIEW).exists()


def _fresh(review: Review) -> tuple[Plan, Review]:
    """Locked: one change of a plan at a time."""
    plan = lock(review.plan)
    fresh = Review.objects.select_related("event__year", "event__school").get(pk=review.pk)
    fresh.plan = plan
    return plan, fresh


def _must_be_its_turn(plan: Plan, review: Review, today: date) -> None:
    if why := why_read_only(plan, today):
        raise Refused(why)
    if review.closed_at is not None:
        raise Refused("This review is closed already.")
    if plan.state not in (State.AGREED, State.IN_REVIEW):
        raise Refused(
            "Only an agreed plan is reviewed. This one is being written or is over: look at where it stands."
        )
    before = earlier_open(review)
    if before is not None:
        raise Refused(
            f"The {term_of(before).lower()} review comes first: close it, or skip it with a reason."
        )


def _end(review: Review, summary: str, why_skipped: str, by: User, now: datetime) -> None:
    review.summary = summary or review.summary
    review.why_skipped, review.closed_at, review.closed_by = why_skipped, now, by
    review.save(update_fields=["summary", "why_skipped", "closed_at", "closed_by"])


def _to(plan: Plan, state: Plan.State, by: User, now: datetime) -> None:
    plan.state, plan.state_at, plan.state_by = state, now, by
    plan.save(update_fields=["state", "state_at", "state_by"])
    touch(plan, by=by, now=now)


def _by_priority(written: Iterable[Change]) -> Mapping[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    for one in written:
        pk, _, column = one.name.partition("-")
        found.setdefault(int(pk), {})[column] = one.value
    return found


def _whose(plan: Plan, rows: Mapping[int, PriorityReview], change: Change, by: User, now: datetime) -> Whose:
    row = rows.get(int(change.name.partition("-")[0]))
    return whose(plan, row.saved_by if row else None, row.saved_at if row else None, by=by, now=now)
