"""Where a plan stands, and who may change what in it when."""

from plans.models import Plan, PlanVersion

State = Plan.State
LIVE = (State.AGREED, State.IN_REVIEW)


def is_open(plan: Plan) -> bool:
    """Whether its words may be written. `plan` comes with its year."""
    return plan.state == State.DRAFT and plan.year.closed_at is None


def takes_progress(plan: Plan) -> bool:
    """Whether people say how its parts stand: once agreed, also while it is being amended."""
    return plan.year.closed_at is None and (plan.state in LIVE or plan.is_being_amended)


def last_version(plan: Plan) -> PlanVersion | None:
    return plan.versions.select_related("agreed_by").order_by("-number").first()


def why_closed(plan: Plan) -> str:
    """One sentence for whoever wanted to write."""
    if plan.year.closed_at is not None:
        return f"The year {plan.year} is closed, so its plan can be read and not changed."
    return {
        State.WITH_TRUST: "The plan is with the trust. Nobody writes in it until it is given back.",
        State.AGREED: "The plan is agreed. Open it again to amend it; how its parts stand can be said at any time.",
        State.IN_REVIEW: "The plan is agreed. Open it again to amend it; how its parts stand can be said at any time.",
        State.EVALUATED: "The plan is evaluated, so its words stay as they are.",
        State.ARCHIVED: "The plan is archived, so its words stay as they are.",
    }.get(State(plan.state), "The plan is being written.")
