"""A school's events, read for its ribbon."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from schedule.building import Difference
from schedule.models import Event
from schedule.ribbon import minutes_here, ribbon_for
from schools.models import School, SchoolYear
from schools.queries import calendar_of
from schools.terms import period_names
from tests.schedule.conftest import TODAY, EventOf


def test_minutes_are_those_of_the_schools_own_people(alder: School) -> None:
    minutes = {
        "headteacher": 20,
        "senco": 30,
        "class_teacher": 5,
        "improvement_partner": 45,
        "chair_of_governors": 10,
    }
    assert (minutes_here(minutes, alder), minutes_here(minutes, None), minutes_here(None, alder)) == (
        55,
        110,
        0,
    )


def test_reading_takes_three_queries_and_leaves_other_schools_out(
    built: Difference, alder: School, year: SchoolYear, event_of: EventOf
) -> None:
    Event.objects.filter(pk=event_of(alder, "P10.visit").pk).update(title="Visit at Alder")
    calendar, names = calendar_of(year, alder), period_names("half-terms")
    with CaptureQueriesContext(connection) as queries:
        made = ribbon_for(school=alder, calendar=calendar, names=names, today=TODAY)
    assert len(queries) == 3  # events, who is appointed, days to keep free
    of_alder = Event.objects.filter(school=alder).count()
    events = [item for item in made.items if item.url]
    assert (len(events), made.title) == (of_alder, "The year at Alder, 2026/27")
    [visit] = [item for item in events if item.title == "Visit at Alder"]
    assert visit.url == reverse("schedule:event", args=[event_of(alder, "P10.visit").pk])


def test_the_trusts_events_show_where_they_name_the_schools_people(
    built: Difference, alder: School, year: SchoolYear, event_of: EventOf
) -> None:
    slots = event_of(None, "P01.slots")
    assert slots.step is not None
    names = period_names("half-terms")

    def titles(school: School | None) -> set[str]:
        made = ribbon_for(school=school, calendar=calendar_of(year, school), names=names, today=TODAY)
        return {item.title for item in made.items}

    assert (slots.title in titles(alder), slots.title in titles(None)) == (False, True)
    slots.step.takes_part = ["headteacher"]
    slots.step.save()
    assert slots.title in titles(alder)
