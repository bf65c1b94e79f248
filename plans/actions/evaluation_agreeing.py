"""Agreeing a self-evaluation: the words and titles of that day are kept for good."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from people import audit
from people.models import User
from plans.models import AreaEvaluation, EvaluationVersion, SelfEvaluation
from plans.queries.evaluation import why_closed
from plans.queries.evaluation_sheets import (
    MOST,
    EvaluationSheet,
    areas_of,
    as_content,
    sheet_of_evaluation,
)
from plans.queries.evaluation_texts import Agreed
from schedule.actions import ChangedMeanwhile, Refused


def not_ready(sheet: EvaluationSheet) -> list[str]:
    """What stands in the way of agreeing, a sentence each."""
    unjudged = [area.title for area in sheet.areas if not area.grade]
    said = [f"Not judged yet: {', '.join(unjudged)}."] if unjudged else []
    said += [
        f"{area.title} has {area.words} words. A page holds {MOST}: take {area.too_long} out."
        for area in sheet.areas
        if area.too_long
    ]
    return said


def seen_of(sheet: EvaluationSheet) -> str:
    """A mark of all that is on the page, so that nobody agrees to words they have not read."""
    content = json.dumps(as_content(sheet, code=""), sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()[:24]


@transaction.atomic
def agree_evaluation(
    *,
    evaluation: SelfEvaluation,
    agreed: Mapping[str, Agreed],
    note: str,
    seen: str,
    by: User,
    now: datetime,
    today: date,
) -> EvaluationVersion:
    """`agreed` by the code of the area, every one of them. `seen` is the mark of what was on the page."""
    fresh = (
        SelfEvaluation.objects.select_for_update(of=("self",))
        .select_related("framework", "year", "school")
        .get(pk=evaluation.pk)
    )
    if why := why_closed(fresh, today):
        raise Refused(why)
    rows = areas_of(fresh)
    before = sheet_of_evaluation(fresh, rows)
    if seen_of(before) != seen:
        raise ChangedMeanwhile
    if reasons := not_ready(before):
        raise Refused(" ".join(["It cannot be agreed yet.", *reasons]))
    for area, row in rows:
        _agree_area(row, agreed.get(area.code), area.title, by, now)
    kept = sheet_of_evaluation(fresh, areas_of(fresh))
    last = fresh.versions.aggregate(last=Max("number"))["last"] or 0
    version = EvaluationVersion.objects.create(
        self_evaluation=fresh,
        number=last + 1,
        content=as_content(kept, code=fresh.framework.code),
        note=note.strip(),
        agreed_at=now,
        agreed_by=by,
    )
    audit.record(
        by=by, now=now, action="self-evaluation.agree", target=fresh,
        label=f"{fresh.school.name} {fresh.year}", school_urn=fresh.school.urn,
        after=f"Version {version.number}", reason=version.note,
    )  # fmt: skip
    return version


def _agree_area(
    row: AreaEvaluation | None, agreed: Agreed | None, title: str, by: User, now: datetime
) -> None:
    if row is None or row.grade is None or agreed is None:
        raise Refused(f"{title}: choose the grade that you agreed. Nothing was agreed.")
    if (agreed.grade.framework_id, agreed.grade.scale) != (row.grade.framework_id, row.grade.scale):
        raise Refused(f"{title}: “{agreed.grade.title}” is no grade of this area. Nothing was agreed.")
    if agreed.grade.pk != row.grade.pk and not agreed.difference.strip():
        raise Refused(
            f"{title}: say in a sentence why the agreed grade is not the school’s. Nothing was agreed."
        )
    row.agreed_grade, row.difference = agreed.grade, agreed.difference.strip()
    row.agreed_at, row.agreed_by = now, by
    row.save()
