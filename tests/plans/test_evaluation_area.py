"""The page of one area: judged first, then written; two people at once, a view from outside, the next step."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from people.models import User
from plans.models import Plan, Priority, SelfEvaluation
from plans.queries.evaluation_sheets import TEXTS
from schools.models import School, SchoolYear
from tests.conftest import NOW, ClientOf, MakePerson
from tests.plans.evaluations import (
    area_of,
    grade_of,
    judge,
    row_of,
    write,
)
from writing.marks import mark_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evaluation_kept")]
EVERY = reverse("plans:self_evaluations")


@pytest.fixture
def partner(make_person: MakePerson, alder: School) -> User:
    return make_person("improvement_partner", alder, name="Priya Nair")


def at(name: str, evaluation: SelfEvaluation, *args: object) -> str:
    return reverse(f"plans:{name}", args=[evaluation.pk, *args])


def send(
    client: Client, evaluation: SelfEvaluation, start: dict[str, str] | None = None, **texts: str
) -> Any:
    """Every text of the page, as a browser sends it. `start`: what stood there when the page was made."""
    stood = dict.fromkeys(TEXTS, "") | (start or {})
    marks = json.dumps({name: mark_of(text) for name, text in stood.items()})
    return client.post(at("write_area", evaluation, "reading"), {**stood, **texts, "start": marks})


def test_judge_first_then_the_words_appear(
    evaluation: SelfEvaluation, head: User, client_of: ClientOf
) -> None:
    client, url = client_of(head), at("evaluation_area", evaluation, "reading")
    page = client.get(url).content.decode()
    assert ("Judge first" in page, 'id="write"' in page) == (True, False)
    refused = client.post(at("judge_area", evaluation, "reading"), {})
    assert (refused.status_code, "Choose the grade that fits best." in refused.content.decode()) == (
        422,
        True,
    )
    answer = client.post(at("judge_area", evaluation, "reading"), {"grade": "strong", "instead_of": ""})
    assert (answer.status_code, answer["Location"]) == (302, f"{url}#words")
    page = client.get(url).content.decode()
    assert ("Judge first" in page, 'id="write"' in page) == (False, True)


def test_writing_an_area(evaluation: SelfEvaluation, head: User, client_of: ClientOf) -> None:
    judge(evaluation, head)
    answer = send(client_of(head), evaluation, evidence="Line one.\r\nLine\0 two. ", next_step="Read daily.")
    assert answer.status_code == 302
    row = row_of(evaluation)
    assert (row.evidence, row.next_step, row.saved_by) == ("Line one.\nLine two.", "Read daily.", head)


def test_two_people_in_one_text_see_both(
    evaluation: SelfEvaluation, alder: School, head: User, make_person: MakePerson, client_of: ClientOf
) -> None:
    judge(evaluation, head)
    write(evaluation, head, evidence="Hers.")
    client = client_of(make_person("senior_leader", alder))
    page = send(client, evaluation, evidence="His.", helps="His.")
    assert page.status_code == 409
    assert [(one.field.name, one.conflict.theirs) for one in page.context["texts"] if one.conflict] == [
        ("evidence", "Hers.")
    ]
    assert page.context["words"]["evidence"].value() == "His."
    assert (row_of(evaluation).evidence, row_of(evaluation).helps) == ("Hers.", "His.")
    again = {
        **dict.fromkeys(TEXTS, ""),
        "evidence": "Both.",
        "helps": "His.",
        "start": page.context["words"].start_text,
    }
    assert client.post(at("write_area", evaluation, "reading"), again).status_code == 302
    assert row_of(evaluation).evidence == "Both."


def test_as_you_go_is_answered_with_a_line(
    evaluation: SelfEvaluation, head: User, client_of: ClientOf
) -> None:
    judge(evaluation, head)
    client, url = client_of(head), at("write_area", evaluation, "reading")
    sent = {"evidence": "word " * 501, "start": json.dumps({"evidence": mark_of("")})}
    answer = client.post(url, sent, headers={"X-Save": "as-you-go"})
    assert (answer.status_code, answer.templates[0].name) == (200, "plans/_evaluation_state.html")
    assert (answer.context["count"], answer.context["over"]) == (501, 1)
    assert len(row_of(evaluation).evidence.split()) == 501
    clash = client.post(url, sent | {"evidence": "Other."}, headers={"X-Save": "as-you-go"})
    assert (clash.status_code, "You changed this in another window" in clash.content.decode()) == (409, True)


def test_forty_pages_are_given_back(evaluation: SelfEvaluation, head: User, client_of: ClientOf) -> None:
    judge(evaluation, head)
    page = send(client_of(head), evaluation, evidence="x" * 100_000, helps="Kept.")
    assert page.status_code == 422
    assert "This has 100,000 characters, and the portal takes 20,000." in page.content.decode()
    assert "x" * 100_000 in page.content.decode()
    assert (row_of(evaluation).evidence, row_of(evaluation).helps) == ("", "Kept.")


def test_a_part_of_the_page_writes_nothing(
    evaluation: SelfEvaluation, head: User, client_of: ClientOf
) -> None:
    judge(evaluation, head)
    client, url = client_of(head), at("write_area", evaluation, "reading")
    for start in ("", "[]", "nonsense", "[" * 5000):
        assert (start, client.post(url, {"evidence": "x", "start": start}).status_code) == (start, 422)
    assert row_of(evaluation).evidence == ""


def test_only_the_school_itself_judges_and_writes(
    evaluation: SelfEvaluation, head: User, partner: User, make_person: MakePerson, client_of: ClientOf
) -> None:
    judge(evaluation, head)
    for person in (partner, make_person("improvement_lead")):
        client = client_of(person)
        assert client.post(at("judge_area", evaluation, "reading"), {"grade": "weak"}).status_code == 403
        assert send(client, evaluation, evidence="x").status_code == 403
    assert (row_of(evaluation).grade, row_of(evaluation).evidence) == (grade_of(evaluation, "secure"), "")


def test_the_partner_gives_a_view_and_the_school_does_not(
    evaluation: SelfEvaluation, head: User, partner: User, client_of: ClientOf
) -> None:
    judge(evaluation, head)
    url, said = (
        at("give_view", evaluation, "reading"),
        {"grade": "weak", "text": "Not in Year 4.", "start": mark_of("")},
    )
    assert client_of(head).post(url, said).status_code == 403
    assert client_of(partner).post(url, {"grade": "", "text": " "}).status_code == 422
    assert client_of(partner).post(url, said).status_code == 302
    assert client_of(partner).post(url, said | {"text": "From an older page."}).status_code == 409
    page = client_of(head).get(at("evaluation_area", evaluation, "reading")).content.decode()
    assert ("Not in Year 4." in page, "Priya Nair" in page) == (True, True)


def test_a_next_step_leads_to_the_plan(
    evaluation: SelfEvaluation, alder: School, year: SchoolYear, head: User, client_of: ClientOf
) -> None:
    plan = Plan.objects.create(
        school=alder, year=year, started_at=NOW, started_by=head, state_at=NOW, state_by=head,
        changed_at=NOW, changed_by=head,
    )  # fmt: skip
    Priority.objects.create(plan=plan, position=1, title="Not this").areas.add(area_of(evaluation, "conduct"))
    priority = Priority.objects.create(plan=plan, position=2, title="Read daily")
    priority.areas.add(area_of(evaluation))
    page = client_of(head).get(at("evaluation_area", evaluation, "reading"))
    assert page.context["priorities"] == [priority]
    assert [[one.title for one in line.priorities] for line in client_of(head).get(EVERY).context["page"].lines] == [
        ["Read daily"], ["Not this"],
    ]  # fmt: skip


def test_a_next_step_becomes_a_priority_with_its_reason_and_its_area(
    evaluation: SelfEvaluation, alder: School, year: SchoolYear, head: User, client_of: ClientOf
) -> None:
    client, url = client_of(head), at("evaluation_area", evaluation, "reading")
    judge(evaluation, head)
    write(evaluation, head, summary="Year 4 is behind.", next_step="Read daily in Year 4. Then see.")
    assert client.get(url).context["make_priority"] == ""  # no plan yet
    who = dict.fromkeys(("started_by", "state_by", "changed_by"), head)
    when = dict.fromkeys(("started_at", "state_at", "changed_at"), NOW)
    plan = Plan.objects.create(school=alder, year=year, **who, **when)
    address = client.get(url).context["make_priority"]
    page = client.get(address)
    assert page.context["form"]["title"].value() == "Read daily in Year 4"
    assert client.post(address, {"title": "Read daily in Year 4"}).status_code == 302
    made = plan.priorities.get()
    assert (made.title, made.because, list(made.areas.all())) == (
        "Read daily in Year 4", "Year 4 is behind.", [area_of(evaluation)],
    )  # fmt: skip
    for odd in ("area=²", "area=" + "9" * 40, "area=-1", "title=" + "x" * 5000):
        assert client.get(f"{address.partition('?')[0]}?{odd}").status_code == 200
