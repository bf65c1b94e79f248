"""What was written in a review and is refused stands on the page that says why."""

import pytest
from django.test import Client
from django.urls import reverse

from plans.actions.reviews import start_review
from plans.models import Review
from plans.queries.reviewing import field_name
from schools.models import School, SchoolYear
from tests.conftest import NOW, ClientOf, MakePerson
from tests.handbook.writing_pages import words
from tests.plans.a_plan import Made, agreed_plan

pytestmark = pytest.mark.django_db
WORDS = "Well on the way."


@pytest.fixture
def begun(
    alder: School, year: SchoolYear, make_person: MakePerson, client_of: ClientOf
) -> tuple[Made, Client]:
    head = make_person("headteacher", alder)
    made = agreed_plan(alder, year, head)
    start_review(review=made.review(), by=head, now=NOW)
    return made, client_of(head)


def _close(made: Made, period: str) -> None:
    """As somebody else did meanwhile."""
    Review.objects.filter(period=period).update(closed_at=NOW, closed_by=made.plan.started_by)


@pytest.mark.parametrize(
    ("end", "field", "period", "closed", "why"),
    [
        ("close_review", "summary", "AUT2", False, "The review is not closed yet."),  # no rating is given
        ("close_review", "summary", "AUT2", True, "This review is closed already."),
        ("skip_review", "reason", "SPR2", False, "The autumn review comes first"),
        ("skip_review", "reason", "AUT2", True, "This review is closed already."),
    ],
)
def test_ending_it(
    begun: tuple[Made, Client], end: str, field: str, period: str, closed: bool, why: str
) -> None:
    made, client = begun
    if closed:
        _close(made, period)
    answer = client.post(reverse(f"plans:{end}", args=[made.plan.pk, period]), {field: WORDS})
    page = answer.content.decode()
    assert (answer.status_code, why in words(answer), f"{WORDS}</textarea>" in page) == (422, True, True)


def test_ratings_sent_after_it_was_closed_come_back_valid_or_not(begun: tuple[Made, Client]) -> None:
    made, client = begun
    _close(made, "AUT2")
    too_long = "Half of them read. " * 40
    sent = {field_name(made.first.pk, "delivery_why"): too_long}
    answer = client.post(reverse("plans:rate", args=[made.plan.pk, "AUT2"]), sent)
    assert answer.status_code == 410
    assert too_long.strip() in answer.content.decode()
