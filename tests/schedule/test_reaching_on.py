"""A timing that reaches past July counts in the next year's own dates, laid out or only looked at."""

from datetime import date, timedelta

import pytest

from handbook.models import Edition
from schedule.building import build_year
from schedule.building.steps import steps_of
from schedule.models import Event
from schedule.queries.laid import lay
from schedule.queries.rehearsal import rehearsal
from schedule.queries.timing import Asked, timing_reading
from schools.models import Period, School, SchoolYear
from tests.conftest import PERIODS_2026
from tests.schedule.conftest import NOW, TODAY, publish

pytestmark = pytest.mark.django_db
# Five school days after Tuesday 20 July: Wednesday, and four days of an autumn that begins late.
THE_DAY = date(2027, 9, 16)
STEPS = {
    "P01": [
        {"code": "last", "timing": "SUM2 W7 Tue", "owner": "headteacher", "kind": "meeting"},
        {"code": "after", "timing": "5sd after last", "owner": "headteacher", "kind": "meeting"},
        {"code": "trust", "timing": "5sd after last", "owner": "ceo", "kind": "meeting", "scope": "trust"},
    ],
}  # fmt: skip


@pytest.fixture
def draft(year: SchoolYear, alder: School) -> Edition:
    """In force as well, and beside it 2027/28, which begins on 13 September."""
    later = timedelta(weeks=52)
    days = {code: (first + later, last + later) for code, (first, last) in PERIODS_2026.items()}
    days["AUT1"] = (date(2027, 9, 13), days["AUT1"][1])
    then = SchoolYear.objects.create(start_year=2027)
    Period.objects.bulk_create(
        Period(year=then, code=code, first_date=first, last_date=last) for code, (first, last) in days.items()
    )
    made = publish(STEPS)
    Edition.objects.filter(pk=made.pk).update(status="draft", number=None, published_at=None)
    publish(STEPS)
    made.refresh_from_db()
    return made


def test_as_it_is_laid_out(draft: Edition, year: SchoolYear) -> None:
    build_year(year=year, by=None, now=NOW, today=TODAY)
    events = Event.objects.filter(key__in=("P01.after", "P01.trust"))
    assert set(events.values_list("due_date", flat=True)) == {THE_DAY}


@pytest.mark.parametrize("step", ["after", "trust"])
def test_while_the_timing_is_written(draft: Edition, step: str) -> None:
    asked = Asked("P01", step, "5sd after last", for_trust=step == "trust")
    [place] = timing_reading(draft=draft, asked=asked, today=TODAY).schools
    assert [(one.due, one.place) for one in place.dates] == [(THE_DAY, "Autumn 1, week 1")]


def test_in_a_rehearsal(draft: Edition, year: SchoolYear, alder: School) -> None:
    page = rehearsal(draft=draft, year=year, school=alder, today=TODAY)
    lines = [line for half_term in page.half_terms for _, some in half_term.processes for line in some]
    assert [(line.title, line.when, line.place, line.before_place) for line in lines][1:] == [
        ("P01 after", "Thursday 16 September 2027", "Autumn 1, week 1", "Autumn 1, week 1"),
        ("P01 trust", "Thursday 16 September 2027", "Autumn 1, week 1", "Autumn 1, week 1"),
    ]
    assert [half_term.name for half_term in page.half_terms] == ["Summer 2", "Autumn 1 of 2027/28"]


def test_in_the_check(draft: Edition, year: SchoolYear, alder: School) -> None:
    trust, school = lay(steps_of(draft.pk), year, [alder])
    assert (trust.own["P01.trust"].due, school.own["P01.after"].due) == (THE_DAY, THE_DAY)
