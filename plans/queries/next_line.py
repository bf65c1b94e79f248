"""The line at the top of a plan: where it stands, and the one thing that comes next with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from plans.models import Plan, PlanVersion
from plans.queries.page import PlanPage
from plans.queries.standing import state_for

State = Plan.State


@dataclass(frozen=True)
class May:
    """What the person who looks may do with this plan."""

    write: bool
    comment: bool
    agree: bool


@dataclass(frozen=True)
class NextLine:
    """`act` is the filled button; `is_post` when pressing it does the thing at once."""

    tag: str  # class of the status
    state: str
    words: str
    act: str = ""
    url: str = ""
    is_post: bool = False


def next_line(page: PlanPage, may: May, *, drafts: bool) -> NextLine:
    plan = page.plan
    match state_for(plan, drafts=drafts):
        case State.DRAFT:
            return _draft(page, may)
        case State.WITH_TRUST:
            return _with_trust(page, may)
        case State.AGREED | State.IN_REVIEW:
            return _live(page, drafts=drafts)
        case _:
            label = State(plan.state).label
            return NextLine("off", label, f"{label} on {_day(plan.state_at)} by {plan.state_by.name}.")


def _draft(page: PlanPage, may: May) -> NextLine:
    plan, version = page.plan, page.version
    if version and plan.is_being_amended:
        tag, state = "amber", "Being amended"
        opened = f"Opened again on {_day(plan.state_at)} by {plan.state_by.name}."
        words = f"Until it is agreed again, readers see {_version(version)}."
    else:
        tag, state, opened = "unknown", "Draft", ""
        words = "Only those who write it and the trust read it until it is agreed."
    if page.back:
        tag, opened = "amber", f"Given back by {page.back.by.name} on {_day(page.back.at)}."
    words = f"{opened} {words}".strip()
    if not may.write:
        return NextLine(tag, state, words)
    if plan.school_id is None:
        return NextLine(tag, state, words, "Agree this plan", reverse("plans:agree", args=[plan.pk]))
    return NextLine(tag, state, words, "Send to the trust", reverse("plans:send", args=[plan.pk]))


def _with_trust(page: PlanPage, may: May) -> NextLine:
    plan = page.plan
    words = f"Sent on {_day(plan.state_at)} by {plan.state_by.name}. {_open(page.open_comments)}"
    if may.agree:
        return NextLine(
            "info", "With the trust", words, "Agree this plan", reverse("plans:agree", args=[plan.pk])
        )
    return NextLine("info", "With the trust", words)


def _live(page: PlanPage, *, drafts: bool) -> NextLine:
    """What is due first."""
    agreed = f"V{_version(page.version)[1:]}. " if page.version else ""
    dated = [
        (view.line.due, view)
        for priority in page.priorities
        for objective in priority.objectives
        for view in objective.actions
        if view.line.due and view.event_pk and view.line.state in ("not_started", "in_progress")
    ]
    state = state_for(page.plan, drafts=drafts).label
    if not dated:
        return NextLine("done", state, f"{agreed}All its actions are done or not needed.")
    due, view = min(dated, key=lambda pair: pair[0])
    when = view.late.lower() if view.late else f"due {_short(due)}"
    words = f"{agreed}Next, {when}: {view.line.text.rstrip('.')}."
    return NextLine(
        "done", state, words, "Open the next action", reverse("schedule:event", args=[view.event_pk])
    )


def _version(version: PlanVersion | None) -> str:
    if version is None:
        return ""
    return f"version {version.number}, agreed on {_day(version.agreed_at)} by {version.agreed_by.name}"


def _open(count: int) -> str:
    if not count:
        return "No comment is open."
    return "1 comment is open." if count == 1 else f"{count} comments are open."


def _day(moment: datetime) -> str:
    day = timezone.localtime(moment).date()
    return f"{day.day} {day:%B %Y}"


def _short(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B}"
