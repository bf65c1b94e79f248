"""A step asked only of schools on some tiers of support gives the tier away: who may not see tiers does not see it."""

import pytest
from django.test import Client

from handbook.models import Step
from people.access import Access, Holding
from schedule.actions.feed import renew_feed_token
from schedule.models import Event
from schedule.pdf import read_my_year
from schools.models import School, SchoolYear
from tests.conftest import ClientOf, MakePerson
from tests.schedule.conftest import NOW, TODAY, EventOf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_kept")]


@pytest.fixture
def extra(built: object, alder: School, event_of: EventOf) -> Event:
    """The visit at Alder, as one that only schools on tier 3 have."""
    event = event_of(alder, "P10.visit")
    Step.objects.filter(events=event).update(tiers=[3])
    return event


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        ("headteacher", True),
        ("improvement_partner", True),
        ("local_governor", False),
        ("middle_leader", False),
    ],
)
def test_page_of_the_event_and_what_comes_next(
    extra: Event, alder: School, make_person: MakePerson, client_of: ClientOf, role: str, sees: bool
) -> None:
    client = client_of(make_person(role, alder))
    assert client.get(extra.get_absolute_url()).status_code == (200 if sees else 404)
    page = client.get("/next/").context["page"]
    assert (extra.pk in {item.pk for item in page.items}) == sees


@pytest.mark.parametrize(("role", "sees"), [("ceo", True), ("trustee", False)])
def test_week_across_the_trust(
    extra: Event, make_person: MakePerson, client_of: ClientOf, role: str, sees: bool
) -> None:
    client = client_of(make_person(role))
    assert client.get(extra.get_absolute_url()).status_code == (200 if sees else 404)
    assert (extra.title in client.get("/").content.decode()) == sees


def test_feed_and_pdf_leave_it_out(
    extra: Event, alder: School, year: SchoolYear, make_person: MakePerson
) -> None:
    Step.objects.filter(events=extra).update(takes_part=["local_governor", "headteacher"])
    shown = {}
    for role in ("headteacher", "local_governor"):
        person = make_person(role, alder)
        access = Access(person, TODAY, (Holding(role, alder.pk),))
        sections = read_my_year(access=access, school=alder, year=year, today=TODAY).sections
        in_pdf = extra.title in {line.title for section in sections for line in section.lines}
        feed = renew_feed_token(by=person, now=NOW)
        in_feed = b"-P10.visit@" in Client().get(f"/calendar/{feed.token}.ics").content
        shown[role] = (in_pdf, in_feed)
    assert shown == {"headteacher": (True, True), "local_governor": (False, False)}
