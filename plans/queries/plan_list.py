"""All schools' plans beside each other, by school and never by rank: state, ratings, and where nothing is said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from people.access import Access
from people.roles import Permission
from plans.models import Area, Plan, PlanVersion, Priority
from plans.queries.said import Said, last_moments, newest, quiet_words, said_of
from plans.queries.standing import state_for
from schools.models import School, SchoolYear
from schools.queries import not_left

NO_PLAN = "none"
STATES: Mapping[str, str] = {NO_PLAN: "No plan yet", **dict(Plan.State.choices)}
AGREED_STATES = frozenset(
    {Plan.State.AGREED, Plan.State.IN_REVIEW, Plan.State.EVALUATED, Plan.State.ARCHIVED}
)


@dataclass(frozen=True)
class ListedPriority:
    pk: int
    title: str
    areas: tuple[str, ...]
    serves: str
    said: Said | None  # at the last review


@dataclass(frozen=True)
class PlanLine:
    school: School | None  # None is the trust itself
    plan: Plan | None
    state: str
    priorities: tuple[ListedPriority, ...]
    quiet: str
    amending: bool

    @property
    def name(self) -> str:
        return self.school.known_as if self.school else "The trust"

    @property
    def is_rated(self) -> bool:
        return any(one.said for one in self.priorities)

    @property
    def state_words(self) -> str:
        return STATES[self.state]


@dataclass(frozen=True)
class Wish:
    """What the list is narrowed to; empty is everything."""

    state: str = ""
    area: str = ""
    rating: str = ""

    def keeps(self, line: PlanLine) -> bool:
        return (
            (not self.state or line.state == self.state)
            and (not self.area or any(self.area in one.areas for one in line.priorities))
            and (not self.rating or any(self.rating in _rated(one) for one in line.priorities))
        )


def _rated(one: ListedPriority) -> tuple[str, ...]:
    return (one.said.delivery, one.said.impact) if one.said else ()


@dataclass(frozen=True)
class PlanList:
    year: SchoolYear
    lines: tuple[PlanLine, ...]  # all of them: `Wish` narrows
    areas: tuple[str, ...]

    @property
    def waiting(self) -> tuple[PlanLine, ...]:
        return tuple(line for line in self.lines if line.state == Plan.State.WITH_TRUST)

    @property
    def quiet(self) -> tuple[PlanLine, ...]:
        return tuple(line for line in self.lines if line.quiet)


def plan_list(*, access: Access, year: SchoolYear, today: date) -> PlanList:
    """Six questions however many schools, and a seventh where an agreed plan is being amended."""
    reach = access.reach(Permission.PLAN_VIEW)
    visible = Q() if reach is None else Q(pk__in=reach)
    schools = School.objects.filter(visible, not_left(today)).order_by("name", "pk")
    reader = _Reader(access, year, today, Q(), _areas_of(year))
    lines = [reader.line(None), *(reader.line(school) for school in schools)]
    if lines[0].plan is None:
        lines = lines[1:]  # not every trust has a plan of its own
    areas = sorted({area for line in lines for one in line.priorities for area in one.areas})
    return PlanList(year, tuple(lines), tuple(areas))


def plan_lines(
    *, access: Access, year: SchoolYear, schools: Sequence[School], today: date
) -> dict[int, PlanLine]:
    """By school, of those schools alone and without areas. Four questions, and a fifth as for `plan_list`.

    Schools whose plans the reader does not read have no line.
    """
    seen = [one for one in schools if access.can(Permission.PLAN_VIEW, one.pk)]
    reader = _Reader(access, year, today, Q(school__in=[one.pk for one in seen]), {})
    return {one.pk: reader.line(one) for one in seen}


def _areas_of(year: SchoolYear) -> Mapping[int, Sequence[str]]:
    """By priority. Two questions."""
    titles = dict(Area.objects.values_list("pk", "title"))
    found: dict[int, list[str]] = defaultdict(list)
    through = Priority.areas.through.objects.filter(priority__plan__year=year)
    rows = through.order_by("area__position", "pk").values_list("priority_id", "area_id")
    for priority_id, area_id in rows:
        found[priority_id].append(titles[area_id])
    return found


class _Reader:
    """The plans of a year that `which` chooses; what a person may not see is left out as the lines are made."""

    def __init__(
        self, access: Access, year: SchoolYear, today: date, which: Q, areas: Mapping[int, Sequence[str]]
    ) -> None:
        self.access, self.year, self.today, self.areas = access, year, today, areas
        plans = list(Plan.objects.filter(which, year=year).select_related("year"))
        self.plans = {plan.school_id: plan for plan in plans}
        of_plans = [plan.pk for plan in plans]
        self.rows: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
        rows = Priority.objects.filter(plan__in=of_plans).order_by("position", "pk")
        for plan_id, pk, title, serves in rows.values_list("plan_id", "pk", "title", "serves__title"):
            self.rows[plan_id].append((pk, title, serves or ""))
        self.said = said_of(Q(priority__plan__in=of_plans))
        self.moments = last_moments([year.pk])
        self.agreed = self._agreed(plans)

    def _agreed(self, plans: Iterable[Plan]) -> Mapping[int, Sequence[tuple[int, str, str]]]:
        """Of plans that are written in again: their priorities as they were last agreed."""
        hidden = [
            plan.pk for plan in plans if plan.state not in AGREED_STATES and not self._drafts(plan.school_id)
        ]
        found: dict[int, Sequence[tuple[int, str, str]]] = {}
        if hidden:
            versions = PlanVersion.objects.filter(plan__in=hidden).order_by("number")
            for plan_id, content in versions.values_list("plan_id", "content"):
                found[plan_id] = [(one["pk"], one["title"], one["serves"]) for one in content["priorities"]]
        return found

    def _drafts(self, school_id: int | None) -> bool:
        return self.access.can(Permission.PLAN_COMMENT, school_id)

    def line(self, school: School | None) -> PlanLine:
        school_id = school.pk if school else None
        plan = self.plans.get(school_id)
        drafts = self._drafts(school_id)
        if plan is not None and not drafts and plan.state not in AGREED_STATES and plan.pk not in self.agreed:
            plan = None
        if plan is None:
            return PlanLine(school, None, NO_PLAN, (), "", amending=False)
        rows = self.rows[plan.pk] if drafts or plan.state in AGREED_STATES else self.agreed[plan.pk]
        priorities = tuple(self._priority(row, drafts=drafts) for row in rows)
        state = state_for(plan, drafts=drafts).value
        return PlanLine(
            school, plan, state, priorities, self._quiet(plan, rows) if drafts else "",
            amending=plan.is_being_amended and drafts,
        )  # fmt: skip

    def _priority(self, row: tuple[int, str, str], *, drafts: bool) -> ListedPriority:
        pk, title, serves = row
        said = {period: one for period, one in self.said.get(pk, {}).items() if drafts or one.is_closed}
        return ListedPriority(pk, title, tuple(self.areas.get(pk, ())), serves, newest(said))

    def _quiet(self, plan: Plan, rows: Iterable[tuple[int, str, str]]) -> str:
        if plan.state == Plan.State.ARCHIVED:
            return ""
        moments: list[datetime | None] = [self.moments.get((self.year.pk, plan.school_id))]
        moments += [one.saved_at for pk, *_ in rows for one in self.said.get(pk, {}).values()]
        return quiet_words(plan, moments, self.today)
