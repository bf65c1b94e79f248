"""Who may open which address: a plan as PDF, Word and spreadsheet."""

from typing import Any

from django.core.files.base import ContentFile

from handbook.models import Step
from people.models import User
from plans.models import Plan, PlanVersion
from plans.sheet import PlanSheet, as_content
from schedule.models import Event
from schools.models import SchoolYear
from tests.conftest import NOW
from tests.rows import LEADERS, PAGE, SEE_EVENTS, Row, school, thing

ROWS: dict[str, Row] = {
    "plans:take_away": school(PAGE, SEE_EVENTS, "plan_out"),
    "plans:pdf": Row(PAGE, SEE_EVENTS, ("plan_out", "form_out"), of_school=True, slow=True),
    "plans:word": Row(PAGE, SEE_EVENTS, ("plan_out",), of_school=True, slow=True),
    "plans:actions": school(PAGE, SEE_EVENTS, "plan_out", "kind_out"),
    "plans:version_pdf": school(PAGE, SEE_EVENTS, "plan_out", "version_out"),
    "plans:all_actions": thing(PAGE, LEADERS, "kind_out"),
}
NOWHERE: dict[str, Any] = {"plan_out": 999999, "form_out": "poster", "kind_out": "doc", "version_out": 99}


def of_trust(lead: User, step: Step) -> dict[str, Any]:
    """One plan of a school in a year: this one lies in another year than those of the other areas."""
    SchoolYear.objects.get_or_create(start_year=2024)
    return {"form_out": "monitoring", "kind_out": "csv", "version_out": 1}


def of_school(lead: User, event: Event) -> dict[str, Any]:
    """An agreed plan, with the file that is kept of it."""
    year = SchoolYear.objects.get(start_year=2024)
    plan = Plan.objects.create(
        school=event.school, year=year, state=Plan.State.AGREED, started_at=NOW, started_by=lead, state_at=NOW,
        state_by=lead, changed_at=NOW, changed_by=lead,
    )  # fmt: skip
    PlanVersion.objects.create(
        plan=plan, number=1, content=as_content(PlanSheet(plan.pk, "A school", 900001, 2024, "", "", "")),
        agreed_at=NOW, agreed_by=lead, file=ContentFile(b"%PDF-1.7", name="plan.pdf"),
    )  # fmt: skip
    return {"plan_out": plan.pk}
