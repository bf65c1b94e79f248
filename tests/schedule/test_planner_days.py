"""The planner's table: closed days and marked days in words, the same at several schools on one line."""

from datetime import date

import pytest

from people.models import User
from schedule.models import Event
from schools.models import MarkedDays, NonPupilDay, School, SchoolYear
from tests.conftest import ClientOf, MakePerson
from tests.schedule.conftest import EventOf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_kept")]
DAY = date(2026, 11, 25)


@pytest.fixture
def lead(built: object, make_person: MakePerson) -> User:
    return make_person("improvement_lead")


def cells(context: object, row: int) -> list[tuple[date, list[tuple[str, str]]]]:
    page = context["page"]  # type: ignore[index]
    found = page.weeks.rows if page.weeks else page.schools.rows
    return [
        (cell.day, [(note.words, note.kind) for note in cell.notes])
        for cell in found[row].cells
        if cell.notes
    ]


def test_closed_and_marked_days_stand_in_the_table(
    lead: User, alder: School, birch: School, year: SchoolYear, client_of: ClientOf
) -> None:
    NonPupilDay.objects.create(
        year=year, school=birch, kind="closure", first_date=DAY, last_date=DAY, label="Boiler"
    )
    MarkedDays.objects.create(kind="festival", first_date=DAY, last_date=DAY, label="Diwali")
    MarkedDays.objects.create(
        kind="tests", school=alder, first_date=date(2026, 11, 26), last_date=date(2026, 11, 29), label="Mocks"
    )
    client = client_of(lead)
    week = client.get("/planner/").context
    assert [cells(week, row) for row in range(3)] == [
        [(DAY, [("Diwali", "festival")])],
        [
            (date(2026, 11, 26), [("Mocks", "tests")]),
            (date(2026, 11, 27), [("Mocks", "tests")]),
        ],
        [(DAY, [("Closed: Boiler", "closed")])],
    ]  # fmt: skip
    # One school's week knows of no other's.
    assert cells(client.get("/planner/?view=week&school=900002").context, 0) == [
        (DAY, [("Closed: Boiler", "closed"), ("Diwali", "festival")])
    ]


def test_the_same_at_several_schools_stands_once(
    lead: User, birch: School, event_of: EventOf, client_of: ClientOf
) -> None:
    answer = client_of(lead).get("/planner/?view=month&day=2026-12-01")
    [first] = answer.context["page"].weeks.rows[0].cells[1].groups
    assert [entry.where for entry in first.entries] == ["Alder", "Birch"]
    assert (first.shape, first.is_one, first.late) == ("circle planned", False, 0)
    Event.objects.filter(pk=event_of(birch, "P10.visit").pk).update(start_time="09:15", state="agreed")
    html = client_of(lead).get("/planner/?view=month&day=2026-12-01").content.decode()
    assert html.count("P10 visit <small>2 schools</small>") == 1
    assert html.count(">Birch</a> at 9:15") == 1


def test_a_holiday_without_anything_is_one_line(lead: User, alder: School, client_of: ClientOf) -> None:
    rows = (
        client_of(lead)
        .get("/planner/?view=half-term&day=2027-07-01&school=900001")
        .context["page"]
        .weeks.rows
    )
    assert [(row.name, row.monday, row.until) for row in rows if row.until] == [
        ("Summer holiday", date(2027, 7, 26), date(2027, 8, 27))
    ]


def test_a_weekend_has_its_columns_when_something_stands_there(
    lead: User, alder: School, event_of: EventOf, client_of: ClientOf
) -> None:
    client, address = client_of(lead), "/planner/?view=half-term&day=2026-12-01&school=900001"
    assert len(client.get(address).context["page"].weeks.days) == 5
    Event.objects.filter(pk=event_of(alder, "P10.visit").pk).update(
        opens_date=date(2026, 12, 5), due_date=date(2026, 12, 5)
    )
    weeks = client.get(address).context["page"].weeks
    assert len(weeks.days) == 6
    assert [len(cell.groups) for cell in weeks.rows[4].cells] == [0, 0, 0, 1, 1, 1]


def test_a_title_is_written_as_it_is(
    lead: User, alder: School, event_of: EventOf, client_of: ClientOf
) -> None:
    Event.objects.filter(pk=event_of(alder, "P10.visit").pk).update(title="<b>Visit</b> & talk")
    html = client_of(lead).get("/planner/?day=2026-12-01").content.decode()
    assert html.count("&lt;b&gt;Visit&lt;/b&gt; &amp; talk</a>") == 1
