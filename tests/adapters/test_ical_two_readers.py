"""What two libraries that know nothing of each other read: the same days and times, over both changes of the clock."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count, product
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from ical.calendar_stream import IcsCalendarStream

from adapters.ical import Entry, calendar, fragment

CHANGED = datetime(2026, 9, 1, 9, 0, 5, tzinfo=UTC)
# The clock goes back on 25 October 2026 and on again on 28 March 2027: at 2 o'clock, and at 1 o'clock.
BACK, ON = date(2026, 10, 25), date(2027, 3, 28)
AROUND = [change + timedelta(days) for change in (BACK, ON) for days in (-1, 0, 1)]
# Hours from London to UTC.
AHEAD = {day: int(day < BACK or day >= ON) for day in AROUND}
AHEAD_EARLY = AHEAD | {BACK: 1, ON: 0}  # half past midnight on the day itself is before the change

Read = dict[str, tuple[Any, Any, int, str, str]]  # by UID: start, end, sequence, status, title


def by_icalendar(data: bytes) -> Read:
    whole: Any = icalendar.Calendar.from_ical(data)
    return {
        str(event["uid"]): (
            event["dtstart"].dt, event["dtend"].dt, event["sequence"], str(event["status"]), str(event["summary"])
        )
        for event in whole.walk("VEVENT")
    }  # fmt: skip


def by_ical(data: bytes) -> Read:
    whole = IcsCalendarStream.calendar_from_ics(data.decode())
    return {
        str(event.uid): (
            event.dtstart, event.dtend, int(event.sequence or 0), str(event.status and event.status.value),
            str(event.summary),
        )
        for event in whole.events
    }  # fmt: skip


READERS = pytest.mark.parametrize("read", [by_icalendar, by_ical])


def entry(number: int, day: date, start: time | None = None, end: time | None = None) -> Entry:
    return Entry(
        uid=f"{number}@portal.example.org", sequence=number, changed_at=CHANGED, title=f"Visit {number}; “Zoë”, \\n",
        day=day, start=start, end=end, cancelled=number % 7 == 3,
    )  # fmt: skip


def in_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


@READERS
@pytest.mark.parametrize("day", AROUND)
@pytest.mark.parametrize(("start", "ahead"), [(time(9, 15), AHEAD), (time(0, 30), AHEAD_EARLY)])
def test_a_time_is_the_same_moment(read: Any, day: date, start: time, ahead: dict[date, int]) -> None:
    end = time(start.hour + 3, start.minute)
    found = read(calendar("Dates", [fragment(entry(1, day, start, end))]))["1@portal.example.org"]
    late = ahead[day] if start.hour else {BACK: 0, ON: 1}.get(day, ahead[day])
    assert (in_utc(found[0]), in_utc(found[1])) == (
        datetime.combine(day, start, UTC) - timedelta(hours=ahead[day]),
        datetime.combine(day, end, UTC) - timedelta(hours=late),
    )
    assert (found[0].replace(tzinfo=None), found[1].replace(tzinfo=None)) == (
        datetime.combine(day, start), datetime.combine(day, end),
    )  # fmt: skip


@READERS
@pytest.mark.parametrize("day", AROUND)
def test_a_whole_day_is_that_day_and_no_moment(read: Any, day: date) -> None:
    found = read(calendar("Dates", [fragment(entry(1, day))]))["1@portal.example.org"]
    assert [type(one) for one in found[:2]] == [date, date]
    assert found[:2] == (day, day + timedelta(1))


@pytest.mark.slow
def test_both_read_the_same_of_a_thousand() -> None:
    days = [date(2026, 9, 1) + timedelta(days) for days in range(334)]
    hours = [(None, None), (time(8, 50), None), (time(13, 0), time(16, 30))]
    number = count()
    entries = [entry(next(number), day, start, end) for day, (start, end) in product(days, hours)][:1000]
    data = calendar("Dates", map(fragment, entries))
    one, other = by_icalendar(data), by_ical(data)
    assert len(one) == 1000
    assert one == other
    assert {uid: (found[2], found[4]) for uid, found in one.items()} == {
        each.uid: (each.sequence, each.title) for each in entries
    }
    assert {found[3] for found in one.values()} == {"CONFIRMED", "CANCELLED"}


def test_the_zone_stands_in_the_file_and_needs_no_list_of_names() -> None:
    """Outlook reads the rules that come with the file: an hour worked out by them alone is the hour of the zone."""
    whole: Any = icalendar.Calendar.from_ical(calendar("Dates", []))
    [zone] = whole.walk("VTIMEZONE")
    rules = zone.to_tz(lookup_tzid=False)
    london = ZoneInfo("Europe/London")
    for day in AROUND:
        for hour in (0, 3, 9):
            hands = datetime.combine(day, time(hour, 30))
            assert rules.utcoffset(hands) == hands.replace(tzinfo=london).utcoffset()
