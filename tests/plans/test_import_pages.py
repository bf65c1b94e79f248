"""Bringing a plan in, as the people who write it do it, and as everybody else is refused."""

import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoDbBlocker
from time_machine import travel

from people.models import AuditEntry, User
from plans.actions import imports as actions
from plans.models import (
    Comment,
    Milestone,
    Monitoring,
    Plan,
    PlanAction,
    PlanImport,
    Priority,
    SuccessCriterion,
)
from plans.queries.imports import brought
from schools.models import School
from tests import keeping
from tests.conftest import NOW, TODAY, ClientOf, MakePerson, a_trust, a_year, people, the_alder
from tests.messages import said
from tests.plans.import_files import excel_plan, plain, word_file, word_plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plan_kept")]
KEPT = "From “Our plan.docx”, kept when it was brought in:\n"


@pytest.fixture(autouse=True)
def _today() -> Any:
    with travel(NOW, tick=False):
        yield


@pytest.fixture(scope="module")
def plan_kept(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Plan]:
    """Nothing is written in it yet."""
    with keeping.kept(django_db_blocker):
        alder = the_alder(a_trust())
        head = people()("headteacher", alder, name="Priya Shah")
        yield Plan.objects.create(
            school=alder, year=a_year(), started_at=NOW, started_by=head, state_at=NOW, state_by=head,
            changed_at=NOW, changed_by=head,
        )  # fmt: skip


@pytest.fixture
def plan(db: None, plan_kept: Plan) -> Plan:
    return deepcopy(plan_kept)


@pytest.fixture
def head(plan: Plan) -> User:
    return plan.started_by


@pytest.fixture
def as_head(client_of: ClientOf, head: User) -> Client:
    return client_of(head)


@pytest.fixture
def kept(plan: Plan, head: User) -> PlanImport:
    return actions.read_plan_file(plan=plan, name="Our plan.docx", content=word_plan(), by=head, now=NOW)


def upload(client: Client, plan: Plan, content: bytes, name: str = "Our plan.docx") -> Any:
    return client.post(f"/plans/{plan.pk}/import/", {"file": SimpleUploadedFile(name, content)})


def at(kept: PlanImport, what: str = "") -> str:
    return f"/plans/{kept.plan_id}/import/{kept.pk}/{what}"


def mark(kept: PlanImport) -> str:
    """What the page that was looked at would send."""
    fresh = PlanImport.objects.select_related("plan__school__trust", "plan__year").get(pk=kept.pk)
    return brought(fresh, fresh.plan, TODAY).mark


def offered(client: Client, kept: PlanImport) -> str:
    page = client.get(at(kept, "preview/")).content.decode()
    found = re.search(r'name="seen" value="([0-9a-f]+)"', page)
    return found[1] if found else ""


def add(client: Client, kept: PlanImport, seen: str = "") -> Any:
    return client.post(at(kept, "apply/"), {"seen": seen or mark(kept)})


def test_from_the_file_to_the_draft(as_head: Client, plan: Plan, head: User) -> None:
    answer = upload(as_head, plan, word_plan())
    kept = PlanImport.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, at(kept))
    assert as_head.get(at(kept)).status_code == 200
    assert not Priority.objects.exists()
    shown = offered(as_head, kept)
    assert shown == mark(kept)
    assert said(add(as_head, kept, shown)) == ["2 priorities were added to the draft."]
    assert list(Priority.objects.order_by("position").values_list("position", "title")) == [
        (1, "Reading fluency"), (2, "Attendance"),
    ]  # fmt: skip
    first = PlanAction.objects.order_by("pk").first()
    assert first
    assert (first.text, first.lead, first.planned_start, first.planned_end, first.cost) == (
        "Train all teachers", head, date(2026, 11, 9), date(2026, 12, 18), Decimal(1200),
    )  # fmt: skip
    assert SuccessCriterion.objects.count() == 3
    assert list(Comment.objects.order_by("pk").values_list("priority__title", "text", "by")) == [
        ("Reading fluency",
         f"{KEPT}Table 2, row 4, column 2, lead: Priya Shah / TR\nTable 2, row 4, column 5, cost: TBC", head.pk),
        ("Attendance", f"{KEPT}Table 4, row 3, column 2, lead: Head", head.pk),
    ]  # fmt: skip
    entry = AuditEntry.objects.get(action="plan.import")
    assert (entry.actor_id, entry.target_id, entry.after) == (
        head.pk, str(plan.pk), "Our plan.docx: 2 priorities, 3 actions",
    )  # fmt: skip
    kept.refresh_from_db()
    assert kept.applied_at == NOW


def test_it_is_added_once(as_head: Client, kept: PlanImport) -> None:
    seen = mark(kept)
    add(as_head, kept)
    answer = add(as_head, kept, seen)
    again = "This file was brought in already. Nothing was changed again."
    assert said(answer)[-1] == again
    assert Priority.objects.count() == 2
    for number, what in enumerate(("tables/", "answers/", "discard/"), 2):
        assert said(as_head.post(at(kept, what)))[1:] == [again] * number
    assert PlanImport.objects.count() == 1
    assert as_head.get(at(kept))["Location"] == at(kept, "preview/")


def test_it_is_added_behind_what_is_there(as_head: Client, kept: PlanImport) -> None:
    Priority.objects.create(plan=kept.plan, position=4, title="Attendance", because="Ours")
    add(as_head, kept)
    assert list(Priority.objects.order_by("position").values_list("position", "title", "because")) == [
        (4, "Attendance", "Ours"), (5, "Reading fluency", ""), (6, "Attendance", ""),
    ]  # fmt: skip


def test_what_changed_since_is_looked_at_again(as_head: Client, kept: PlanImport) -> None:
    seen = mark(kept)
    as_head.post(at(kept, "tables/"), {"t0-kind": "out"})
    assert said(add(as_head, kept, seen))[-1:] == [
        "Something changed since you looked. Nothing was brought in: look again."
    ]
    assert not Priority.objects.exists()
    add(as_head, kept)
    assert SuccessCriterion.objects.count() == 1


def test_an_owner_who_has_left_stands_in_the_way_until_somebody_is_chosen(
    as_head: Client, plan: Plan, alder: School, head: User, make_person: MakePerson
) -> None:
    make_person("senior_leader", alder, name="Lee Moss", to=date(2026, 10, 23))
    content = word_file(
        plain(("Priority", "Action", "Lead", "By when"), ("Reading", "Train", "Lee Moss", "1/9/2028"))
    )
    upload(as_head, plan, content)
    kept = PlanImport.objects.get()
    assert offered(as_head, kept) == ""
    assert said(add(as_head, kept))[-1:] == ["There are problems to answer first. Nothing was changed."]
    assert not Priority.objects.exists()
    fault = brought(kept, plan, TODAY).draft.faults[1]
    as_head.post(
        at(kept, "answers/"), {"name-1": "Lee Moss", "person-1": str(head.pk), "settle": [fault.key]}
    )
    add(as_head, kept)
    action = PlanAction.objects.get()
    assert (action.lead, action.planned_end) == (head, None)


def test_too_many_priorities_need_a_reason(as_head: Client, plan: Plan) -> None:
    upload(
        as_head,
        plan,
        word_file(plain(("Priority", "Why it matters"), *((f"Reading {n}", "So") for n in range(6)))),
    )
    kept = PlanImport.objects.get()
    assert offered(as_head, kept) == ""
    as_head.post(at(kept, "answers/"), {"why_so_many": "A new school\x00."})
    add(as_head, kept)
    plan.refresh_from_db()
    assert (plan.why_so_many, Priority.objects.count()) == ("A new school.", 6)


def test_nothing_is_half_written(as_head: Client, kept: PlanImport, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(actions, "write_down", fail)
    as_head.raise_request_exception = False
    assert add(as_head, kept).status_code == 500
    kept.refresh_from_db()
    assert (Priority.objects.count(), PlanAction.objects.count(), kept.applied_at) == (0, 0, None)


def test_monitoring_and_milestones(
    as_head: Client, plan: Plan, alder: School, make_person: MakePerson
) -> None:
    governor = make_person("local_governor", alder, name="Ann Cole")
    rows = (
        ("Priority", "Milestone", "By the end of", "How we monitor", "Who monitors"),
        ("Reading", "All read", "Spring 2", "Hear pupils read", "Ann Cole"),
        ("Reading", "", "Summer 2", "Look at books", "An adviser"),
    )
    upload(as_head, plan, word_file(plain(*rows)))
    kept = PlanImport.objects.get()
    as_head.post(at(kept, "tables/"), {"t0-kind": "objectives"})
    add(as_head, kept)
    assert list(Milestone.objects.values_list("period", "text")) == [("SPR2", "All read")]
    assert list(Monitoring.objects.order_by("pk").values_list("period", "how", "who", "who_else")) == [
        ("SPR2", "Hear pupils read", governor.pk, ""), ("SUM2", "Look at books", None, "An adviser"),
    ]  # fmt: skip


@pytest.mark.once  # the file is judged before anything is written
def test_a_file_that_is_refused(as_head: Client, plan: Plan) -> None:
    for name, content, why in (
        ("plan.docx", b"no", "It is no Office file inside. Choose a Word document (.docx)."),
        ("plan.xlsx", excel_plan(E4="=1+1"),
         "Sheet “Plan”, row 4, column E has a formula: copy it and paste it as values."),
        ("plan.docm", word_plan(), actions.MACROS),
        ("plan.doc", b"no", actions.OLD),
        ("plan.pdf", b"%PDF-1.7", actions.OTHER),
        ("plan", b"PK", actions.OTHER),
        ("plan.docx", word_file("<w:p/>"),
         "It has no table in it. A plan is read from its tables: put it into the empty template."),
    ):  # fmt: skip
        answer = upload(as_head, plan, content, name)
        assert (answer.status_code, answer.context["refused"]) == (422, (why,))
    assert as_head.post(f"/plans/{plan.pk}/import/").context["form"].errors == {"file": ["Choose a file."]}
    assert not PlanImport.objects.exists()


def test_only_a_draft_takes_a_file(as_head: Client, plan: Plan, kept: PlanImport) -> None:
    seen = mark(kept)
    Plan.objects.filter(pk=plan.pk).update(state=Plan.State.WITH_TRUST)
    why = "The plan is with the trust. Nobody writes in it until it is given back."
    assert as_head.get(f"/plans/{plan.pk}/import/").context["why_closed"] == why
    assert upload(as_head, plan, word_plan()).status_code == 422
    assert said(add(as_head, kept, seen)) == [why]
    assert as_head.get(at(kept), follow=True).context["why_closed"] == why
    assert (PlanImport.objects.count(), Priority.objects.count()) == (1, 0)


def test_a_file_is_thrown_away(as_head: Client, plan: Plan, kept: PlanImport) -> None:
    assert said(as_head.post(at(kept, "discard/"))) == [
        "“Our plan.docx” is thrown away. The plan is as it was."
    ]
    assert not PlanImport.objects.exists()
    assert as_head.get(at(kept)).status_code == 404


def test_only_the_last_few_files_wait(plan: Plan, head: User) -> None:
    content = word_file(plain(("Action",), ("Train",)))
    for n in range(7):
        actions.read_plan_file(plan=plan, name=f"{n}.docx", content=content, by=head, now=NOW)
    assert sorted(PlanImport.objects.values_list("file_name", flat=True)) == [
        f"{n}.docx" for n in range(2, 7)
    ]
