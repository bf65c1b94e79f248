"""The calendar feed: whose events are in it, what they say, and its secret address."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import icalendar
import pytest
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.fixtures import Settings

from people.models import User
from schedule.actions import complete_event, mark_not_needed, move_event
from schedule.actions.feed import renew_feed_token
from schedule.building import Difference
from schedule.models import Event
from schools.models import Appointment, School, Trust
from tests.conftest import MakePerson
from tests.schedule.conftest import NOW, TODAY, EventOf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_kept")]


def address_of(person: User) -> str:
    return reverse("schedule:feed_ics", args=[renew_feed_token(by=person, now=NOW).token])


def events_in(data: bytes) -> list[Any]:
    whole: Any = icalendar.Calendar.from_ical(data)
    return list(whole.walk("VEVENT"))


def feed(person: User) -> list[Any]:
    answer = Client().get(address_of(person))
    assert answer.status_code == 200
    return events_in(answer.content)


def keys(person: User) -> set[tuple[str, str]]:
    """What is in the person's feed, as (school, step)."""
    names = {str(school.urn): school.short_name for school in School.objects.all()} | {"trust": ""}
    found = set()
    for event in feed(person):
        year, place, key = str(event["uid"]).partition("@")[0].split("-", 2)
        assert year == "2026"
        found.add((names[place], key))
    return found


def steps(school: School) -> set[tuple[str, str]]:
    return {
        (school.short_name, key) for key in Event.objects.filter(school=school).values_list("key", flat=True)
    }


def test_a_head_gets_everything_at_their_school(
    built: Difference, alder: School, make_person: MakePerson
) -> None:
    assert keys(make_person("headteacher", alder)) == steps(alder)


def test_a_head_of_two_schools_gets_both_and_sees_which_is_which(
    built: Difference, alder: School, birch: School, make_person: MakePerson
) -> None:
    head = make_person("headteacher", alder)
    assert all("(" not in str(event["summary"]) for event in feed(head))
    Appointment.objects.create(person=head, role="headteacher", school=birch, from_date=date(2026, 9, 1))
    assert keys(head) == steps(alder) | steps(birch)
    assert {str(event["summary"])[-7:] for event in feed(head)} == {"(Alder)", "(Birch)"}
    assert {str(event["location"]) for event in feed(head)} == {"Alder", "Birch"}


def test_others_get_what_names_them(
    built: Difference, alder: School, make_person: MakePerson, event_of: EventOf
) -> None:
    data = {("Alder", f"P06.data#{n}") for n in (1, 2, 3)}
    visit = ("Alder", "P10.visit")
    deputy = make_person("senior_leader", alder, job="deputy_headteacher")
    # Nobody is named as data lead: the role that answers for it does the work.
    assert keys(deputy) == data | {visit}
    lead = make_person("senior_leader", alder, job="data_lead")
    assert (keys(deputy), keys(lead)) == ({visit}, data | {visit})
    assert keys(make_person("middle_leader", alder, job="subject_leader")) == {("Alder", "P07.moderate")}
    partner = make_person("improvement_partner", alder)
    assert keys(partner) == {visit, ("Alder", "P10.note")}
    Event.objects.filter(pk=event_of(alder, "P15.statement").pk).update(owner=partner)
    assert keys(partner) == {visit, ("Alder", "P10.note"), ("Alder", "P15.statement")}


def test_trust_leaders_get_the_trusts_events_and_what_they_own(
    built: Difference, alder: School, birch: School, make_person: MakePerson
) -> None:
    slots = ("", "P01.slots")
    assert keys(make_person("improvement_lead")) == {slots}
    assert keys(make_person("ceo")) == {slots, ("Alder", "P01.meeting"), ("Birch", "P01.meeting")}
    assert keys(make_person("trustee")) == set()


def one(events: Sequence[Any], event: Event) -> Any:
    place = event.school.urn if event.school else "trust"
    [found] = [each for each in events if str(each["uid"]).startswith(f"2026-{place}-{event.key}@")]
    return found


def test_a_window_stands_on_its_last_day_and_says_when_it_opens(
    built: Difference, alder: School, make_person: MakePerson, event_of: EventOf, settings: Settings
) -> None:
    settings.PUBLIC_URL = "https://portal.example.org"
    event = event_of(alder, "P01.meeting")
    found = one(feed(make_person("headteacher", alder)), event)
    assert (found["dtstart"].dt, found["dtend"].dt) == (date(2026, 9, 18), date(2026, 9, 19))
    assert str(found["uid"]) == "2026-900001-P01.meeting@portal.example.org"
    assert str(found["url"]) == f"https://portal.example.org/events/{event.pk}/"
    assert str(found["description"]).split("\n") == [
        "Opens Wednesday 2 September 2026.",
        "Owner: Chief executive.",
        "Why P01 matters.",
        f"https://portal.example.org/events/{event.pk}/",
    ]
    assert found["dtstamp"].dt == event.changed_at


def test_a_time_is_a_time_in_london(
    built: Difference, alder: School, make_person: MakePerson, event_of: EventOf
) -> None:
    event = event_of(alder, "P10.visit")
    Event.objects.filter(pk=event.pk).update(start_time=time(9, 15), end_time=time(12, 15))
    found = one(feed(make_person("headteacher", alder)), event)
    assert found["dtstart"].params["TZID"] == "Europe/London"
    assert (found["dtstart"].dt.time(), found["dtend"].dt.time()) == (time(9, 15), time(12, 15))


def test_a_legal_deadline_in_the_holidays_names_the_last_school_day(
    built: Difference, alder: School, make_person: MakePerson, event_of: EventOf
) -> None:
    found = one(feed(make_person("headteacher", alder)), event_of(alder, "P18.publish"))
    assert "Legal deadline. The last school day before it is Friday 18 December 2026." in str(
        found["description"]
    )


def test_what_people_do_with_an_event(
    built: Difference, alder: School, make_person: MakePerson, event_of: EventOf
) -> None:
    head, lead = make_person("headteacher", alder), make_person("improvement_lead")
    done, gone, moved = (event_of(alder, key) for key in ("P01.meeting", "P07.moderate", "P10.visit"))
    was = one(feed(head), moved)["sequence"]
    complete_event(event=done, done_date=date(2026, 9, 15), by=head, now=NOW, today=TODAY)
    mark_not_needed(event=gone, reason="A pupil's case takes it over", by=head, now=NOW, today=TODAY)
    move_event(event=moved, to_date=date(2026, 12, 8), reason="Heads' funeral", by=lead, now=NOW, today=TODAY)
    answer = Client().get(address_of(head)).content
    events = events_in(answer)
    assert str(one(events, done)["description"]).startswith("Done on Tuesday 15 September 2026.\n")
    assert [str(one(events, event)["status"]) for event in (done, gone, moved)] == [
        "CONFIRMED", "CANCELLED", "CONFIRMED",
    ]  # fmt: skip
    assert str(one(events, gone)["summary"]) == "Not needed: P07 moderate"
    assert one(events, moved)["dtstart"].dt == date(2026, 12, 8)
    assert one(events, moved)["sequence"] > was
    unfolded = answer.replace(b"\r\n ", b"").lower()
    assert not any(
        word in unfolded
        for word in (b"pupil's case", b"funeral", b"tier", b"agenda.pdf", b"person 1", b"person 2")
    )


def test_its_headers(built: Difference, alder: School, make_person: MakePerson) -> None:
    answer = Client().get(address_of(make_person("headteacher", alder)))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"].startswith("private")
    assert "Set-Cookie" not in answer
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT4H" in answer.content


def test_unchanged_is_answered_without_reading_the_events(
    built: Difference, alder: School, make_person: MakePerson, event_of: EventOf
) -> None:
    address = address_of(make_person("headteacher", alder))
    tag = Client().get(address)["ETag"]
    with CaptureQueriesContext(connection) as queries:
        again = Client().get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    assert not any("step" in query["sql"] for query in queries)
    assert len(queries) == 3
    assert Client().get(address, headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize(
    "change", ["moved", "gone", "appointed", "renamed", "trust renamed", "of two at once the older last"]
)
def test_any_change_gives_another_tag(
    change: str, built: Difference, alder: School, birch: School, make_person: MakePerson, event_of: EventOf
) -> None:
    head = make_person("headteacher", alder)
    address = address_of(head)
    tag = Client().get(address)["ETag"]
    match change:
        case "moved":
            later = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
            Event.objects.filter(pk=event_of(alder, "P10.visit").pk).update(changed_at=later)
        case "gone":
            Event.objects.filter(pk=event_of(alder, "P07.moderate").pk).delete()
        case "appointed":
            Appointment.objects.create(
                person=head, role="headteacher", school=birch, from_date=date(2026, 9, 1)
            )
        case "renamed":
            School.objects.filter(pk=alder.pk).update(short_name="Alder Hill")
        case "trust renamed":
            Trust.objects.update(name="Fenmoor Learning Trust")
        case "of two at once the older last":
            Event.objects.filter(pk=event_of(alder, "P10.visit").pk).update(
                revision=F("revision") + 1, changed_at=NOW - timedelta(minutes=1)
            )
    assert Client().get(address, headers={"If-None-Match": tag}).status_code == 200


def test_another_schools_change_leaves_the_tag_alone(
    built: Difference, alder: School, birch: School, make_person: MakePerson, event_of: EventOf
) -> None:
    address = address_of(make_person("headteacher", alder))
    tag = Client().get(address)["ETag"]
    later = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    Event.objects.filter(pk=event_of(birch, "P10.visit").pk).update(changed_at=later)
    assert Client().get(address, headers={"If-None-Match": tag}).status_code == 304
