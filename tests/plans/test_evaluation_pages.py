"""The pages of self-evaluation over HTTP: who reads drafts, who writes, who gives a view, who agrees."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.models import User
from plans.models import EvaluationVersion, Framework, SelfEvaluation
from schools.models import School, SchoolYear
from tests.conftest import ClientOf, MakePerson
from tests.plans.evaluations import (
    a_version,
    an_evaluation,
    judge,
    row_of,
    view,
    write,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evaluation_kept")]
EVERY = reverse("plans:self_evaluations")
START = reverse("plans:start_evaluation")


@pytest.fixture
def partner(make_person: MakePerson, alder: School) -> User:
    return make_person("improvement_partner", alder, name="Priya Nair")


def at(name: str, evaluation: SelfEvaluation, *args: object) -> str:
    return reverse(f"plans:{name}", args=[evaluation.pk, *args])


# ---------------------------------------------------------------- every school


def test_a_head_goes_straight_to_their_own(
    evaluation: SelfEvaluation, head: User, client_of: ClientOf
) -> None:
    page = client_of(head).get(EVERY)
    assert (page.status_code, page.context["evaluation"]) == (200, evaluation)
    assert [line.sheet.title for line in page.context["page"].lines] == ["Reading", "Conduct"]


def test_the_lead_sees_every_school_in_words(
    evaluation: SelfEvaluation,
    birch: School,
    year: SchoolYear,
    head: User,
    make_person: MakePerson,
    client_of: ClientOf,
) -> None:
    judge(evaluation, head)
    page = client_of(make_person("improvement_lead")).get(EVERY).context["page"]
    (grid,) = page.grids
    assert [
        (line.school.name, [cell and (cell.words, cell.note) for _, cell in line.cells])
        for line in grid.lines
    ] == [("Alder Primary School", [("Secure", "the school’s own, today"), ("Not judged yet", ""), None])]
    assert [school.name for school in page.without] == ["Birch Academy"]


def test_a_trustee_sees_what_is_agreed_and_nothing_else(
    evaluation: SelfEvaluation,
    birch: School,
    year: SchoolYear,
    head: User,
    make_person: MakePerson,
    client_of: ClientOf,
) -> None:
    judge(evaluation, head, grade="weak")
    draft = an_evaluation(birch, year, head)
    judge(draft, head)
    a_version(evaluation, head)
    page = client_of(make_person("trustee")).get(EVERY).context["page"]
    assert [(line.school.name, line.cells[0][1].words) for line in page.grids[0].lines] == [
        ("Alder Primary School", "Secure")
    ]
    assert [school.name for school in page.without] == ["Birch Academy"]


@pytest.mark.parametrize("role", ["improvement_lead", "trustee"])
def test_the_page_of_every_school_asks_the_same_of_one_and_of_three(
    role: str, evaluation: SelfEvaluation, trust: Any, year: SchoolYear, head: User, make_person: MakePerson,
    client_of: ClientOf,
) -> None:  # fmt: skip
    client = client_of(make_person(role))
    judge(evaluation, head)
    a_version(evaluation, head)
    count = _asked(client, EVERY)
    for urn in (1, 2):
        school = School.objects.create(trust=trust, urn=urn, name=f"School {urn}", phase="primary")
        other = an_evaluation(school, year, head)
        judge(other, head)
        a_version(other, head)
    assert _asked(client, EVERY) == count


def test_the_page_of_a_school_asks_the_same_of_one_area_and_of_two(
    evaluation: SelfEvaluation, head: User, client_of: ClientOf
) -> None:
    client, url = client_of(head), evaluation.get_absolute_url()
    judge(evaluation, head)
    count = _asked(client, url)
    judge(evaluation, head, "conduct")
    view(evaluation, head, "conduct")
    assert _asked(client, url) == count


def _asked(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


# ---------------------------------------------------------------- one school


@pytest.mark.parametrize("role", ["middle_leader", "local_governor"])
def test_readers_see_the_version_agreed_last(
    role: str,
    evaluation: SelfEvaluation,
    alder: School,
    head: User,
    make_person: MakePerson,
    client_of: ClientOf,
) -> None:
    client = client_of(make_person(role, alder))
    judge(evaluation, head)
    assert client.get(EVERY).templates[0].name == "plans/evaluation_none.html"
    for number in (1, 2):
        a_version(evaluation, head, number, evidence=f"As of {number}.")
    page = client.get(evaluation.get_absolute_url())
    assert (page.status_code, page.context["sheet"].number) == (200, 2)
    assert "As of 2." in page.content.decode()
    assert client.get(at("evaluation_area", evaluation, "reading")).status_code == 403
    assert client.get(at("evaluation_pdf", evaluation)).status_code == 403
    assert client.get(at("compare_evaluation", evaluation) + "?old=1&new=now").status_code == 404


def test_a_stranger_is_not_told_that_it_exists(
    evaluation: SelfEvaluation, birch: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    client = client_of(make_person("headteacher", birch))
    for url in (
        evaluation.get_absolute_url(),
        at("evaluation_area", evaluation, "reading"),
        at("agree_evaluation", evaluation),
    ):
        assert client.get(url).status_code == 404
    assert client.get(f"{START}?school=900001").status_code == 404


def test_an_area_that_is_not_there(evaluation: SelfEvaluation, head: User, client_of: ClientOf) -> None:
    client = client_of(head)
    for area in ("sixth", "no-such-area"):
        assert (area, client.get(at("evaluation_area", evaluation, area)).status_code) == (area, 404)


def test_odd_years_in_the_address(
    evaluation: SelfEvaluation, make_person: MakePerson, client_of: ClientOf
) -> None:
    client = client_of(make_person("ceo"))
    for query in ("?year=²²²²", "?year=99999", "?year=1", "?year=0001", "?year="):
        assert (query, client.get(EVERY + query).status_code) == (query, 200)


# ---------------------------------------------------------------- beginning


def test_beginning_one(alder: School, year: SchoolYear, head: User, client_of: ClientOf) -> None:
    SelfEvaluation.objects.all().delete()
    client, framework = client_of(head), Framework.objects.get()
    assert client.get(EVERY).templates[0].name == "plans/evaluation_none.html"
    assert client.get(START).context["last"] is None
    answer = client.post(START, {"year": year.pk, "framework": framework.pk})
    made = SelfEvaluation.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, made.get_absolute_url())
    assert (made.school, made.year, made.framework, made.started_by) == (alder, year, framework, head)
    again = client.post(START, {"year": year.pk, "framework": framework.pk})
    assert again.status_code == 422
    assert "There is a self-evaluation of Alder for 2026/27 already. Open that one." in again.content.decode()


def test_without_a_framework_the_page_says_what_to_do(
    alder: School, year: SchoolYear, head: User, client_of: ClientOf
) -> None:
    SelfEvaluation.objects.all().delete()
    Framework.objects.all().delete()
    page = client_of(head).get(START)
    assert "No framework is in force today" in page.content.decode()
    assert client_of(head).post(START, {"year": "9" * 30, "framework": "x"}).status_code == 422


# ---------------------------------------------------------------- agreeing, versions, paper


def test_partner_and_school_agree(
    evaluation: SelfEvaluation, head: User, partner: User, client_of: ClientOf
) -> None:
    client, url = client_of(partner), at("agree_evaluation", evaluation)
    assert client_of(head).get(url).status_code == 403
    assert client.get(url).context["not_ready"] == ["Not judged yet: Reading, Conduct."]
    for area in ("reading", "conduct"):
        judge(evaluation, head, area)
    view(evaluation, partner, "reading", "weak")
    page = client.get(url)
    assert [line.grade.value() for line in page.context["form"].lines()] == ["", ""]
    sent = {"seen": page.context["form"]["seen"].value(), "grade-reading": "weak", "grade-conduct": "secure"}
    refused = client.post(url, sent)
    assert (refused.status_code, "say why in a sentence" in refused.content.decode()) == (422, True)
    write(evaluation, head, evidence="Meanwhile.")
    sent["difference-reading"] = "Year 4 decides it."
    assert client.post(url, sent).status_code == 422  # the school wrote on
    sent["seen"] = client.get(url).context["form"]["seen"].value()
    answer = client.post(url, sent)
    assert (answer.status_code, answer["Location"]) == (302, at("evaluation_version", evaluation, 1))
    assert EvaluationVersion.objects.get().agreed_by == partner
    assert row_of(evaluation).difference == "Year 4 decides it."


def test_versions_are_compared(evaluation: SelfEvaluation, head: User, client_of: ClientOf) -> None:
    client, url = client_of(head), at("compare_evaluation", evaluation)
    assert "Nothing to compare yet" in client.get(url).content.decode()
    a_version(evaluation, head, 1, evidence="21 of 28.")
    a_version(evaluation, head, 2, evidence="25 of 28.")
    page = client.get(f"{url}?old=1&new=2")
    assert [(area.title, len(area.changes)) for area in page.context["areas"]] == [("Reading", 1)]
    assert client.get(f"{url}?old=2&new=2").context["areas"] == ()
    assert client.get(url).context["new"] == "now"
    for odd in ("?old=3", "?old=x", "?new=" + "9" * 40):
        assert client.get(url + odd).status_code == 404
    assert client.get(at("evaluation_version", evaluation, 3)).status_code == 404


@pytest.mark.parametrize("method", ["get", "put"])
def test_changes_are_posts(method: str, evaluation: SelfEvaluation, head: User, client_of: ClientOf) -> None:
    for name in ("judge_area", "write_area", "give_view"):
        assert getattr(client_of(head), method)(at(name, evaluation, "reading")).status_code == 405


def test_a_draft_on_paper_says_so(evaluation: SelfEvaluation, head: User, client_of: ClientOf) -> None:
    judge(evaluation, head)
    answer = client_of(head).get(at("evaluation_pdf", evaluation))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"] == 'inline; filename="self-evaluation-alder-2026-27-draft.pdf"'
    assert answer.content.startswith(b"%PDF-1.7")
