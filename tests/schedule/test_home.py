"""`/`: what each person finds first."""

from datetime import date
from typing import Any

import pytest

from people.models import User
from schedule.actions import complete_event
from schedule.models import Event
from schools.models import School
from tests.conftest import ClientOf, MakePerson
from tests.handbook.writing_pages import words
from tests.schedule.conftest import NOW, TODAY, Build, EventOf, publish

pytestmark = pytest.mark.usefixtures("built_kept")


def test_the_week_across_the_trust(
    built: object,
    alder: School,
    birch: School,
    make_person: MakePerson,
    client_of: ClientOf,
    event_of: EventOf,
) -> None:
    lead = make_person("improvement_lead")
    make_person("headteacher", alder, name="Ruth Ellison")
    for key in ("P01.meeting", "P10.prepare"):
        complete_event(event=event_of(birch, key), done_date=TODAY, by=lead, now=NOW, today=TODAY)
    response = client_of(lead).get("/")
    week = response.context["week"]
    assert [(line.where, line.item.key, line.tag and line.tag.words) for line in week.waiting] == [
        ("The trust", "P01.slots", "Late since 3 July"),
    ]
    assert [(line.where, line.item.key, line.tag and line.tag.words) for line in week.late] == [
        ("Alder", "P01.meeting", "Late by 41 school days"),
        ("Alder", "P10.prepare", "Late by 4 school days"),
    ]
    assert week.late_with_others == 2
    assert (week.late_total, week.schools_with_late, week.trust_late) == (3, 1, 1)
    assert [
        (line.school, line.late, line.load, line.next and line.next.key, line.distance)
        for line in week.schools
    ] == [
        (alder, 2, 3, "P10.visit", "in 6 school days"),
        (birch, 0, 3, "P10.visit", "in 6 school days"),
    ]
    assert [[head.name for head in line.heads] for line in week.schools] == [["Ruth Ellison"], []]


def test_the_same_visit_at_several_schools_stands_on_one_line(
    built: object, alder: School, birch: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    this, coming = client_of(make_person("ceo")).get("/").context["week"].weeks
    assert (this.heading, this.occasions, this.others) == (
        "This week, from 23 November · Autumn 2, week 4", (), 0,
    )  # fmt: skip
    assert coming.heading == "Next week, from 30 November · Autumn 2, week 5"
    assert [(one.due, one.title, [line.where for line in one.places]) for one in coming.occasions] == [
        (date(2026, 12, 1), "P10 visit", ["Alder", "Birch"])
    ]
    assert coming.others == 4


def test_what_the_reader_owns_this_week_and_next_stands_on_top_apart_from_what_schools_do(
    built: object,
    alder: School,
    birch: School,
    make_person: MakePerson,
    client_of: ClientOf,
    event_of: EventOf,
) -> None:
    """The same on one day is one line; what is late waits, and what comes later is no matter of these two weeks."""
    at_schools = Event.objects.filter(school__isnull=False)
    for key, day in (("P10.note", date(2026, 12, 4)), ("P10.reply", date(2026, 12, 15))):
        at_schools.filter(key=key).update(owner_role="improvement_lead", opens_date=day, due_date=day)
    friday = date(2026, 11, 27)
    at_schools.filter(key="P07.moderate", school=birch).update(
        owner_role="improvement_lead", opens_date=friday, due_date=friday
    )
    answer = client_of(make_person("improvement_lead")).get("/")
    week = answer.context["week"]
    assert [(one.due, one.title, [line.where for line in one.places]) for one in week.own] == [
        (date(2026, 11, 27), "P07 moderate", ["Birch"]),
        (date(2026, 12, 4), "P10 note", ["Alder", "Birch"]),
    ]
    assert [line.item.key for line in week.waiting] == ["P01.slots"]
    said = words(answer)
    assert (
        said.index("Yours, this week and next")
        < said.index("Waiting for you")
        < said.index("This week, from")
    )
    assert "Yours" not in words(client_of(make_person("trustee")).get("/"))


@pytest.mark.parametrize(
    ("role", "acts", "tiers"),
    [("improvement_lead", True, True), ("governance_professional", True, False), ("trustee", False, False)],
)
def test_who_only_reads_gets_the_calm_version(
    built: object,
    alder: School,
    make_person: MakePerson,
    client_of: ClientOf,
    role: str,
    acts: bool,
    tiers: bool,
) -> None:
    School.objects.update(tier=3)
    response = client_of(make_person(role)).get("/")
    assert (response.context["acts"], response.context["sees_tiers"]) == (acts, tiers)
    page = response.content.decode()
    assert (page.count("tier 3") > 0, page.count("Headteacher</th>") > 0) == (tiers, acts)


def test_a_school_that_left_is_no_longer_shown(
    built: object, alder: School, birch: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    School.objects.filter(pk=birch.pk).update(left_date=date(2026, 10, 31))
    week = client_of(make_person("ceo")).get("/").context["week"]
    assert [line.school for line in week.schools] == [alder]
    assert {line.where for line in week.late} == {"The trust", "Alder"}


def test_without_a_role_the_page_says_so(db: None, client_of: ClientOf) -> None:
    person = User.objects.create_user("new@example.org", "pass", name="New")
    page = client_of(person).get("/").content.decode()
    assert page.count("<h1>You hold no role in the portal today</h1>") == 1


def test_who_keeps_the_portal_running_is_shown_the_way(make_person: MakePerson, client_of: ClientOf) -> None:
    page = client_of(make_person("portal_admin", name="Ade")).get("/").content.decode()
    assert page.count("<h1>Welcome, Ade</h1>") == 1


def test_an_empty_trust_teaches(db: None, make_person: MakePerson, client_of: ClientOf) -> None:
    Event.objects.all().delete()
    School.objects.all().delete()
    page = client_of(make_person("ceo")).get("/").content.decode()
    assert page.count("<h2>No schools yet</h2>") == 1


@pytest.mark.parametrize("schools", [1, 3])
def test_the_same_number_of_questions_for_any_number_of_schools(
    alder: School, build: Build, make_person: MakePerson, client_of: ClientOf, schools: int,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    School.objects.bulk_create(
        School(trust=alder.trust, urn=n, name=f"School {n}", phase="primary") for n in range(1, schools)
    )
    build()
    client = client_of(make_person("improvement_lead"))
    # One of them is for self-evaluations to agree, three for plans that are not there.
    with django_assert_num_queries(16):
        assert client.get("/").status_code == 200


def test_many_schools_are_paged(
    alder: School, make_person: MakePerson, client_of: ClientOf, build: Build
) -> None:
    School.objects.bulk_create(
        School(trust=alder.trust, urn=n, name=f"School {n:02}", phase="primary") for n in range(1, 59)
    )
    build()
    client = client_of(make_person("ceo"))
    assert [len(client.get("/", {"page": page}).context["lines"]) for page in ("1", "2", "x")] == [50, 10, 50]


def test_a_week_holds_what_still_lies_ahead(
    alder: School, make_person: MakePerson, client_of: ClientOf, build: Build
) -> None:
    publish({
        "P10": [
            {"code": code, "timing": timing, "owner": "headteacher", "kind": "meeting"}
            for code, timing in (("past", "AUT2 W3 Fri"), ("today", "AUT2 W4 Mon"), ("friday", "AUT2 W4 Fri"))
        ]
    }, number=2)  # fmt: skip
    build()
    this, _ = client_of(make_person("ceo")).get("/").context["week"].weeks
    assert [one.title for one in this.occasions] == ["P10 today", "P10 friday"]


def test_what_a_week_does_not_list_is_in_the_planner(
    alder: School, make_person: MakePerson, client_of: ClientOf, build: Build
) -> None:
    task = {"timing": "AUT2 W4 Fri", "owner": "headteacher", "kind": "task", "phases": ["primary"]}
    publish({"P10": [{"code": "task", **task}]}, number=2)
    build()
    client = client_of(make_person("ceo"))
    address = "/planner/?view=week&amp;school=all&amp;day=2026-11-23"
    assert f'<a href="{address}">1 other step</a> in the planner.' in client.get("/").content.decode()
    assert "P10 task" in client.get(address.replace("&amp;", "&")).content.decode()
