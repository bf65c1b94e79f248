"""Acts, choices and errors in words that say what they are."""

import pytest
from django.urls import reverse

from people.models import User
from plans.actions.comments import comment_on
from plans.actions.reviews import start_review
from plans.pdf import FORMS, html_of
from tests.conftest import NOW, ClientOf
from tests.handbook.writing_pages import words
from tests.plans.a_plan import Made
from tests.plans.printed import objective, printed, priority

pytestmark = pytest.mark.once  # what a page says

AGREED = pytest.mark.usefixtures("agreed_kept")


@pytest.mark.django_db
@AGREED
@pytest.mark.parametrize("as_you_go", [False, True])
@pytest.mark.parametrize("half", ["delivery", "impact"])
def test_a_rating_without_its_sentence_is_named_with_its_priority(
    made: Made, head: User, client_of: ClientOf, half: str, as_you_go: bool
) -> None:
    start_review(review=made.review(), by=head, now=NOW)
    client = client_of(head)
    start = client.get(reverse("plans:review", args=[made.plan.pk, "AUT2"])).context["form"].start_text
    answer = client.post(
        reverse("plans:rate", args=[made.plan.pk, "AUT2"]),
        {"start": start, f"{made.second.pk}-{half}": "G"},
        headers={"X-Save": "as-you-go"} if as_you_go else {},
    )
    said = f"In school, every day: why this {half} rating, in a sentence . Say in a sentence why."
    assert answer.status_code == 422
    assert said.replace(" .", ".") in words(answer).replace(" .", ".")
    assert "Reading with ease: why this" not in words(answer)


@pytest.mark.django_db
@AGREED
def test_what_was_not_chosen_is_said_as_that(made: Made, head: User, client_of: ClientOf) -> None:
    start_review(review=made.review(), by=head, now=NOW)
    page = words(client_of(head).get(reverse("plans:review", args=[made.plan.pk, "AUT2"])))
    assert ("Not chosen yet" in page, "Not said" in page, "Which way" in page) == (True, False, False)


@pytest.mark.django_db
@AGREED
def test_settling_a_comment_is_named_as_an_act(made: Made, head: User, client_of: ClientOf) -> None:
    comment_on(plan=made.plan, priority=None, text="Say how.", by=head, now=NOW)
    page = words(client_of(head).get(made.plan.get_absolute_url()))
    assert "Mark as settled : the comment of Ruth Ellison".replace(" :", ":") in page.replace(" :", ":")


def test_the_schedule_counts_checks() -> None:
    one, two = printed(priority(1)), printed(priority(1, objectives=(objective(1), objective(2))))
    assert "1 check is planned in 1 half-term:" in html_of(one, FORMS["monitoring"])
    assert "2 checks are planned in 1 half-term:" in html_of(two, FORMS["monitoring"])
