"""All that a printed plan says, for one reader: the plan, its ratings, and how it stands. Plain values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.utils import timezone

from plans.models import Plan, PlanVersion, PriorityReview, Review
from plans.queries.print_standing import agreed_of, standing_of, state_of
from plans.queries.sheets import DONE, NOT_NEEDED, sheets_of
from plans.queries.standing import BEING_WRITTEN
from plans.rag import ARROWS, CONFIDENCE, DIRECTIONS, MARKS, Mark, term_of
from plans.sheet import (
    ActionLine,
    MilestoneLine,
    MonitoringLine,
    ObjectiveSheet,
    PlanSheet,
    PrioritySheet,
    from_content,
)
from schedule.words import SchoolTime
from schools.accent import readable
from schools.models import Trust
from schools.queries import calendars, the_trust
from schools.terms import Calendar, period_names, year_code


@dataclass(frozen=True)
class Rating:
    """What one term's review says of one priority."""

    period: str
    delivery: str
    delivery_why: str
    impact: str
    impact_why: str
    confidence: str
    direction: str
    evidence: str
    next_steps: str
    is_closed: bool

    @property
    def term(self) -> str:
        return term_of(self.period)

    @property
    def delivery_mark(self) -> Mark | None:
        return MARKS.get(self.delivery)

    @property
    def impact_mark(self) -> Mark | None:
        return MARKS.get(self.impact)

    @property
    def going(self) -> str:
        return DIRECTIONS.get(self.direction, "")

    @property
    def arrow(self) -> str:
        return ARROWS.get(self.direction, "")

    @property
    def sure(self) -> str:
        return CONFIDENCE.get(self.confidence, "")


@dataclass(frozen=True)
class TermReview:
    period: str
    summary: str
    why_skipped: str
    is_closed: bool

    @property
    def term(self) -> str:
        return term_of(self.period)


@dataclass(frozen=True)
class Print:
    sheet: PlanSheet
    calendar: Calendar
    scheme: str
    known_as: str  # what the school is called every day
    trust: str
    accent: str
    standing: str  # "Draft", "Agreed on 9 October 2026, version 2"
    is_draft: bool
    today: date
    ratings: Mapping[int, tuple[Rating, ...]]  # by priority, the newest term last
    reviews: tuple[TermReview, ...] = ()
    state: str = ""  # "In review"; as it stands for this reader
    agreed: str = ""  # "Version 1, agreed on 9 October 2026 by Daniel Firth"
    is_dated: bool = True  # False in the copy kept of an agreed version: nothing in it can be late

    @property
    def year(self) -> str:
        return year_code(self.sheet.start_year)

    @property
    def names(self) -> Mapping[str, str]:
        return period_names(self.scheme)

    @cached_property
    def time(self) -> SchoolTime:
        return SchoolTime((self.calendar,), self.names)

    @property
    def has_ratings(self) -> bool:
        return any(self.ratings.values())

    def newest(self, priority: PrioritySheet) -> Rating | None:
        said = self.ratings.get(priority.pk, ())
        return said[-1] if said else None

    def closed(self) -> Print:
        """With what governors read of the reviews: those that are closed."""
        ratings = {pk: tuple(one for one in said if one.is_closed) for pk, said in self.ratings.items()}
        return replace(self, ratings=ratings, reviews=tuple(one for one in self.reviews if one.is_closed))

    def is_late(self, line: ActionLine | MilestoneLine | MonitoringLine) -> bool:
        """Nothing is late in a draft, nor in the copy that is kept."""
        is_open = line.state not in (DONE, NOT_NEEDED)
        return bool(is_open and line.due and line.due < self.today and self.is_dated and not self.is_draft)

    @cached_property
    def lines(self) -> tuple[Any, ...]:
        """Every measure, milestone, action and look."""
        return tuple(
            line
            for one in self.sheet.priorities
            for objective in one.objectives
            for line in _lines(objective)
        )

    def content(self) -> dict[str, Any]:
        """What a file made of it depends on. The day counts only by what it makes late or due."""
        due = [getattr(line, "due", None) for line in self.lines]
        said = asdict(self)
        said["today"] = [(day < self.today, day == self.today) if day else None for day in due]
        return said


def print_of(plan: Plan, *, drafts: bool, today: date) -> Print | None:
    """As the plan stands for those who read drafts; for others the last agreed version, its dates and states as they
    stand today. None where nothing was agreed yet. `plan` comes with its school and year."""
    return prints_of([plan], drafts=drafts, today=today).get(plan.pk)


def prints_of(plans: Sequence[Plan], *, drafts: bool, today: date) -> dict[int, Print]:
    """Of one year; the same number of questions however many. A plan without an agreed version is left out."""
    if not plans:
        return {}
    trust = the_trust()
    by_school = calendars(plans[0].year, [plan.school for plan in plans])
    sheets = sheets_of(plans, by_school)
    agreed = _newest_versions(plans)
    ratings, reviews = _reviews([plan.pk for plan in plans], only_closed=not drafts)
    made = {}
    for plan in plans:
        version, sheet = agreed.get(plan.pk), sheets[plan.pk]
        if not drafts:
            if version is None:
                continue
            sheet = brought_up_to(from_content(version.content), sheet)
        is_draft = drafts and (plan.state in BEING_WRITTEN or plan.is_being_amended)
        printed = _print(
            plan, sheet, by_school[plan.school_id], trust, standing_of(version, is_draft=is_draft), today,
            is_draft=is_draft, ratings=ratings[plan.pk], reviews=tuple(reviews[plan.pk]),
        )  # fmt: skip
        made[plan.pk] = replace(printed, state=state_of(plan, drafts=drafts), agreed=agreed_of(version))
    return made


def print_of_version(version: PlanVersion) -> Print:
    """As it was agreed, with what reviews had said by that day: the same for good."""
    plan, day = version.plan, timezone.localtime(version.agreed_at).date()
    ratings, reviews = _reviews([plan.pk], only_closed=True, before=version.agreed_at)
    calendar = calendars(plan.year, [plan.school])[plan.school_id]
    made = _print(
        plan, from_content(version.content), calendar, the_trust(), standing_of(version, is_draft=False), day,
        is_draft=False, ratings=ratings[plan.pk], reviews=tuple(reviews[plan.pk]),
    )  # fmt: skip
    return replace(made, state=Plan.State.AGREED.label, agreed=agreed_of(version), is_dated=False)


def brought_up_to(agreed: PlanSheet, live: PlanSheet) -> PlanSheet:
    """The agreed words with the dates, states and findings of today, where the row is still there."""
    now = {
        (type(line), line.pk): line
        for priority in live.priorities
        for objective in priority.objectives
        for line in _lines(objective)
    }

    def fresh(lines: tuple[Any, ...], *names: str) -> tuple[Any, ...]:
        return tuple(
            replace(line, **{name: getattr(now[type(line), line.pk], name) for name in names})
            if (type(line), line.pk) in now
            else line
            for line in lines
        )

    def objective(one: ObjectiveSheet) -> ObjectiveSheet:
        return replace(
            one,
            criteria=fresh(one.criteria, "result", "state"),
            milestones=fresh(one.milestones, "due", "state"),
            actions=fresh(one.actions, "start", "due", "state", "done"),
            monitoring=fresh(one.monitoring, "found", "due", "state"),
        )

    return replace(
        agreed,
        priorities=tuple(
            replace(one, objectives=tuple(objective(o) for o in one.objectives)) for one in agreed.priorities
        ),
    )


def _lines(one: ObjectiveSheet) -> tuple[Any, ...]:
    return (*one.criteria, *one.milestones, *one.actions, *one.monitoring)


def _print(
    plan: Plan, sheet: PlanSheet, calendar: Calendar, trust: Trust | None, standing: str, today: date, *,
    is_draft: bool, ratings: Mapping[int, tuple[Rating, ...]], reviews: tuple[TermReview, ...],
) -> Print:  # fmt: skip
    name = trust.name if trust else "School improvement"
    return Print(
        replace(sheet, school=name) if plan.school is None else sheet,
        calendar,
        trust.period_scheme if trust else Trust.Scheme.HALF_TERMS.value,
        plan.school.known_as if plan.school else name,
        name,
        readable(trust.accent if trust else "").light,
        standing,
        is_draft,
        today,
        ratings,
        reviews,
    )


def _newest_versions(plans: Sequence[Plan]) -> dict[int, PlanVersion]:
    rows = PlanVersion.objects.filter(plan__in=[plan.pk for plan in plans]).select_related("agreed_by")
    rows = rows.order_by("number")
    return {row.plan_id: row for row in rows}


def _reviews(
    ids: Sequence[int], *, only_closed: bool, before: Any = None  # noqa: ANN401 -- a moment or none
) -> tuple[dict[int, dict[int, tuple[Rating, ...]]], dict[int, list[TermReview]]]:  # fmt: skip
    """By plan: the ratings by priority, and the reviews. A review that is not closed is for those who write it."""
    rows = PriorityReview.objects.filter(review__plan__in=ids).select_related("review")
    terms = Review.objects.filter(plan__in=ids)
    if only_closed:
        rows, terms = rows.filter(review__closed_at__isnull=False), terms.filter(closed_at__isnull=False)
    if before is not None:
        rows, terms = rows.filter(review__closed_at__lt=before), terms.filter(closed_at__lt=before)
    ratings: dict[int, dict[int, tuple[Rating, ...]]] = defaultdict(dict)
    for row in sorted(rows, key=lambda row: _place(row.review.period)):
        if row.delivery or row.impact:
            kept = ratings[row.review.plan_id]
            kept[row.priority_id] = (*kept.get(row.priority_id, ()), _rating(row))
    found: dict[int, list[TermReview]] = defaultdict(list)
    for one in sorted(terms, key=lambda one: _place(one.period)):
        if one.summary or one.why_skipped:
            found[one.plan_id].append(
                TermReview(one.period, one.summary, one.why_skipped, one.closed_at is not None)
            )
    return ratings, found


def _rating(row: PriorityReview) -> Rating:
    return Rating(
        row.review.period, row.delivery, row.delivery_why, row.impact, row.impact_why, row.confidence,
        row.direction, row.evidence, row.next_steps, row.review.closed_at is not None,
    )  # fmt: skip


def _place(period: str) -> int:
    order = tuple(period_names(Trust.Scheme.HALF_TERMS))
    return order.index(period) if period in order else len(order)
