"""The doors of this app. 404 hides what a person may not know of; 403 refuses what they may not do.

Owners edit down, not up: whoever leads or supports a priority, an objective or an action edits that and what is below
it, and nothing above. Heads, senior leaders and the trust's leaders edit all of a plan.
"""

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404

from people.access import Access
from people.roles import Permission
from plans.models import Objective, Plan, PlanAction, Priority, SelfEvaluation


def get_plan_for(access: Access, pk: int, need: Permission = Permission.PLAN_VIEW) -> Plan:
    """The trust's plan is open to everybody who reads plans; writing it is for the trust's leaders."""
    plan = (
        Plan.objects.select_related("school__trust", "year", "changed_by", "state_by").filter(pk=pk).first()
    )
    if plan is None or not _may_know(access, plan):
        raise Http404
    if not may(access, plan, need):
        raise PermissionDenied
    return plan


def may(access: Access, plan: Plan, need: Permission) -> bool:
    if plan.school_id is None and need == Permission.PLAN_VIEW:
        return access.can_anywhere(need)
    return access.can(need, plan.school_id)


def reads_drafts(access: Access, plan: Plan) -> bool:
    """Others see a plan as it was last agreed."""
    return may(access, plan, Permission.PLAN_COMMENT) or owns_a_part(access, plan)


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


def get_evaluation_for(access: Access, pk: int, need: Permission = Permission.PLAN_VIEW) -> SelfEvaluation:
    found = SelfEvaluation.objects.select_related("school__trust", "year", "framework").filter(pk=pk).first()
    if found is None or not access.can(Permission.SCHOOL_VIEW, found.school_id):
        raise Http404
    access.require(need, found.school_id)
    return found


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
