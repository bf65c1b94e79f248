"""Taking a plan away: who gets what, when it is made, and what is kept."""

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.test import Client
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings

from people.models import User
from plans.models import (
    Milestone,
    Monitoring,
    Objective,
    Plan,
    PlanAction,
    PlanVersion,
    Priority,
    PriorityReview,
    Review,
    SuccessCriterion,
)
from plans.pdf import FORMS, kept, place_of
from plans.queries import sheet_of
from plans.queries.prints import print_of, prints_of
from plans.sheet import as_content
from plans.tasks import make_plan_pdf, make_version_pdf
from schools.models import School, SchoolYear
from schools.queries import calendar_of
from tests.conftest import NOW, TODAY, ClientOf, MakePerson

pytestmark = pytest.mark.django_db
QUESTIONS = 12

MakePlan = Callable[..., Plan]


@pytest.fixture(autouse=True)
def _nothing_kept(tmp_path: Path, settings: Settings) -> None:
    settings.MEDIA_ROOT = tmp_path
    cache.clear()


@pytest.fixture
def head(make_person: MakePerson, alder: School) -> User:
    return make_person("headteacher", alder)


@pytest.fixture
def governor(client_of: ClientOf, make_person: MakePerson, alder: School) -> Client:
    return client_of(make_person("local_governor", alder))


@pytest.fixture
def make_plan(head: User, alder: School, year: SchoolYear) -> MakePlan:
    def make(*, priorities: int = 1, actions: int = 1) -> Plan:
        plan = Plan.objects.create(
            school=alder, year=year, vision="Every child reads.", started_at=NOW, started_by=head, state_at=NOW,
            state_by=head, changed_at=NOW, changed_by=head,
        )  # fmt: skip
        for position in range(priorities):
            priority = Priority.objects.create(
                plan=plan, position=position, title=f"Reading {position + 1}", lead=head
            )
            one = Objective.objects.create(priority=priority, position=0, text="By July more read.")
            SuccessCriterion.objects.create(objective=one, position=0, measure="Pupils who read")
            Milestone.objects.create(objective=one, period="AUT1", text="Texts are there.")
            Monitoring.objects.create(objective=one, period="AUT2", how="Hear six", who=head)
            for number in range(actions):
                PlanAction.objects.create(
                    objective=one, position=number, text=f"Action {number}", planned_end=TODAY
                )
        return plan

    return make


@pytest.fixture
def plain_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """For a test of when a file is made: none of its pages is set."""
    monkeypatch.setattr("plans.pdf.making.render_pdf", lambda **_: b"%PDF-1.7")


def agree(plan: Plan, by: User, number: int = 1) -> PlanVersion:
    content = as_content(sheet_of(plan, calendar_of(plan.year, plan.school)))
    Plan.objects.filter(pk=plan.pk).update(state=Plan.State.AGREED)
    return PlanVersion.objects.create(
        plan=plan,
        number=number,
        content=content,
        agreed_at=NOW,
        agreed_by=by,
        reason="" if number == 1 else "More",
    )


def text_of(body: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages).split())


def test_who_writes_gets_it_as_it_stands_and_others_as_it_was_agreed(
    make_plan: MakePlan, head: User, governor: Client, client_of: ClientOf
) -> None:
    plan = make_plan()
    for path in ("monitoring.pdf", "plan.docx", "actions.csv"):
        assert governor.get(f"/plans/{plan.pk}/{path}").status_code == 404
    assert "Nothing is agreed yet" in governor.get(f"/plans/{plan.pk}/take-away/").content.decode()
    agree(plan, head)
    Priority.objects.filter(plan=plan).update(title="Being rewritten")
    Plan.objects.filter(pk=plan.pk).update(is_being_amended=True)
    theirs = text_of(governor.get(f"/plans/{plan.pk}/monitoring.pdf").content)
    mine = text_of(client_of(head).get(f"/plans/{plan.pk}/monitoring.pdf").content)
    assert ("Reading 1" in theirs, "Draft" in theirs) == (True, False)
    assert ("Being rewritten" in mine, "Draft" in mine) == (True, True)


def test_the_agreed_words_come_with_the_states_of_today(make_plan: MakePlan, head: User) -> None:
    plan = make_plan()
    agree(plan, head)
    Monitoring.objects.update(found="Four read well.", how="Altered")
    PlanAction.objects.update(text="Altered", started_at=NOW)
    made = print_of(plan, drafts=False, today=TODAY)
    assert made is not None
    [one] = made.sheet.priorities[0].objectives
    assert (one.monitoring[0].how, one.monitoring[0].found) == ("Hear six", "Four read well.")
    assert (one.actions[0].text, one.actions[0].state) == ("Action 0", "in_progress")


def test_a_review_that_is_not_closed_is_for_those_who_write_it(make_plan: MakePlan, head: User) -> None:
    plan = make_plan()
    agree(plan, head)
    review = Review.objects.create(plan=plan, period="AUT2")
    PriorityReview.objects.create(
        review=review, priority=Priority.objects.get(), delivery="G", delivery_why="As planned.", saved_at=NOW,
        saved_by=head,
    )  # fmt: skip
    seen = [print_of(plan, drafts=drafts, today=TODAY) for drafts in (True, False)]
    assert [made.has_ratings if made else None for made in seen] == [True, False]
    Review.objects.update(closed_at=NOW, closed_by=head)
    again = print_of(plan, drafts=False, today=TODAY)
    assert again is not None
    assert [one.delivery for one in again.ratings[Priority.objects.get().pk]] == ["G"]


@pytest.mark.parametrize("number", [1, 3])
def test_reading_it_asks_the_same_number_of_questions(
    number: int, make_plan: MakePlan, head: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    plan = make_plan(priorities=number, actions=number)
    agree(plan, head)
    plan = Plan.objects.select_related("school__trust", "year").get()
    with django_assert_num_queries(QUESTIONS):
        prints_of([plan] * number, drafts=True, today=TODAY)


def test_a_file_is_kept_until_the_plan_changes(make_plan: MakePlan, head: User, client_of: ClientOf) -> None:
    plan, client = make_plan(), client_of(head)
    address = f"/plans/{plan.pk}/monitoring.pdf"
    first = client.get(address)
    assert first["Content-Disposition"] == 'inline; filename="alder-plan-monitoring-2026-27-draft.pdf"'
    [name] = default_storage.listdir(f"{kept.FOLDER}/{plan.pk}")[1]
    assert client.get(address).content == first.content
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304
    assert "Made on 23 November 2026." in client.get(f"/plans/{plan.pk}/take-away/").content.decode()
    Monitoring.objects.update(how="Hear seven")
    assert "Hear seven" in text_of(client.get(address).content)
    [after] = default_storage.listdir(f"{kept.FOLDER}/{plan.pk}")[1]
    assert after != name


@pytest.mark.usefixtures("plain_pages")
def test_a_long_plan_is_made_away_from_the_page(
    make_plan: MakePlan,
    head: User,
    client_of: ClientOf,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    monkeypatch.setattr("plans.pdf.making.MANY_LINES", 3)
    plan, client = make_plan(), client_of(head)
    address = f"/plans/{plan.pk}/plan.pdf"
    with django_capture_on_commit_callbacks() as handed_on:
        first, second = client.get(address), client.get(address)
    assert (first.status_code, second.status_code, len(handed_on)) == (202, 202, 1)
    assert "See whether it is ready" in second.content.decode()
    handed_on[0]()
    assert client.get(address).content[:5] == b"%PDF-"


def test_one_maker_at_a_time_and_a_lost_one_is_followed(make_plan: MakePlan) -> None:
    plan = make_plan()
    made = print_of(plan, drafts=True, today=TODAY)
    assert made is not None
    place = place_of(made, FORMS["plan"], drafts=True)
    assert [kept.claim(place, NOW), kept.claim(place, NOW), kept.is_making(place, NOW)] == [True, False, True]
    assert kept.claim(place, NOW + kept.PATIENCE + timedelta(seconds=1)) is True
    kept.fail(place, "No Pango.", NOW)
    assert (kept.why_failed(place, NOW), kept.claim(place, NOW)) == ("No Pango.", False)
    kept.keep(place, b"%PDF-", TODAY)
    assert default_storage.listdir(f"{kept.FOLDER}/{plan.pk}")[1] == [f"{place.stem}20261123.pdf"]
    found = kept.find(place)
    assert found is not None
    assert (found.made, found.read()) == (TODAY, b"%PDF-")


def test_an_agreed_version_keeps_its_file_for_good(
    make_plan: MakePlan, head: User, governor: Client, settings: Settings
) -> None:
    plan = make_plan()
    version = agree(plan, head)
    make_version_pdf(pk=version.pk)
    version.refresh_from_db()
    name = version.file.name
    assert name == "plans/2026/alder-plan-2026-version-1-2026-11-23.pdf"
    Priority.objects.update(title="Altered since")
    make_version_pdf(pk=version.pk)
    make_version_pdf(pk=999_999)
    version.refresh_from_db()
    assert (version.file.name, default_storage.listdir("plans/2026")[1]) == (name, [name.rpartition("/")[2]])
    body = governor.get(f"/plans/{plan.pk}/versions/1.pdf").content
    text = text_of(body)
    assert ("Reading 1" in text, "Kept as it was agreed." in text, "Altered" in text) == (True, True, False)


@pytest.mark.usefixtures("plain_pages")
def test_a_version_whose_file_is_missing_is_made_when_it_is_asked_for(
    make_plan: MakePlan,
    head: User,
    governor: Client,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    plan = make_plan()
    agree(plan, head)
    with django_capture_on_commit_callbacks(execute=True):
        waiting = governor.get(f"/plans/{plan.pk}/versions/1.pdf")
    assert waiting.status_code == 202
    assert governor.get(f"/plans/{plan.pk}/versions/1.pdf").content[:5] == b"%PDF-"


def test_a_form_or_a_plan_that_is_not_there_makes_nothing(make_plan: MakePlan) -> None:
    plan = make_plan()
    make_plan_pdf(pk=plan.pk, form="poster", drafts=True)
    make_plan_pdf(pk=plan.pk, form="plan", drafts=False)
    make_plan_pdf(pk=999_999, form="plan", drafts=True)
    assert default_storage.exists(f"{kept.FOLDER}/{plan.pk}") is False


def test_addresses_of_nothing(make_plan: MakePlan, head: User, client_of: ClientOf) -> None:
    plan, client = make_plan(), client_of(head)
    for path in ("poster.pdf", "versions/9.pdf", "actions.doc", f"versions/{10**30}.pdf"):
        assert (path, client.get(f"/plans/{plan.pk}/{path}").status_code) == (path, 404)
    assert client.get(f"/plans/{10**30}/plan.pdf").status_code == 404


def test_the_lead_takes_the_actions_of_all_schools(
    make_plan: MakePlan, make_person: MakePerson, client_of: ClientOf, head: User
) -> None:
    make_plan(actions=2)
    client = client_of(make_person("improvement_lead"))
    assert client.get("/plans/actions.csv").content.decode("utf-8-sig").count("Alder Primary School") == 2
    assert client.get("/plans/actions.xlsx").content[:2] == b"PK"
    assert client.get("/plans/actions.pdf").status_code == 404
    assert client_of(head).get("/plans/actions.csv").status_code == 403
