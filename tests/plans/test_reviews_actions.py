"""A term's review: begun, rated by several at once, closed, skipped, opened again."""

from datetime import timedelta

import pytest

from people.models import AuditEntry, User
from plans.actions.reviews import (
    CLOSED,
    NOT_BEGUN,
    close_review,
    reopen_review,
    save_ratings,
    skip_review,
    start_review,
)
from plans.forms.rating import RatingsForm
from plans.models import Plan, PriorityReview
from plans.queries.reviewing import rows_of, stored_ratings
from schedule.actions import Refused
from schools.models import School
from tests.conftest import NOW, TODAY, MakePerson
from tests.plans.a_plan import Made, rate
from writing.forms import as_data
from writing.marks import Saved

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("agreed_kept")]


@pytest.fixture
def begun(made: Made, head: User) -> Made:
    start_review(review=made.review(), by=head, now=NOW)
    return made


class Writer:
    """Somebody with the page open: what they send carries the marks of the page as it was then."""

    def __init__(self, made: Made, by: User) -> None:
        self.made, self.by = made, by
        self.own = tuple(one.pk for one in made.priorities)
        self.page = RatingsForm(stored_ratings(rows_of(made.review()), self.own), self.own)

    def sends(self, **typed: str) -> Saved:
        """`first_delivery="G"`; what is not named stays as the page had it."""
        values = {name: [str(value)] for name, value in self.page.stored.items()}
        for key, value in typed.items():
            which, _, column = key.partition("_")
            values[f"{getattr(self.made, which).pk}-{column}"] = [value]
        data = as_data({**values, "start": [self.page.start_text]})
        form = RatingsForm(stored_ratings(rows_of(self.made.review()), self.own), self.own, data)
        form.is_valid()
        return save_ratings(
            review=self.made.review(), priorities=self.own, changes=form.changes(), by=self.by, now=NOW
        )


def said(made: Made, number: int = 0) -> dict[str, str]:
    row = PriorityReview.objects.get(priority=made.priorities[number])
    return {"delivery": row.delivery, "why": row.delivery_why, "impact": row.impact, "next": row.next_steps}


def test_the_first_review_puts_the_plan_in_review(made: Made, head: User) -> None:
    start_review(review=made.review(), by=head, now=NOW)
    start_review(review=made.review(), by=head, now=NOW)
    assert made.state() == "in_review"
    assert list(AuditEntry.objects.values_list("action", "after")) == [("plan.review", "Autumn review begun")]


def test_one_review_follows_the_other(made: Made, head: User) -> None:
    with pytest.raises(
        Refused, match=r"^The autumn review comes first: close it, or skip it with a reason\.$"
    ):
        start_review(review=made.review("SPR2"), by=head, now=NOW)
    assert made.state() == "agreed"


def test_a_plan_that_is_amended_is_not_reviewed(made: Made, head: User) -> None:
    Plan.objects.update(state="draft", is_being_amended=True)
    with pytest.raises(Refused, match=r"^Only an agreed plan is reviewed\."):
        start_review(review=made.review(), by=head, now=NOW)
    assert Writer(made, head).sends(first_next_steps="Go on").gone == NOT_BEGUN


def test_two_people_in_different_priorities_lose_nothing(begun: Made, head: User) -> None:
    one, other = Writer(begun, head), Writer(begun, head)
    one.sends(first_delivery="G", first_delivery_why="All do it.")
    answer = other.sends(second_delivery="R", second_delivery_why="Nobody does.")
    assert answer.conflicts == ()
    assert said(begun, 0) == {"delivery": "G", "why": "All do it.", "impact": "", "next": ""}
    assert said(begun, 1) == {"delivery": "R", "why": "Nobody does.", "impact": "", "next": ""}


def test_two_people_in_one_priority_keep_what_the_other_wrote(begun: Made, head: User) -> None:
    one, other = Writer(begun, head), Writer(begun, head)
    one.sends(first_delivery="G", first_delivery_why="All do it.")
    other.sends(first_next_steps="Coach Year 4.")
    assert said(begun) == {"delivery": "G", "why": "All do it.", "impact": "", "next": "Coach Year 4."}


def test_the_same_field_shows_both_versions(
    begun: Made, head: User, make_person: MakePerson, alder: School
) -> None:
    deputy = make_person("senior_leader", alder)
    one, other = Writer(begun, head), Writer(begun, deputy)
    one.sends(first_next_steps="Coach Year 4.")
    answer = other.sends(first_next_steps="Coach Year 5.", second_next_steps="Ring home.")
    assert [(one.mine, one.theirs, one.who) for one in answer.conflicts] == [
        ("Coach Year 5.", "Coach Year 4.", head)
    ]
    assert said(begun)["next"] == "Coach Year 4."
    assert said(begun, 1)["next"] == "Ring home."


def test_a_rating_waits_for_its_sentence(begun: Made, head: User) -> None:
    answer = Writer(begun, head).sends(first_delivery="G", first_next_steps="Go on.")
    assert answer.written == (f"{begun.first.pk}-next_steps",)
    assert said(begun) == {"delivery": "", "why": "", "impact": "", "next": "Go on."}


def test_a_sentence_is_not_taken_from_a_rating_that_another_gave(begun: Made, head: User) -> None:
    Writer(begun, head).sends(first_delivery_why="Perhaps.")
    one, other = Writer(begun, head), Writer(begun, head)
    one.sends(first_delivery="G")
    answer = other.sends(first_delivery_why="")
    assert [one.name for one in answer.conflicts] == [f"{begun.first.pk}-delivery_why"]
    assert said(begun)["why"] == "Perhaps."


def test_a_priority_of_somebody_else_is_not_written(begun: Made, head: User) -> None:
    writer = Writer(begun, head)
    form = RatingsForm(
        writer.page.stored,
        writer.own,
        as_data({f"{begun.second.pk}-next_steps": ["Mine"], "start": [writer.page.start_text]}),
    )
    form.is_valid()
    save_ratings(review=begun.review(), priorities=[begun.first.pk], changes=form.changes(), by=head, now=NOW)
    assert PriorityReview.objects.count() == 0


def test_closing_says_what_is_missing(begun: Made, head: User) -> None:
    Writer(begun, head).sends(first_delivery="G", first_delivery_why="All do it.")
    with pytest.raises(Refused) as refused:
        close_review(review=begun.review(), summary="", by=head, now=NOW, today=TODAY)
    assert str(refused.value) == (
        "The review is not closed yet. Reading with ease: impact is not rated with a sentence yet. "
        "In school, every day: delivery and impact are not rated with a sentence yet."
    )
    assert made_of(begun) == ("in_review", None, "planned")


def made_of(made: Made) -> tuple[str, object, str]:
    review = made.review()
    assert review.event
    return made.state(), review.closed_by, review.event.state


def test_closing_completes_its_date_and_agrees_the_plan_again(begun: Made, head: User) -> None:
    rate(begun, head)
    close_review(review=begun.review(), summary="Well on the way.", by=head, now=NOW, today=TODAY)
    assert made_of(begun) == ("agreed", head, "done")
    assert begun.review().summary == "Well on the way."
    assert Writer(begun, head).sends(first_next_steps="Late").gone == CLOSED
    with pytest.raises(Refused, match=r"^This review is closed already\.$"):
        close_review(review=begun.review(), summary="", by=head, now=NOW, today=TODAY)


def test_closing_leaves_a_date_that_was_marked_before(begun: Made, head: User) -> None:
    rate(begun, head)
    event = begun.event("plan-review-AUT2")
    type(event).objects.filter(pk=event.pk).update(state="not_needed", state_reason="Done in a meeting.")
    close_review(review=begun.review(), summary="", by=head, now=NOW, today=TODAY)
    assert made_of(begun) == ("agreed", head, "not_needed")


def test_skipping_needs_a_reason_and_is_not_needed(made: Made, head: User) -> None:
    with pytest.raises(Refused, match=r"^Say why it is skipped"):
        skip_review(review=made.review(), reason="", by=head, now=NOW, today=TODAY)
    skip_review(review=made.review(), reason="Ofsted came.", by=head, now=NOW, today=TODAY)
    assert made_of(made) == ("agreed", head, "not_needed")
    assert made.event("plan-review-AUT2").state_reason == "Ofsted came."
    start_review(review=made.review("SPR2"), by=head, now=NOW)
    assert made.state() == "in_review"


@pytest.mark.parametrize("how", ["closed", "skipped"])
def test_undo_right_after(begun: Made, head: User, how: str) -> None:
    rate(begun, head)
    if how == "closed":
        close_review(review=begun.review(), summary="", by=head, now=NOW, today=TODAY)
    else:
        skip_review(review=begun.review(), reason="No time.", by=head, now=NOW, today=TODAY)
    reopen_review(review=begun.review(), by=head, now=NOW + timedelta(minutes=59), today=TODAY)
    assert made_of(begun) == ("in_review", None, "planned")
    assert begun.review().why_skipped == ""


def test_undo_is_for_whoever_closed_it_and_for_an_hour(
    begun: Made, head: User, make_person: MakePerson, alder: School
) -> None:
    rate(begun, head)
    close_review(review=begun.review(), summary="", by=head, now=NOW, today=TODAY)
    deputy = make_person("senior_leader", alder)
    for by, now in ((deputy, NOW), (head, NOW + timedelta(minutes=61))):
        with pytest.raises(Refused, match=r"^It can be opened again only by whoever closed it"):
            reopen_review(review=begun.review(), by=by, now=now, today=TODAY)
    start_review(review=begun.review("SPR2"), by=head, now=NOW + timedelta(minutes=1))
    with pytest.raises(Refused):
        reopen_review(review=begun.review(), by=head, now=NOW + timedelta(minutes=2), today=TODAY)
    assert made_of(begun) == ("in_review", head, "done")
