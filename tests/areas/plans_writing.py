"""Who may open which address: writing a plan, and its life."""

from typing import Any

from handbook.models import Step
from people.models import User
from plans.models import (
    Comment,
    Milestone,
    Monitoring,
    Objective,
    Plan,
    PlanAction,
    PlanVersion,
    Priority,
    SuccessCriterion,
)
from plans.queries import sheet_of
from plans.sheet import as_content
from schedule.models import Event
from schools.models import School, SchoolYear
from schools.queries import calendar_of
from tests.conftest import NOW
from tests.rows import ACTION, FORM, LEADERS, PAGE, ROLES, Row, school, thing

READ_PLANS = ROLES - {"portal_admin"}
WRITE_PLANS = frozenset({"headteacher", "senior_leader", "improvement_lead", "ceo"})
COMMENT = WRITE_PLANS | {"improvement_partner"}

# The plan is a draft of which version 1 was once kept. An empty POST has nothing of a page in it.
ROWS: dict[str, Row] = {
    "plans:start": Row(FORM, WRITE_PLANS, post=422),
    "plans:trust": Row(PAGE, READ_PLANS, page=302),  # to the trust's plan
    "plans:sight": thing(PAGE, READ_PLANS, "trust_priority"),
    "plans:plan": school(PAGE, READ_PLANS, "plan"),
    "plans:comment": school(ACTION, COMMENT, "plan", post=422),
    "plans:settle": school(ACTION, COMMENT, "plan_comment"),
    "plans:send": school(FORM, WRITE_PLANS, "plan"),
    "plans:take_back": school(ACTION, WRITE_PLANS, "plan"),
    "plans:give_back": school(FORM, LEADERS, "plan", page=302),  # it is not with the trust
    "plans:agree": school(FORM, LEADERS, "plan", page=302),
    "plans:amend": school(FORM, WRITE_PLANS, "plan", page=302),  # it is a draft
    "plans:archive": school(FORM, WRITE_PLANS, "plan", page=302),
    "plans:write_plan": school(FORM, WRITE_PLANS, "plan", post=422),
    "plans:here": school(ACTION, WRITE_PLANS, "plan_kind", "plan_priority", post=200),
    "plans:order": school(PAGE, WRITE_PLANS, "plan"),
    "plans:add_priority": school(FORM, WRITE_PLANS, "plan", post=422),
    "plans:write_priority": school(FORM, WRITE_PLANS, "plan_priority", post=422),
    "plans:add_objective": school(FORM, WRITE_PLANS, "plan_priority", post=422),
    "plans:write_objective": school(FORM, WRITE_PLANS, "plan_objective", post=422),
    "plans:add_line": school(ACTION, WRITE_PLANS, "plan_objective", "plan_line", post=422),
    "plans:remove_line": school(
        ACTION, WRITE_PLANS, "plan_objective", "plan_line", "plan_criterion", post=422
    ),
    "plans:add_action": school(FORM, WRITE_PLANS, "plan_objective", post=422),
    "plans:write_action": school(FORM, WRITE_PLANS, "plan_action", post=422),
    "plans:remove": school(FORM, WRITE_PLANS, "plan_kind", "plan_priority"),
    "plans:move": school(ACTION, WRITE_PLANS, "plan_kind", "plan_priority"),
    "plans:progress": school(PAGE, WRITE_PLANS, "plan_objective", page=302),  # nothing is said of a draft
    "plans:under_way": school(ACTION, WRITE_PLANS, "plan_action"),
    "plans:result": school(ACTION, WRITE_PLANS, "plan_criterion", post=422),
    "plans:seen": school(ACTION, WRITE_PLANS, "plan_milestone"),
    "plans:found": school(ACTION, WRITE_PLANS, "plan_look", post=422),
    "plans:versions": school(PAGE, READ_PLANS, "plan"),
    "plans:version": school(PAGE, READ_PLANS, "plan", "plan_version"),
    "plans:compare": school(PAGE, READ_PLANS, "plan"),
}
NOWHERE: dict[str, Any] = {
    "trust_priority": 999999, "plan": 999999, "plan_comment": 999999, "plan_priority": 999999, "plan_objective": 999999,
    "plan_action": 999999, "plan_criterion": 999999, "plan_milestone": 999999, "plan_look": 999999, "plan_version": 9,
    "plan_kind": "priorities", "plan_line": "criterion",
}  # fmt: skip


def of_trust(lead: User, step: Step) -> dict[str, Any]:
    """The trust's own plan, agreed."""
    plan = _plan(None, SchoolYear.objects.get(start_year=2026), lead, Plan.State.AGREED)
    return {
        "trust_priority": plan.priorities.get().pk,
        "plan_kind": "priorities",
        "plan_line": "criterion",
        "plan_version": 1,
    }


def of_school(lead: User, event: Event) -> dict[str, Any]:
    """The same for things of the event's school."""
    plan = _plan(event.school, event.year, lead, Plan.State.DRAFT)
    priority = plan.priorities.get()
    objective = priority.objectives.get()
    return {
        "plan": plan.pk,
        "plan_priority": priority.pk,
        "plan_objective": objective.pk,
        "plan_action": PlanAction.objects.create(objective=objective, position=1, text="Do it").pk,
        "plan_criterion": SuccessCriterion.objects.create(
            objective=objective, position=1, measure="Pupils"
        ).pk,
        "plan_milestone": Milestone.objects.create(objective=objective, period="AUT2", text="Begun").pk,
        "plan_look": Monitoring.objects.create(objective=objective, period="AUT2", how="Look").pk,
        "plan_comment": Comment.objects.create(plan=plan, text="Why?", at=NOW, by=lead).pk,
    }


def _plan(at: School | None, year: SchoolYear, lead: User, state: str) -> Plan:
    plan = Plan.objects.create(
        school=at, year=year, state=state, started_at=NOW, started_by=lead, state_at=NOW, state_by=lead,
        changed_at=NOW, changed_by=lead,
    )  # fmt: skip
    priority = Priority.objects.create(plan=plan, position=1, title="Reading")
    Objective.objects.create(priority=priority, position=1, text="By July all read")
    content = as_content(sheet_of(plan, calendar_of(year, at)))
    PlanVersion.objects.create(plan=plan, number=1, content=content, agreed_at=NOW, agreed_by=lead)
    return plan
