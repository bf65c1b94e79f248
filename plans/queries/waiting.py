"""Which plans wait, for whom: to be agreed, come back, commented on; and which were agreed lately."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects

from people.access import Access
from people.roles import Permission
from plans.models import Comment, Plan, PlanVersion
from plans.queries.standing import OVER
from schools.queries import not_left

State = Plan.State
# What a plan was given back with stays beside it, settled or not, until it is sent again.
WAITS = Q(settled_at=None) | Q(at=F("plan__state_at"), by=F("plan__state_by"))


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
    agreed: tuple[PlanVersion, ...] = ()  # lately, by others; the newest first


def waiting_plans(access: Access, school_ids: Collection[int] | None, since: datetime | None) -> Waiting:
    """One question; one more where somebody's words wait, and one where a plan was agreed after `since`.

    `school_ids` None: everywhere. `since` None: nothing is told as new.
    """
    if not access.can_anywhere(Permission.PLAN_VIEW):
        return Waiting()
    news = _agreed(access, since)
    plans = list(_plans(access, school_ids).annotate(is_news=Exists(news.filter(plan=OuterRef("pk")))))
    agreed = [plan.pk for plan in plans if plan.is_news]
    to_agree, to_write, with_schools = [], [], []
    for plan in _with_words([one for one in plans if access.can(Permission.PLAN_COMMENT, one.school_id)]):
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
    return Waiting(
        tuple(to_agree),
        tuple(to_write),
        tuple(with_schools),
        tuple(news.filter(plan__in=agreed)) if agreed else (),
    )


def _agreed(access: Access, since: datetime | None) -> QuerySet[PlanVersion]:
    """By others, after `since`; the newest first."""
    if since is None:
        return PlanVersion.objects.none()
    rows = PlanVersion.objects.filter(agreed_at__gt=since).exclude(agreed_by=access.user)
    return rows.select_related("plan__school", "agreed_by").defer("content").order_by("-agreed_at", "-pk")


def _plans(access: Access, school_ids: Collection[int] | None) -> QuerySet[Plan]:
    """Those in force or on their way, at schools that have not left, as far as the reader sees plans."""
    where = not_left(access.today, "school__")
    reach = access.reach(Permission.PLAN_VIEW)
    if reach is not None:
        where &= Q(school__in=reach)
    if school_ids is not None:
        where &= Q(school__in=list(school_ids))
    return (
        Plan.objects.filter(where, year__closed_at=None)
        .exclude(state__in=OVER)
        .annotate(has_words=Exists(Comment.objects.filter(WAITS, plan=OuterRef("pk"))))
        .select_related("school", "year", "state_by")
        .order_by("school__name", "school", "year__start_year")
    )


def _with_words(plans: Sequence[Plan]) -> Sequence[Plan]:
    """Each with its comments that wait, as `words`."""
    comments = Comment.objects.filter(WAITS).select_related("by").order_by("at", "pk")
    prefetch_related_objects(
        [one for one in plans if one.has_words],  # type: ignore[attr-defined]
        Prefetch("comments", comments, to_attr="words"),
    )
    return plans


def _waiting(plan: Plan, reader: int | None) -> WaitingPlan:
    """`reader`: whose own comments do not wait for them."""
    comments: list[Comment] = getattr(plan, "words", [])
    back = given_back_with(plan, comments)
    return WaitingPlan(
        plan,
        back,
        tuple(
            one
            for one in comments
            if one is not back and one.settled_at is None and (reader is None or one.by_id != reader)
        ),
    )


def given_back_with(plan: Plan, comments: Iterable[Comment]) -> Comment | None:
    """The words with which the trust gave it back, while it has not been sent again."""
    return next((one for one in comments if _gave_back(plan, one)), None)


def _gave_back(plan: Plan, comment: Comment) -> bool:
    """Giving a plan back makes it a draft and its words a comment, at one moment and by one person."""
    return (
        plan.state == State.DRAFT
        and (comment.at, comment.by_id) == (plan.state_at, plan.state_by_id)
        and comment.priority_id is None
    )
