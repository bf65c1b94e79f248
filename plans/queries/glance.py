"""One plan at a glance: how its priorities go, what is due, what is late and with whom, and what comes next."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from people.access import Access
from people.roles import Permission, is_known, title_of
from plans.models import Plan, PlanAction, Review, SuccessCriterion
from plans.queries.said import KEY, REVIEWED_IN, TERMS, Said, newest, quiet_words, said_of
from plans.queries.shown import shown_sheet
from plans.queries.standing import BEING_WRITTEN, state_for
from plans.sheet import PrioritySheet
from schedule.models import Event
from schedule.queries.items import OPEN_STATES
from schedule.words import SchoolTime
from schools.terms import Calendar

AHEAD = timedelta(days=14)
ACTION = "plan-action-"
CRITERIA: Mapping[str, str] = dict(SuccessCriterion.State.choices)


@dataclass(frozen=True)
class Term:
    """`said` is None where the priority was not rated; `words` says why, or that it is still to come."""

    name: str
    said: Said | None
    words: str


@dataclass(frozen=True)
class PriorityLine:
    pk: int
    number: int
    title: str
    lead: str
    serves: str
    terms: tuple[Term, ...]
    newest: Said | None


@dataclass(frozen=True)
class DueLine:
    """Something of the plan with a date. `action` is the id of a plan's action, which can be said to be in progress."""

    pk: int
    title: str
    url: str
    due: date
    owner: str
    late: str
    context: str
    action: int | None = None
    in_progress: bool = False
    may_begin: bool = False


@dataclass(frozen=True)
class ReviewLine:
    period: str
    term: str
    url: str
    due: date | None
    distance: str
    place: str
    is_begun: bool


@dataclass(frozen=True)
class Count:
    words: str
    number: int


@dataclass(frozen=True)
class Glance:
    plan: Plan
    drafts: bool  # the reader sees drafts, and a review that is being written
    priorities: tuple[PriorityLine, ...]
    due: tuple[DueLine, ...]
    late: tuple[tuple[str, tuple[DueLine, ...]], ...]  # by owner
    criteria: tuple[Count, ...]
    review: ReviewLine | None
    quiet: str

    @property
    def was_agreed(self) -> bool:
        """Before it first is, it has no dates in anybody's year: only what was carried over can be due or late."""
        return self.plan.is_being_amended or self.plan.state not in BEING_WRITTEN

    @property
    def state_words(self) -> str:
        """Since when only where it is the plan's own state."""
        state, plan = state_for(self.plan, drafts=self.drafts), self.plan
        amended = ", being amended" if plan.is_being_amended and self.drafts else ""
        day = timezone.localtime(plan.state_at).date()
        return f"{state.label}{amended}" + (f" since {day.day} {day:%B %Y}" if state == plan.state else "")

    @property
    def late_count(self) -> int:
        return sum(len(lines) for _, lines in self.late)

    @property
    def met(self) -> int:
        return sum(one.number for one in self.criteria if one.words == CRITERIA["met"])

    @property
    def all_criteria(self) -> int:
        return sum(one.number for one in self.criteria)


def plan_of(school_id: int | None, year_id: int | None) -> Plan | None:
    found = Plan.objects.select_related("school", "year", "changed_by").filter(school=school_id, year=year_id)
    return found.first()


def other_plans(plan: Plan, *, drafts: bool) -> list[Plan]:
    """The same school's, the newest first; those who see no drafts see what was agreed once."""
    found = Plan.objects.filter(school=plan.school_id).exclude(pk=plan.pk).select_related("school", "year")
    if not drafts:
        found = found.filter(versions__isnull=False).distinct()
    return list(found.order_by("-year__start_year"))


def glance_of(*, access: Access, plan: Plan, time: SchoolTime, today: date, drafts: bool) -> Glance | None:
    """None when the reader may see no part of it yet. The same number of questions whatever the plan holds."""
    calendar = next((one for one in time.calendars if one.start_year == plan.year.start_year), None)
    sheet = shown_sheet(plan, calendar or Calendar(plan.year.start_year, ()), drafts=drafts)
    if sheet is None:
        return None
    said = said_of(Q(priority__plan=plan), closed_only=not drafts)
    reviews = {one.period: one for one in Review.objects.filter(plan=plan).select_related("event")}
    events = list(
        Event.objects.filter(Q(key__startswith=KEY) | Q(plan_review__plan=plan))
        .filter(school=plan.school_id, year=plan.year_id)
        .select_related("owner")
        .order_by("due_date", "pk")
    )
    open_events = [event for event in events if event.state in OPEN_STATES]
    begun = set(
        PlanAction.objects.filter(objective__priority__plan=plan, started_at__isnull=False).values_list(
            "pk", flat=True
        )
    )
    lines = [_due(event, time, today, begun, access) for event in open_events]
    moments = [event.state_at for event in events]
    moments += [one.saved_at for terms in said.values() for one in terms.values()]
    return Glance(
        plan=plan,
        drafts=drafts,
        priorities=tuple(_priority(one, said.get(one.pk, {}), reviews, today) for one in sheet.priorities),
        due=tuple(line for line in lines if today <= line.due <= today + AHEAD),
        late=_by_owner(line for line in lines if line.due < today),
        criteria=_criteria(plan, {row.pk for one in sheet.priorities for o in one.objectives for row in o.criteria}),
        review=_next_review(plan, reviews, time, today),
        quiet=quiet_words(plan, moments, today) if drafts and plan.state != Plan.State.ARCHIVED else "",
    )  # fmt: skip


def _priority(
    one: PrioritySheet, said: Mapping[str, Said], reviews: Mapping[str, Review], today: date
) -> PriorityLine:
    terms = tuple(
        Term(TERMS[period], said.get(period), _why_not(reviews.get(period), today)) for period in REVIEWED_IN
    )
    return PriorityLine(one.pk, one.number, one.title, one.lead, one.serves, terms, newest(said))


def _why_not(review: Review | None, today: date) -> str:
    if review is None:
        return "To come"
    if review.why_skipped:
        return "Skipped"
    if review.closed_at is None:
        is_past = review.event is not None and review.event.due_date < today
        return "Not closed yet" if is_past else "To come"
    return "Not rated"


def _due(event: Event, time: SchoolTime, today: date, begun: set[int], access: Access) -> DueLine:
    number = event.key.removeprefix(ACTION)
    action = int(number) if number.isdecimal() else None
    return DueLine(
        event.pk,
        event.title,
        event.get_absolute_url(),
        event.due_date,
        _owner(event, access),
        time.late_by(today, event.due_date) if event.due_date < today else "",
        event.context.partition(": ")[2],
        action,
        action in begun,
        event.owner_id == access.user.pk or access.can(Permission.PLAN_WRITE, event.school_id),
    )


def _owner(event: Event, access: Access) -> str:
    if event.owner is not None:
        return "You" if event.owner_id == access.user.pk else event.owner.name
    return title_of(event.owner_role) if is_known(event.owner_role) else event.owner_role


def _by_owner(lines: Iterable[DueLine]) -> tuple[tuple[str, tuple[DueLine, ...]], ...]:
    """The reader first, the others by name: this is no ranking."""
    found: dict[str, list[DueLine]] = defaultdict(list)
    for line in lines:
        found[line.owner].append(line)
    order = sorted(found, key=lambda name: (name != "You", name.lower()))
    return tuple((name, tuple(found[name])) for name in order)


def _criteria(plan: Plan, shown: set[int]) -> tuple[Count, ...]:
    rows = SuccessCriterion.objects.filter(objective__priority__plan=plan).values_list("pk", "state")
    counts = Counter(state for pk, state in rows if pk in shown)
    best_first = ("met", "partly_met", "in_progress", "not_met", "not_started")
    return tuple(Count(CRITERIA[state], counts[state]) for state in best_first if counts[state])


def _next_review(
    plan: Plan, reviews: Mapping[str, Review], time: SchoolTime, today: date
) -> ReviewLine | None:
    """The first that was neither closed nor skipped."""
    waiting: Sequence[Review] = [
        reviews[period] for period in REVIEWED_IN if period in reviews and reviews[period].closed_at is None
    ]
    if not waiting:
        return None
    first = waiting[0]
    due = first.event.due_date if first.event else None
    return ReviewLine(
        first.period,
        TERMS[first.period],
        reverse("plans:review", args=[plan.pk, first.period]),
        due,
        time.distance(today, due) if due else "",
        time.place(due) if due else "",
        plan.state == Plan.State.IN_REVIEW,
    )
