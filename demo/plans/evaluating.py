"""Self-evaluations: six in the framework in force, and one as it was written in the framework before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from demo.plans.living import cast_of
from demo.plans.making import Cast
from demo.plans.reading import day_of, read_evaluations
from plans.models import Area, AreaEvaluation, EvaluationVersion, Framework, Grade, SelfEvaluation
from schools.models import School, SchoolYear
from schools.queries import calendar_of

TEXTS = ("summary", "evidence", "helps", "hinders", "disadvantaged", "send", "other_groups", "next_step")


@transaction.atomic
def make_evaluations(*, year: SchoolYear, today: date, now: datetime) -> None:
    cast = cast_of(today)
    for text in read_evaluations(year.start_year):
        own_year = SchoolYear.objects.get(start_year=year.start_year - (text["year"] == "last"))
        framework = Framework.objects.filter(code=text["framework"]).first()
        begun = text["started"]
        # Only what was in force on the day could be written with.
        if (
            framework
            and framework.from_date <= begun
            and not (framework.to_date and begun > framework.to_date)
        ):
            _Writing(text, own_year, framework, cast, now).write()


class _Writing:
    def __init__(
        self, text: Mapping[str, Any], year: SchoolYear, framework: Framework, cast: Cast, now: datetime
    ) -> None:
        self.text, self.year, self.framework, self.now = text, year, framework, now
        self.school = School.objects.get(urn=text["school"])
        self.head = cast.people[text["by"]]
        self.partner = cast.people[text.get("partner", "partner")]
        self.lead = cast.people["lead"]
        self.calendar = calendar_of(year, self.school)
        self.areas = {area.code: area for area in Area.objects.filter(framework=framework)}
        self.grades = {
            (grade.scale, grade.code): grade for grade in Grade.objects.filter(framework=framework)
        }

    def write(self) -> None:
        evaluation = SelfEvaluation.objects.create(
            school=self.school,
            year=self.year,
            framework=self.framework,
            started_at=min(self._at(self.text["started"], 0), self.now - timedelta(days=2)),
            started_by=self.head,
        )
        rows = [
            self._area(evaluation, number, code, row)
            for number, (code, row) in enumerate(self.text["areas"].items())
        ]
        AreaEvaluation.objects.bulk_create(rows)
        for number, version in enumerate(self.text.get("versions", ()), 1):
            EvaluationVersion.objects.create(
                self_evaluation=evaluation,
                number=number,
                content=self._content(rows),
                note=version.get("note", ""),
                agreed_at=self._at(version["day"], number),
                agreed_by=self.lead,
            )

    def _area(
        self, evaluation: SelfEvaluation, number: int, code: str, row: Mapping[str, Any]
    ) -> AreaEvaluation:
        area = self.areas[code]
        saved = self._at(self.text["saved"], -number)
        made = AreaEvaluation(
            self_evaluation=evaluation,
            area=area,
            grade=self._grade(area, row.get("grade")),
            saved_at=saved if row else None,
            saved_by=self.head if row else None,
            **{name: row.get(name, "") for name in TEXTS},
        )
        if "partner" in row:
            made.partner_grade = self._grade(area, row.get("partner_grade", row.get("grade")))
            made.partner_view = row["partner"]
            made.partner_at, made.partner_by = self._at(self.text["viewed"], number % 3), self.partner
        if "agreed" in row:
            made.agreed_grade = self._grade(area, row["agreed"])
            made.difference = row.get("difference", "")
            made.agreed_at, made.agreed_by = self._at(self.text["versions"][0]["day"], 0), self.lead
        return made

    def _grade(self, area: Area, code: str | None) -> Grade | None:
        return self.grades[area.scale, code] if code else None

    def _at(self, said: date | str, hours: int) -> datetime:
        """A moment that lies ahead is clipped to the days just gone."""
        day = said if isinstance(said, date) else day_of(said, self.calendar, last=True)
        at = timezone.make_aware(datetime.combine(day, time(15, 5))) + timedelta(hours=hours)
        return min(at, self.now - timedelta(hours=12) + timedelta(minutes=hours))

    def _content(self, rows: list[AreaEvaluation]) -> dict[str, Any]:
        return {
            "framework": {"code": self.framework.code, "title": self.framework.title},
            "school": self.school.name,
            "start_year": self.year.start_year,
            "areas": [self._kept(row) for row in rows],
        }

    def _kept(self, row: AreaEvaluation) -> dict[str, Any]:
        """The area in words that no longer change."""
        said = {name: getattr(row, name) for name in (*TEXTS, "partner_view", "difference")}
        grades = {
            name: grade.title if grade else ""
            for name, grade in (
                ("grade", row.grade),
                ("partner_grade", row.partner_grade),
                ("agreed_grade", row.agreed_grade),
            )
        }
        who = {"saved_by": row.saved_by, "viewed_by": row.partner_by}
        when = {"saved": row.saved_at, "viewed": row.partner_at}
        return {
            **{name: getattr(row.area, name) for name in ("code", "title", "meaning", "scale")},
            **grades,
            "grade_meaning": row.grade.meaning if row.grade else "",
            **said,
            **{name: person.name if person else "" for name, person in who.items()},
            **{name: timezone.localtime(at).date().isoformat() if at else None for name, at in when.items()},
        }
