"""The last review of a priority stands on the pages of the plan: two ratings, apart, each with its sentence."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.models import User
from plans.models import Plan, Priority, PriorityReview
from schools.models import SchoolYear
from tests.conftest import NOW, ClientOf, MakePerson
from tests.plans.a_plan import Made, agreed_plan, below, rate

# Once: what a page says of rows that other tests read on each database.
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("agreed_kept"), pytest.mark.once]

RATED = (
    "Delivery: are we doing it? G On track All lessons use it. "
    "Impact: is it working? A Needs attention Half of them read faster."
)


def words(answer: Any) -> str:
    return re.sub(r"(<[^>]*>|\s)+", " ", answer.content.decode()).replace(" ,", ",")


def close(made: Made, by: User, **values: Any) -> None:
    review = made.review()
    review.closed_at, review.closed_by = NOW, by
    for name, value in values.items():
        setattr(review, name, value)
    review.save()


def test_nothing_is_said_before_a_review(made: Made, head: User, client_of: ClientOf) -> None:
    for address in (made.plan.get_absolute_url(), write_url(made)):
        assert "How it goes" not in words(client_of(head).get(address))


def test_both_ratings_with_when_and_their_sentences(
    made: Made, head: User, governor: User, client_of: ClientOf
) -> None:
    rate(made, head)
    mine, theirs = client_of(head), client_of(governor)
    page = made.plan.get_absolute_url()
    assert f"Autumn review, being written, last on 23 November 2026 {RATED}" in words(mine.get(page))
    assert "How it goes" not in words(theirs.get(page))  # it is not closed yet
    close(made, head)
    for client in (mine, theirs):
        said = words(client.get(page))
        assert said.count(f"How it goes Autumn review, rated on 23 November 2026 {RATED}") == 2
    address = f'href="{reverse("plans:review", args=[made.plan.pk, "AUT2"])}#priority-{made.first.pk}"'
    assert address in theirs.get(page).content.decode()
    assert theirs.get(reverse("plans:review", args=[made.plan.pk, "AUT2"])).status_code == 200


def test_the_last_review_that_rated_it_counts(made: Made, head: User, client_of: ClientOf) -> None:
    rate(made, head)
    close(made, head)
    made.review("SPR2").priorities.create(
        priority=made.first, delivery="B", delivery_why="Done.", saved_at=NOW, saved_by=head
    )
    said = words(client_of(head).get(made.plan.get_absolute_url()))
    assert "Delivery: are we doing it? B Complete and embedded Done. Impact: is it working? Not rated" in said
    assert said.count(RATED) == 1  # the second priority's


def test_what_was_written_before_a_review_was_skipped_counts_for_nothing(
    made: Made, head: User, client_of: ClientOf
) -> None:
    rate(made, head)
    close(made, head, why_skipped="The plan came late.")
    assert "How it goes" not in words(client_of(head).get(made.plan.get_absolute_url()))


def test_the_page_where_a_priority_is_written_says_it_too(
    made: Made, head: User, client_of: ClientOf
) -> None:
    rate(made, head)
    close(made, head)
    Plan.objects.update(state=Plan.State.DRAFT, is_being_amended=True)
    assert RATED in words(client_of(head).get(write_url(made)))


def test_the_line_of_sight_says_it_and_leaves_out_what_was_skipped(
    made: Made, head: User, year: SchoolYear, make_person: MakePerson, client_of: ClientOf
) -> None:
    lead = make_person("improvement_lead")
    trust = agreed_plan(None, year, lead)
    Priority.objects.filter(pk=made.first.pk).update(serves=trust.first)
    rate(made, head, evidence="Twelve lessons were seen.")
    close(made, head)
    address = reverse("plans:sight", args=[trust.first.pk])
    assert f"{RATED} What was seen: Twelve lessons were seen." in words(client_of(lead).get(address))
    close(made, head, why_skipped="The plan came late.")
    assert "Twelve lessons" not in words(client_of(lead).get(address))


def test_the_page_asks_as_many_questions_of_one_rated_priority_as_of_three(
    made: Made, head: User, client_of: ClientOf
) -> None:
    rate(made, head)
    PriorityReview.objects.filter(priority=made.second).delete()
    client, counts = client_of(head), []
    for number in (1, 3):
        with CaptureQueriesContext(connection) as asked:
            client.get(made.plan.get_absolute_url())
        counts.append((PriorityReview.objects.count(), len(asked)))
        extra = Priority.objects.create(plan=made.plan, position=number + 2, title=f"More {number}")
        below(extra, 2026, head)
        for priority in (made.second, extra):
            made.review().priorities.update_or_create(
                priority=priority,
                defaults={"delivery": "G", "delivery_why": "So.", "saved_at": NOW, "saved_by": head},
            )
    assert [rated for rated, _ in counts] == [1, 3]
    assert len({count for _, count in counts}) == 1


def write_url(made: Made) -> str:
    return reverse("plans:write_priority", args=[made.first.pk])


@pytest.mark.parametrize("role", ["ceo", "improvement_lead", "trustee", "governance_professional"])
def test_every_school_of_the_trust_has_its_last_ratings_as_far_as_the_reader_sees_them(
    made: Made, head: User, make_person: MakePerson, client_of: ClientOf, role: str
) -> None:
    """As in the list of plans: who does not read drafts sees a review once it is closed."""
    client, reads_drafts = client_of(make_person(role)), role in ("ceo", "improvement_lead")
    rated = "Delivery G On track, G On track, Impact A Needs attention, A Needs attention,"
    assert rated not in words(client.get("/"))
    rate(made, head)
    assert (rated in words(client.get("/"))) == reads_drafts
    close(made, head)
    page = client.get("/")
    assert f"Agreed {rated}" in words(page)
    assert f'<a href="{made.plan.get_absolute_url()}">Agreed</a>' in page.content.decode()
    assert "The ratings are those of each priority, in the order of the plan, at its last review;" in words(
        page
    )


def test_a_plan_that_was_never_agreed_is_not_told_to_trustees(
    made: Made, make_person: MakePerson, client_of: ClientOf
) -> None:
    Plan.objects.update(state="with_trust")
    assert "With the trust" in words(client_of(make_person("ceo")).get("/"))
    theirs = words(client_of(make_person("trustee")).get("/"))
    assert ("With the trust" in theirs, "None to read yet" in theirs) == (False, True)
