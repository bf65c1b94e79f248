"""A school's feed, a process's, and a process's at one school."""

import pytest
from django.test import Client

from handbook.models import Process, Step
from schedule.actions.feed import renew_feed_token
from schedule.building import Difference
from schedule.models import Event
from schools.models import School
from tests.conftest import NOW, MakePerson
from tests.schedule.feed_reading import address, events_at, uid

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_kept")]


def uids(**of: object) -> set[str]:
    return {uid(event) for event in Event.objects.filter(**of).select_related("school", "year")}


@pytest.mark.parametrize("role", ["headteacher", "senior_leader", "local_governor"])
def test_a_school_whoever_asks(
    role: str, built: Difference, alder: School, birch: School, make_person: MakePerson
) -> None:
    feed = renew_feed_token(by=make_person(role, alder), now=NOW, school=alder)
    events = events_at(feed)
    assert set(events) == uids(school=alder)
    assert {str(event["location"]) for event in events.values()} == {"Alder"}


def test_a_school_for_somebody_of_the_trust(
    built: Difference, alder: School, birch: School, make_person: MakePerson
) -> None:
    lead = make_person("improvement_lead")
    assert set(events_at(renew_feed_token(by=lead, now=NOW, school=birch))) == uids(school=birch)


def test_a_school_with_what_the_trust_asks_of_its_people(
    built: Difference, alder: School, make_person: MakePerson
) -> None:
    Step.objects.filter(process__code="P01", code="slots").update(takes_part=["headteacher"])
    feed = renew_feed_token(by=make_person("headteacher", alder), now=NOW, school=alder)
    assert set(events_at(feed)) == uids(school=alder) | {"2026-trust-P01.slots"}


def test_a_process_at_every_school_they_may_see(
    built: Difference, alder: School, birch: School, make_person: MakePerson
) -> None:
    all_of_it = uids(key__startswith="P01.")
    assert {uid.split("-")[1] for uid in all_of_it} == {"trust", "900001", "900002"}
    lead = renew_feed_token(by=make_person("improvement_lead"), now=NOW, process_code="P01")
    assert set(events_at(lead)) == all_of_it
    head = renew_feed_token(by=make_person("headteacher", alder), now=NOW, process_code="P01")
    assert set(events_at(head)) == {one for one in all_of_it if "900002" not in one}


def test_a_process_at_one_school(
    built: Difference, alder: School, birch: School, make_person: MakePerson
) -> None:
    lead = make_person("improvement_lead")
    feed = renew_feed_token(by=lead, now=NOW, school=birch, process_code="P10")
    assert set(events_at(feed)) == uids(school=birch, key__startswith="P10.")


@pytest.mark.parametrize(
    ("of", "name"),
    [
        ({}, "School improvement"),
        ({"school": True}, "School improvement: Alder"),
        ({"process_code": "P10"}, "Process P10"),
        ({"school": True, "process_code": "P10"}, "Process P10 at Alder"),
    ],
)
def test_what_it_calls_itself(
    of: dict[str, object],
    name: str,
    built: Difference,
    alder: School,
    make_person: MakePerson,
) -> None:
    chosen = {key: alder if key == "school" else value for key, value in of.items()}
    feed = renew_feed_token(by=make_person("headteacher", alder), now=NOW, **chosen)  # type: ignore[arg-type]
    assert f"\r\nX-WR-CALNAME:{name}\r\n" in Client().get(address(feed)).content.decode()


@pytest.mark.parametrize(("role", "sees"), [("headteacher", True), ("senior_leader", False)])
@pytest.mark.parametrize("of_process", [False, True])
def test_a_tier_is_told_to_nobody_who_may_not_see_it(
    role: str, sees: bool, of_process: bool, built: Difference, alder: School, make_person: MakePerson
) -> None:
    if of_process:
        Process.objects.filter(code="P10").update(tiers=[1, 2])
    else:
        Step.objects.filter(process__code="P10", code="visit").update(tiers=[1])
    person = make_person(role, alder)
    for of in ({"school": alder}, {"process_code": "P10"}, {"school": alder, "process_code": "P10"}):
        feed = renew_feed_token(by=person, now=NOW, **of)
        assert ("2026-900001-P10.visit" in events_at(feed)) == sees
