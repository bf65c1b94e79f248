"""One term's review: what was rated, what is still missing, and what was promised by now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse

from handbook.models import Step
from plans.models import Plan, PriorityReview, Review
from plans.queries.said import REVIEWED_IN, TERMS, Said, newest, said_of
from plans.queries.sheets import DONE, NOT_NEEDED
from plans.queries.standing import OVER
from plans.sheet import ActionLine, CriterionLine, MilestoneLine, PlanSheet, PrioritySheet
from schedule.models import Event
from schools.terms import PERIODS

COLUMNS = (
    "delivery", "delivery_why", "impact", "impact_why", "confidence", "direction", "evidence", "next_steps",
)  # fmt: skip
SETTLED = (DONE, NOT_NEEDED)
REVIEW_PAPER = "plan-review"  # the document of the handbook that asks what a review holds
OWN_DATE = "plan-review-"  # how the key begins where the handbook asks for no review


def owner_of_event(event: Event) -> tuple[str, str, str, tuple[str, ...]] | None:
    """settings.OWNERS_OF_AN_EVENT names it: the date of a plan's review follows the review, as long as that goes on."""
    is_review = event.step is not None and event.step.kind == Step.Kind.REVIEW
    if not is_review and not event.key.startswith(OWN_DATE):
        return None
    # An open review of a plan that is over can be closed by nobody any more.
    review = Review.objects.filter(event=event).exclude(closed_at=None, plan__state__in=OVER).first()
    if review is None:
        return None
    return (
        "This step is the plan’s review: close, skip or reopen the review itself. No other form is needed.",
        f"{term_of(review)} review",
        reverse("plans:review", args=[review.plan_id, review.period]),
        (REVIEW_PAPER,),
    )


def field_name(priority_pk: int, column: str) -> str:
    return f"{priority_pk}-{column}"


def stored_ratings(rows: Mapping[int, PriorityReview], priorities: Iterable[int]) -> dict[str, str]:
    """Every field of a review by its name; empty where nothing was said yet."""
    return {
        field_name(pk, column): getattr(rows[pk], column) if pk in rows else ""
        for pk in priorities
        for column in COLUMNS
    }


def rows_of(review: Review) -> dict[int, PriorityReview]:
    rows = PriorityReview.objects.filter(review=review).select_related("saved_by", "priority")
    return {row.priority_id: row for row in rows}


def earlier_open(review: Review) -> Review | None:
    """One review follows the other: the first that is neither closed nor skipped is the one to write."""
    before = REVIEWED_IN[: REVIEWED_IN.index(review.period)] if review.period in REVIEWED_IN else ()
    found = {one.period: one for one in Review.objects.filter(plan=review.plan_id, period__in=before)}
    return next((found[one] for one in before if one in found and found[one].closed_at is None), None)


def missing_ratings(review: Review, titles: Mapping[int, str]) -> Mapping[int, str]:
    """What stands between the review and its end, a line for each priority that lacks something."""
    rows = rows_of(review)
    found = {}
    for pk, title in titles.items():
        row = rows.get(pk)
        lacks = [
            words
            for words, is_there in (
                ("delivery", row and row.delivery and row.delivery_why),
                ("impact", row and row.impact and row.impact_why),
            )
            if not is_there
        ]
        if lacks:
            are = "is" if len(lacks) == 1 else "are"
            found[pk] = f"{title}: {' and '.join(lacks)} {are} not rated with a sentence yet."
    return found


@dataclass(frozen=True)
class Promised:
    """Of one priority, by the end of the half-term of the review."""

    milestones: tuple[MilestoneLine, ...]
    criteria: tuple[CriterionLine, ...]
    late: tuple[ActionLine, ...]
    done: tuple[ActionLine, ...]
    going: tuple[ActionLine, ...]  # begun or to begin, and not due yet


@dataclass(frozen=True)
class Part:
    """A priority on the page of a review."""

    pk: int
    number: int
    title: str
    lead: str
    promised: Promised
    before: Said | None  # at the review before


def parts_of(sheet: PlanSheet, review: Review, today: date) -> tuple[Part, ...]:
    """One question."""
    said = said_of(Q(priority__plan=sheet.pk))
    before = REVIEWED_IN[: REVIEWED_IN.index(review.period)] if review.period in REVIEWED_IN else ()
    return tuple(
        Part(
            one.pk,
            one.number,
            one.title,
            one.lead,
            promised_by(one, review.period, today),
            newest({period: row for period, row in said.get(one.pk, {}).items() if period in before}),
        )
        for one in sheet.priorities
    )


def promised_by(one: PrioritySheet, period: str, today: date) -> Promised:
    until = PERIODS[: PERIODS.index(period) + 1]
    actions = one.actions
    return Promised(
        tuple(row for objective in one.objectives for row in objective.milestones if row.period in until),
        tuple(row for objective in one.objectives for row in objective.criteria),
        tuple(row for row in actions if row.state not in SETTLED and row.due and row.due < today),
        tuple(row for row in actions if row.state == DONE),
        tuple(
            row for row in actions
            if row.state not in SETTLED and (row.due is None or row.due >= today) and _begins(row, today)
        ),
    )  # fmt: skip


def _begins(row: ActionLine, today: date) -> bool:
    return row.start is None or row.start <= today


def reviews_of(plan: Plan) -> list[Review]:
    found = {one.period: one for one in Review.objects.filter(plan=plan).select_related("event", "closed_by")}
    return [found[period] for period in REVIEWED_IN if period in found]


def term_of(review: Review) -> str:
    return TERMS.get(review.period, review.period)


def said_at(review: Review) -> dict[int, Said]:
    """By priority."""
    return {pk: said for pk, terms in said_of(Q(review=review)).items() for said in terms.values()}
