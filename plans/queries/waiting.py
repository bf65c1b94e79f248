"""Which plans wait, for whom: to be agreed, come back, commented on; and which were agreed lately."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Prefetch, Q

from people.access import Access
from people.roles import Permission
from plans.models import Comment, Plan, PlanVersion
from plans.queries.reviewing import OVER

State = Plan.State


@dataclass(frozen=True)
class WaitingPlan:
    """`back`: the words with which the trust gave it back; it has not been sent again since."""

    plan: Plan
    back: Comment | None
    comments: tuple[Comment, ...]  # open, the oldest first, without those words

    @property
    def name(self) -> str:
        return self.plan.school.known_as if self.plan.school else "The trust"

    @property
    def first_words(self) -> str:
        """The very place on the page of the plan where somebody's words wait."""
        first = self.back or self.comments[0]
        place = f"priority-{first.priority_id}" if first.priority_id else "comments"
        return f"{self.plan.get_absolute_url()}#{place}"

    @property
    def newest(self) -> Comment:
        return self.comments[-1]


@dataclass(frozen=True)
class Waiting:
    to_agree: tuple[WaitingPlan, ...] = ()
    to_write: tuple[WaitingPlan, ...] = ()  # the reader's own: come back, or commented on by others
    with_schools: tuple[WaitingPlan, ...] = ()  # the same at schools, for whoever may agree


def waiting_plans(access: Access, school_ids: Collection[int] | None) -> Waiting:
    """Two questions however many plans; one where there is none. `school_ids` None: everywhere."""
    to_agree, to_write, with_schools = [], [], []
    for plan in _plans(access, school_ids):
        agrees = access.can(Permission.PLAN_AGREE, plan.school_id)
        writes = access.can(Permission.PLAN_WRITE, plan.school_id) and (not agrees or plan.school_id is None)
        found = _waiting(plan, access.user.pk if writes else None)
        if agrees and plan.state == State.WITH_TRUST:
            to_agree.append(found)
        elif found.back or found.comments:
            if writes:
                to_write.append(found)
            elif agrees:
                with_schools.append(found)
    return Waiting(tuple(to_agree), tuple(to_write), tuple(with_schools))


def agreed_since(access: Access, school_ids: Collection[int], since: datetime) -> list[PlanVersion]:
    """By others, at these schools as far as the reader sees plans there; the newest first. One question."""
    seen = [pk for pk in school_ids if access.can(Permission.PLAN_VIEW, pk)]
    rows = PlanVersion.objects.filter(plan__school__in=seen, agreed_at__gt=since)
    return list(
        rows.exclude(agreed_by=access.user)
        .select_related("plan__school", "plan__year", "agreed_by")
        .defer("content")
        .order_by("-agreed_at", "-pk")
    )


def _plans(access: Access, school_ids: Collection[int] | None) -> list[Plan]:
    where = Q(school__left_date=None) | Q(school__left_date__gte=access.today)
    reach = access.reach(Permission.PLAN_COMMENT)
    if reach is not None:
        where &= Q(school__in=reach)
    if school_ids is not None:
        where &= Q(school__in=list(school_ids))
    # What a plan was given back with stays beside it, settled or not, until it is sent again.
    comments = Comment.objects.filter(Q(settled_at=None) | Q(at=F("plan__state_at"), by=F("plan__state_by")))
    return list(
        Plan.objects.filter(where, year__closed_at=None)
        .exclude(state__in=OVER)
        .select_related("school", "year", "state_by")
        .prefetch_related(
            Prefetch("comments", comments.select_related("by").order_by("at", "pk"), to_attr="waiting")
        )
        .order_by("school__name", "school", "year__start_year")
    )


def _waiting(plan: Plan, reader: int | None) -> WaitingPlan:
    """`reader`: whose own comments do not wait for them."""
    comments: list[Comment] = plan.waiting  # type: ignore[attr-defined]
    back = next((one for one in comments if _gave_back(plan, one)), None)
    return WaitingPlan(
        plan,
        back,
        tuple(
            one
            for one in comments
            if one is not back and one.settled_at is None and (reader is None or one.by_id != reader)
        ),
    )


def _gave_back(plan: Plan, comment: Comment) -> bool:
    """Giving a plan back makes it a draft and its words a comment, at one moment and by one person."""
    return (
        plan.state == State.DRAFT
        and (comment.at, comment.by_id) == (plan.state_at, plan.state_by_id)
        and comment.priority_id is None
    )
