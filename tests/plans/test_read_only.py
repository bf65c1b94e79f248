"""Nothing of a plan changes in a closed year, or at a school that has left."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from people.models import User
from plans.actions.life import archive_plan
from plans.actions.reviews import (
    READ_ONLY,
    close_review,
    reopen_review,
    save_ratings,
    skip_review,
    start_review,
)
from plans.models import Comment, Plan, PlanVersion
from schedule.actions import Refused
from schools.models import School, SchoolYear
from tests.conftest import NOW, TODAY, ClientOf, MakePerson
from tests.messages import said
from tests.plans.a_plan import Made, agreed_plan, rate
from tests.plans.a_written_plan import a_plan

pytestmark = pytest.mark.django_db
CLOSED, LEFT = "can be read and not changed", "Alder left the trust on Friday 20 November 2026"


@pytest.fixture
def made(alder: School, year: SchoolYear, head: User) -> Made:
    made = agreed_plan(alder, year, head)
    start_review(review=made.review(), by=head, now=NOW)
    return made


def shut(how: str, by: User) -> str:
    if how == "left":
        School.objects.filter(name__startswith="Alder").update(left_date=date(2026, 11, 20))
        return LEFT
    SchoolYear.objects.update(closed_at=NOW, closed_by=by)
    return CLOSED


@pytest.mark.parametrize("how", ["closed", "left"])
def test_a_review_is_not_written_or_closed(made: Made, head: User, client_of: ClientOf, how: str) -> None:
    rate(made, head)
    words, at = shut(how, head), reverse("plans:review", args=[made.plan.pk, "AUT2"])
    assert save_ratings(review=made.review(), priorities=[], changes=[], by=head, now=NOW).gone == READ_ONLY
    page = client_of(head)
    assert page.post(f"{at}rate/", {}).status_code == 410
    assert page.get(at).context["form"] is None
    with pytest.raises(Refused, match=words):
        close_review(review=made.review(), summary="", by=head, now=NOW, today=TODAY)
    assert made.state() == "in_review"


@pytest.mark.parametrize("how", ["closed", "left"])
def test_no_comment_and_nothing_taken_back_or_added(
    alder: School, year: SchoolYear, head: User, client_of: ClientOf, how: str
) -> None:
    made = a_plan(alder, year, head)
    note = Comment.objects.create(plan=made.plan, text="Why?", at=NOW, by=head)
    words, client, pk = shut(how, head), client_of(head), made.plan.pk
    for name, where in (("comment", pk), ("settle", note.pk), ("add_priority", pk), ("send", pk)):
        answer = client.post(
            reverse(f"plans:{name}", args=[where]), {"text": "Hm", "title": "More"}, follow=True
        )
        assert words in answer.content.decode(), name
    Plan.objects.update(state="with_trust")
    client.post(reverse("plans:take_back", args=[pk]))
    note.refresh_from_db()
    found = (Comment.objects.count(), note.settled_at, made.plan.priorities.count(), made.plan.state)
    assert found == (1, None, 1, "draft")
    assert Plan.objects.get().state == "with_trust"


def test_taking_a_skip_back_leaves_the_plan_in_review(made: Made, head: User) -> None:
    skip_review(review=made.review(), reason="Ofsted came.", by=head, now=NOW, today=TODAY)
    reopen_review(review=made.review(), by=head, now=NOW + timedelta(minutes=1), today=TODAY)
    assert made.state() == "in_review"


@pytest.mark.parametrize("how", ["closed", "left"])
def test_a_plan_is_not_archived_and_no_page_offers_it(
    made: Made, head: User, client_of: ClientOf, how: str
) -> None:
    Plan.objects.update(state="evaluated")
    client, pk = client_of(head), made.plan.pk
    archive = reverse("plans:archive", args=[pk])
    pages = [reverse(f"plans:{name}", args=[pk]) for name in ("plan", "evaluate")]
    assert [archive in client.get(page).content.decode() for page in pages] == [True, True]
    words = shut(how, head)
    for page in pages:
        body = client.get(page).content.decode()
        assert (words in body, archive in body) == (True, False), page
    asked = client.get(archive)
    assert (asked.status_code, asked["Location"]) == (302, made.plan.get_absolute_url())
    assert words in " ".join(said(asked))
    assert words in " ".join(said(client.post(archive)))
    with pytest.raises(Refused, match=words):
        archive_plan(plan=made.plan, by=head, now=NOW)
    assert made.state() == "evaluated"


@pytest.mark.once  # what a page says
@pytest.mark.parametrize("how", ["closed", "left"])
@pytest.mark.parametrize("state", ["draft", "with_trust", "agreed"])
def test_the_page_offers_no_step_that_would_be_refused(
    made: Made, head: User, make_person: MakePerson, client_of: ClientOf, state: str, how: str
) -> None:
    Plan.objects.update(state=state)
    words = shut(how, head)
    for person in (head, make_person("improvement_lead")):
        body = client_of(person).get(made.plan.get_absolute_url()).content.decode()
        assert words in body
        for name in ("send", "take_back", "give_back", "agree", "amend", "comment"):
            assert f'"{reverse(f"plans:{name}", args=[made.plan.pk])}"' not in body, name


@pytest.mark.parametrize("how", ["closed", "left"])
@pytest.mark.parametrize("name", ["agree", "give_back"])
def test_the_pages_of_agreeing_and_giving_back_say_why_and_ask_for_nothing(
    made: Made, head: User, make_person: MakePerson, client_of: ClientOf, name: str, how: str
) -> None:
    Plan.objects.update(state="with_trust")
    words, client = shut(how, head), client_of(make_person("improvement_lead"))
    asked = client.get(reverse(f"plans:{name}", args=[made.plan.pk]))
    assert (asked.status_code, asked["Location"]) == (302, made.plan.get_absolute_url())
    assert words in " ".join(said(asked))


@pytest.mark.parametrize("how", ["closed", "left", "given back by somebody else"])
def test_who_gives_it_back_too_late_has_their_words_still(
    made: Made, head: User, make_person: MakePerson, client_of: ClientOf, how: str
) -> None:
    Plan.objects.update(state="draft" if how.startswith("given") else "with_trust")
    why = "The plan is no longer with the trust." if how.startswith("given") else shut(how, head)
    answer = client_of(make_person("improvement_lead")).post(
        reverse("plans:give_back", args=[made.plan.pk]), {"words": "Say how you will know."}
    )
    page = answer.content.decode()
    assert (answer.status_code, why in page, "Say how you will know.</textarea>" in page) == (422, True, True)
    assert Comment.objects.count() == 0


@pytest.mark.parametrize("how", ["closed", "left", "given back by somebody else"])
def test_who_agrees_too_late_has_their_reason_still(
    made: Made, head: User, make_person: MakePerson, client_of: ClientOf, how: str
) -> None:
    Plan.objects.update(state="draft" if how.startswith("given") else "with_trust")
    why = (
        "The plan is not with the trust, so it cannot be agreed now."
        if how.startswith("given")
        else shut(how, head)
    )
    answer = client_of(make_person("improvement_lead")).post(
        reverse("plans:agree", args=[made.plan.pk]), {"reason": "A new head of English."}
    )
    page = answer.content.decode()
    assert (answer.status_code, why in page, "A new head of English.</textarea>" in page) == (422, True, True)
    assert PlanVersion.objects.count() == 1
