"""The empty templates: nothing in them comes in, and what is written into them comes in without a question."""

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from docx import Document
from openpyxl import load_workbook
from time_machine import travel

from people.models import User
from plans.actions import imports as actions
from plans.importing.blank import TABLES
from plans.models import Milestone, Monitoring, Objective, Plan, PlanAction, Priority, SuccessCriterion
from plans.queries.imports import brought
from schools.models import School, SchoolYear
from tests.conftest import NOW, TODAY, ClientOf, MakePerson

pytestmark = [pytest.mark.django_db, pytest.mark.once]
FILLED: dict[str, list[tuple[Any, ...]]] = {
    "Priorities": [
        ("Reading", "Too few read well", "Priya Shah", "Tom Reid", "Ann Cole", "Spelling tests"),
        ("Attendance", "", "Tom Reid", "", "", ""),
    ],
    "Objectives": [("1", "All read well", "Priya Shah", ""), ("Attendance", "All come", "", "")],
    "Success criteria": [("1", "1", "At 110 words a minute", "17 of 58", "50 of 58", "July check")],
    "Milestones": [("Attendance", "", "Spring 2", "Fewer are away")],
    "Actions": [
        (
            "1",
            "1",
            "Train all",
            "Priya Shah",
            "",
            "09/11/2026",
            "end of Autumn 2",
            "£1,200",
            "Grant",
            "Half a day",
        ),
        ("2", "1", "Ring home", "Tom Reid", "", "", "March 2027", "", "", ""),
    ],
    "Monitoring": [("1", "1", "Hear pupils read", "Ann Cole", "Spring 1")],
}


@pytest.fixture
def as_head(alder: School, make_person: MakePerson, client_of: ClientOf) -> Client:
    make_person("senior_leader", alder, name="Tom Reid")
    make_person("local_governor", alder, name="Ann Cole")
    return client_of(make_person("headteacher", alder, name="Priya Shah"))


@pytest.fixture
def plan(as_head: Client, alder: School, year: SchoolYear) -> Plan:
    head = User.objects.get(name="Priya Shah")
    return Plan.objects.create(
        school=alder, year=year, started_at=NOW, started_by=head, state_at=NOW, state_by=head, changed_at=NOW,
        changed_by=head,
    )  # fmt: skip


def fetched(client: Client, name: str) -> bytes:
    with travel(NOW, tick=False):
        answer = client.get(f"/plans/{name}")
    ending = name.rpartition(".")[2]
    assert answer["Content-Disposition"] == f'attachment; filename="development-plan.{ending}"'
    return bytes(answer.content)


def filled_word(content: bytes) -> bytes:
    document = Document(BytesIO(content))
    for blank, table in zip(TABLES, document.tables, strict=True):
        for row, texts in zip(table.rows[2:], FILLED[blank.title], strict=False):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def filled_excel(content: bytes) -> bytes:
    book = load_workbook(BytesIO(content))
    for title, rows in FILLED.items():
        sheet: Any = book[title]
        for row, texts in enumerate(rows, 3):
            for column, text in enumerate(texts, 1):
                sheet.cell(row, column).value = text or None
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(("name", "fill"), [("template.docx", filled_word), ("template.xlsx", filled_excel)])
def test_what_is_filled_in_comes_in_without_a_question(
    as_head: Client, plan: Plan, name: str, fill: Any
) -> None:
    head = User.objects.get(name="Priya Shah")
    content = fill(fetched(as_head, name))
    kept = actions.read_plan_file(plan=plan, name=name, content=content, by=head, now=NOW)
    found = brought(kept, plan, TODAY)
    assert (found.draft.faults, found.draft.names, found.draft.remarks) == ((), (), {})
    actions.apply_import(kept=kept, seen=found.mark, by=head, now=NOW, today=TODAY)
    columns = ("title", "lead__name", "supporter__name", "link_governor__name")
    assert list(Priority.objects.order_by("pk").values_list(*columns)) == [
        ("Reading", "Priya Shah", "Tom Reid", "Ann Cole"), ("Attendance", "Tom Reid", None, None),
    ]  # fmt: skip
    assert list(Objective.objects.order_by("pk").values_list("priority__title", "text", "lead__name")) == [
        ("Reading", "All read well", "Priya Shah"), ("Attendance", "All come", None),
    ]  # fmt: skip
    assert list(SuccessCriterion.objects.values_list("measure", "baseline", "target", "source")) == [
        ("At 110 words a minute", "17 of 58", "50 of 58", "July check")
    ]
    assert list(Milestone.objects.values_list("objective__text", "period", "text")) == [
        ("All come", "SPR2", "Fewer are away")
    ]
    assert [
        (one.objective.text, one.text, str(one.planned_start), str(one.planned_end), one.cost, one.budget_line)
        for one in PlanAction.objects.select_related("objective").order_by("pk")
    ] == [
        ("All read well", "Train all", "2026-11-09", "2026-12-18", 1200, "Grant"),
        ("All come", "Ring home", "None", "2027-03-31", None, ""),
    ]  # fmt: skip
    assert list(Monitoring.objects.values_list("how", "who__name", "period")) == [
        ("Hear pupils read", "Ann Cole", "SPR1")
    ]


@pytest.mark.parametrize("name", ["template.docx", "template.xlsx"])
def test_an_empty_one_brings_nothing(as_head: Client, plan: Plan, name: str) -> None:
    head = User.objects.get(name="Priya Shah")
    content = fetched(as_head, name)
    kept = actions.read_plan_file(plan=plan, name=name, content=content, by=head, now=NOW)
    draft = brought(kept, plan, TODAY).draft
    assert [fault.said for fault in draft.faults] == [
        "Nothing in it would come into the plan. Say what its tables are."
    ]
    assert sum("is an example" in note for note in draft.notes) == len(TABLES)


def test_only_who_writes_plans_gets_one(client_of: ClientOf, make_person: MakePerson, alder: School) -> None:
    governor = client_of(make_person("local_governor", alder))
    assert [governor.get(f"/plans/template.{one}").status_code for one in ("docx", "xlsx")] == [403, 403]
