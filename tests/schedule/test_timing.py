"""A timing while it is being written: what it means, the dates it gives, and what is wrong with it."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from handbook.models import Edition, Step
from schedule.models import Event
from schedule.queries.timing import Asked, timing_reading
from schools.models import Period, School, SchoolYear
from tests.conftest import ClientOf, MakePerson
from tests.schedule.conftest import SMALL, TODAY, publish

# Once: a timing is read and laid over term dates in Python.
pytestmark = [pytest.mark.usefixtures("built_kept"), pytest.mark.once]


@pytest.fixture
def draft(built: object) -> Edition:
    """The same handbook again, as a draft."""
    old = Edition.objects.get(status="published")
    made = publish(SMALL, number=2)
    Edition.objects.filter(pk=made.pk).update(status="draft", number=None, published_at=None)
    Edition.objects.filter(pk=old.pk).update(status="published")
    made.refresh_from_db()
    return made


@pytest.fixture
def lead(make_person: MakePerson, client_of: ClientOf) -> Client:
    return client_of(make_person("improvement_lead"))


def read(draft: Edition, timing: str, ref: str = "P10.visit", **more: Any) -> Any:
    process, _, step = ref.partition(".")
    return timing_reading(draft=draft, asked=Asked(process, step, timing, **more), today=TODAY)


def dates(reading: Any) -> list[tuple[str, list[tuple[str, str, str]]]]:
    return [
        (school.name, [(one.when, one.place, one.now) for one in school.dates]) for school in reading.schools
    ]


def test_a_timing_is_said_in_words_and_dates(draft: Edition) -> None:
    reading = read(draft, "aut2 w6 Tue")
    assert (reading.fault, reading.words, reading.canonical) == (
        "",
        "Autumn 2, week 6, Tuesday",
        "AUT2 W6 Tue",
    )
    said = ("Tuesday 8 December 2026", "Autumn 2, week 6", "Tuesday 1 December 2026")
    assert dates(reading) == [("Alder", [said]), ("Birch", [said])]


def test_what_stays_shows_no_old_date(draft: Edition) -> None:
    assert [one[2] for _, days in dates(read(draft, "AUT2 W5 Tue")) for one in days] == ["", ""]


def test_what_is_over_this_year_is_shown_in_the_next(draft: Edition, next_year: SchoolYear) -> None:
    """Nothing that is over is moved, so these are the dates that publishing would change."""
    over, ahead = read(draft, "AUT1 W2"), read(draft, "AUT2 W6 Tue")
    assert (over.year, ahead.year) == ("2027/28", "2026/27")
    assert {one.due.year for school in over.schools for one in school.dates} == {2027}


def test_a_relative_timing_counts_from_the_drafts_other_steps(draft: Edition) -> None:
    Step.objects.filter(process__edition=draft, code="visit").update(timing="AUT2 W3 Tue")
    Event.objects.all().delete()
    reading = read(draft, "5wd after visit", "P10.note")
    assert reading.words == "5 working days after “P10 visit”"
    assert dates(reading)[0] == ("Alder", [("Tuesday 24 November 2026", "Autumn 2, week 4", "")])


def test_it_counts_from_what_was_really_agreed(draft: Edition, alder: School) -> None:
    Event.objects.filter(school=alder, key="P10.visit").update(
        is_moved=True, opens_date=date(2026, 12, 3), due_date=date(2026, 12, 3)
    )
    reading = read(draft, "1wd after visit", "P10.note")
    assert [(name, days[0][0]) for name, days in dates(reading)] == [
        ("Alder", "Friday 4 December 2026"),
        ("Birch", "Wednesday 2 December 2026"),
    ]


def test_three_schools_whose_dates_differ_most(draft: Edition, year: SchoolYear, alder: School) -> None:
    trust = alder.trust
    for number, (name, shift) in enumerate((("Cedar", 7), ("Dogwood", 7), ("Elm", -7), ("Fir", 14))):
        school = School.objects.create(trust=trust, urn=900010 + number, name=name, phase="primary")
        Period.objects.create(
            year=year,
            school=school,
            code="AUT2",
            first_date=date.fromordinal(date(2026, 11, 2).toordinal() + shift),
            last_date=date(2026, 12, 18),
        )
    assert [name for name, _ in dates(read(draft, "AUT2 W2"))] == ["Alder", "Elm", "Fir"]


def test_a_timing_of_the_trust_and_one_with_several_dates(draft: Edition) -> None:
    trust = read(draft, "each AUT2 W5 Mon, SPR1 W2 Mon", "P01.slots")
    assert [(name, len(days)) for name, days in dates(trust)] == [("The trust", 2)]
    new = read(draft, "AUT2 W5", "P01.", for_trust=True)
    assert dates(new) == [("The trust", [("30 November to 4 December 2026", "Autumn 2, week 5", "")])]


@pytest.mark.parametrize(
    ("timing", "ref", "fault"),
    [
        ("", "P10.visit", "Write when the step happens, for example AUT1 W3."),
        (
            "3d after nothing",
            "P10.visit",
            "It counts from P10.nothing, and there is no such step in this draft.",
        ),
        ("3d after visit", "P10.visit", "It counts from itself: a circle, so there would be no date."),
        (
            "3d after reply",
            "P10.visit",
            "It counts from P10.note, which counts from this step: a circle, so there would be no date.",
        ),
    ],
)
def test_a_fault_is_one_sentence(draft: Edition, timing: str, ref: str, fault: str) -> None:
    assert read(draft, timing, ref).fault == fault


def test_it_says_that_another_timing_is_broken(draft: Edition) -> None:
    Step.objects.filter(process__edition=draft, code="visit").update(timing="some day")
    assert read(draft, "1d after visit", "P10.note").fault == (
        "It counts from P10.visit, whose own timing cannot be read: mend that one first."
    )
    assert read(draft, "AUT2 W5 Wed").fault == ""  # and the broken one itself can be mended


def test_what_waits_for_something_has_no_date(draft: Edition) -> None:
    assert read(draft, "2w after appointment").nothing == "It has no date until that happens at a school."


def test_without_term_dates(draft: Edition) -> None:
    Period.objects.all().delete()
    said = "This year has no term dates yet: bring them in, and see the dates here."
    assert (read(draft, "AUT2 W5").nothing, read(draft, "AUT2 W5").fault) == (said, "")


def test_the_page_and_its_part(draft: Edition, lead: Client) -> None:
    url = f"/handbook/drafts/{draft.pk}/timing/?process=P10&step=visit&timing=AUT2+W6+Tue"
    page = lead.get(url)
    part = lead.get(url, headers={"HX-Request": "true"})
    assert (page.status_code, part.status_code) == (200, 200)
    assert "<h1>" in page.content.decode()
    assert "<h1>" not in part.content.decode()
    for answer in (page, part):
        assert "Tuesday 8 December 2026" in answer.content.decode()
        assert "Tuesday 1 December 2026" in answer.content.decode()


@pytest.mark.parametrize("timing", ["", "x" * 900, "\u202eAUT1 W1", "AUT1 W99", "%00", "on 31 Feb"])
def test_bad_input_is_answered_in_a_sentence(draft: Edition, lead: Client, timing: str) -> None:
    answer = lead.get(f"/handbook/drafts/{draft.pk}/timing/", {"process": "P01", "timing": timing})
    assert answer.status_code == 200


def test_as_many_questions_for_one_school_as_for_three(
    draft: Edition, lead: Client, alder: School, django_assert_num_queries: Any
) -> None:
    url = f"/handbook/drafts/{draft.pk}/timing/?process=P10&step=visit&timing=AUT2+W6+Tue"
    School.objects.exclude(pk=alder.pk).update(status="closed")
    lead.get(url)
    with django_assert_num_queries(12):
        lead.get(url)
    School.objects.update(status="open")
    School.objects.create(trust=alder.trust, urn=900099, name="Cedar", phase="primary")
    with django_assert_num_queries(12):
        lead.get(url)
