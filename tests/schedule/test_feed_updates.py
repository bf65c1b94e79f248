"""What a calendar that follows a feed sees, whatever is done: one UID an event, a SEQUENCE that never goes down."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from people.models import User
from schedule.actions import Refused, complete_event, mark_not_needed, move_event, undo_last
from schedule.actions.feed import renew_feed_token
from schedule.building import Difference, build_year
from schedule.models import Amendment, Event, FeedToken, Move, StateChange
from schools.models import Appointment, Period, School, SchoolYear, Trust
from tests.conftest import PERIODS_2026, MakePerson
from tests.schedule.conftest import NOW, SMALL, TODAY, EventOf, changed, publish
from tests.schedule.feed_reading import events_at, uid

KEYS = ("P10.visit", "P10.note", "P06.data#1", "P07.moderate", "P01.meeting")
EDITIONS = (
    SMALL,
    changed(SMALL, "P07.moderate", drop=True),
    changed(SMALL, "P10.visit", timing="AUT2 W6 Wed"),
    changed(SMALL, "P10.visit", title="Another title"),
)
Deed = tuple[str, int, int]
deeds = st.lists(
    st.tuples(
        st.sampled_from(["move", "done", "off", "undo", "edition", "build", "new database"]),
        st.integers(0, len(KEYS) - 1),
        st.integers(-30, 30),
    ),
    min_size=3,
    max_size=7,
)


class Portal:
    """One school, its head's feed, and a clock that goes on."""

    def __init__(self) -> None:
        trust = Trust.objects.create(name="Fenmoor")
        self.year = SchoolYear.objects.create(start_year=2026)
        Period.objects.bulk_create(
            Period(year=self.year, code=code, first_date=first, last_date=last)
            for code, (first, last) in PERIODS_2026.items()
        )
        self.school = School.objects.create(trust=trust, urn=900001, name="Alder", phase="primary")
        self.lead = User.objects.create_user("lead@example.org", "pass", name="Lead")
        head = User.objects.create_user("head@example.org", "pass", name="Head")
        Appointment.objects.create(
            person=head, role="headteacher", school=self.school, from_date=TODAY - timedelta(60)
        )
        self.now = NOW
        self.editions = 0
        self.publish(0)
        self.feed = renew_feed_token(by=head, now=self.now)
        self.seen: dict[str, tuple[int, datetime, bytes]] = {}

    def publish(self, which: int) -> None:
        self.editions += 1
        publish(EDITIONS[which % len(EDITIONS)], number=self.editions, when=self.now)
        self.build()

    def build(self) -> None:
        build_year(year=self.year, by=None, now=self.now, today=TODAY)

    def empty(self) -> None:
        """A database filled anew, from the handbook and the term dates alone."""
        for model in (StateChange, Move, Amendment, Event):
            model.objects.all().delete()
        self.build()

    def do(self, deed: Deed) -> None:
        verb, which, days = deed
        self.now += timedelta(minutes=5)
        if verb == "edition":
            return self.publish(which)
        if verb in ("build", "new database"):
            return self.build() if verb == "build" else self.empty()
        event = (
            Event.objects.filter(key=KEYS[which]).select_related("school", "year", "step__process").first()
        )
        if event is not None:
            with suppress(Refused):
                self._act(verb, event, days)
        return None

    def _act(self, verb: str, event: Event, days: int) -> None:
        how: dict[str, Any] = {"event": event, "by": self.lead, "now": self.now, "today": TODAY}
        match verb:
            case "move":
                move_event(to_date=event.due_date + timedelta(days), reason="Snow.", **how)
            case "done":
                complete_event(done_date=TODAY - timedelta(abs(days)), **how)
            case "off":
                mark_not_needed(reason="Not this year.", **how)
            case "undo":
                undo_last(**how)

    def look(self) -> None:
        """As a calendar that keeps the highest SEQUENCE it saw for each UID."""
        found = events_at(self.feed)
        rows = {
            uid(event): event
            for event in Event.objects.filter(school=self.school).select_related("school", "year")
        }
        assert set(found) == set(rows)
        for name, event in found.items():
            sequence, stamp = event["sequence"], event["dtstamp"].dt
            said = _content(event)
            assert event["dtstart"].dt == rows[name].due_date
            assert str(event["status"]) == ("CANCELLED" if rows[name].state == "not_needed" else "CONFIRMED")
            if name in self.seen:
                before, stamp_before, said_before = self.seen[name]
                assert (sequence, stamp) >= (before, stamp_before)
                assert said == said_before or sequence > before
            self.seen[name] = (sequence, stamp, said)


def _content(event: Any) -> bytes:
    return b"".join(
        event[name].to_ical()
        for name in ("summary", "dtstart", "dtend", "status", "description")
        if name in event
    )


@pytest.mark.slow
class TestFollowing(TestCase):
    """A class because hypothesis needs a fresh transaction for each example."""

    @settings(
        max_examples=8,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.reuse, Phase.generate),
    )
    @example([("edition", 1, 0), ("edition", 0, 0), ("off", 3, 0), ("undo", 3, 0), ("edition", 1, 0)])
    @example([("move", 0, 1), ("off", 0, 0), ("new database", 0, 0), ("edition", 2, 0)])
    @given(deeds)
    def test_whatever_is_done(self, deeds: list[Deed]) -> None:
        portal = Portal()
        portal.look()
        for deed in deeds:
            portal.do(deed)
            portal.look()


@pytest.fixture
def feed(built: Difference, alder: School, make_person: MakePerson) -> FeedToken:
    return renew_feed_token(by=make_person("headteacher", alder), now=NOW)


def not_needed(event: Event, at: datetime) -> None:
    by = User.objects.all()[0]
    mark_not_needed(event=event, reason="A case", by=by, now=at, today=at.date())


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "there"), [(0, True), (14, True), (15, False)])
def test_what_is_not_needed_says_so_for_two_weeks_and_leaves(
    days: int, there: bool, feed: FeedToken, alder: School, event_of: EventOf
) -> None:
    not_needed(event_of(alder, "P07.moderate"), NOW - timedelta(days))
    found = events_at(feed).get("2026-900001-P07.moderate")
    assert (found is not None) == there
    if found is not None:
        said = (str(found["status"]), str(found["summary"]), str(found["transp"]))
        assert said == ("CANCELLED", "Not needed: P07 moderate", "TRANSPARENT")


@pytest.mark.django_db
def test_taken_back_after_it_left_it_returns_as_it_was(
    feed: FeedToken, alder: School, event_of: EventOf
) -> None:
    before = events_at(feed)["2026-900001-P07.moderate"]
    event = event_of(alder, "P07.moderate")
    not_needed(event, NOW - timedelta(30))
    event.refresh_from_db()
    undo_last(event=event, by=User.objects.all()[0], now=NOW, today=TODAY)
    after = events_at(feed)["2026-900001-P07.moderate"]
    assert (_content(after), str(after["status"])) == (_content(before), "CONFIRMED")
    assert after["sequence"] > before["sequence"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        lambda event: Event.objects.filter(pk=event.pk).update(start_time=time(9, 15), end_time=time(12, 15)),
        lambda event: School.objects.filter(pk=event.school_id).update(short_name="Alder Hill"),
        lambda event: Event.objects.filter(pk=event.pk).update(title="Another title"),
    ],
)
def test_nothing_old_is_kept(
    change: Callable[[Event], object], feed: FeedToken, alder: School, event_of: EventOf
) -> None:
    """What was written once is written again when any of it differs, though nobody counted the change."""
    before = events_at(feed)["2026-900001-P10.visit"].to_ical()
    change(event_of(alder, "P10.visit"))
    assert events_at(feed)["2026-900001-P10.visit"].to_ical() != before
