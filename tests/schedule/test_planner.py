"""`/planner/`: which events it shows, to whom, and how it narrows them."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from handbook.models import Step
from people.models import User
from schedule.actions import complete_event, mark_not_needed
from schedule.models import Event
from schools.models import Appointment, NonPupilDay, Period, School, SchoolYear
from tests.conftest import ClientOf, MakePerson
from tests.schedule.conftest import NOW, TODAY, Build, EventOf, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_kept")]


@pytest.fixture
def head(built: object, alder: School, make_person: MakePerson) -> User:
    return make_person("headteacher", alder, name="Ruth Ellison")


@pytest.fixture
def lead(built: object, make_person: MakePerson) -> User:
    return make_person("improvement_lead", name="Dan Firth")


def shown(client: Client, query: str) -> list[tuple[str, str]]:
    """Where and what, in order."""
    answer = client.get(f"/planner/{query}")
    assert answer.status_code == 200
    return [(entry.where, entry.item.key) for entry in answer.context["page"].entries]


def test_a_headteacher_starts_with_the_own_half_term(head: User, alder: School, client_of: ClientOf) -> None:
    context = client_of(head).get("/planner/").context
    assert (context["heading"], context["asked"].view, context["stretch"].heading) == (
        "The year at Alder", "half-term", "Autumn 2",
    )  # fmt: skip
    assert [entry.item.key for entry in context["page"].entries] == [
        "P10.prepare", "P10.visit", "P15.statement", "P06.data#1", "P10.note", "P07.moderate", "P10.reply",
        "P06.analysis#1", "P18.publish",
    ]  # fmt: skip
    rows = context["page"].weeks.rows
    assert [(row.name, row.monday, row.until) for row in rows[-3:]] == [
        ("Week 7", date(2026, 12, 14), None),
        ("Christmas holiday", date(2026, 12, 21), None),
        ("Christmas holiday", date(2026, 12, 28), None),
    ]
    assert context["ribbon"].title == "The year at Alder, 2026/27"


def test_the_lead_starts_with_the_week_of_every_school(lead: User, client_of: ClientOf) -> None:
    page = client_of(lead).get("/planner/?day=2026-12-01").context["page"]
    assert (page.stretch.heading, page.stretch.dates) == (
        "30 November to 4 December 2026",
        "Autumn 2, week 5",
    )
    assert [(row.name, [len(cell.groups) for cell in row.cells]) for row in page.schools.rows] == [
        ("The trust", [0, 0, 0, 0, 0]),
        ("Alder", [0, 1, 0, 1, 1]),
        ("Birch", [0, 1, 0, 1, 1]),
    ]
    # No ribbon where it would be of nobody's year.
    assert client_of(lead).get("/planner/").context["ribbon"] is None


def test_it_narrows(head: User, alder: School, event_of: EventOf, client_of: ClientOf) -> None:
    complete_event(event=event_of(alder, "P01.meeting"), done_date=TODAY, by=head, now=NOW, today=TODAY)
    mark_not_needed(event=event_of(alder, "P15.statement"), reason="No.", by=head, now=NOW, today=TODAY)
    Event.objects.filter(pk=event_of(alder, "P07.moderate").pk).update(state="agreed")
    client = client_of(head)
    nothing: set[str] = set()
    for query, keys in (
        ("process=P10", {"P10.prepare", "P10.visit", "P10.note", "P10.reply"}),
        ("kind=visit", {"P10.visit"}),
        ("role=middle_leader", {"P07.moderate"}),
        ("role=subject_leader", {"P07.moderate"}),
        ("role=data_lead", {"P06.data#1", "P06.data#2", "P06.data#3"}),
        ("state=done", {"P01.meeting"}),
        ("state=not_needed", {"P15.statement"}),
        ("state=late", {"P10.prepare"}),
        ("state=agreed", {"P07.moderate"}),
        ("state=planned&process=P20", {"P20.phonics"}),
        ("kind=visit&state=late", nothing),
    ):
        assert (query, {key for _, key in shown(client, f"?view=list&{query}")}) == (query, keys)


def test_what_is_mine_is_what_names_my_roles_jobs_or_me(
    built: object,
    alder: School,
    birch: School,
    event_of: EventOf,
    make_person: MakePerson,
    client_of: ClientOf,
) -> None:
    deputy = make_person("senior_leader", alder, job="data_lead")
    Event.objects.filter(pk=event_of(alder, "P15.statement").pk).update(owner=deputy)
    assert shown(client_of(deputy), "?view=list&whose=me") == [
        ("Alder", "P10.visit"), ("Alder", "P15.statement"), ("Alder", "P06.data#1"), ("Alder", "P06.data#2"),
        ("Alder", "P06.data#3"),
    ]  # fmt: skip
    partner = make_person("improvement_partner", birch)
    assert shown(client_of(partner), "?view=list&whose=me") == [("Birch", "P10.visit"), ("Birch", "P10.note")]


def test_the_lead_looks_at_the_year_of_a_partner(
    lead: User, head: User, birch: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    partner = make_person("improvement_partner", birch, name="Priya Nair")
    query = f"?view=list&whose={partner.pk}"
    answer = client_of(lead).get(f"/planner/{query}")
    assert (answer.context["heading"], shown(client_of(lead), query)) == (
        "The year of Priya Nair", [("Birch", "P10.visit"), ("Birch", "P10.note")],
    )  # fmt: skip
    assert client_of(head).get(f"/planner/{query}").status_code == 404
    assert client_of(lead).get(f"/planner/?whose={head.pk}").status_code == 404


def test_everybody_sees_what_the_doors_let_them(
    built: object, alder: School, birch: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    """The tier-telling review is the trust's own, with tiers 3 and 4: no school has it here, so one is made."""
    birch.tier = 3
    birch.save()
    event = Event.objects.get(school=birch, key="P10.visit")
    Step.objects.filter(events=event).update(tiers=[3])
    seen = {}
    for role, school in (
        ("headteacher", birch), ("middle_leader", birch), ("local_governor", birch),
        ("improvement_partner", alder), ("trustee", None), ("governance_professional", None), ("ceo", None),
    ):  # fmt: skip
        client = client_of(make_person(role, school))
        seen[role] = [where for where, key in shown(client, "?view=list&school=all") if key == "P10.visit"]
    assert seen == {
        "headteacher": ["Birch"], "middle_leader": [], "local_governor": [], "improvement_partner": ["Alder"],
        "trustee": [], "governance_professional": [], "ceo": ["Alder", "Birch"],
    }  # fmt: skip


def test_trust_events_that_name_nobody_of_a_school_stand_with_the_trust(
    lead: User, head: User, client_of: ClientOf
) -> None:
    assert ("The trust", "P01.slots") in shown(client_of(lead), "?view=list")
    assert ("The trust", "P01.slots") not in shown(client_of(head), "?view=list")
    assert ("The trust", "P01.slots") not in shown(client_of(lead), "?view=list&school=900001")


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("school=900002", 404), ("school=999999", 404), ("school=99999999999999999999", 404),
        ("school=-1", 404), ("school=²", 404), ("whose=1", 404), ("whose=x", 404), ("school=all", 200),
        ("page=99999999999999999999&view=list", 200), ("page=x&view=list", 200),
    ],
)  # fmt: skip
def test_what_is_not_theirs_is_not_there(query: str, status: int, head: User, client_of: ClientOf) -> None:
    assert client_of(head).get(f"/planner/?{query}").status_code == status


@pytest.mark.once  # the address is read before anything is asked
@pytest.mark.parametrize(
    "value", ["9999-12-31", "0001-01-01", "1999-08-31", "soon", "2026-02-30", "20261", "<script>"]
)
def test_a_day_that_means_nothing_is_today_and_said(value: str, head: User, client_of: ClientOf) -> None:
    answer = client_of(head).get("/planner/", {"day": value, "view": "decade", "kind": "party"})
    asked = answer.context["asked"]
    assert (asked.day, asked.view, asked.kind, asked.unknown) == (
        TODAY,
        "half-term",
        "",
        ("decade", value, "party"),
    )


def test_only_get_reads_and_only_who_sees_events(
    head: User, make_person: MakePerson, client_of: ClientOf, client: Client
) -> None:
    assert client_of(head).post("/planner/").status_code == 405
    assert client_of(make_person("portal_admin")).get("/planner/").status_code == 403
    assert client.get("/planner/").status_code == 302


def test_the_choice_stays_when_the_view_and_the_days_change(lead: User, client_of: ClientOf) -> None:
    context = (
        client_of(lead)
        .get("/planner/?view=month&day=2026-12-01&school=900001&process=P10&state=late")
        .context
    )
    kept = "/planner/?school=900001&process=P10&state=late"
    assert [tab["url"] for tab in context["tabs"]] == [
        f"{kept}&view={view}&day=2026-12-01" for view in ("month", "half-term", "week", "list")
    ]
    assert (context["before"], context["now"], context["after"]) == (
        f"{kept}&view=month&day=2026-11-01", f"{kept}&view=month", f"{kept}&view=month&day=2027-01-01",
    )  # fmt: skip
    assert context["chosen"] == ["Process P10", "Late"]
    assert context["everything"] == "/planner/?school=900001&view=month&day=2026-12-01"


def test_the_list_opens_where_the_days_ahead_begin(
    alder: School, year: SchoolYear, build: Build, make_person: MakePerson, client_of: ClientOf
) -> None:
    steps = [{"code": f"past-{n}", "timing": "AUT1 W3", "owner": "headteacher"} for n in range(110)] + [
        {"code": "next", "timing": "SPR1 W3", "owner": "headteacher"}
    ]
    publish({"P10": steps}, number=2)
    build()
    client = client_of(make_person("headteacher", alder))
    assert client.get("/planner/?view=list").context["lines"].number == 2
    assert client.get("/planner/?view=list&page=1").context["lines"].number == 1
    assert client.get("/planner/?view=list&state=late").context["lines"].number == 1


def test_years_without_dates_are_shown_by_the_month(head: User, client_of: ClientOf) -> None:
    answer = client_of(head).get("/planner/?day=2030-05-01")
    assert (answer.context["stretch"].view, answer.context["stretch"].heading) == ("month", "May 2030")
    assert answer.content.decode().count("No term dates are entered for these days") == 1


@pytest.mark.usefixtures("small", "year")
@pytest.mark.parametrize("schools", [1, 3])
def test_it_asks_the_same_questions_however_many_schools(
    schools: int, alder: School, build: Build, make_person: MakePerson, client_of: ClientOf,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    School.objects.bulk_create(
        School(trust=alder.trust, urn=n, name=f"School {n}", phase="primary") for n in range(1, schools + 1)
    )
    NonPupilDay.objects.create(
        year=SchoolYear.objects.get(),
        school=alder,
        kind="closure",
        first_date=TODAY,
        last_date=TODAY,
        label="Snow",
    )
    build()
    lead = ("", "?view=half-term", "?view=list", "?view=list&school=1&whose=me")
    for role, count, queries in (
        ("improvement_lead", 10, lead),
        ("trustee", 9, ("",)),
        ("headteacher", 9, ("",)),
    ):
        client = client_of(make_person(role, alder if role == "headteacher" else None))
        for query in queries:
            with django_assert_num_queries(count):
                assert client.get(f"/planner/{query}").status_code == 200


def test_a_partner_of_two_schools_sees_both(
    built: object, alder: School, birch: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    partner = make_person("improvement_partner", birch)
    Appointment.objects.create(
        person=partner, role="improvement_partner", school=alder, from_date=date(2026, 9, 1)
    )
    page = client_of(partner).get("/planner/?day=2026-12-01").context["page"]
    assert [row.name for row in page.schools.rows] == ["The trust", "Alder", "Birch"]


def test_a_school_with_other_holidays_says_so(
    lead: User, year: SchoolYear, birch: School, client_of: ClientOf
) -> None:
    Period.objects.create(
        year=year, school=birch, code="AUT1", first_date=date(2026, 9, 2), last_date=date(2026, 10, 16)
    )
    rows = client_of(lead).get("/planner/?day=2026-10-20").context["page"].schools.rows
    assert [(row.name, row.closed) for row in rows] == [
        ("The trust", ""), ("Alder", ""), ("Birch", "Autumn half-term holiday"),
    ]  # fmt: skip
