"""An event that another part of the portal owns: it is its owner's by name, and says where it belongs."""

from datetime import date
from typing import Any

import pytest

from handbook.models import Step
from people.models import User
from schedule.actions import Wanted, put_event
from schedule.models import Event
from schedule.queries import NextPage, holders_at, next_page
from schools.access import access_of
from schools.models import Appointment, School, SchoolYear
from tests.conftest import NOW, TODAY, ClientOf, MakePerson

pytestmark = pytest.mark.django_db


@pytest.fixture
def amira(alder: School, make_person: MakePerson) -> User:
    return make_person("middle_leader", alder, job="subject_leader", name="Amira Khan")


@pytest.fixture
def joe(alder: School, make_person: MakePerson) -> User:
    return make_person("middle_leader", alder, job="subject_leader", name="Joe Penrose")


@pytest.fixture
def event(alder: School, year: SchoolYear, amira: User) -> Event:
    wanted = Wanted(
        "plan-action-1", "Buy forty short texts", date(2026, 11, 2), date(2026, 12, 1), "middle_leader", amira,
        Step.Kind.TASK, "Development plan: Reading with ease", "/plans/1/#priority-2",
    )  # fmt: skip
    return put_event(event=None, wanted=wanted, school=alder, year=year, now=NOW)


def page_for(person: User, school: School, today: date = TODAY) -> NextPage:
    holders = holders_at(school.pk, today, person.pk)
    return next_page(access=access_of(person, today), school=school, holders=holders, today=today, now=NOW)


def owners(page: NextPage) -> list[str]:
    return [line.owner for week in page.weeks for line in week.lines]


def waiting(person: User, school: School) -> list[str]:
    return [line.item.key for line in page_for(person, school, date(2026, 12, 14)).waiting]


def test_it_is_the_owners_and_not_everybodys_with_the_role(
    event: Event, alder: School, year: SchoolYear, amira: User, joe: User
) -> None:
    own = Wanted(
        "plan-action-2", "Teach three lessons", date(2026, 11, 2), date(2026, 12, 2), "middle_leader", joe,
        Step.Kind.TASK, "", "",
    )  # fmt: skip
    second = put_event(event=None, wanted=own, school=alder, year=year, now=NOW)
    cards = [page_for(person, alder).card for person in (amira, joe)]
    assert [card.event if card else None for card in cards] == [event, second]
    assert (owners(page_for(amira, alder)), owners(page_for(joe, alder))) == (["Joe Penrose"], ["Amira Khan"])
    first_card = page_for(amira, alder, date(2026, 12, 14)).card
    assert first_card is not None
    assert first_card.event == event
    assert waiting(joe, alder) == []


def test_its_owner_reads_you_in_the_list(event: Event, alder: School, amira: User, year: SchoolYear) -> None:
    later = Wanted(
        "plan-action-3",
        "Coach",
        date(2026, 12, 3),
        date(2026, 12, 3),
        "middle_leader",
        amira,
        Step.Kind.TASK,
        "",
        "",
    )
    put_event(event=None, wanted=later, school=alder, year=year, now=NOW)
    assert owners(page_for(amira, alder)) == ["You"]


def test_where_the_owner_has_left_the_role_does_it(
    event: Event, alder: School, amira: User, joe: User
) -> None:
    Appointment.objects.filter(person=amira).update(to_date=date(2026, 10, 1))
    card = page_for(joe, alder).card
    assert card is not None
    assert card.event == event


def test_its_card_leads_to_what_it_is_part_of(
    event: Event, alder: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    client = client_of(make_person("headteacher", alder))
    html: Any = client.get(event.get_absolute_url()).content.decode()
    facts = html.partition('<dl class="facts">')[2].partition("</dl>")[0]
    assert " ".join(facts.split()) == (
        "<dt>Who does it</dt> <dd>Amira Khan, middle leader</dd> <dt>Part of</dt> "
        '<dd><a href="/plans/1/#priority-2">Development plan: Reading with ease</a></dd>'
    )


def test_the_trusts_own_plan_is_not_owed_to_a_school(
    alder: School, year: SchoolYear, make_person: MakePerson
) -> None:
    own = Wanted(
        "plan-action-3", "Train twelve coaches", date(2026, 11, 2), date(2026, 11, 27), "improvement_lead", None,
        Step.Kind.TASK, "", "",
    )  # fmt: skip
    put_event(event=None, wanted=own, school=None, year=year, now=NOW)
    page = page_for(make_person("headteacher", alder), alder)
    assert (page.owed, owners(page)) == ((), [])
