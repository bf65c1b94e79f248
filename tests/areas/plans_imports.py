"""Who may open which address: bringing in a plan from Word or Excel."""

from typing import Any

from handbook.models import Step
from people.models import User
from plans.models import Plan, PlanImport
from schedule.models import Event
from schools.models import SchoolYear
from tests.conftest import NOW
from tests.rows import ACTION, FORM, PAGE, Row, school

WRITE_PLANS = frozenset({"headteacher", "senior_leader", "improvement_lead", "ceo"})
FILE = ("bare_plan", "plan_import")

ROWS: dict[str, Row] = {
    "plans:template_docx": Row(PAGE, WRITE_PLANS),
    "plans:template_xlsx": Row(PAGE, WRITE_PLANS),
    "plans:import": school(FORM, WRITE_PLANS, "bare_plan", post=422),
    "plans:show_import": school(PAGE, WRITE_PLANS, *FILE),
    "plans:tell_import": school(ACTION, WRITE_PLANS, *FILE),
    "plans:preview_import": school(PAGE, WRITE_PLANS, *FILE),
    "plans:answer_import": school(ACTION, WRITE_PLANS, *FILE),
    "plans:apply_import": school(ACTION, WRITE_PLANS, *FILE),
    "plans:discard_import": school(ACTION, WRITE_PLANS, *FILE),
}
NOWHERE: dict[str, Any] = {"bare_plan": 999999, "plan_import": 999999}


def of_trust(lead: User, step: Step) -> dict[str, Any]:
    return {}


def of_school(lead: User, event: Event) -> dict[str, Any]:
    """A draft of a later year, and a file of one table that was read for it."""
    year, _ = SchoolYear.objects.get_or_create(start_year=2033)
    plan = Plan.objects.create(
        school=event.school, year=year, started_at=NOW, started_by=lead, state_at=NOW, state_by=lead, changed_at=NOW,
        changed_by=lead,
    )  # fmt: skip
    lines = [
        {"number": 1, "cells": ["Action", "Lead"], "is_band": False},
        {"number": 2, "cells": ["Read daily", "Head"], "is_band": False},
    ]
    grid = {"place": "Table 1", "headings": ["Reading"], "lines": lines, "has_letters": False}
    kept = PlanImport.objects.create(
        plan=plan, file_name="p.docx", tables={"grids": [grid], "notes": []}, read_at=NOW, read_by=lead
    )
    return {"bare_plan": plan.pk, "plan_import": kept.pk}
