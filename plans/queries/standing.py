"""Where a plan stands, and who may change what in it when."""

from __future__ import annotations

from datetime import date

from plans.models import Plan, PlanVersion
from schedule.queries import why_left

State = Plan.State
BEING_WRITTEN = (State.DRAFT, State.WITH_TRUST)
LIVE = (State.AGREED, State.IN_REVIEW)
OVER = (State.EVALUATED, State.ARCHIVED)


def state_for(plan: Plan, *, drafts: bool) -> Plan.State:
    """To those who see agreed plans only, a plan is agreed until it is over, or there is nothing to see."""
    return State(plan.state) if drafts or plan.state in OVER else State.AGREED


def is_open(plan: Plan, today: date | None) -> bool:
    """Whether its words may be written. `plan` comes with its year and school. `today` None: also after it has left."""
    return plan.state == State.DRAFT and not why_read_only(plan, today)


def takes_progress(plan: Plan, today: date) -> bool:
    """Whether people say how its parts stand: once agreed, also while it is being amended."""
    return not why_read_only(plan, today) and (plan.state in LIVE or plan.is_being_amended)


def why_read_only(plan: Plan, today: date | None) -> str:
    """Nothing of it changes in a closed year, or at a school that has left; one sentence, or nothing."""
    if plan.year.closed_at is not None:
        return f"The year {plan.year} is closed, so its plan can be read and not changed."
    return why_left(plan.school, today) if today is not None else ""


def last_version(plan: Plan) -> PlanVersion | None:
    return plan.versions.select_related("agreed_by").order_by("-number").first()


def why_closed(plan: Plan, today: date | None) -> str:
    """One sentence for whoever wanted to write."""
    return why_read_only(plan, today) or {
        State.WITH_TRUST: "The plan is with the trust. Nobody writes in it until it is given back.",
        State.AGREED: "The plan is agreed. Open it again to amend it; how its parts stand can be said at any time.",
        State.IN_REVIEW: "The plan is agreed. Open it again to amend it; how its parts stand can be said at any time.",
        State.EVALUATED: "The plan is evaluated, so its words stay as they are.",
        State.ARCHIVED: "The plan is archived, so its words stay as they are.",
    }.get(State(plan.state), "The plan is being written.")
