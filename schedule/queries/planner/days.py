"""What a day is besides its events: closed, a holiday, a festival, a quiet week. In words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from schedule.ribbon import words
from schedule.words import SchoolTime
from schools.models import MarkedDays, School
from schools.terms import bank_holidays


@dataclass(frozen=True, slots=True)
class Note:
    words: str
    kind: str  # closed, or the kind of marked days


@dataclass(frozen=True)
class DayNotes:
    """Of one school, or of the trust."""

    time: SchoolTime
    marks: Mapping[date, tuple[Note, ...]]

    def of(self, day: date) -> tuple[Note, ...]:
        closed = self.closed(day)
        return ((Note(closed, "closed"),) if closed else ()) + self.marks.get(day, ())

    def closed(self, day: date) -> str:
        """Why pupils are not there on a day of the week; nothing for a school day, nor where no dates are known."""
        if day.weekday() >= 5 or not self.time.calendars:
            return ""
        if name := bank_holidays(day.year).get(day):
            return name
        calendar = self.time.calendar(day)
        if calendar is None:
            return ""
        if found := next((one for one in calendar.closed if one.date == day), None):
            return words.closed(found)
        return self.holiday(day)

    def holiday(self, day: date) -> str:
        place = self.time.place(day)
        return "" if ", week " in place else place


def notes_for(
    time: SchoolTime, marks: Mapping[int | None, Mapping[date, tuple[Note, ...]]], school: School | None
) -> DayNotes:
    """The trust's marked days are every school's."""
    of_trust = marks.get(None, {})
    own = marks.get(school.pk, {}) if school else {}
    days = {day: of_trust.get(day, ()) + own.get(day, ()) for day in {*of_trust, *own}}
    return DayNotes(time, days)


def marked_days(
    school: School | None, first: date, last: date
) -> dict[int | None, dict[date, tuple[Note, ...]]]:
    """By school, None for the whole trust. One query. `school` None: of all of them."""
    found = MarkedDays.objects.filter(first_date__lte=last, last_date__gte=first)
    if school is not None:
        found = found.filter(Q(school=school) | Q(school=None))
    marks: dict[int | None, dict[date, tuple[Note, ...]]] = {}
    rows = found.order_by("first_date", "label", "pk").values_list(
        "school_id", "kind", "first_date", "last_date", "label"
    )
    for school_id, kind, begins, ends, label in rows:
        days = marks.setdefault(school_id, {})
        for number in range((min(ends, last) - max(begins, first)).days + 1):
            day = max(begins, first) + timedelta(number)
            if day.weekday() < 5 or kind == MarkedDays.Kind.FESTIVAL:
                days[day] = (*days.get(day, ()), Note(label, kind))
    return marks
