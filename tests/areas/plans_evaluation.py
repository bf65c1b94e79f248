"""Who may open which address: self-evaluation."""

from datetime import UTC, date, datetime
from typing import Any

from handbook.models import Step
from people.models import User
from plans.models import Area, AreaEvaluation, EvaluationVersion, Framework, Grade, SelfEvaluation
from schedule.models import Event
from tests.rows import ACTION, FORM, LEADERS, PAGE, ROLES, Row, school

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
READ = ROLES - {"portal_admin"}
AT_THE_SCHOOL = frozenset({"headteacher", "senior_leader"})
OUTSIDE = LEADERS | {"improvement_partner"}
DRAFTS = AT_THE_SCHOOL | OUTSIDE
AREA = ("evaluation", "evaluation_area")

ROWS: dict[str, Row] = {
    "plans:self_evaluations": Row(PAGE, READ),
    "plans:start_evaluation": Row(FORM, AT_THE_SCHOOL | LEADERS, post=422),
    "plans:evaluation_of_school": school(PAGE, READ, "urn"),
    "plans:self_evaluation": school(PAGE, READ, "evaluation"),
    "plans:agree_evaluation": school(FORM, OUTSIDE, "evaluation", post=422),
    "plans:evaluation_pdf": Row(PAGE, DRAFTS, ("evaluation",), of_school=True, slow=True),
    "plans:compare_evaluation": school(PAGE, READ, "evaluation"),
    "plans:evaluation_version": school(PAGE, READ, "evaluation", "evaluation_version"),
    "plans:evaluation_version_pdf": Row(
        PAGE, READ, ("evaluation", "evaluation_version"), of_school=True, slow=True
    ),
    "plans:evaluation_area": school(PAGE, DRAFTS, *AREA),
    "plans:judge_area": school(ACTION, AT_THE_SCHOOL, *AREA, post=422),
    "plans:write_area": school(ACTION, AT_THE_SCHOOL, *AREA, post=422),
    "plans:give_view": school(ACTION, OUTSIDE, *AREA, post=422),
}
NOWHERE: dict[str, Any] = {
    "evaluation": 999999, "evaluation_area": "no-such-area", "evaluation_version": 99,
}  # fmt: skip


def of_trust(lead: User, step: Step) -> dict[str, Any]:
    framework = Framework.objects.create(
        code="ours", title="Ours", source="The trust", from_date=date(2025, 9, 1), digest="0" * 64
    )
    Area.objects.create(framework=framework, code="reading", title="Reading", position=1, scale="two")
    Grade.objects.create(framework=framework, scale="two", code="secure", title="Secure", position=1)
    return {"evaluation_area": "reading"}


def of_school(lead: User, event: Event) -> dict[str, Any]:
    """A self-evaluation of the event's school with one area and one agreed version."""
    framework = Framework.objects.get(code="ours")
    assert event.school
    made = SelfEvaluation.objects.create(
        school=event.school, year=event.year, framework=framework, started_at=NOW, started_by=lead
    )
    area = framework.areas.get()
    AreaEvaluation.objects.create(self_evaluation=made, area=area, grade=framework.grades.get())
    kept = {
        "code": "reading",
        "title": "Reading",
        "scale": "two",
        "grade": "Secure",
        "agreed_grade": "Secure",
    }
    content = {
        "framework": {"code": "ours", "title": "Ours"}, "school": event.school.name, "start_year": 2026,
        "areas": [kept],
    }  # fmt: skip
    EvaluationVersion.objects.create(
        self_evaluation=made, number=1, content=content, agreed_at=NOW, agreed_by=lead
    )
    return {"evaluation": made.pk, "evaluation_version": 1}
