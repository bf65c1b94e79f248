"""The doors of this app. 404 hides what a person may not know of; 403 refuses what they may not do.

Owners edit down, not up: whoever leads or supports a priority, an objective or an action edits that and what is below
it, and nothing above. Heads, senior leaders and the trust's leaders edit all of a plan.
"""

from dataclasses import dataclass
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404

from people.access import Access
from people.roles import Permission
from plans.models import (
    Comment,
    Milestone,
    Monitoring,
    Objective,
    Plan,
    PlanAction,
    PlanImport,
    Priority,
    Review,
    SelfEvaluation,
    SuccessCriterion,
)

PLAN_WITH = ("school__trust", "year", "changed_by", "state_by")
ABOVE: dict[type, str] = {Priority: "", Objective: "priority__", PlanAction: "objective__priority__"}
Part = TypeVar("Part", Priority, Objective, PlanAction)
Line = TypeVar("Line", SuccessCriterion, Milestone, Monitoring)


def get_plan_for(access: Access, pk: int, need: Permission = Permission.PLAN_VIEW) -> Plan:
    """The trust's plan is open to everybody who reads plans; writing it is for the trust's leaders."""
    plan = Plan.objects.select_related(*PLAN_WITH).filter(pk=pk).first()
    if plan is None or not _may_know(access, plan):
        raise Http404
    if not may(access, plan, need):
        raise PermissionDenied
    return plan


def get_import_for(access: Access, pk: int, number: int) -> tuple[Plan, PlanImport]:
    """A file that was read for a plan, for those who write the plan."""
    plan = get_plan_for(access, pk, Permission.PLAN_WRITE)
    kept = PlanImport.objects.select_related("read_by").filter(plan=plan, pk=number).first()
    if kept is None:
        raise Http404
    kept.plan = plan
    return plan, kept


def may(access: Access, plan: Plan, need: Permission) -> bool:
    if plan.school_id is None and need == Permission.PLAN_VIEW:
        return access.can_anywhere(need)
    return access.can(need, plan.school_id)


def reads_drafts(access: Access, plan: Plan) -> bool:
    """Others see a plan as it was last agreed: governors too, whom a plan names without asking them to write it."""
    if may(access, plan, Permission.PLAN_COMMENT):
        return True
    return drafts_open_to_owners(access, plan) and owns_a_part(access, plan)


def drafts_open_to_owners(access: Access, plan: Plan) -> bool:
    """Of those who own a part of it, the ones who work at the school."""
    return may(access, plan, Permission.EVENT_COMPLETE)


def owns_a_part(access: Access, plan: Plan) -> bool:
    """Leads or supports something in it, while appointed there."""
    if not may(access, plan, Permission.PLAN_VIEW):
        return False
    mine = Q(lead=access.user) | Q(supporter=access.user)
    return (
        Priority.objects.filter(mine, plan=plan).exists()
        or Objective.objects.filter(mine, priority__plan=plan).exists()
        or PlanAction.objects.filter(mine, objective__priority__plan=plan).exists()
    )


def may_write(access: Access, plan: Plan, part: Priority | Objective | PlanAction | None = None) -> bool:
    """Whether the person edits this part. None is the plan itself. Parts come with what is above them."""
    if may(access, plan, Permission.PLAN_WRITE):
        return True
    return may(access, plan, Permission.PLAN_VIEW) and any(
        access.user.pk in (one.lead_id, one.supporter_id) for one in _up_from(part)
    )


def _up_from(
    part: Priority | Objective | PlanAction | None,
) -> tuple[Priority | Objective | PlanAction, ...]:
    match part:
        case PlanAction():
            return (part, part.objective, part.objective.priority)
        case Objective():
            return (part, part.priority)
        case Priority():
            return (part,)
        case _:
            return ()


def get_part_for(access: Access, kind: type[Part], pk: int) -> Part:
    """To write in it."""
    above = ABOVE[kind]
    part = kind.objects.select_related(*(f"{above}plan__{one}" for one in PLAN_WITH)).filter(pk=pk).first()
    if part is None or not _may_know(access, plan_of(part)):
        raise Http404
    if not may_write(access, plan_of(part), part):
        raise PermissionDenied
    return part


def get_line_for(access: Access, kind: type[Line], pk: int) -> Line:
    """To say how it stands: for its owners, and for whoever is to look whether it works."""
    with_plan = (f"objective__priority__plan__{one}" for one in PLAN_WITH)
    event = () if kind is SuccessCriterion else ("event__year",)
    line = kind.objects.select_related(*event, *with_plan).filter(pk=pk).first()
    if line is None or not _may_know(access, plan_of(line.objective)):
        raise Http404
    plan = plan_of(line.objective)
    is_mine = getattr(line, "who_id", None) == access.user.pk and may(access, plan, Permission.PLAN_VIEW)
    if not is_mine and not may_write(access, plan, line.objective):
        raise PermissionDenied
    return line


def get_objective_to_follow(access: Access, pk: int) -> Objective:
    """For whoever may say how something below it stands."""
    with_plan = (f"priority__plan__{one}" for one in PLAN_WITH)
    part = Objective.objects.select_related(*with_plan).filter(pk=pk).first()
    if part is None or not _may_know(access, plan_of(part)):
        raise Http404
    rights = rights_of(access, plan_of(part))
    if not rights.whole and part.pk not in rights.follows:
        raise PermissionDenied
    return part


def get_trust_priority_for(access: Access, pk: int) -> Priority:
    """Of the trust's plan, which everybody who reads plans may know of once it is agreed."""
    access.require_anywhere(Permission.PLAN_VIEW)
    part = Priority.objects.select_related("plan__year", "lead").filter(pk=pk, plan__school=None).first()
    if part is None:
        raise Http404
    if not part.plan.versions.exists() and not may(access, part.plan, Permission.PLAN_COMMENT):
        raise PermissionDenied
    return part


def get_comment_for(access: Access, pk: int) -> Comment:
    comment = Comment.objects.filter(pk=pk).first()
    if comment is None:
        raise Http404
    comment.plan = get_plan_for(access, comment.plan_id, Permission.PLAN_COMMENT)
    return comment


def plan_of(part: Plan | Priority | Objective | PlanAction) -> Plan:
    return part if isinstance(part, Plan) else _up_from(part)[-1].plan  # type: ignore[union-attr]


@dataclass(frozen=True)
class Rights:
    """What a person may write in one plan: all of it, or the parts below what they lead or support."""

    whole: bool
    priorities: frozenset[int] = frozenset()
    objectives: frozenset[int] = frozenset()
    actions: frozenset[int] = frozenset()
    monitoring: frozenset[int] = frozenset()  # what they are to check
    follows: frozenset[int] = frozenset()  # objectives of which they may say how something stands

    @property
    def any(self) -> bool:
        return self.whole or bool(self.priorities or self.objectives or self.actions or self.monitoring)


def rights_of(access: Access, plan: Plan) -> Rights:
    """Four questions, or none for those who write all of it."""
    if may(access, plan, Permission.PLAN_WRITE):
        return Rights(whole=True)
    if not may(access, plan, Permission.PLAN_VIEW):
        return Rights(whole=False)
    mine = Q(lead=access.user) | Q(supporter=access.user)
    priorities = frozenset(Priority.objects.filter(mine, plan=plan).values_list("pk", flat=True))
    objectives = frozenset(
        Objective.objects.filter(mine | Q(priority__in=priorities), priority__plan=plan).values_list(
            "pk", flat=True
        )
    )
    below = Q(objective__priority__plan=plan)
    actions = PlanAction.objects.filter(mine | Q(objective__in=objectives), below)
    looks = Monitoring.objects.filter(Q(who=access.user) | Q(objective__in=objectives), below)
    by_action, by_look = (dict(rows.values_list("pk", "objective_id")) for rows in (actions, looks))
    return Rights(
        whole=False,
        priorities=priorities,
        objectives=objectives,
        actions=frozenset(by_action),
        monitoring=frozenset(by_look),
        follows=objectives.union(by_action.values(), by_look.values()),
    )


def get_evaluation_for(access: Access, pk: int, need: Permission = Permission.PLAN_VIEW) -> SelfEvaluation:
    found = SelfEvaluation.objects.select_related("school__trust", "year", "framework").filter(pk=pk).first()
    if found is None or not access.can(Permission.SCHOOL_VIEW, found.school_id):
        raise Http404
    access.require(need, found.school_id)
    return found


def get_review_for(access: Access, pk: int, period: str, need: Permission = Permission.PLAN_VIEW) -> Review:
    """One that is being written is for those who read drafts; the others see it once it is closed."""
    plan = get_plan_for(access, pk, need)
    review = Review.objects.select_related("event", "closed_by").filter(plan=plan, period=period).first()
    if review is None:
        raise Http404
    review.plan = plan
    if review.closed_at is None and not reads_drafts(access, plan):
        raise PermissionDenied
    return review


def _may_know(access: Access, plan: Plan) -> bool:
    if plan.school_id is None:
        return access.can_anywhere(Permission.PLAN_VIEW)
    return access.can(Permission.SCHOOL_VIEW, plan.school_id)


def writes_evaluation(access: Access, school_id: int) -> bool:
    """A school evaluates itself: whoever is appointed to it and writes its plan."""
    return any(held.school_id == school_id and held.allows(Permission.PLAN_WRITE) for held in access.holdings)


def stands_beside(access: Access, school_id: int) -> bool:
    """Gives the view from outside, and agrees: the improvement partner and the trust, never who wrote it."""
    return access.can(Permission.PLAN_COMMENT, school_id) and not writes_evaluation(access, school_id)
