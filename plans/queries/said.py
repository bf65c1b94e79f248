"""What was said at the reviews, and when anything was last said about a plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Q
from django.utils import timezone

from plans.models import Plan, PriorityReview
from schedule.models import Event

REVIEWED_IN = ("AUT2", "SPR2", "SUM2")  # at the end of each term
TERMS: Mapping[str, str] = {"AUT2": "Autumn", "SPR2": "Spring", "SUM2": "Summer"}
RATINGS: Mapping[str, str] = dict(PriorityReview.Rating.choices)
KEY = "plan-"  # how the keys of a plan's events begin
QUIET = 28  # days after which "no update since" is said


@dataclass(frozen=True, slots=True)
class Said:
    """One priority at one review."""

    period: str
    delivery: str
    delivery_why: str
    impact: str
    impact_why: str
    confidence: str
    direction: str
    evidence: str
    next_steps: str
    saved_at: datetime
    is_closed: bool

    @property
    def term(self) -> str:
        return TERMS.get(self.period, self.period)

    @property
    def confidence_word(self) -> str:
        return dict(PriorityReview.Confidence.choices).get(self.confidence, "")

    @property
    def direction_word(self) -> str:
        return dict(PriorityReview.Direction.choices).get(self.direction, "")


BySaid = Mapping[int, Mapping[str, Said]]  # priority, then half-term


def said_of(which: Q, *, closed_only: bool = False) -> dict[int, dict[str, Said]]:
    """`which` chooses rows of PriorityReview. One question however many. Skipped reviews say nothing."""
    if closed_only:
        which &= Q(review__closed_at__isnull=False)
    found: dict[int, dict[str, Said]] = defaultdict(dict)
    rows = PriorityReview.objects.filter(which, review__why_skipped="").values_list(
        "priority_id", "review__closed_at", "review__period", "delivery", "delivery_why", "impact", "impact_why",
        "confidence", "direction", "evidence", "next_steps", "saved_at",
    )  # fmt: skip
    for row in rows:
        said = Said(*row[2:], row[1] is not None)
        found[row[0]][said.period] = said
    return found


def newest(said: Mapping[str, Said]) -> Said | None:
    """The last term in which the priority was rated at all."""
    rated = [said[period] for period in REVIEWED_IN if period in said]
    return next((one for one in reversed(rated) if one.delivery or one.impact), None)


def last_moments(year_ids: Iterable[int]) -> Mapping[tuple[int, int | None], datetime]:
    """By year and school: when a step of the plan was last marked. One question."""
    rows = (
        Event.objects.filter(year__in=list(year_ids), key__startswith=KEY, state_at__isnull=False)
        .values_list("year_id", "school_id")
        .annotate(last=Max("state_at"))
        .order_by()
    )
    return {(year_id, school_id): last for year_id, school_id, last in rows}


def quiet_words(plan: Plan, moments: Iterable[datetime | None], today: date) -> str:
    """ "No update since 26 October (4 weeks)"; nothing while there was one lately."""
    last = max(one for one in (plan.changed_at, plan.state_at, *moments) if one is not None)
    day = timezone.localtime(last).date()
    days = (today - day).days
    if days < QUIET:
        return ""
    said = f"{day.day} {day:%B}" if day.year == today.year else f"{day.day} {day:%B %Y}"
    return f"No update since {said} ({days // 7} weeks)"
