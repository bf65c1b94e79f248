"""Comments beside the text of a plan."""

from datetime import datetime

from django.db import transaction

from people.models import User
from plans.actions.opening import lock_writable, write_down
from plans.models import Comment, Plan, Priority


@transaction.atomic
def comment_on(*, plan: Plan, priority: Priority | None, text: str, by: User, now: datetime) -> Comment:
    lock_writable(plan, now)
    made = Comment.objects.create(plan=plan, priority=priority, text=text, at=now, by=by)
    write_down(plan, "plan.comment", by=by, now=now)
    return made


@transaction.atomic
def settle_comment(*, comment: Comment, by: User, now: datetime) -> None:
    """Twice is as good as once: whoever was first is kept."""
    lock_writable(comment.plan, now)
    Comment.objects.filter(pk=comment.pk, settled_at=None).update(settled_at=now, settled_by=by)
    write_down(comment.plan, "plan.comment", by=by, now=now, after="settled")
