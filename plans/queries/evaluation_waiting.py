"""Which self-evaluations wait to be agreed: every area is judged, and nothing of it was agreed yet."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Subquery

from plans.models import Area, AreaEvaluation, EvaluationVersion, SelfEvaluation
from plans.queries.evaluation import why_closed
from plans.queries.evaluation_sheets import applies
from schools.queries import not_left


@dataclass(frozen=True)
class WaitingEvaluation:
    """`judged_at`: when the last of its areas was written."""

    evaluation: SelfEvaluation
    judged_at: datetime


def waiting_evaluations(school_ids: Collection[int] | None, today: date) -> list[WaitingEvaluation]:
    """One question, by name of the school. `school_ids` None: everywhere. A row of it is one area of one of them."""
    where = not_left(today, "school__")
    if school_ids is not None:
        where &= Q(school__in=list(school_ids))
    written = AreaEvaluation.objects.filter(self_evaluation=OuterRef("pk"), area=OuterRef("framework__areas"))
    rows = (
        SelfEvaluation.objects.filter(where, year__closed_at=None)
        .annotate(
            phases=F("framework__areas__phases"),
            is_written=Exists(written),
            judged_at=Subquery(written.filter(grade__isnull=False).values("saved_at")[:1]),
            is_agreed=Exists(EvaluationVersion.objects.filter(self_evaluation=OuterRef("pk"))),
        )
        .select_related("school", "year", "framework")
        .order_by("school__name", "school", "-year__start_year", "-framework__from_date", "-pk")
    )
    found = (
        _newest_of_school(list(of_school), today) for _, of_school in groupby(rows, lambda row: row.school_id)
    )
    return [one for one in found if one is not None]


def _newest_of_school(rows: list[Any], today: date) -> WaitingEvaluation | None:
    """Only the newest is written in and agreed."""
    newest = rows[0]
    if newest.is_agreed or why_closed(newest, today, newest):
        return None
    moments = list(_moments(row for row in rows if row.pk == newest.pk))
    if not moments or None in moments:
        return None
    return WaitingEvaluation(newest, max(moment for moment in moments if moment is not None))


def _moments(rows: Iterable[Any]) -> Iterable[datetime | None]:
    """When each area was judged that is asked of the school, or that was written."""
    for row in rows:
        if row.is_written or applies(Area(phases=row.phases), row.school):
            yield row.judged_at
