"""What a printed plan says of a review that is not closed: nothing to governors, and marked to those who write it."""

from dataclasses import replace

import pytest

from plans.pdf import FORMS, html_of, key_of
from plans.queries.prints import TermReview
from tests.plans.printed import RATING, printed, priority

CLOSED = replace(RATING, period="AUT2", delivery="A", delivery_why="Said when it was closed.", next_steps="")
OPEN = replace(RATING, period="SPR2", delivery_why="Said before it was closed.", is_closed=False)
REVIEWS = (
    TermReview("AUT2", "The autumn in two sentences.", "", is_closed=True),
    TermReview("SPR2", "The spring so far.", "", is_closed=False),
)
WITH_OPEN = printed(priority(1), ratings={1: (CLOSED, OPEN)}, reviews=REVIEWS)
WITHOUT = printed(priority(1), ratings={1: (CLOSED,)}, reviews=REVIEWS[:1])


@pytest.mark.parametrize("form", ["governors", "on-a-page"])
def test_what_governors_read_holds_closed_reviews_alone_whoever_makes_it(form: str) -> None:
    asked = FORMS[form]
    assert html_of(WITH_OPEN, asked) == html_of(WITHOUT, asked)
    assert "A Needs attention" in html_of(WITH_OPEN, asked)
    assert key_of(WITH_OPEN, asked) == key_of(WITHOUT, asked)  # the file that is kept


def test_where_no_review_is_closed_they_hold_no_rating() -> None:
    only_open = printed(priority(1), ratings={1: (OPEN,)}, reviews=REVIEWS[1:])
    for form in ("governors", "on-a-page"):
        html = html_of(only_open, FORMS[form])
        assert ("Said before" in html, "so far" in html, "On track" in html) == (False, False, False)


def test_in_the_full_plan_it_is_marked_wherever_it_stands() -> None:
    html, closed = (html_of(made, FORMS["plan"]) for made in (WITH_OPEN, WITHOUT))
    glance, _, rest = html.partition("The plan at a glance")[2].partition("</table>")
    of_priority = rest.partition('id="priority-1"')[2].partition("</section>")[0].partition("Stops")[0]
    assert glance.count("Spring term, not closed yet") == 2
    assert of_priority.count("Spring term, not closed yet") == 2
    assert "Spring term (open): G, On track" in html
    assert ("not closed yet" in closed, "(open)" in closed) == (False, False)
    assert key_of(WITH_OPEN, FORMS["plan"]) != key_of(WITHOUT, FORMS["plan"])
