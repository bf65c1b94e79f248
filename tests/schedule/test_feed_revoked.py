"""An address stops for good when its owner's appointments no longer open what it gives."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people.models import AuditEntry, User
from schedule.actions.feed import close_feed, close_feeds, make_feed, renew_feed_token, stop_feed
from schedule.building import Difference
from schedule.models import FeedToken
from schedule.tasks import sweep_feeds
from schools.models import Appointment, School
from tests.conftest import NOW, TODAY, MakePerson
from tests.schedule.feed_reading import address, events_at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_kept")]


def status(feed: FeedToken) -> int:
    return Client().get(address(feed)).status_code


def works(feed: FeedToken) -> bool:
    feed.refresh_from_db()
    return feed.revoked_at is None


def end(person: User) -> None:
    Appointment.objects.filter(person=person).update(to_date=TODAY - timedelta(1))


def close(person: User) -> None:
    User.objects.filter(pk=person.pk).update(is_active=False)


def take_another_role(person: User) -> None:
    Appointment.objects.filter(person=person).update(role="portal_admin", school=None)


def ask(feed: FeedToken) -> None:
    assert status(feed) == 404


def sweep(feed: FeedToken) -> None:
    sweep_feeds()


@pytest.mark.parametrize(
    ("lose", "notice", "of"),
    [
        (end, ask, "person"),
        (end, sweep, "school"),
        (close, ask, "school"),
        (close, sweep, "process"),
        (take_another_role, ask, "process"),
        (take_another_role, sweep, "person"),
    ],
)
def test_it_stops_for_good(
    lose: Callable[[User], None],
    notice: Callable[[FeedToken], None],
    of: str,
    built: Difference,
    alder: School,
    make_person: MakePerson,
) -> None:
    head = make_person("headteacher", alder)
    feed = renew_feed_token(
        by=head,
        now=NOW,
        school=alder if of == "school" else None,
        process_code="P10" if of == "process" else "",
    )
    assert (status(feed), works(feed)) == (200, True)
    lose(head)
    notice(feed)
    assert not works(feed)
    [entry] = AuditEntry.objects.filter(action="feed.revoke")
    assert (entry.actor_name, entry.reason) == ("The portal", "Their appointments no longer open it.")
    assert feed.token not in f"{entry.target_label}{entry.before}{entry.after}"
    # Appointed again, and the account open again: a new address is made, the old one stays shut.
    User.objects.filter(pk=head.pk).update(is_active=True)
    Appointment.objects.get_or_create(
        person=head, role="headteacher", school=alder, to_date=None, defaults={"from_date": TODAY}
    )
    assert (status(feed), works(feed)) == (404, False)
    sweep_feeds()
    assert AuditEntry.objects.filter(action="feed.revoke").count() == 1


def test_the_last_day_still_counts(built: Difference, alder: School, make_person: MakePerson) -> None:
    feed = renew_feed_token(by=make_person("headteacher", alder, to=TODAY), now=NOW)
    assert (close_feeds(today=TODAY, now=NOW), status(feed)) == (0, 200)
    assert close_feeds(today=TODAY + timedelta(1), now=NOW) == 1


def test_with_one_school_of_two_left_what_is_of_no_school_shrinks(
    built: Difference, alder: School, birch: School, make_person: MakePerson
) -> None:
    partner = make_person("improvement_partner", alder)
    Appointment.objects.create(
        person=partner, role="improvement_partner", school=birch, from_date=TODAY, to_date=TODAY
    )
    feeds = {
        "own": renew_feed_token(by=partner, now=NOW),
        "process": renew_feed_token(by=partner, now=NOW, process_code="P10"),
        "alder": renew_feed_token(by=partner, now=NOW, school=alder),
        "birch": renew_feed_token(by=partner, now=NOW, school=birch),
    }

    def schools(name: str) -> set[str]:
        return {uid.split("-")[1] for uid in events_at(feeds[name])}

    assert (schools("own"), schools("process")) == ({"900001", "900002"}, {"900001", "900002"})
    Appointment.objects.filter(person=partner, school=birch).delete()
    assert close_feeds(today=TODAY, now=NOW) == 1
    assert {name for name, feed in feeds.items() if works(feed)} == {"own", "process", "alder"}
    assert (schools("own"), schools("process")) == ({"900001"}, {"900001"})


def test_an_unknown_address_is_not_found_and_changes_nothing(db: None) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert Client().get(f"/calendar/{'x' * 43}.ics").status_code == 404
    assert not any(query["sql"].startswith(("UPDATE", "INSERT")) for query in queries)


def test_whoever_comes_second_writes_nothing(alder: School, make_person: MakePerson) -> None:
    head = make_person("headteacher", alder)
    feed = renew_feed_token(by=head, now=NOW)
    assert stop_feed(feed=feed, by=head, now=NOW)
    assert not stop_feed(feed=feed, by=head, now=NOW)
    assert not close_feed(pk=feed.pk, now=NOW)
    assert AuditEntry.objects.filter(action="feed.revoke").count() == 1


def test_making_one_twice_leaves_the_first(alder: School, make_person: MakePerson) -> None:
    head = make_person("headteacher", alder)
    first = make_feed(by=head, now=NOW, school=alder)
    assert make_feed(by=head, now=NOW, school=alder) is None
    assert make_feed(by=head, now=NOW, school=alder, process_code="P10") is not None
    assert first is not None
    assert works(first)


@pytest.mark.parametrize("feeds", [1, 3])
def test_the_sweep_asks_as_often_for_three_as_for_one(
    feeds: int, alder: School, make_person: MakePerson
) -> None:
    for _ in range(feeds):
        renew_feed_token(by=make_person("headteacher", alder), now=NOW)
    with CaptureQueriesContext(connection) as queries:
        assert close_feeds(today=TODAY, now=NOW) == 0
    assert len(queries) == 2
