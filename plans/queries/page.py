"""One plan as its page shows it, in a number of questions that does not grow with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q

from handbook.queries import steps_in_force
from plans.models import Comment, Plan, PlanAction, PlanVersion, Priority
from plans.queries.progress import with_progress
from plans.queries.said import BySaid, Said, newest, said_of
from plans.queries.sheets import DONE, NOT_NEEDED, sheet_of
from plans.queries.standing import LIVE, OVER, last_version
from plans.queries.waiting import given_back_with
from plans.sheet import ActionLine, ObjectiveSheet, PlanSheet, PrioritySheet, from_content
from schedule.words import SchoolTime
from schools.terms import Calendar


@dataclass(frozen=True)
class HandbookStep:
    code: str
    title: str
    slug: str  # of its process


@dataclass(frozen=True)
class ActionView:
    line: ActionLine
    event_pk: int | None
    late: str  # "Late by 2 school days"
    is_coming: bool = False  # still to do, in the year, and its day is not past


@dataclass(frozen=True)
class ObjectiveView:
    sheet: ObjectiveSheet
    actions: tuple[ActionView, ...]

    @property
    def late(self) -> int:
        return sum(1 for one in self.actions if one.late)


@dataclass(frozen=True)
class PriorityView:
    sheet: PrioritySheet
    objectives: tuple[ObjectiveView, ...]
    comments: tuple[Comment, ...]
    steps: tuple[HandbookStep, ...]
    said: Said | None  # at the last review that rated it
    serves_pk: int | None
    served_by: int  # of the trust's plan: how many priorities of schools

    @property
    def late(self) -> int:
        return sum(one.late for one in self.objectives)

    @property
    def next_due(self) -> date | None:
        """Never a day that is past: what is still to do then is late."""
        coming = (action for one in self.objectives for action in one.actions if action.is_coming)
        return min((action.line.due for action in coming if action.line.due), default=None)


@dataclass(frozen=True)
class PlanPage:
    """`version` is the last agreed one; `is_kept`: what is shown are its words, and not those being written."""

    plan: Plan
    sheet: PlanSheet
    priorities: tuple[PriorityView, ...]
    comments: tuple[Comment, ...]  # on the plan as a whole
    open_comments: int
    version: PlanVersion | None
    is_kept: bool
    back: Comment | None = None  # the words with which the trust gave it back, until it is sent again

    @property
    def cost_by_line(self) -> list[tuple[str, Decimal]]:
        return list(self.sheet.cost_by_line.items())


def plan_page(
    plan: Plan, calendar: Calendar, names: Mapping[str, str], today: date, *, drafts: bool
) -> PlanPage | None:
    """None when nothing was ever agreed and the reader reads no drafts."""
    version = last_version(plan)
    if version is None and not drafts:
        return None
    live = sheet_of(plan, calendar)
    kept = version is not None and not drafts and plan.state not in LIVE
    sheet = with_progress(from_content(version.content), live) if kept and version else live
    comments = _comments(plan) if drafts else {}
    said = said_of(Q(priority__plan=plan), closed_only=not drafts)
    flat = [one for some in comments.values() for one in some]
    return PlanPage(
        plan,
        sheet,
        _priorities(plan, sheet, comments, said, SchoolTime((calendar,), names), today),
        tuple(comments.get(None, ())),
        sum(one.settled_at is None for one in flat),
        version,
        kept,
        given_back_with(plan, flat),
    )


def version_page(plan: Plan, version: PlanVersion) -> PlanPage:
    """A version as it was agreed, with nothing of today in it."""
    sheet = from_content(version.content)
    steps = handbook_steps(sheet)
    priorities = tuple(
        PriorityView(
            one,
            tuple(
                ObjectiveView(below, tuple(ActionView(action, None, "") for action in below.actions))
                for below in one.objectives
            ),
            (),
            tuple(steps[code] for code in one.steps if code in steps),
            None,
            None,
            0,
        )
        for one in sheet.priorities
    )
    return PlanPage(plan, sheet, priorities, (), 0, version, is_kept=True)


def _comments(plan: Plan) -> dict[int | None, list[Comment]]:
    found: dict[int | None, list[Comment]] = defaultdict(list)
    for one in Comment.objects.filter(plan=plan).select_related("by", "settled_by").order_by("at", "pk"):
        found[one.priority_id].append(one)
    return found


def _priorities(
    plan: Plan,
    sheet: PlanSheet,
    comments: Mapping[int | None, list[Comment]],
    said: BySaid,
    time: SchoolTime,
    today: date,
) -> tuple[PriorityView, ...]:
    below = PlanAction.objects.filter(objective__priority__plan=plan)
    events = dict(below.values_list("pk", "event_id"))
    rows = Priority.objects.filter(plan=plan).annotate(served=Count("served_by"))
    served = {pk: (serves, count) for pk, serves, count in rows.values_list("pk", "serves_id", "served")}
    steps = handbook_steps(sheet)

    def seen(action: ActionLine) -> ActionView:
        """Late as in everybody's year, also while it is written in again; without its event it is only planned."""
        event = events.get(action.pk)
        if event is None or action.due is None or action.state in (DONE, NOT_NEEDED) or plan.state in OVER:
            return ActionView(action, event, "")
        is_late = action.due < today
        return ActionView(action, event, time.late_by(today, action.due) if is_late else "", not is_late)

    return tuple(
        PriorityView(
            one,
            tuple(ObjectiveView(below, tuple(map(seen, below.actions))) for below in one.objectives),
            tuple(comments.get(one.pk, ())),
            tuple(steps[code] for code in one.steps if code in steps),
            newest(said.get(one.pk, {})),
            *served.get(one.pk, (None, 0)),
        )
        for one in sheet.priorities
    )


def handbook_steps(sheet: PlanSheet) -> dict[str, HandbookStep]:
    return steps_of(code for priority in sheet.priorities for code in priority.steps)


def steps_of(codes: Iterable[str]) -> dict[str, HandbookStep]:
    """By code ("P12.session"), of the edition in force."""
    wanted = set(codes)
    rows = steps_in_force().filter(process__code__in={code.partition(".")[0] for code in wanted})
    found = (
        HandbookStep(f"{process}.{code}", title, slug)
        for process, code, title, slug in rows.values_list("process__code", "code", "title", "process__slug")
    )
    return {one.code: one for one in found if one.code in wanted}
