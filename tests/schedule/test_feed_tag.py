"""The tag of a feed: whatever changes what a calendar would be given changes it, and nothing else does."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import Max
from django.test import Client
from django.test.utils import CaptureQueriesContext

from schedule.actions import complete_event, mark_not_needed, move_event, undo_last
from schedule.actions.feed import renew_feed_token, stop_feed
from schedule.models import Event, FeedToken
from schools.models import Appointment, School
from tests.conftest import MakePerson
from tests.schedule.conftest import NOW, SMALL, TODAY, Build, EventOf, Spec, changed, publish
from tests.schedule.feed_reading import address

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_kept")]


@pytest.fixture
def feed(built: object, alder: School, make_person: MakePerson) -> FeedToken:
    return renew_feed_token(by=make_person("headteacher", alder), now=NOW)


def tag(feed: FeedToken) -> str:
    return Client().get(address(feed))["ETag"]


def status(feed: FeedToken, has: str) -> int:
    """Of a calendar that has it as it was."""
    answer = Client().get(address(feed), headers={"If-None-Match": has})
    assert answer.status_code != 304 or answer.content == b""
    return answer.status_code


@pytest.mark.parametrize("deed", ["moved", "done", "not needed", "taken back"])
def test_what_people_do_changes_it(
    deed: str, feed: FeedToken, alder: School, event_of: EventOf, make_person: MakePerson
) -> None:
    by, event = make_person("improvement_lead"), event_of(alder, "P07.moderate")
    if deed == "taken back":
        complete_event(event=event, done_date=TODAY, by=by, now=NOW, today=TODAY)
        event.refresh_from_db()
    had = tag(feed)
    assert status(feed, had) == 304
    # At the very moment of the change before: its number tells them apart.
    match deed:
        case "moved":
            move_event(
                event=event,
                to_date=date(2026, 12, 8),
                reason="Snow.",
                by=by,
                now=NOW,
                today=TODAY,
                closed_ok=True,
            )
        case "done":
            complete_event(event=event, done_date=TODAY, by=by, now=NOW, today=TODAY)
        case "not needed":
            mark_not_needed(event=event, reason="Not this year.", by=by, now=NOW, today=TODAY)
        case "taken back":
            undo_last(event=event, by=by, now=NOW, today=TODAY)
    assert status(feed, had) == 200


@pytest.mark.parametrize(
    "spec",
    [
        pytest.param(changed(SMALL, "P10.visit", title="Another title"), id="another title"),
        pytest.param(changed(SMALL, "P10.visit", why="Another reason."), id="another reason"),
        pytest.param(changed(SMALL, "P10.visit", owner="improvement_lead"), id="another owner"),
        pytest.param(changed(SMALL, "P10.visit", timing="AUT2 W6 Wed"), id="another day"),
        pytest.param(changed(SMALL, "P07.moderate", drop=True), id="withdrawn"),
    ],
)
def test_another_edition_changes_it(spec: Spec, feed: FeedToken, build: Build) -> None:
    had = tag(feed)
    publish(spec, number=2)
    build()
    assert status(feed, had) == 200


def test_a_deputy_no_longer_has_what_somebody_else_is_named_for(
    built: object, alder: School, make_person: MakePerson
) -> None:
    feed = renew_feed_token(by=make_person("senior_leader", alder), now=NOW)
    had = tag(feed)
    other = make_person("senior_leader", alder, job="data_lead")
    assert status(feed, had) == 200
    had = tag(feed)
    Appointment.objects.filter(person=other).update(to_date=TODAY - timedelta(1))
    assert status(feed, had) == 200


def test_one_school_less_is_another_tag(
    built: object, alder: School, birch: School, make_person: MakePerson
) -> None:
    partner = make_person("improvement_partner", alder)
    second = Appointment.objects.create(
        person=partner, role="improvement_partner", school=birch, from_date=date(2026, 9, 1)
    )
    feed = renew_feed_token(by=partner, now=NOW, process_code="P10")
    had = tag(feed)
    second.delete()
    assert status(feed, had) == 200


def test_an_address_that_was_stopped_gives_nothing_to_who_has_it_all(feed: FeedToken) -> None:
    had = tag(feed)
    stop_feed(feed=feed, by=feed.person, now=NOW)
    assert status(feed, had) == 404


def test_with_the_appointment_goes_the_answer_that_nothing_changed(feed: FeedToken) -> None:
    had = tag(feed)
    Appointment.objects.filter(person=feed.person).update(to_date=TODAY - timedelta(1))
    assert status(feed, had) == 404


def test_building_again_changes_nothing(feed: FeedToken, build: Build) -> None:
    had = tag(feed)
    build()
    assert status(feed, had) == 304


@pytest.mark.parametrize("schools", [1, 3])
def test_as_many_questions_for_three_schools_as_for_one(
    schools: int, built: object, alder: School, build: Build, make_person: MakePerson
) -> None:
    head = make_person("headteacher", alder)
    for urn in range(1, schools):
        school = School.objects.create(trust=alder.trust, urn=urn, name=f"School {urn}", phase="primary")
        Appointment.objects.create(person=head, role="headteacher", school=school, from_date=TODAY)
    build()
    feed = renew_feed_token(by=head, now=NOW)
    had = tag(feed)
    with CaptureQueriesContext(connection) as caught:
        assert status(feed, had) == 304
    assert len(caught) == 3


def test_one_new_and_one_gone_is_another_tag(feed: FeedToken, alder: School, event_of: EventOf) -> None:
    """As many as before, none newer by its moment."""
    had = tag(feed)
    event = event_of(alder, "P07.moderate")
    newest = Event.objects.aggregate(newest=Max("pk"))["newest"]
    Event.objects.filter(pk=event.pk).delete()
    event.pk, event.key = newest + 1, "P07.other"
    event.save(force_insert=True)
    assert status(feed, had) == 200
