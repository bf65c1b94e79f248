"""`/next/` of somebody with several schools: each on one line, what waits for them, what is late with others."""

from datetime import date
from importlib import import_module
from typing import Any

import pytest

from people.models import User
from schedule.actions import propose_date
from schedule.models import Event
from schools.models import Appointment, NonPupilDay, School, SchoolYear
from tests.conftest import NOW, TODAY, ClientOf, MakePerson
from tests.handbook.writing_pages import words
from tests.plans.a_plan import agreed_plan, make_plan, rate
from tests.schedule.conftest import Build, EventOf

pytestmark = pytest.mark.usefixtures("built_kept")


def appoint(person: User, school: School, role: str = "improvement_partner") -> None:
    Appointment.objects.create(person=person, role=role, school=school, from_date=date(2026, 9, 1))


@pytest.fixture
def partner(built: object, alder: School, birch: School, make_person: MakePerson) -> User:
    """Of Alder and Birch, in a trust that has a third school."""
    found = make_person("improvement_partner", alder, name="Priya Nair")
    appoint(found, birch)
    return found


@pytest.fixture
def cedar(alder: School) -> School:
    return School.objects.create(trust=alder.trust, urn=900003, name="Cedar", phase="primary")


def test_each_school_is_one_line_with_its_next_step_and_what_is_late(
    cedar: School, partner: User, alder: School, birch: School, client_of: ClientOf, event_of: EventOf
) -> None:
    Event.objects.filter(school=birch, due_date__lt=TODAY).update(state="done", done_date=TODAY)
    answer = client_of(partner).get("/next/")
    week = answer.context["week"]
    assert [(line.school, line.late, line.next.key, line.distance) for line in week.schools] == [
        (alder, 2, "P10.visit", "in 6 school days"),
        (birch, 0, "P10.visit", "in 6 school days"),
    ]
    assert "Cedar" not in answer.content.decode()
    assert [(line.where, line.item.key) for one in week.own for line in one.places] == [
        ("Alder", "P10.visit"),
        ("Birch", "P10.visit"),
    ]
    assert f'href="/next/{birch.urn}/"' in answer.content.decode()


def test_what_is_asked_of_the_reader_this_week_and_next_comes_first(
    partner: User, birch: School, client_of: ClientOf, event_of: EventOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("schedule.queries.trust_week"), "MOST_OWN", 1)
    soon, later = date(2026, 11, 27), date(2026, 12, 15)
    Event.objects.filter(pk=event_of(birch, "P10.visit").pk).update(opens_date=soon, due_date=soon)
    answer = client_of(partner).get("/next/")
    assert [line.where for one in answer.context["week"].own for line in one.places] == ["Birch"]
    assert "Yours, this week and next Fri 27 November" in words(answer)
    assert "1 more of yours in the planner." in words(answer)
    Event.objects.filter(due_date__gte=TODAY).update(opens_date=later, due_date=later)
    said = words(client_of(partner).get("/next/"))
    assert "Next for you:" in said
    assert "Yours, this week and next" not in said


def test_late_is_counted_in_each_schools_own_days(
    partner: User, alder: School, birch: School, year: SchoolYear, client_of: ClientOf, make_person: MakePerson,
    event_of: EventOf,
) -> None:  # fmt: skip
    closed = date(2026, 11, 19)
    NonPupilDay.objects.create(year=year, school=birch, kind="closure", first_date=closed, last_date=closed)
    late = [event_of(school, "P10.prepare").pk for school in (alder, birch)]
    Event.objects.filter(pk__in=late).update(opens_date=date(2026, 11, 17), due_date=date(2026, 11, 17))
    for person, page in ((partner, "/next/"), (make_person("improvement_lead"), "/")):
        lines = client_of(person).get(page).context["week"].late
        said = [(line.where, line.tag.words) for line in lines if line.item.pk in late]
        assert said == [("Alder", "Late by 4 school days"), ("Birch", "Late by 3 school days")]
    assert "Late by 3 school days" in words(client_of(partner).get(f"/next/{birch.urn}/"))


def test_what_waits_is_the_readers_and_the_rest_is_late_with_others(
    partner: User, alder: School, birch: School, client_of: ClientOf, event_of: EventOf
) -> None:
    note = event_of(birch, "P10.note")
    Event.objects.filter(pk=note.pk).update(opens_date=date(2026, 11, 20), due_date=date(2026, 11, 20))
    answer = client_of(partner).get("/next/")
    week = answer.context["week"]
    assert [(line.where, line.item.key) for line in week.waiting] == [("Birch", "P10.note")]
    assert [(line.where, line.item.key) for line in week.late] == [
        ("Alder", "P01.meeting"),
        ("Birch", "P01.meeting"),
        ("Alder", "P10.prepare"),
        ("Birch", "P10.prepare"),
    ]
    assert (
        "5 steps are late , at 2 schools, the oldest since Fri 18 September; 1 of them waits for you."
        in words(answer)
    )


def test_a_head_of_two_schools_starts_with_both(
    built: object, alder: School, birch: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    head = make_person("headteacher", alder)
    appoint(head, birch, "headteacher")
    week = client_of(head).get("/").context["week"]
    assert [(line.where, line.item.key) for line in week.waiting] == [
        ("Alder", "P10.prepare"),
        ("Birch", "P10.prepare"),
    ]


def test_who_has_one_school_left_reads_its_own_page(
    partner: User, alder: School, birch: School, client_of: ClientOf
) -> None:
    School.objects.filter(pk=alder.pk).update(left_date=date(2026, 10, 31))
    assert client_of(partner).get("/next/").context["page"].school == birch


@pytest.mark.parametrize(("role", "seen"), [("improvement_partner", True), ("local_governor", False)])
def test_a_step_that_tells_a_tier_is_seen_where_tiers_are(
    built: object, alder: School, birch: School, make_person: MakePerson, client_of: ClientOf, event_of: EventOf,
    role: str, seen: bool,
) -> None:  # fmt: skip
    School.objects.update(tier=3)
    step = event_of(alder, "P10.visit").step
    assert step
    step.tiers = [3]
    step.save()
    person = make_person(role, alder)
    appoint(person, birch, role)
    answer = client_of(person).get("/next/")
    assert (
        event_of(alder, "P10.visit").pk in [line.next.pk for line in answer.context["week"].schools]
    ) == seen
    assert ("tier 3" in answer.content.decode()) == seen


def test_the_trusts_events_are_there_where_they_concern_a_school_or_the_reader(
    partner: User, client_of: ClientOf, event_of: EventOf
) -> None:
    slots = event_of(None, "P01.slots")
    assert "P01.slots" not in [
        line.item.key for line in client_of(partner).get("/next/").context["week"].late
    ]
    Event.objects.filter(pk=slots.pk).update(owner_role="improvement_partner")
    assert [line.item.key for line in client_of(partner).get("/next/").context["week"].waiting] == [
        "P01.slots"
    ]


def test_a_day_that_is_asked_for_waits_for_an_answer(
    partner: User, alder: School, make_person: MakePerson, client_of: ClientOf, event_of: EventOf
) -> None:
    propose_date(
        event=event_of(alder, "P10.visit"), to_date=date(2026, 12, 8), reason="Tests.", side="school",
        by=make_person("headteacher", alder), now=NOW, today=TODAY,
    )  # fmt: skip
    asked = client_of(partner).get("/next/").context["asked"]
    assert [(one.where, one.reason) for one in asked] == [("Alder", "Tests.")]


def test_the_plan_of_each_school_as_far_as_the_reader_sees_it(
    partner: User,
    alder: School,
    birch: School,
    year: SchoolYear,
    make_person: MakePerson,
    client_of: ClientOf,
) -> None:
    made = agreed_plan(alder, year, partner)
    rate(made, partner)
    make_plan(birch, year, partner, state="with_trust")
    answer = client_of(partner).get("/next/")
    assert "Agreed Delivery G On track, G On track, Impact A Needs attention, A Needs attention," in words(
        answer
    )
    assert "With the trust No review yet" in words(answer)
    governor = make_person("local_governor", alder)
    appoint(governor, birch, "local_governor")
    reads = words(client_of(governor).get("/next/"))
    assert "Delivery" not in reads  # the review is not closed
    assert "With the trust" not in reads
    assert "None to read yet" in reads


def test_nothing_laid_out_yet(
    alder: School, birch: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    Event.objects.all().delete()
    person = make_person("improvement_partner", alder)
    appoint(person, birch)
    answer = client_of(person).get("/next/")
    assert "Nothing is late at any of them." in words(answer)
    assert words(answer).count("Nothing in six weeks") == 2


@pytest.mark.parametrize("schools", [2, 5])
def test_the_same_number_of_questions_for_any_number_of_schools(
    alder: School, year: SchoolYear, build: Build, make_person: MakePerson, client_of: ClientOf,
    schools: int, django_assert_num_queries: Any,
) -> None:  # fmt: skip
    person = make_person("improvement_partner", alder)
    agreed_plan(alder, year, person)
    for number in range(1, schools):
        school = School.objects.create(
            trust=alder.trust, urn=number, name=f"School {number}", phase="primary"
        )
        appoint(person, school)
        make_plan(school, year, person, state="with_trust").plan.comments.create(
            text="Why?", at=NOW, by=person
        )
    build()
    client = client_of(person)
    with django_assert_num_queries(16):  # one of them is for self-evaluations to agree
        assert client.get("/next/").status_code == 200
