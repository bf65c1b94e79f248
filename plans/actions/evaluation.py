"""A school evaluates itself: it begins, judges an area, and only then says how it knows. Others give their view."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction

from people import audit
from people.models import AuditEntry, User
from plans.models import Area, AreaEvaluation, Framework, Grade, SelfEvaluation
from plans.queries.evaluation import can_take_over, in_force, why_closed, why_not_begun
from plans.queries.evaluation_sheets import TEXTS, applies
from plans.queries.whose import conflicts_of
from schedule.actions import ChangedMeanwhile, Refused
from schools.models import School, SchoolYear
from writing.marks import Change, Saved, laid_over, mark_of

# The trail tells who wrote where and when, not every time they pressed Save.
AUDITED_EVERY = timedelta(hours=1)


@transaction.atomic
def start_evaluation(
    *,
    school: School,
    year: SchoolYear,
    framework: Framework,
    with_last_words: bool,
    by: User,
    now: datetime,
    today: date,
) -> SelfEvaluation:
    """With last year's words the areas are still judged anew: the words wait behind the judgement."""
    school = School.objects.select_for_update().get(pk=school.pk)
    if framework not in in_force(today):
        raise Refused(f"{framework.title} is not in force today. Nothing was begun.")
    if why := why_not_begun(school, year, today):
        raise Refused(why)
    if SelfEvaluation.objects.filter(school=school, year=year, framework=framework).exists():
        raise Refused(f"There is a self-evaluation of {school.known_as} for {year} already. Open that one.")
    made = SelfEvaluation.objects.create(
        school=school, year=year, framework=framework, started_at=now, started_by=by
    )
    last = can_take_over(school, year, framework) if with_last_words else None
    if last:
        AreaEvaluation.objects.bulk_create(
            AreaEvaluation(
                self_evaluation=made,
                area=row.area,
                saved_at=row.saved_at,
                saved_by=row.saved_by,
                **{name: getattr(row, name) for name in TEXTS},
            )
            for row in last.areas.select_related("area", "saved_by")
            if applies(row.area, school)
        )
    _record("self-evaluation.start", made, by, now, after=f"Words of {last.year}" if last else "")
    return made


@transaction.atomic
def judge_area(
    *,
    evaluation: SelfEvaluation,
    area: Area,
    grade: Grade,
    instead_of: str,
    by: User,
    now: datetime,
    today: date,
) -> AreaEvaluation:
    """`instead_of` is the code of the grade that stood on the page, "" for none."""
    row = _lock(evaluation, area, today)
    before = row.grade.code if row.grade else ""
    if (grade.framework_id, grade.scale) != (area.framework_id, area.scale):
        raise Refused(f"“{grade.title}” is no grade of this area. Nothing was changed.")
    if grade.code == before:
        return row
    if before != instead_of:
        raise ChangedMeanwhile
    old = row.grade.title if row.grade else ""
    row.grade, row.saved_at, row.saved_by = grade, now, by
    row.save()
    _record("self-evaluation.write", evaluation, by, now, before=old, after=f"{area.title}: {grade.title}")
    return row


@transaction.atomic
def write_area(
    *,
    evaluation: SelfEvaluation,
    area: Area,
    changes: Iterable[Change],
    by: User,
    now: datetime,
    today: date,
) -> Saved:
    """Each text is written unless somebody else changed that very text meanwhile to something different."""
    row = _lock(evaluation, area, today)
    if row.grade is None:
        raise Refused("Judge first: choose the grade, then say how you know. Nothing was written.")
    stored = {name: getattr(row, name) for name in TEXTS}
    written, clashing = laid_over(changes, stored)
    conflicts = conflicts_of(clashing, stored, evaluation, row.saved_by, row.saved_at, by=by, now=now)
    for change in written:
        setattr(row, change.name, change.value)
    if written:
        row.saved_at, row.saved_by = now, by
        row.save()
        _record_now_and_then(evaluation, area, by, now)
    return Saved(
        values=stored | {change.name: change.value for change in written},
        written=tuple(change.name for change in written),
        conflicts=conflicts,
    )


@transaction.atomic
def give_view(
    *,
    evaluation: SelfEvaluation,
    area: Area,
    grade: Grade,
    text: str,
    start: str,
    by: User,
    now: datetime,
    today: date,
) -> AreaEvaluation:
    """The view from outside, beside the school's own. `start` is the mark of the view that stood on the page."""
    row = _lock(evaluation, area, today)
    if (grade.framework_id, grade.scale) != (area.framework_id, area.scale):
        raise Refused(f"“{grade.title}” is no grade of this area. Nothing was changed.")
    if row.grade is None:
        raise Refused("The school has not judged this area yet. A view stands beside its judgement.")
    if mark_of(row.partner_view) not in (start, mark_of(text)):
        raise ChangedMeanwhile
    row.partner_grade, row.partner_view = grade, text
    row.partner_at, row.partner_by = now, by
    row.save()
    _record("self-evaluation.view", evaluation, by, now, after=f"{area.title}: {grade.title}")
    return row


def _lock(evaluation: SelfEvaluation, area: Area, today: date) -> AreaEvaluation:
    """One at a time in a self-evaluation, and nobody in one that is closed."""
    fresh = (
        SelfEvaluation.objects.select_for_update(of=("self",))
        .select_related("framework", "year", "school")
        .get(pk=evaluation.pk)
    )
    if why := why_closed(fresh, today):
        raise Refused(why)
    row = (
        AreaEvaluation.objects.select_related("grade", "saved_by")
        .filter(self_evaluation=fresh, area=area)
        .first()
    )
    return row or AreaEvaluation(self_evaluation=fresh, area=area)


def _record_now_and_then(evaluation: SelfEvaluation, area: Area, by: User, now: datetime) -> None:
    said = AuditEntry.objects.filter(
        action="self-evaluation.write",
        target=evaluation._meta.label_lower,
        target_id=str(evaluation.pk),
        actor_id=by.pk,
        after=area.title,
        at__gt=now - AUDITED_EVERY,
    )
    if not said.exists():
        _record("self-evaluation.write", evaluation, by, now, after=area.title)


def _record(
    action: str, evaluation: SelfEvaluation, by: User, now: datetime, *, before: str = "", after: str = ""
) -> None:
    audit.record(
        by=by, now=now, action=action, target=evaluation,
        label=f"{evaluation.school.name} {evaluation.year}", school_urn=evaluation.school.urn,
        before=before, after=after,
    )  # fmt: skip
