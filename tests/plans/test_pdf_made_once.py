"""Whoever asks for a file of a plan while the same is being made waits for that one."""

from pathlib import Path

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings

from adapters import clock
from people.models import User
from plans.models import Plan, PlanVersion
from plans.pdf import FORMS, Place, kept, place_of
from plans.queries import sheet_of
from plans.queries.prints import print_of
from plans.sheet import as_content
from plans.tasks import hand_on_version, make_plan_pdf, make_version_pdf
from schools.models import School, SchoolYear
from schools.queries import calendar_of
from tests.conftest import NOW, TODAY, ClientOf
from tests.plans.a_written_plan import a_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(alder: School, year: SchoolYear, head: User, tmp_path: Path, settings: Settings) -> Plan:
    settings.MEDIA_ROOT = tmp_path
    return a_plan(alder, year, head).plan


@pytest.fixture
def version(plan: Plan, head: User) -> PlanVersion:
    content = as_content(sheet_of(plan, calendar_of(plan.year, plan.school)))
    return PlanVersion.objects.create(plan=plan, number=1, content=content, agreed_at=NOW, agreed_by=head)


def place_for(plan: Plan, form: str) -> Place:
    made = print_of(plan, drafts=True, today=TODAY)
    assert made is not None
    return place_of(made, FORMS[form], drafts=True)


def test_a_short_one_is_made_by_whoever_asks_first(
    plan: Plan, head: User, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, now = place_for(plan, "monitoring"), clock.now()
    assert [kept.begin(place, now), kept.begin(place, now)] == [True, False]
    monkeypatch.setattr("plans.views.outputs.keep_made", lambda *_: pytest.fail("It was made twice."))
    answer = client_of(head).get(f"/plans/{plan.pk}/monitoring.pdf")
    assert (answer.status_code, "See whether it is ready" in answer.content.decode()) == (202, True)
    make_plan_pdf(pk=plan.pk, form="monitoring", drafts=True)
    assert kept.find(place) is None


def test_older_words_that_are_ready_leave_the_note_of_newer_ones(plan: Plan) -> None:
    older = place_for(plan, "plan")
    newer = Place(older.plan_id, older.form, older.drafts, key="newer")
    assert kept.begin(newer, NOW)
    kept.keep(older, b"%PDF-", TODAY)
    assert kept.begin(newer, NOW) is False


def test_the_page_that_waits_hears_that_it_is_ready_and_the_browser_gets_the_file(
    plan: Plan, version: PlanVersion, head: User, client_of: ClientOf
) -> None:
    make_version_pdf(pk=version.pk)
    client = client_of(head)
    for address in (f"/plans/{plan.pk}/monitoring.pdf", f"/plans/{plan.pk}/versions/1.pdf"):
        assert client.get(address).content[:5] == b"%PDF-"
        assert "Open the PDF" in client.get(address, headers={"HX-Request": "true"}).content.decode()


def test_a_version_that_was_handed_on_when_it_was_agreed_is_not_handed_on_again(
    plan: Plan, version: PlanVersion, head: User, client_of: ClientOf,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:  # fmt: skip
    with django_capture_on_commit_callbacks() as handed_on:
        hand_on_version(version)
        assert client_of(head).get(f"/plans/{plan.pk}/versions/1.pdf").status_code == 202
    assert len(handed_on) == 1
