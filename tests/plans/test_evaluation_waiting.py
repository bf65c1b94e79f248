"""A self-evaluation that waits to be agreed stands on the first page of whoever may agree it, and of nobody else."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import User
from plans.models import AreaEvaluation, Framework, SelfEvaluation
from plans.queries.evaluation_sheets import areas_of
from schools.models import Appointment, School, SchoolYear
from tests.conftest import NOW, TODAY, ClientOf, MakePerson
from tests.handbook.writing_pages import words
from tests.plans.evaluations import a_version, an_evaluation, judge

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evaluation_kept")]
TABLE = '"plans_selfevaluation"'


@pytest.fixture
def judged(evaluation: SelfEvaluation, head: User) -> SelfEvaluation:
    """In every area that is asked of Alder."""
    judge_all(evaluation, head)
    return evaluation


def judge_all(evaluation: SelfEvaluation, by: User) -> None:
    for area, _ in areas_of(evaluation):
        judge(evaluation, by, area.code)


@pytest.mark.parametrize("role", ["improvement_lead", "ceo"])
@pytest.mark.parametrize("page", ["/", "/next/900001/"])
def test_it_waits_for_whoever_leads_the_trust(
    judged: SelfEvaluation, make_person: MakePerson, client_of: ClientOf, role: str, page: str
) -> None:
    answer = client_of(make_person(role)).get(page)
    name = "Self-evaluation, Alder" if page == "/" else "Self-evaluation"
    assert f"To agree {name} Every area is judged. Last written on 23 November" in words(answer)
    assert f'<a href="{judged.get_absolute_url()}">{name}</a>' in answer.content.decode()


def test_and_for_the_partner_of_the_school(
    judged: SelfEvaluation, alder: School, birch: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    partner = make_person("improvement_partner", alder)
    assert "To agree Self-evaluation Every area is judged." in words(client_of(partner).get("/next/"))
    Appointment.objects.create(
        person=partner, school=birch, role="improvement_partner", from_date=TODAY - timedelta(days=9)
    )
    assert "To agree Self-evaluation, Alder" in words(client_of(partner).get("/"))


def test_nobody_else_is_shown_it_and_nothing_is_asked_for_them(
    judged: SelfEvaluation, alder: School, birch: School, head: User, make_person: MakePerson, client_of: ClientOf
) -> None:  # fmt: skip
    others = [
        head, make_person("senior_leader", alder), make_person("middle_leader", alder),
        make_person("local_governor", alder), make_person("improvement_partner", birch),
        make_person("trustee"), make_person("governance_professional"),
    ]  # fmt: skip
    for person in others:
        client = client_of(person)
        with CaptureQueriesContext(connection) as asked:
            page = words(client.get("/", follow=True))
        assert "To agree Self-evaluation" not in page
        asks = [one["sql"] for one in asked if f"FROM {TABLE}" in one["sql"]]
        assert len(asks) == (person == others[4]), person


@pytest.mark.parametrize(
    "what", ["not all judged", "agreed", "a newer one", "the year is closed", "the school has left", "ended"]
)
def test_it_waits_not_yet_or_no_longer(
    judged: SelfEvaluation, alder: School, head: User, make_person: MakePerson, client_of: ClientOf, what: str
) -> None:
    lead = make_person("improvement_lead")
    match what:
        case "not all judged":
            AreaEvaluation.objects.filter(area__code="conduct").update(grade=None)
        case "agreed":
            a_version(judged, lead)
        case "a newer one":
            an_evaluation(alder, SchoolYear.objects.create(start_year=2027), head)
        case "the year is closed":
            SchoolYear.objects.update(closed_at=NOW, closed_by=lead)
        case "the school has left":
            School.objects.filter(pk=alder.pk).update(left_date=TODAY - timedelta(days=1))
        case _:
            Framework.objects.update(to_date=TODAY - timedelta(days=1))
    assert "Self-evaluation, Alder" not in words(client_of(lead).get("/"))


def test_a_school_with_a_sixth_form_has_one_area_more_to_judge(
    judged: SelfEvaluation, alder: School, head: User, make_person: MakePerson, client_of: ClientOf
) -> None:
    School.objects.filter(pk=alder.pk).update(phase="secondary", has_sixth_form=True)
    client = client_of(make_person("improvement_lead"))
    assert "Self-evaluation, Alder" not in words(client.get("/"))
    judge(judged, head, "sixth")
    assert "Self-evaluation, Alder" in words(client.get("/"))


def test_many_are_counted_and_asked_for_at_once(
    judged: SelfEvaluation, alder: School, year: SchoolYear, head: User, make_person: MakePerson, client_of: ClientOf,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    client = client_of(make_person("improvement_lead"))
    with CaptureQueriesContext(connection) as one:
        client.get("/")
    for number in range(1, 8):
        school = School.objects.create(
            trust=alder.trust, urn=number, name=f"School {number}", phase="primary"
        )
        judge_all(an_evaluation(school, year, head), head)
    with django_assert_num_queries(len(one)):
        answer = client.get("/")
    assert words(answer).count("To agree Self-evaluation") == 6
    assert '<a href="/plans/self-evaluation/">2 more self-evaluations to agree</a>' in answer.content.decode()
