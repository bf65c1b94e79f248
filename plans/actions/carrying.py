"""Unfinished work goes into the next year's plan: by choice, once, and knowing where it comes from."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, Q

from people.models import User
from plans.actions.opening import day_of, lock, touch, write_down
from plans.models import Objective, Plan, PlanAction, Priority, SuccessCriterion
from plans.queries.carrying import Picks, next_year_of
from plans.queries.standing import is_open
from schedule.actions import Refused
from schedule.queries import why_left
from schools.models import Appointment, SchoolYear
from schools.queries import appointed_on

OVER = (Plan.State.EVALUATED, Plan.State.ARCHIVED)


@transaction.atomic
def carry_over(*, plan: Plan, picks: Picks, by: User, now: datetime, today: date) -> tuple[Plan, int]:
    """The next year's plan, and how many rows came into it. Twice brings nothing in twice."""
    source = lock(plan)
    if why := why_left(source.school, today):
        raise Refused(why)
    year = next_year_of(source)
    if year is None:
        raise Refused(
            f"The school year after {source.year} has no term dates yet. Enter them first, then carry over."
        )
    if source.state not in OVER and source.year.start_year >= _start_year(today):
        raise Refused(
            "This plan is still this year’s. Carry over once it is evaluated, or once its year has ended."
        )
    target = _target(source, year, by, now)
    carrier = _Carrier(source, target, picks, today)
    carrier.run()
    if carrier.count:
        touch(target, by=by, now=now)
        write_down(target, "plan.carry-over", by=by, now=now, after=f"{carrier.count} from {source.year}")
    return target, carrier.count


def _start_year(day: date) -> int:
    return day.year if day.month >= 9 else day.year - 1


def _target(source: Plan, year: SchoolYear, by: User, now: datetime) -> Plan:
    """Made if there is none. One that is being written or amended takes what is carried; another does not."""
    if year.closed_at is not None:
        raise Refused(f"The year {year} is closed, so nothing can be carried into it.")
    target, made = Plan.objects.get_or_create(
        school=source.school,
        year=year,
        defaults={
            "started_at": now, "started_by": by, "state_at": now, "state_by": by, "changed_at": now, "changed_by": by,
        },
    )  # fmt: skip
    if made:
        write_down(target, "plan.start", by=by, now=now)
    fresh = lock(target)
    if not is_open(fresh, day_of(now)):
        raise Refused(
            f"The plan of {year} is not being written now. Open it again to amend it, then carry over into it."
        )
    return fresh


class _Carrier:
    def __init__(self, source: Plan, target: Plan, picks: Picks, today: date) -> None:
        self.source, self.target, self.picks, self.today = source, target, picks, today
        here = Q(school=source.school_id) | Q(school=None)
        self.there = set(
            Appointment.objects.filter(appointed_on(today), here).values_list("person_id", flat=True)
        )
        self.count = 0

    def run(self) -> None:
        actions = PlanAction.objects.filter(
            objective__priority__plan=self.source, pk__in=self.picks.actions
        ).order_by("position", "pk")
        wanted = list(actions)
        of_objectives = {one.objective_id for one in wanted} | self.picks.objectives
        objectives = list(
            Objective.objects.filter(priority__plan=self.source, pk__in=of_objectives).order_by(
                "position", "pk"
            )
        )
        of_priorities = {one.priority_id for one in objectives} | self.picks.priorities
        priorities = Priority.objects.filter(plan=self.source, pk__in=of_priorities).order_by(
            "position", "pk"
        )
        for priority in priorities.select_related("serves"):
            new = self._priority(priority)
            for objective in objectives:
                if objective.priority_id == priority.pk:
                    below = self._objective(objective, new)
                    for action in wanted:
                        if action.objective_id == objective.pk:
                            self._action(action, below)

    def _priority(self, old: Priority) -> Priority:
        found = Priority.objects.filter(plan=self.target, carried_from=old).first()
        if found is not None:
            return found
        self.count += 1
        made = Priority.objects.create(
            plan=self.target,
            position=_next(Priority.objects.filter(plan=self.target)),
            title=old.title,
            because=old.because,
            serves=self._serves(old),
            lead_id=self._still(old.lead_id),
            supporter_id=self._still(old.supporter_id),
            link_governor_id=self._still(old.link_governor_id),
            stage=self.picks.stages.get(old.pk, old.stage),
            stop_doing=old.stop_doing,
            steps=old.steps,
            carried_from=old,
        )
        # Areas of a framework that is no longer in force are not converted: they are chosen anew.
        in_force = Q(framework__to_date=None) | Q(framework__to_date__gte=self.today)
        made.areas.set(old.areas.filter(in_force))
        return made

    def _serves(self, old: Priority) -> Priority | None:
        """The trust's priority of the new year that was carried from the one it served."""
        if old.serves is None:
            return None
        return Priority.objects.filter(
            carried_from=old.serves, plan__year=self.target.year_id, plan__school=None
        ).first()

    def _objective(self, old: Objective, new: Priority) -> Objective:
        found = Objective.objects.filter(priority=new, text=old.text).first()
        if found is not None:
            return found
        self.count += 1
        made = Objective.objects.create(
            priority=new,
            position=_next(Objective.objects.filter(priority=new)),
            text=old.text,
            lead_id=self._still(old.lead_id),
            supporter_id=self._still(old.supporter_id),
        )
        SuccessCriterion.objects.bulk_create(
            SuccessCriterion(
                objective=made, position=row.position, measure=row.measure, source=row.source, target=row.target,
                baseline=row.result[:80] or row.baseline,  # what was reached is where it starts from
            )
            for row in old.criteria.order_by("position", "pk")
        )  # fmt: skip
        return made

    def _action(self, old: PlanAction, new: Objective) -> None:
        if PlanAction.objects.filter(objective=new, text=old.text).exists():
            return
        self.count += 1
        PlanAction.objects.create(
            objective=new,
            position=_next(PlanAction.objects.filter(objective=new)),
            text=old.text,
            lead_id=self._still(old.lead_id),
            supporter_id=self._still(old.supporter_id),
            planned_end=self.picks.ends.get(old.pk),
            cost=old.cost,
            budget_line=old.budget_line,
            training=old.training,
        )

    def _still(self, person_id: int | None) -> int | None:
        """Nobody who has left."""
        return person_id if person_id in self.there else None


def _next(rows: Any) -> int:  # noqa: ANN401 -- a QuerySet of any of three models
    return (rows.aggregate(last=Max("position"))["last"] or 0) + 1
