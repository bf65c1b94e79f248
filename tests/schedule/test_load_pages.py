"""Load: all schools by week, one school by role, one week with what is behind it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handbook.models import Step
from schedule.load import Week
from schedule.models import Event
from schedule.queries.load import Cell
from schools.models import School, SchoolYear, Trust
from tests.conftest import NOW, ClientOf, MakePerson
from tests.schedule.conftest import Build, publish

# Once: sums of rows that test_check.py and the matrix read on each database.
pytestmark = [pytest.mark.django_db, pytest.mark.once]
WEEK = date(2026, 11, 23)


def step(code: str, timing: str, **values: Any) -> dict[str, Any]:
    return {"code": code, "timing": timing, "owner": "headteacher", "minutes": {"headteacher": 60}, **values}


@pytest.fixture
def laid(year: SchoolYear, alder: School, birch: School, build: Build) -> SchoolYear:
    """Week 4 of Autumn 2 asks heads for 200 minutes at each school, and 120 more at primaries."""
    publish({
        "P01": [
            step("long", "AUT2 W4 Tue", minutes={"headteacher": 200, "data_lead": 45}),
            step("primary", "AUT2 W4 Thu", minutes={"headteacher": 120}, phases=["primary"]),
            step("quiet", "AUT2 W6", minutes={}),
            step("session", "SPR1 W2 Wed", minutes={"headteacher": 30, "ceo": 500}, scope="trust", owner="ceo"),
        ]
    })  # fmt: skip
    build()
    return year


def cells(page: Any) -> dict[str, dict[str, tuple[int, str]]]:
    """School to week to minutes and role."""
    return {
        row.title: {
            cell.week.monday.isoformat(): (cell.week.minutes, cell.week.role)
            for cell in row.cells
            if cell.week
        }
        for row in page.rows
    }


def test_schools_by_week_with_the_role_that_is_asked_for_most(
    laid: SchoolYear, make_person: MakePerson, client_of: ClientOf
) -> None:
    answer = client_of(make_person("improvement_lead")).get("/load/")
    page = answer.context["page"]
    assert cells(page) == {
        "Alder": {"2026-11-23": (320, "headteacher"), "2027-01-11": (30, "headteacher")},
        "Birch": {"2026-11-23": (200, "headteacher"), "2027-01-11": (30, "headteacher")},
    }
    html = answer.content.decode()
    assert (
        "1 time, at 1 school, one role is asked for more in a week than the 5 hours your trust allows."
        in html
    )
    assert '<a class="t5" href="/load/900001/2026-11-23/">' in html
    assert "5 hours 20, Headteacher, over the limit" in html
    assert "Week 4, from 23 November, this week" in html


def test_filters_stay_in_the_address(laid: SchoolYear, make_person: MakePerson, client_of: ClientOf) -> None:
    client = client_of(make_person("ceo"))
    page = client.get("/load/?half-term=SPR1").context["page"]
    assert ([span.code for span in page.spans], page.over) == (["SPR1"], 0)
    page = client.get("/load/?role=data_lead").context["page"]
    assert cells(page)["Birch"] == {"2026-11-23": (45, "data_lead")}
    School.objects.filter(urn=900001).update(short_name="Zelkova")
    titles = [row.title for row in client.get("/load/?order=highest").context["page"].rows]
    assert titles == ["Zelkova", "Birch"]
    for hostile in (
        "year=99999999999",
        "half-term=XX&role=zz",
        "page=-1",
        "year=२०२६",
        "page=999999999999999999999",
    ):
        assert client.get(f"/load/?{hostile}").status_code == 200


def test_a_small_school_weighs_more_and_says_so(
    laid: SchoolYear, alder: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    School.objects.filter(pk=alder.pk).update(roll=94)
    client = client_of(make_person("improvement_lead"))
    page = client.get("/load/").context["page"]
    assert cells(page)["Alder"]["2026-11-23"] == (480, "headteacher")
    assert [row.note for row in page.rows] == ["small, × 1.5", ""]
    Trust.objects.update(small_school_weight=100)
    assert cells(client.get("/load/").context["page"])["Alder"]["2026-11-23"] == (320, "headteacher")


def test_done_counts_and_not_needed_does_not(
    laid: SchoolYear, alder: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    here = Event.objects.filter(school=alder)
    here.filter(key="P01.long").update(state="done", done_date=WEEK, state_at=NOW)
    here.filter(key="P01.primary").update(state="not_needed", state_reason="Twice.", state_at=NOW)
    page = client_of(make_person("ceo")).get("/load/").context["page"]
    assert cells(page)["Alder"]["2026-11-23"] == (200, "headteacher")


def test_a_school_that_joins_later_was_not_asked_before(
    laid: SchoolYear, birch: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    School.objects.filter(pk=birch.pk).update(joined_date=date(2027, 2, 1))
    page = client_of(make_person("ceo")).get("/load/").context["page"]
    assert cells(page)["Birch"] == {
        "2026-11-23": (200, "headteacher")
    }  # the trust's session in January is not


def test_as_many_questions_for_three_schools_as_for_one(
    laid: SchoolYear, trust: Trust, make_person: MakePerson, client_of: ClientOf
) -> None:
    client = client_of(make_person("improvement_lead"))

    def questions() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get("/load/").status_code == 200
        return len(caught)

    before = questions()
    for urn in (900010, 900011):
        School.objects.create(trust=trust, urn=urn, name=f"School {urn}", phase="primary", roll=1)
    assert questions() == before


def test_a_year_too_wide_for_the_page_says_that_it_scrolls(
    laid: SchoolYear, make_person: MakePerson, client_of: ClientOf
) -> None:
    client = client_of(make_person("ceo"))
    answer = client.get("/load/")
    assert answer.context["page"].fits
    assert 'class="soft goes-on no-print when-narrow"' in answer.content.decode()
    for week in range(6):  # one in each week of the summer holidays: a column more for each
        day = date(2027, 7, 26) + timedelta(weeks=week)
        Event.objects.filter(school__urn=900001, key="P01.long").update(due_date=day, opens_date=day)
        one = Event.objects.get(school__urn=900001, key="P01.long")
        one.pk, one.key = None, f"P01.summer-{week}"
        one.save(force_insert=True)
    answer = client.get("/load/")
    assert not answer.context["page"].fits
    assert 'class="soft goes-on no-print"' in answer.content.decode()


def test_before_any_year_the_page_teaches(
    make_person: MakePerson, client_of: ClientOf, alder: School
) -> None:
    client = client_of(make_person("ceo"))
    assert "<h2>No school year yet</h2>" in client.get("/load/").content.decode()
    assert "<h2>Nothing is asked yet</h2>" in client.get("/load/900001/").content.decode()


def test_the_year_of_a_school_by_role(
    laid: SchoolYear, alder: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    head = make_person("headteacher", alder)
    answer = client_of(head).get("/load/900001/")
    page = answer.context["page"]
    # Nobody is named as data lead and the school has no senior leader: the head does it.
    assert [(one.week.role, one.week.minutes, one.place) for one in page.over] == [
        ("headteacher", 365, "Autumn 2, week 4, from 23 November")
    ]
    assert [(line.item.key, line.minutes) for line in page.over[0].lines] == [
        ("P01.long", 245),
        ("P01.primary", 120),
    ]
    make_person("senior_leader", alder, job="data_lead")
    page = client_of(head).get("/load/900001/").context["page"]
    rows = {half.name: [row.title for row in half.rows] for half in page.half_terms if half.rows}
    assert rows == {"Autumn 2": ["Headteacher", "Data lead"], "Spring 1": ["Headteacher"]}
    assert "All schools" not in answer.content.decode()


def test_a_week_shows_what_is_behind_it(
    laid: SchoolYear, alder: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    client = client_of(make_person("improvement_lead"))
    page = client.get("/load/900001/2026-11-23/").context["page"]
    assert [(one.week.role, [(line.item.key, line.minutes) for line in one.lines]) for one in page.roles] == [
        ("headteacher", [("P01.long", 200), ("P01.primary", 120)]),
        ("data_lead", [("P01.long", 45)]),
    ]
    assert (page.place, page.before) == ("Autumn 2, week 4", "/load/900001/2026-11-16/")
    assert client.get("/load/900001/2026-11-26/")["Location"] == "/load/900001/2026-11-23/"
    assert "<h2>Nothing is asked this week</h2>" in client.get("/load/900001/2026-08-03/").content.decode()
    for nowhere in ("no-day", "2026-13-01", "0001-01-01", "9999-12-31", "20261123x"):
        assert client.get(f"/load/900001/{nowhere}/").status_code == 404


def test_who_may_not_know_the_tier_does_not_see_it_here(
    laid: SchoolYear, alder: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    Step.objects.filter(code="primary").update(tiers=[1, 2])
    governor, head = make_person("local_governor", alder), make_person("headteacher", alder)
    seen = [
        client_of(who).get("/load/900001/2026-11-23/").context["page"].roles[0].week.minutes
        for who in (governor, head)
    ]
    assert seen == [245, 365]


@pytest.mark.parametrize(
    ("minutes", "short"), [(0, "·"), (14, "·"), (20, "½"), (60, "1"), (95, "1½"), (300, "5"), (745, "12")]
)
def test_hours_in_a_narrow_column(minutes: int, short: str) -> None:

    assert Cell(Week(WEEK, "headteacher", minutes, 300), "", is_holiday=False).hours == short
