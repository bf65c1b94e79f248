"""What the pages of self-evaluation read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from plans.models import Area, AreaEvaluation, EvaluationVersion, Framework, Plan, Priority, SelfEvaluation
from plans.queries.evaluation_sheets import (
    AreaSheet,
    EvaluationSheet,
    ago,
    applies,
    areas_of,
    day_of,
    sheet_of_evaluation,
    version_sheet,
)
from schedule.queries import why_left
from schools.models import School, SchoolYear
from schools.terms import start_year_of


def in_force(day: date) -> list[Framework]:
    """Frameworks that a self-evaluation may be begun with on the day, the newest first."""
    known = Framework.objects.filter(from_date__lte=day).exclude(to_date__lt=day)
    return list(known.order_by("-from_date", "pk"))


def years_to_begin(today: date) -> list[SchoolYear]:
    """This school year and the next, where they are known and not closed."""
    this = start_year_of(today)
    return list(
        SchoolYear.objects.filter(start_year__in=(this, this + 1), closed_at=None).order_by("start_year")
    )


def evaluations_of(school: School) -> list[SelfEvaluation]:
    """The newest first."""
    return list(
        SelfEvaluation.objects.filter(school=school)
        .select_related("school__trust", "year", "framework")
        .order_by("-year__start_year", "-framework__from_date", "-pk")
    )


def why_closed(evaluation: SelfEvaluation, today: date, newest: SelfEvaluation | None = None) -> str:
    """Why nothing more is written in it, in a sentence; empty while it is open."""
    if why := why_not_begun(evaluation.school, evaluation.year, today):
        return why
    framework = evaluation.framework
    if framework.to_date and framework.to_date < today:
        return f"{framework.title} is no longer in force. What was written against it stays as it was."
    newest = newest or evaluations_of(evaluation.school)[0]
    if newest.pk != evaluation.pk:
        return f"There is a newer self-evaluation, of {newest.year}. This one stays as it was."
    return ""


def why_not_begun(school: School, year: SchoolYear, today: date) -> str:
    """Nothing is written in a closed year, or at a school that has left: the same as of its plan."""
    if year.closed_at:
        return f"The year {year} is closed, so its self-evaluation can be read and not changed."
    return why_left(school, today)


def can_take_over(school: School, year: SchoolYear, framework: Framework) -> SelfEvaluation | None:
    """The last one before that year in the very same framework. Words of another are never turned into its words."""
    return (
        SelfEvaluation.objects.filter(
            school=school, framework=framework, year__start_year__lt=year.start_year
        )
        .select_related("year")
        .order_by("-year__start_year")
        .first()
    )


def versions_of(evaluation: SelfEvaluation) -> list[EvaluationVersion]:
    """The newest first."""
    return list(evaluation.versions.select_related("agreed_by").order_by("-number"))


# ---------------------------------------------------------------- every school


@dataclass(frozen=True)
class Cell:
    """`note` says whose grade it is and how long ago the area was written."""

    words: str
    note: str


@dataclass(frozen=True)
class SchoolLine:
    school: School
    evaluation: SelfEvaluation
    cells: tuple[tuple[str, Cell | None], ...]  # title of the area; None where it does not apply


@dataclass(frozen=True)
class Grid:
    framework: Framework
    areas: tuple[Area, ...]
    lines: tuple[SchoolLine, ...]


@dataclass(frozen=True)
class TrustPage:
    grids: tuple[Grid, ...]
    without: tuple[School, ...]  # no self-evaluation of that year yet, or none that is agreed
    years: tuple[int, ...]


def trust_page(
    schools: Sequence[School], start_year: int, today: date, *, reads_drafts: Iterable[int]
) -> TrustPage:
    """Five queries however many schools. `reads_drafts`: ids of schools; of others only what is agreed is shown."""
    drafts = set(reads_drafts)
    ids = [school.pk for school in schools]
    every = SelfEvaluation.objects.filter(school__in=ids)
    years = {*every.values_list("year__start_year", flat=True), start_year_of(today)}
    found = list(
        every.filter(year__start_year=start_year)
        .select_related("framework", "year", "school")
        .order_by("school__name", "pk")
    )
    frameworks = {one.framework_id: one.framework for one in found}
    areas: dict[int, list[Area]] = defaultdict(list)
    for area in Area.objects.filter(framework__in=list(frameworks)).order_by("position", "pk"):
        areas[area.framework_id].append(area)
    cells = _cells(found, drafts, today)
    shown = [one for one in found if one.pk in cells]
    grids = tuple(
        Grid(
            framework,
            tuple(areas[framework.pk]),
            tuple(
                SchoolLine(one.school, one, tuple(_line(one, areas[framework.pk], cells[one.pk])))
                for one in shown
                if one.framework_id == framework.pk
            ),
        )
        for framework in sorted(frameworks.values(), key=lambda one: one.from_date, reverse=True)
        if any(one.framework_id == framework.pk for one in shown)
    )
    has = {one.school_id for one in shown}
    without = tuple(school for school in schools if school.pk not in has)
    return TrustPage(grids, without, tuple(sorted(years, reverse=True)))


def _cells(found: Sequence[SelfEvaluation], drafts: set[int], today: date) -> dict[int, dict[str, Cell]]:
    """By evaluation and code of the area. One that has nothing to show to this reader is left out."""
    open_ids = [one.pk for one in found if one.school_id in drafts]
    cells: dict[int, dict[str, Cell]] = {pk: {} for pk in open_ids}
    rows = AreaEvaluation.objects.filter(self_evaluation__in=open_ids).select_related(
        "area", "grade", "agreed_grade"
    )
    for row in rows:
        if row.grade:
            cells[row.self_evaluation_id][row.area.code] = _standing(row, today)
    agreed = EvaluationVersion.objects.filter(
        self_evaluation__in=[one.pk for one in found if one.school_id not in drafts]
    ).select_related("agreed_by")
    for version in agreed.order_by("number"):
        cells[version.self_evaluation_id] = {
            area.code: Cell(area.agreed_grade, f"agreed {ago(day_of(version.agreed_at), today)}")
            for area in version_sheet(version).areas
        }
    return cells


def _standing(row: AreaEvaluation, today: date) -> Cell:
    assert row.grade  # noqa: S101 -- for the type checker: asked by the caller
    written = ago(day_of(row.saved_at), today) if row.saved_at else "never written"
    if row.agreed_grade and row.agreed_at and (row.saved_at is None or row.saved_at <= row.agreed_at):
        return Cell(row.agreed_grade.title, f"agreed, {written}")
    return Cell(row.grade.title, f"the school’s own, {written}")


def _line(
    one: SelfEvaluation, areas: Sequence[Area], cells: Mapping[str, Cell]
) -> Iterable[tuple[str, Cell | None]]:
    for area in areas:
        if area.code in cells:
            yield area.title, cells[area.code]
        else:
            yield area.title, Cell("Not judged yet", "") if applies(area, one.school) else None


# ---------------------------------------------------------------- one school


@dataclass(frozen=True)
class AreaLine:
    sheet: AreaSheet
    when: str
    priorities: tuple[Priority, ...]
    since: bool  # written since it was agreed


@dataclass(frozen=True)
class EvaluationPage:
    evaluation: SelfEvaluation
    sheet: EvaluationSheet
    lines: tuple[AreaLine, ...]
    versions: tuple[EvaluationVersion, ...]
    others: tuple[SelfEvaluation, ...]
    closed: str

    @property
    def judged(self) -> int:
        return sum(1 for line in self.lines if line.sheet.grade)


def evaluation_page(evaluation: SelfEvaluation, today: date) -> EvaluationPage:
    rows = areas_of(evaluation)
    sheet = sheet_of_evaluation(evaluation, rows)
    named = priorities_naming(evaluation, [area.pk for area, _ in rows])
    every = evaluations_of(evaluation.school)
    return EvaluationPage(
        evaluation,
        sheet,
        tuple(
            AreaLine(
                one,
                ago(one.saved, today),
                tuple(named[area.pk]),
                bool(row and row.agreed_at and row.saved_at and row.saved_at > row.agreed_at),
            )
            for one, (area, row) in zip(sheet.areas, rows, strict=True)
        ),
        tuple(versions_of(evaluation)),
        tuple(one for one in every if one.pk != evaluation.pk),
        why_closed(evaluation, today, every[0]),
    )


def priorities_naming(evaluation: SelfEvaluation, areas: Iterable[int]) -> dict[int, list[Priority]]:
    """By area: those of the school's plan of the same year. Two queries."""
    found: dict[int, list[Priority]] = defaultdict(list)
    priorities = (
        Priority.objects.filter(plan__school=evaluation.school_id, plan__year=evaluation.year_id)
        .filter(areas__in=list(areas))
        .distinct()
        .prefetch_related("areas")
        .order_by("position", "pk")
    )
    for priority in priorities:
        for area in priority.areas.all():
            found[area.pk].append(priority)
    return found


def plan_to_write(evaluation: SelfEvaluation) -> Plan | None:
    """The school's plan of that year or a later one, while it is not put away: where a next step goes."""
    return (
        Plan.objects.filter(
            Q(year__start_year__gte=evaluation.year.start_year),
            school=evaluation.school_id,
            year__closed_at=None,
        )
        .exclude(state__in=(Plan.State.ARCHIVED, Plan.State.EVALUATED))
        .order_by("year__start_year")
        .first()
    )


def area_evaluated(plan: Plan, pk: str) -> Area | None:
    """The area of that number, if the plan's school evaluated itself against its framework."""
    if not (pk.isascii() and pk.isdigit()):
        return None
    return Area.objects.filter(pk=int(pk), framework__self_evaluations__school=plan.school_id).first()
