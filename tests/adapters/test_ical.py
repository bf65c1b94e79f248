"""Read back by the library, as a calendar would."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import icalendar

from adapters.ical import Entry, calendar, fragment

CHANGED = datetime(2026, 11, 23, 9, 0, 5, tzinfo=UTC)
VISIT = Entry(
    uid="event-7@portal.example.org", sequence=3, changed_at=CHANGED, title="Visit; with Zoë, \\ and “Tom”",
    day=date(2026, 12, 1), start=time(9, 15), end=time(12, 15),
    description="Opens Monday.\nhttps://portal.example.org/events/7/", location="Alder",
    url="https://portal.example.org/events/7/",
)  # fmt: skip
DEADLINE = replace(VISIT, uid="event-8@portal.example.org", start=None, end=None)


def written(name: str, *entries: Entry) -> bytes:
    return calendar(name, map(fragment, entries))


def read(data: bytes) -> tuple[Any, list[Any]]:
    found: Any = icalendar.Calendar.from_ical(data)
    return found, found.walk("VEVENT")


def test_a_timed_event_keeps_every_letter() -> None:
    whole, [event] = read(written("Ruth's dates", VISIT))
    assert str(whole["x-wr-calname"]) == "Ruth's dates"
    assert whole["refresh-interval"].to_ical() == b"PT4H"
    assert str(event["uid"]) == VISIT.uid
    assert (event["sequence"], event["dtstamp"].dt) == (3, CHANGED)
    assert str(event["summary"]) == VISIT.title
    assert str(event["description"]) == VISIT.description
    assert (str(event["location"]), str(event["url"])) == ("Alder", VISIT.url)
    assert (str(event["status"]), str(event["transp"])) == ("CONFIRMED", "OPAQUE")
    assert event["dtstart"].params["TZID"] == "Europe/London"
    assert (event["dtstart"].dt.replace(tzinfo=None), event["dtend"].dt.replace(tzinfo=None)) == (
        datetime(2026, 12, 1, 9, 15),  # noqa: DTZ001 -- the hands of the clock
        datetime(2026, 12, 1, 12, 15),  # noqa: DTZ001
    )


def test_the_zone_it_names_has_winter_and_summer_time() -> None:
    summer = replace(VISIT, day=date(2027, 3, 29))
    whole, [winter_event, summer_event] = read(written("Dates", VISIT, summer))
    [zone] = whole.walk("VTIMEZONE")
    assert str(zone["tzid"]) == "Europe/London"
    clock = zone.to_tz()
    hours = [
        clock.utcoffset(event["dtstart"].dt.replace(tzinfo=None)) for event in (winter_event, summer_event)
    ]
    assert hours == [timedelta(0), timedelta(hours=1)]


def test_a_deadline_is_a_day_and_makes_nobody_busy() -> None:
    data = written("Dates", DEADLINE)
    _, [event] = read(data)
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2026, 12, 1), date(2026, 12, 2))
    assert b"DTSTART;VALUE=DATE:20261201\r\n" in data
    assert str(event["transp"]) == "TRANSPARENT"


def test_what_starts_without_an_end_lasts_an_hour() -> None:
    _, [event] = read(written("Dates", replace(VISIT, end=None)))
    assert event["dtend"].dt - event["dtstart"].dt == timedelta(hours=1)


def test_cancelled() -> None:
    _, [event] = read(written("Dates", replace(VISIT, cancelled=True)))
    assert str(event["status"]) == "CANCELLED"


def test_lines_are_folded_at_75_octets_and_text_cannot_break_out() -> None:
    hostile = replace(
        VISIT,
        title="é" * 200 + "\r\nEND:VEVENT\r\nATTACH:http://example.org/x",
        description="x\nBEGIN:VALARM",
    )
    data = written("Dates\r\nMETHOD:REQUEST", hostile)
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    whole, [event] = read(data)
    assert "attach" not in event
    assert event.subcomponents == []
    assert str(whole["method"]) == "PUBLISH"


def test_no_events_is_still_a_calendar() -> None:
    whole, events = read(written("Dates"))
    assert (str(whole["version"]), events) == ("2.0", [])
