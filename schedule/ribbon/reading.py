"""A school's events, read for its ribbon in one query."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import Q
from django.urls import reverse

from people.roles import answers_for, is_known
from schedule.models import Event
from schedule.ribbon.drawing import ribbon
from schedule.ribbon.pieces import Ribbon, RibbonEvent
from schools.models import School, SchoolYear
from schools.queries import calendar_of, the_trust
from schools.terms import Calendar, period_names, year_code

# Whose minutes are a school's load: visitors' and governors' are not.
SCHOOL_STAFF = ("headteacher", "senior_leader", "middle_leader")
# A far address whose number is put in for each event: asking the resolver 120 times is the slow part.
PLACEHOLDER = 987654321


def ribbon_for(
    *,
    school: School | None,
    year: SchoolYear,
    today: date,
    calendar: Calendar | None = None,
    names: Mapping[str, str] | None = None,
    next_id: int | None = None,
) -> Ribbon:
    """One query when the calendar and the half-terms' names are given. `school` None is the trust's own year."""
    trust = the_trust() if names is None or school is None else None
    rows = (
        Event.objects.filter(in_year(year.start_year, year.pk), school=school)
        .order_by("due_date", "pk")
        .values_list("pk", "due_date", "opens_date", "title", "step__kind", "state", "step__minutes")
    )
    address = reverse("schedule:event", args=[PLACEHOLDER])
    events = {
        pk: RibbonEvent(
            due, opens, title, kind or "task", state, minutes_of_school(minutes, school),
            address.replace(str(PLACEHOLDER), str(pk)),
        )
        for pk, due, opens, title, kind, state, minutes in rows
    }  # fmt: skip
    where = school.known_as if school else (trust.name if trust else "the trust")
    return ribbon(
        calendar=calendar or calendar_of(year, school),
        today=today,
        events=list(events.values()),
        title=f"The year at {where}, {year_code(year.start_year)}",
        names=names or period_names(trust.period_scheme if trust else "half-terms"),
        next_event=events.get(next_id) if next_id else None,
    )


def in_year(start_year: int, year_id: int) -> Q:
    """What belongs to the year, and what of the next year's work already falls into it."""
    return Q(year=year_id) | Q(
        due_date__gte=date(start_year, 9, 1), due_date__lte=date(start_year + 1, 8, 31)
    )


def minutes_of_school(minutes: Mapping[str, int] | None, school: School | None) -> int:
    """The school's own people's minutes for one event; for the trust's events everybody's."""
    if not minutes:
        return 0
    if school is None:
        return sum(minutes.values())
    return sum(
        count for code, count in minutes.items() if is_known(code) and answers_for(code) in SCHOOL_STAFF
    )
