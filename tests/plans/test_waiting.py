"""A plan that waits stands on the first page of whoever it waits for, and what became of it on its writers'."""

import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker

from people.models import User
from plans.actions.comments import comment_on, settle_comment
from plans.actions.life import agree_plan, amend_plan, give_back, send_plan, take_back
from plans.models import Plan, PlanVersion
from schools.models import School, SchoolYear
from tests.conftest import NOW, TODAY, ClientOf, MakePerson, a_trust, a_year, the_alder
from tests.handbook.writing_pages import words
from tests.keeping import kept
from tests.plans.a_plan import Made, make_plan, the_head

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sent_kept")]
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def lead(make_person: MakePerson) -> User:
    return make_person("improvement_lead", name="Dan Firth")


@pytest.fixture(scope="module")
def sent_kept(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Made]:
    """Alder's plan is sent to the trust."""
    with kept(django_db_blocker):
        alder = the_alder(a_trust())
        head = the_head(alder)
        made = make_plan(alder, a_year(), head)
        send_plan(plan=made.plan, by=head, now=NOW)
        yield made


@pytest.fixture
def made(db: None, sent_kept: Made) -> Made:
    return deepcopy(sent_kept)


@pytest.fixture
def no_plan(db: None) -> None:
    Plan.objects.all().delete()


def waiting(page: Any) -> str:
    """What stands under "Waiting for you", up to the next heading."""
    after = words(page).partition("Waiting for you")[2]
    return re.split("Late with others|What the trust owes|Plans with|With the school", after)[0]


def given_back(made: Made, lead: User) -> None:
    give_back(plan=made.plan, words="Say how you will know.", by=lead, now=LATER)


@pytest.mark.parametrize("role", ["improvement_lead", "ceo"])
@pytest.mark.parametrize("page", ["/", "/next/900001/"])
def test_a_plan_that_was_sent_waits_for_whoever_may_agree(
    made: Made, make_person: MakePerson, client_of: ClientOf, role: str, page: str
) -> None:
    answer = client_of(make_person(role)).get(page)
    assert "To agree Development plan" in waiting(answer)
    assert "Sent by Ruth Ellison on 23 November" in waiting(answer)
    assert f'<a href="/plans/{made.plan.pk}/">Development plan' in answer.content.decode()
    assert ("Development plan, Alder" in waiting(answer)) == (page == "/")


def test_it_waits_for_nobody_else(
    made: Made, alder: School, head: User, governor: User, make_person: MakePerson, client_of: ClientOf
) -> None:
    for person in (head, governor, make_person("improvement_partner", alder)):
        assert "Development plan" not in words(client_of(person).get("/next/"))
    assert "Development plan" not in words(client_of(make_person("trustee")).get("/"))


@pytest.mark.parametrize("what", ["agreed", "taken back", "the year is closed", "the school has left"])
def test_it_waits_no_longer_once(
    made: Made, alder: School, year: SchoolYear, head: User, lead: User, client_of: ClientOf, what: str
) -> None:
    match what:
        case "agreed":
            agree_plan(plan=made.plan, reason="", by=lead, now=LATER, today=TODAY)
        case "taken back":
            take_back(plan=made.plan, by=head, now=LATER)
        case "the year is closed":
            SchoolYear.objects.filter(pk=year.pk).update(closed_at=NOW, closed_by=lead)
        case _:
            School.objects.filter(pk=alder.pk).update(left_date=TODAY - timedelta(days=1))
    assert "Development plan" not in words(client_of(lead).get("/"))


def test_a_plan_that_came_back_waits_for_its_writers_and_is_with_the_school(
    made: Made, head: User, lead: User, client_of: ClientOf
) -> None:
    given_back(made, lead)
    answer = client_of(head).get("/next/")
    assert "Came back Development plan Dan Firth on 23 November: Say how you will know." in waiting(answer)
    assert f'href="/plans/{made.plan.pk}/#comments"' in answer.content.decode()
    theirs = client_of(lead).get("/")
    assert "Development plan" not in waiting(theirs)
    said = "Plans with the schools Development plan, Alder Given back on 23 November and not sent again yet"
    assert said in words(theirs)
    settle_comment(comment=made.plan.comments.get(), by=head, now=LATER)
    assert "Came back" in waiting(client_of(head).get("/next/"))  # until it is sent again
    send_plan(plan=made.plan, by=head, now=LATER)
    assert "Development plan" not in words(client_of(head).get("/next/"))


def test_comments_wait_for_the_other_side_until_they_are_settled(
    made: Made, head: User, lead: User, client_of: ClientOf
) -> None:
    given_back(made, lead)
    take = Plan.objects.get(pk=made.plan.pk)
    comment = comment_on(plan=take, priority=made.first, text="Which children?", by=lead, now=LATER)
    comment_on(plan=take, priority=None, text="Year 2.", by=head, now=LATER)
    assert "And 1 more comment." in waiting(client_of(head).get("/next/"))  # not their own
    send_plan(plan=made.plan, by=head, now=LATER + timedelta(hours=1))
    answer = client_of(head).get("/next/")
    assert "2 comments Development plan Not settled yet." in waiting(answer)
    assert "3 comments not settled" in waiting(client_of(lead).get("/"))
    settle_comment(comment=made.plan.comments.earliest("at", "pk"), by=head, now=LATER)
    assert "1 comment Development plan" in waiting(client_of(head).get("/next/"))
    assert (
        f'href="/plans/{made.plan.pk}/#priority-{made.first.pk}"'
        in client_of(head).get("/next/").content.decode()
    )
    settle_comment(comment=comment, by=lead, now=LATER)
    assert "Development plan" not in waiting(client_of(head).get("/next/"))


def test_comments_on_an_agreed_plan_are_seen_by_whoever_may_agree(
    made: Made, head: User, lead: User, client_of: ClientOf
) -> None:
    agree_plan(plan=made.plan, reason="", by=lead, now=LATER, today=TODAY)
    comment_on(plan=made.plan, priority=None, text="Well done.", by=lead, now=LATER)
    assert "Plans with the schools Development plan, Alder 1 comment not settled" in words(
        client_of(lead).get("/")
    )
    assert "With the school Development plan 1 comment" in words(client_of(lead).get("/next/900001/"))


@pytest.mark.usefixtures("no_plan")
def test_a_comment_on_the_trusts_own_plan_waits_for_its_writers(
    year: SchoolYear, alder: School, lead: User, make_person: MakePerson, client_of: ClientOf
) -> None:
    made, ceo = make_plan(None, year, lead), make_person("ceo")
    comment_on(plan=made.plan, priority=None, text="Too many.", by=ceo, now=NOW)
    assert "1 comment Development plan, The trust" in waiting(client_of(lead).get("/"))
    assert "Development plan" not in words(client_of(ceo).get("/"))


def test_that_it_was_agreed_is_news_until_it_is_seen(
    made: Made, head: User, governor: User, lead: User, client_of: ClientOf
) -> None:
    version = agree_plan(plan=made.plan, reason="", by=lead, now=NOW, today=TODAY)
    PlanVersion.objects.filter(pk=version.pk).update(agreed_at=NOW - timedelta(hours=1))
    for person in (head, governor):
        said = words(client_of(person).get("/next/")).partition("Changed since")[2]
        assert "Development plan Dan Firth agreed version 1 on 23 November 2026" in said
    User.objects.filter(pk=head.pk).update(looked_at=NOW)
    assert "agreed version 1" not in words(client_of(head).get("/next/"))
    assert "agreed version 1" not in words(client_of(lead).get("/next/900001/"))  # their own doing


@pytest.mark.usefixtures("no_plan")
def test_many_plans_are_counted(
    alder: School, year: SchoolYear, lead: User, head: User, client_of: ClientOf
) -> None:
    for number in range(8):
        school = School.objects.create(
            trust=alder.trust, urn=number + 1, name=f"School {number}", phase="primary"
        )
        make_plan(school, year, head, state="with_trust")
    answer = client_of(lead).get("/")
    assert waiting(answer).count("To agree") == 6
    assert '<a href="/plans/?state=with_trust">2 more plans to agree</a>' in answer.content.decode()


@pytest.mark.usefixtures("no_plan")
@pytest.mark.parametrize("schools", [1, 3])
def test_the_same_number_of_questions_for_any_number_of_schools(
    alder: School, year: SchoolYear, lead: User, head: User, client_of: ClientOf, schools: int,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    for number in range(schools):
        school = School.objects.create(
            trust=alder.trust, urn=number + 1, name=f"School {number}", phase="primary"
        )
        made = make_plan(school, year, head, state="with_trust")
        for priority in (made.first, made.second):
            comment_on(plan=made.plan, priority=priority, text="Why?", by=head, now=NOW)
    client = client_of(lead)
    # One of them is for self-evaluations to agree, five are for the plan of each school.
    with django_assert_num_queries(20):
        assert client.get("/").status_code == 200


@pytest.mark.usefixtures("no_plan")
def test_a_school_with_nothing_waiting_is_told_so(alder: School, head: User, client_of: ClientOf) -> None:
    assert waiting(client_of(head).get("/next/")).strip() == "Nothing is waiting for you."


@pytest.mark.usefixtures("no_plan")
def test_so_is_whoever_leads_the_trust_and_who_only_reads_is_not_asked(
    alder: School, lead: User, make_person: MakePerson, client_of: ClientOf
) -> None:
    assert "Nothing is waiting for you." in waiting(client_of(lead).get("/"))
    assert "Waiting for you" not in words(client_of(make_person("trustee")).get("/"))


@pytest.mark.parametrize("amended", [False, True])
def test_on_its_own_page_it_says_who_gave_it_back_with_the_words_at_the_top(
    made: Made, head: User, lead: User, governor: User, client_of: ClientOf, amended: bool
) -> None:
    if amended:
        agree_plan(plan=made.plan, reason="", by=lead, now=NOW, today=TODAY)
        amend_plan(plan=made.plan, by=head, now=NOW)
        send_plan(plan=made.plan, by=head, now=NOW)
    given_back(made, lead)
    address = f"/plans/{made.plan.pk}/"
    top, _, _ = words(client_of(head).get(address)).partition("At a glance")
    assert "Given back by Dan Firth on 23 November 2026." in top
    assert ("Say how you will know." in top, "Opened again" in top) == (True, False)
    assert "Say how you will know." not in words(client_of(governor).get(address))
    send_plan(plan=made.plan, by=head, now=LATER + timedelta(hours=1))
    top, _, _ = words(client_of(head).get(address)).partition("At a glance")
    assert ("Given back" in top, "Say how" in top) == (False, False)
