"""All schools' plans beside each other, what they share, and the file."""

from datetime import timedelta
from typing import Any

import pytest

from people.models import User
from plans.models import Area, Framework, Plan, Priority
from plans.queries.plan_list import PlanList, Wish, plan_list
from plans.queries.themes import themes_in, words_of
from schools.access import access_of
from schools.models import School, SchoolYear
from tests.conftest import TODAY, ClientOf, MakePerson
from tests.handbook.writing_pages import words
from tests.plans.a_plan import agreed_plan, make_plan, rate

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(make_person: MakePerson) -> User:
    return make_person("improvement_lead", name="Dan Firth")


@pytest.fixture
def trustee(make_person: MakePerson) -> User:
    return make_person("trustee")


@pytest.fixture
def reading(year: SchoolYear) -> Area:
    framework = Framework.objects.create(
        code="f", title="F", source="S", from_date=TODAY - timedelta(days=400), digest="0" * 64
    )
    return Area.objects.create(framework=framework, code="a", title="Achievement", position=1, scale="five")


def listed(by: User, year: SchoolYear, today: Any = TODAY) -> PlanList:
    return plan_list(access=access_of(by, TODAY), year=year, today=today)


def states(found: PlanList) -> list[tuple[str, str, int]]:
    return [(line.name, line.state_words, len(line.priorities)) for line in found.lines]


def test_every_school_stands_by_name(alder: School, birch: School, year: SchoolYear, lead: User) -> None:
    make_plan(birch, year, lead, state="with_trust")
    assert states(listed(lead, year)) == [("Alder", "No plan yet", 0), ("Birch", "With the trust", 2)]
    assert [line.name for line in listed(lead, year).waiting] == ["Birch"]


def test_the_trusts_own_comes_first(alder: School, year: SchoolYear, lead: User) -> None:
    agreed_plan(None, year, lead)
    assert states(listed(lead, year)) == [("The trust", "Agreed", 2), ("Alder", "No plan yet", 0)]


def test_trustees_see_agreed_plans_only(
    alder: School, birch: School, year: SchoolYear, lead: User, trustee: User
) -> None:
    draft, agreed = make_plan(alder, year, lead), agreed_plan(birch, year, lead)
    assert states(listed(trustee, year)) == [("Alder", "No plan yet", 0), ("Birch", "Agreed", 2)]
    Plan.objects.filter(pk=agreed.plan.pk).update(state="draft", is_being_amended=True)
    Priority.objects.filter(pk=agreed.first.pk).update(title="Not agreed yet")
    rate(agreed, lead)
    line = listed(trustee, year, TODAY + timedelta(days=60)).lines[1]
    assert (line.state_words, line.priorities[0].title, line.priorities[0].said, line.quiet, line.amending) == (
        "Agreed", "Reading with ease", None, "", False,
    )  # fmt: skip
    assert listed(trustee, year).lines[0].plan is None
    assert listed(lead, year).lines[0].plan == draft.plan


@pytest.mark.once  # what pages say of rows that the tests round it read on each database
@pytest.mark.parametrize("state", ["agreed", "in_review", "draft", "with_trust", "evaluated"])
def test_one_reader_is_told_one_state_on_every_page(
    alder: School, year: SchoolYear, lead: User, trustee: User, client_of: ClientOf, state: str
) -> None:
    plan = agreed_plan(alder, year, lead).plan
    Plan.objects.update(state=state, is_being_amended=state in ("draft", "with_trust"))
    for person in (lead, trustee):
        said = listed(person, year).lines[0].state_words
        assert said == ("Evaluated" if state == "evaluated" else "Agreed") or person == lead
        client = client_of(person)
        shown = client.get(f"/plans/{plan.pk}/").context["line"].state
        assert shown == ("Being amended" if (state, person) == ("draft", lead) else said)
        glance = words(client.get("/plans/schools/900001/"))
        assert f"Open the plan {said}" in glance
        assert ("since" in glance) == (person == lead or said.lower() == state)


def test_nothing_said_since(alder: School, year: SchoolYear, lead: User) -> None:
    agreed_plan(alder, year, lead)
    found = listed(lead, year, TODAY + timedelta(days=30))
    assert [line.quiet for line in found.quiet] == ["No update since 23 November (4 weeks)"]


def test_the_list_is_narrowed(
    alder: School, birch: School, year: SchoolYear, lead: User, reading: Area
) -> None:
    first, second = agreed_plan(alder, year, lead), make_plan(birch, year, lead)
    second.first.areas.add(reading)
    rate(first, lead)
    found = listed(lead, year)

    def kept(**wish: str) -> list[str]:
        return [line.name for line in found.lines if Wish(**wish).keeps(line)]

    assert kept() == ["Alder", "Birch"]
    assert kept(state="draft") == ["Birch"]
    assert kept(area="Achievement") == ["Birch"]
    assert (kept(rating="G"), kept(rating="A"), kept(rating="R")) == (["Alder"], ["Alder"], [])
    assert kept(area="Achievement", rating="G") == []
    assert found.areas == ("Achievement",)


@pytest.mark.parametrize("count", [1, 3])
def test_the_same_number_of_questions(
    alder: School, year: SchoolYear, lead: User, trustee: User, django_assert_num_queries: Any, count: int
) -> None:
    for number in range(count):
        school = School.objects.create(
            trust=alder.trust, urn=910000 + number, name=f"School {number:02}", phase="primary"
        )
        made = agreed_plan(school, year, lead)
        rate(made, lead)
        Plan.objects.filter(pk=made.plan.pk).update(state="draft", is_being_amended=True)
    for person, asked in ((lead, 7), (trustee, 8)):
        access = access_of(person, TODAY)
        with django_assert_num_queries(asked):
            found = plan_list(access=access, year=year, today=TODAY)
        assert [len(line.priorities) for line in found.lines] == [0, *[2] * count]


def test_the_page_and_its_filters(
    alder: School, birch: School, year: SchoolYear, lead: User, client_of: ClientOf
) -> None:
    made = agreed_plan(alder, year, lead)
    rate(made, lead)
    client = client_of(lead)
    body = client.get("/plans/").content.decode()
    assert "No plan waits for the trust." in body
    assert '<span class="rag rag-G"><b>G</b> On track</span>' in body
    assert "Birch" in body
    assert "Birch" not in client.get("/plans/?rating=G&state=&area=").content.decode().split("</form>")[-1]
    for hostile in ("?page=9999", "?page=x", "?state=x&area=<b>&rating=Z", "?rating=G&rating=R"):
        assert client.get(f"/plans/{hostile}").status_code == 200
    assert "No plan matches" in client.get("/plans/?state=archived").content.decode()


def test_the_list_is_paged(alder: School, year: SchoolYear, lead: User, client_of: ClientOf) -> None:
    School.objects.bulk_create(
        School(trust=alder.trust, urn=910000 + n, name=f"School {n:02}", phase="primary") for n in range(26)
    )
    body = client_of(lead).get("/plans/?page=2&state=none").content.decode()
    assert "Page 2 of 2" in body
    assert 'href="?page=1&amp;state=none"' in body


def test_the_file(alder: School, birch: School, year: SchoolYear, lead: User, client_of: ClientOf) -> None:
    made = agreed_plan(alder, year, lead)
    rate(made, lead, delivery_why="=1+1")
    response = client_of(lead).get("/plans/plans.csv")
    lines = response.content.decode("utf-8-sig").splitlines()
    assert response["Content-Disposition"] == 'attachment; filename="plans-2026.csv"'
    assert lines[1] == (
        "Alder,900001,Agreed,Reading with ease,,,Autumn,On track,'=1+1,Needs attention,Half of them read faster.,,,"
    )
    assert lines[3] == "Birch,900002,No plan yet,,,,,,,,,,,"
    assert len(client_of(lead).get("/plans/plans.csv?rating=B").content.decode().splitlines()) == 1


def test_an_improvement_partner_of_two_schools_sees_both(
    alder: School, birch: School, year: SchoolYear, make_person: MakePerson, client_of: ClientOf
) -> None:
    partner = make_person("improvement_partner", alder)
    partner.appointments.create(role="improvement_partner", school=birch, from_date=TODAY)
    School.objects.create(trust=alder.trust, urn=900003, name="Cedar", phase="primary")
    body = client_of(partner).get("/plans/").content.decode()
    assert ("Alder" in body, "Birch" in body, "Cedar" in body) == (True, True, False)


def test_before_there_are_term_dates(lead: User, client_of: ClientOf) -> None:
    for path in ("/plans/", "/plans/themes/", "/plans/plans.csv"):
        assert client_of(lead).get(path).status_code == 404


def test_themes_by_trust_priority_area_and_word(
    alder: School, birch: School, year: SchoolYear, lead: User, reading: Area, client_of: ClientOf
) -> None:
    trust = agreed_plan(None, year, lead)
    first, second = agreed_plan(alder, year, lead), agreed_plan(birch, year, lead)
    Priority.objects.filter(pk__in=[first.first.pk, second.second.pk]).update(serves=trust.first)
    for priority in (first.first, first.second, second.first):
        priority.areas.add(reading)
    Priority.objects.filter(pk=second.first.pk).update(title="Phonics, and SEND lessons")
    Priority.objects.filter(pk=first.second.pk).update(title="The SEND lesson")
    rate(second, lead, impact="B")
    found = themes_in(listed(lead, year).lines)
    assert [(one.title, one.schools, one.shows_others) for one in found.served] == [
        ("Reading with ease", ("Alder", "Birch"), ("Birch",))
    ]
    assert [(one.title, len(one.parts)) for one in found.areas] == [("Achievement", 3)]
    assert [one.title for one in found.words] == ["lesson", "SEND"]
    body = client_of(lead).get("/plans/themes/").content.decode()
    assert "At Birch it works by the last review" in body


def test_words_that_say_something() -> None:
    assert words_of("The first ten minutes of every class") == {"ten": "ten", "minute": "minutes"}
    assert words_of("Reading, reading and SEND") == {"reading": "reading", "send": "SEND"}
