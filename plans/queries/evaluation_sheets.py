"""A self-evaluation as plain values: what pages, PDFs, kept versions and comparisons are all made from.

A kept version is read from its JSON alone, so that it reads for good as it did on the day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from plans.models import Area, AreaEvaluation, EvaluationVersion, Grade, SelfEvaluation
from schools.models import School
from schools.terms import year_code

# What is written of an area, in the order of thinking: the grade stands before all of it.
LABELS: Mapping[str, str] = {
    "summary": "Why this grade",
    "evidence": "How we know",
    "helps": "What helps",
    "hinders": "What hinders",
    "disadvantaged": "For disadvantaged pupils",
    "send": "For pupils with SEND",
    "other_groups": "For other groups",
    "next_step": "Next step",
}
TEXTS = tuple(LABELS)
# Of one area, all its texts together. A page of A4 holds the most.
GUIDE, MOST = 350, 500
SHORT, LONG = 220, 330


@dataclass(frozen=True)
class AreaSheet:
    code: str
    title: str
    meaning: str
    scale: str
    grade: str
    grade_meaning: str
    partner_grade: str
    agreed_grade: str
    texts: tuple[str, ...]  # in the order of TEXTS
    partner_view: str
    difference: str
    saved: date | None
    saved_by: str
    viewed: date | None
    viewed_by: str

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Label and words of what was written; nothing for what was left empty."""
        return [(LABELS[name], text) for name, text in zip(TEXTS, self.texts, strict=True) if text]

    @property
    def words(self) -> int:
        return sum(len(text.split()) for text in self.texts)

    @property
    def setting(self) -> str:
        """How paper sets it, so that it has one page with all that stands beside it."""
        words = self.words + len(f"{self.partner_view} {self.difference}".split())
        return "roomy" if words < SHORT else "dense" if words > LONG else ""

    @property
    def too_long(self) -> int:
        """Words beyond a page; 0 when it fits."""
        return max(0, self.words - MOST)

    @property
    def differs(self) -> bool:
        return bool(self.partner_grade) and self.partner_grade != self.grade


@dataclass(frozen=True)
class EvaluationSheet:
    """`number` 0 is a draft: the words as they stand."""

    school: str
    start_year: int
    framework: str
    areas: tuple[AreaSheet, ...]
    number: int = 0
    note: str = ""
    agreed: date | None = None
    agreed_by: str = ""

    @property
    def year(self) -> str:
        return year_code(self.start_year)


def applies(area: Area, school: School) -> bool:
    """An area for some phases is for the schools of those phases that have the ages it is about."""
    if not area.phases:
        return True
    if school.phase not in area.phases:
        return False
    if School.Phase.POST16 in area.phases:
        return (
            school.phase == School.Phase.POST16
            or school.has_sixth_form
            or (school.high_age or 0) > LAST_OF_16
        )
    if School.Phase.NURSERY in area.phases:
        return school.low_age is None or school.low_age <= FIRST_OF_EARLY
    return True


LAST_OF_16, FIRST_OF_EARLY = 16, 4  # ages: a school to 16 has no post-16, one from 7 no early years


def areas_of(evaluation: SelfEvaluation) -> list[tuple[Area, AreaEvaluation | None]]:
    """In the framework's order: those that apply to the school, and any that was written. Two queries."""
    rows = {
        row.area_id: row
        for row in evaluation.areas.select_related(
            "grade", "partner_grade", "agreed_grade", "saved_by", "partner_by", "agreed_by"
        )
    }
    areas = Area.objects.filter(framework=evaluation.framework_id).order_by("position", "pk")
    return [
        (area, rows.get(area.pk)) for area in areas if area.pk in rows or applies(area, evaluation.school)
    ]


def sheet_of_evaluation(
    evaluation: SelfEvaluation, rows: Sequence[tuple[Area, AreaEvaluation | None]]
) -> EvaluationSheet:
    """As it stands. `rows` are those of `areas_of`."""
    return EvaluationSheet(
        evaluation.school.name,
        evaluation.year.start_year,
        evaluation.framework.title,
        tuple(area_sheet(area, row) for area, row in rows),
    )


def area_sheet(area: Area, row: AreaEvaluation | None) -> AreaSheet:
    row = row or AreaEvaluation()
    return AreaSheet(
        area.code,
        area.title,
        area.meaning,
        area.scale,
        _title(row.grade),
        row.grade.meaning if row.grade else "",
        _title(row.partner_grade),
        _title(row.agreed_grade),
        tuple(getattr(row, name) for name in TEXTS),
        row.partner_view,
        row.difference,
        day_of(row.saved_at),
        row.saved_by.name if row.saved_by else "",
        day_of(row.partner_at),
        row.partner_by.name if row.partner_by else "",
    )


def as_content(sheet: EvaluationSheet, *, code: str) -> dict[str, Any]:
    """JSON of what is kept. `code` is the framework's."""
    return {
        "framework": {"code": code, "title": sheet.framework},
        "school": sheet.school,
        "start_year": sheet.start_year,
        "areas": [_kept(area) for area in sheet.areas],
    }


def version_sheet(version: EvaluationVersion) -> EvaluationSheet:
    """`version` comes with who agreed it. What an older version did not keep is empty."""
    content = version.content
    return EvaluationSheet(
        content["school"],
        content["start_year"],
        content["framework"]["title"],
        tuple(_read(area) for area in content["areas"]),
        version.number,
        version.note,
        day_of(version.agreed_at),
        version.agreed_by.name,
    )


_WORDS = (
    "code", "title", "meaning", "scale", "grade", "grade_meaning", "partner_grade", "agreed_grade",
    "partner_view", "difference", "saved_by", "viewed_by",
)  # fmt: skip
_DAYS = ("saved", "viewed")


def _kept(area: AreaSheet) -> dict[str, Any]:
    days = {name: getattr(area, name) for name in _DAYS}
    return {
        **{name: getattr(area, name) for name in _WORDS},
        **dict(zip(TEXTS, area.texts, strict=True)),
        **{name: day.isoformat() if day else None for name, day in days.items()},
    }


def _read(kept: Mapping[str, Any]) -> AreaSheet:
    saved, viewed = (date.fromisoformat(kept[name]) if kept.get(name) else None for name in _DAYS)
    words = {name: kept.get(name, "") for name in _WORDS}
    return AreaSheet(texts=tuple(kept.get(name, "") for name in TEXTS), saved=saved, viewed=viewed, **words)


def day_of(moment: datetime | None) -> date | None:
    return timezone.localtime(moment).date() if moment else None


def ago(day: date | None, today: date) -> str:
    """How long ago, in words."""
    if day is None:
        return ""
    days = (today - day).days
    if days < 2:
        return "yesterday" if days == 1 else "today"
    for least, length, word in ((365, 365, "year"), (61, 30.4, "month"), (14, 7, "week"), (2, 1, "day")):
        if days >= least:
            count = int(days / length)
            return f"{count} {word}{'' if count == 1 else 's'} ago"
    raise AssertionError  # two days and more were found above


def _title(grade: Grade | None) -> str:
    return grade.title if grade else ""
