"""A small framework of three areas, one of them for schools with a sixth form, and a self-evaluation in it."""

from datetime import date, datetime, timedelta
from typing import Any

from people.models import User
from plans.actions import give_view, judge_area, start_evaluation, write_area
from plans.models import Area, AreaEvaluation, EvaluationVersion, Framework, Grade, SelfEvaluation
from schools.models import School, SchoolYear
from tests.conftest import NOW, TODAY
from writing.marks import Change, mark_of

AREAS: tuple[tuple[str, str, list[str]], ...] = (
    ("reading", "Reading", []),
    ("conduct", "Conduct", []),
    ("sixth", "Sixth form", ["secondary", "post16"]),
)
GRADES = (("strong", "Strong"), ("secure", "Secure"), ("weak", "Weak"))


def a_framework(code: str = "ours", since: date = date(2025, 9, 1), until: date | None = None) -> Framework:
    made = Framework.objects.create(
        code=code,
        title=f"Framework {code}",
        source="The trust",
        from_date=since,
        to_date=until,
        digest="0" * 64,
    )
    for position, (area, title, phases) in enumerate(AREAS, 1):
        Area.objects.create(
            framework=made, code=area, title=title, meaning=f"{title} matters.", position=position,
            phases=phases, scale="three",
        )  # fmt: skip
    for position, (grade, title) in enumerate(GRADES, 1):
        Grade.objects.create(
            framework=made,
            scale="three",
            code=grade,
            title=title,
            meaning=f"{title} it is.",
            position=position,
        )
    return made


def an_evaluation(
    school: School,
    year: SchoolYear,
    by: User,
    framework: Framework | None = None,
    *,
    with_last_words: bool = False,
    now: datetime = NOW,
) -> SelfEvaluation:
    return start_evaluation(
        school=school, year=year, framework=framework or Framework.objects.get(),
        with_last_words=with_last_words, by=by, now=now, today=TODAY,
    )  # fmt: skip


def area_of(evaluation: SelfEvaluation, code: str = "reading") -> Area:
    return Area.objects.get(framework=evaluation.framework_id, code=code)


def grade_of(evaluation: SelfEvaluation, code: str) -> Grade:
    return Grade.objects.get(framework=evaluation.framework_id, code=code)


def row_of(evaluation: SelfEvaluation, code: str = "reading") -> AreaEvaluation:
    return AreaEvaluation.objects.get(self_evaluation=evaluation, area__code=code)


def judge(
    evaluation: SelfEvaluation, by: User, area: str = "reading", grade: str = "secure", instead_of: str = ""
) -> AreaEvaluation:
    return judge_area(
        evaluation=evaluation, area=area_of(evaluation, area), grade=grade_of(evaluation, grade),
        instead_of=instead_of, by=by, now=NOW, today=TODAY,
    )  # fmt: skip


def write(
    evaluation: SelfEvaluation,
    by: User,
    area: str = "reading",
    *,
    was: str = "",
    now: datetime = NOW,
    **texts: str,
) -> Any:
    changes = [Change(name, mark_of(was), text) for name, text in texts.items()]
    return write_area(
        evaluation=evaluation, area=area_of(evaluation, area), changes=changes, by=by, now=now, today=TODAY
    )


def view(
    evaluation: SelfEvaluation,
    by: User,
    area: str = "reading",
    grade: str = "secure",
    text: str = "I saw it.",
) -> AreaEvaluation:
    return give_view(
        evaluation=evaluation, area=area_of(evaluation, area), grade=grade_of(evaluation, grade), text=text,
        start=mark_of(""), by=by, now=NOW, today=TODAY,
    )  # fmt: skip


def a_version(evaluation: SelfEvaluation, by: User, number: int = 1, **texts: str) -> EvaluationVersion:
    """As it would have been kept, without agreeing each area."""
    area = {
        "code": "reading",
        "title": "Reading",
        "scale": "three",
        "grade": "Secure",
        "agreed_grade": "Secure",
    }
    content = {
        "framework": {"code": "ours", "title": "Framework ours"},
        "school": evaluation.school.name,
        "start_year": evaluation.year.start_year,
        "areas": [area | texts],
    }
    return EvaluationVersion.objects.create(
        self_evaluation=evaluation, number=number, content=content, agreed_at=NOW + timedelta(hours=number),
        agreed_by=by,
    )  # fmt: skip
