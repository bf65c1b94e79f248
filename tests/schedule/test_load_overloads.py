"""What would go over the limit: by moving, and before publishing."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handbook.models import Edition, Step
from people.models import User
from schedule.models import Event
from schedule.queries.overloads import Added, Overload, overloads, overloads_of_moves
from schools.models import School, SchoolYear, Trust
from tests.conftest import TODAY, ClientOf, MakePerson
from tests.schedule.conftest import Build, Spec, StepSpec, changed, publish
from tests.schedule.starter import url

# Once: sums of rows that test_check.py and the matrix read on each database.
pytestmark = [pytest.mark.django_db, pytest.mark.once]
# Heads: 200 minutes in week 4, 150 in week 5, and from the trust 60 in week 6.
SPEC: dict[str, list[StepSpec]] = {
    "P01": [
        {"code": "four", "timing": "AUT2 W4 Tue", "owner": "headteacher", "minutes": {"headteacher": 200}},
        {"code": "five", "timing": "AUT2 W5 Tue", "owner": "headteacher", "minutes": {"headteacher": 150}},
        {"code": "six", "timing": "AUT2 W6 Tue", "owner": "ceo", "scope": "trust",
         "minutes": {"headteacher": 60, "ceo": 290}},
    ]
}  # fmt: skip
WEEK, NEXT = date(2026, 11, 23), date(2026, 11, 30)


@pytest.fixture
def laid(year: SchoolYear, alder: School, birch: School, build: Build) -> SchoolYear:
    publish(SPEC)
    build()
    return year


def event(key: str, school: School | None) -> Event:
    return Event.objects.get(key=key, school=school)


def told(found: tuple[Overload, ...]) -> list[tuple[str, date, str, int, int]]:
    return [(one.where, one.monday, one.role, one.before, one.after) for one in found]


def test_minutes_that_push_a_week_over_the_limit(laid: SchoolYear, alder: School) -> None:
    assert overloads([], today=TODAY) == ()
    assert overloads([Added(alder.pk, WEEK, "headteacher", 100)], today=TODAY) == ()
    # Nobody is appointed at Alder, so the data lead's minutes are nobody else's.
    assert overloads([Added(alder.pk, WEEK, "data_lead", 101)], today=TODAY) == ()
    [one] = overloads([Added(alder.pk, WEEK + timedelta(3), "headteacher", 101)], today=TODAY)
    assert told((one,)) == [("Alder", WEEK, "headteacher", 200, 301)]
    assert one.sentence == (
        "Headteacher at Alder, week from 23 November 2026: 5 hours 1 minute, before 3 hours 20; the limit is 5 hours"
    )


def test_a_week_that_gets_lighter_or_stays_as_full_is_not_told(laid: SchoolYear, alder: School) -> None:
    Trust.objects.update(minutes_a_week=120)
    gains = [Added(alder.pk, WEEK, "headteacher", 30), Added(alder.pk, WEEK, "headteacher", -30)]
    assert overloads(gains, today=TODAY) == ()
    assert told(overloads(gains[:1], today=TODAY)) == [("Alder", WEEK, "headteacher", 200, 230)]


def test_minutes_of_the_trust_reach_every_school_and_its_own_people(laid: SchoolYear) -> None:
    gains = [Added(None, WEEK, "headteacher", 101), Added(None, date(2026, 12, 9), "ceo", 11)]
    assert told(overloads(gains, today=TODAY)) == [
        ("Alder", WEEK, "headteacher", 200, 301),
        ("Birch", WEEK, "headteacher", 200, 301),
        ("the trust", date(2026, 12, 7), "ceo", 290, 301),
    ]


def test_moving_an_event_into_a_full_week(
    laid: SchoolYear, alder: School, birch: School, make_person: MakePerson
) -> None:
    five = event("P01.five", alder)
    assert overloads_of_moves({five.pk: five.due_date + timedelta(1)}, today=TODAY) == ()
    found = overloads_of_moves({five.pk: WEEK + timedelta(2)}, today=TODAY)
    assert told(found) == [("Alder", WEEK, "headteacher", 200, 350)]
    # Both go on, so nobody is asked twice; and the small school weighs more.
    both = {event("P01.four", birch).pk: NEXT, event("P01.five", birch).pk: NEXT + timedelta(7)}
    assert overloads_of_moves(both, today=TODAY) == ()
    School.objects.filter(pk=birch.pk).update(roll=90)
    assert told(overloads_of_moves(both, today=TODAY)) == [
        ("Birch", date(2026, 12, 7), "headteacher", 90, 315),
    ]


def test_moving_the_trusts_event_is_felt_at_every_school(laid: SchoolYear) -> None:
    six = event("P01.six", None)
    Step.objects.filter(code="six").update(minutes={"headteacher": 160})
    assert [one.where for one in overloads_of_moves({six.pk: NEXT}, today=TODAY)] == ["Alder", "Birch"]
    Event.objects.filter(pk=six.pk).update(state="not_needed", state_reason="Called off.")
    assert overloads_of_moves({six.pk: NEXT}, today=TODAY) == ()


def test_the_number_of_questions_does_not_grow_with_the_schools(laid: SchoolYear, trust: Trust) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as caught:
            overloads([Added(None, WEEK, "headteacher", 500)], today=TODAY)
        return len(caught)

    before = questions()
    School.objects.create(trust=trust, urn=900011, name="Third", phase="primary", roll=1)
    assert (questions(), before) == (4, 4)


@pytest.fixture
def page_of(client_of: ClientOf, publisher: User) -> Any:
    return lambda draft: client_of(publisher).get(url(draft))


def draft_of(spec: Spec) -> Edition:
    """Laid beside the edition in force."""
    standing = Edition.objects.get(status="published")
    draft = publish(spec, number=2)
    Edition.objects.filter(pk=draft.pk).update(number=None, status="draft", published_at=None)
    Edition.objects.filter(pk=standing.pk).update(status="published")
    return Edition.objects.get(pk=draft.pk)


def more(code: str, timing: str, minutes: int) -> StepSpec:
    return {"code": code, "timing": timing, "owner": "headteacher", "minutes": {"headteacher": minutes}}


def test_publishing_tells_the_weeks_it_makes_too_full(laid: SchoolYear, page_of: Any) -> None:
    spec = changed(SPEC, "P01.four", minutes={"headteacher": 280})
    spec = changed(spec, "P01.five", timing="AUT2 W4 Wed")
    spec["P01"].append(more("more", "AUT2 W5 Thu", 301))
    answer = page_of(draft_of(spec))
    assert told(answer.context["page"].overloads) == [
        ("Alder", WEEK, "headteacher", 200, 430),
        ("Birch", WEEK, "headteacher", 200, 430),
        ("Alder", NEXT, "headteacher", 150, 301),
        ("Birch", NEXT, "headteacher", 150, 301),
    ]
    assert "With this edition 4 weeks ask more of a role than your trust allows" in answer.content.decode()


def test_publishing_does_not_tell_what_was_too_full_before_or_is_past(laid: SchoolYear, page_of: Any) -> None:
    Trust.objects.update(minutes_a_week=140)
    spec = changed(SPEC, "P01.five", minutes={"headteacher": 149})
    spec["P01"].append(more("past", "AUT1 W5 Thu", 400))
    answer = page_of(draft_of(spec))
    assert answer.context["page"].overloads == ()
    assert "Weeks that become too full" not in answer.content.decode()


def test_publishing_without_a_step_asks_for_less(laid: SchoolYear, page_of: Any) -> None:
    Trust.objects.update(minutes_a_week=140)
    spec = changed(SPEC, "P01.four", drop=True)
    assert page_of(draft_of(spec)).context["page"].overloads == ()
    # What was done or agreed stays, and still asks.
    Event.objects.filter(key="P01.four").update(state="agreed")
    spec["P01"].append(more("more", "AUT2 W4 Thu", 1))
    assert [one.after for one in page_of(draft_of(spec)).context["page"].overloads] == [201, 201]
