"""What goes with a part of a plan that is taken out, in words."""

from django.db.models import Q, QuerySet

from plans.models import Objective, PlanAction, Priority, SuccessCriterion
from schedule.models import Event


def what_goes(part: Priority | Objective | PlanAction) -> list[str]:
    """ "6 actions, £1,250 of cost", "4 dates in everybody's year"; what was acted on stays there."""
    actions = _actions(part)
    said = []
    if isinstance(part, Priority):
        said.append(_count(part.objectives.count(), "objective"))
    if not isinstance(part, PlanAction):
        criteria = SuccessCriterion.objects.filter(
            objective__priority=part) if isinstance(part, Priority) else part.criteria.all()  # fmt: skip
        said += [_count(criteria.count(), "measure"), _count(actions.count(), "action")]
    cost = sum(row.cost for row in actions if row.cost)
    if cost:
        said.append(f"£{cost:,.2f} of cost")
    dates = _events(part).filter(state__in=(Event.State.PLANNED, Event.State.AGREED)).count()
    if dates:
        said.append(f"{_count(dates, 'date')} in everybody’s year, when the plan is agreed again")
    acted = _events(part).exclude(state__in=(Event.State.PLANNED, Event.State.AGREED)).count()
    if acted:
        said.append(
            f"but not what was done or called off: {_count(acted, 'date')} with what became of it stays in the year"
        )
    return [one for one in said if not one.startswith("no ")]


def _actions(part: Priority | Objective | PlanAction) -> QuerySet[PlanAction]:
    if isinstance(part, PlanAction):
        return PlanAction.objects.filter(pk=part.pk)
    above = "objective__priority" if isinstance(part, Priority) else "objective"
    return PlanAction.objects.filter(**{above: part})


def _events(part: Priority | Objective | PlanAction) -> QuerySet[Event]:
    if isinstance(part, PlanAction):
        return Event.objects.filter(plan_action=part)
    above = "objective__priority" if isinstance(part, Priority) else "objective"
    rows = ("plan_action", "milestone", "plan_monitoring")
    wanted = Q()
    for row in rows:
        wanted |= Q(**{f"{row}__{above}": part})
    return Event.objects.filter(wanted)


def _count(number: int, thing: str) -> str:
    return f"no {thing}" if not number else f"{number} {thing}{'' if number == 1 else 's'}"
