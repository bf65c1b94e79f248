"""What is never written to: a closed year, and the history of a school that left. And who waits for whom."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from schedule.models import Event
from schools.models import School, SchoolYear
from schools.terms import say_day, start_year_of


class Refused(ValueError):
    """Why something was not done, in one sentence for a person. Nothing was changed."""


class CannotBuild(Refused):
    """Why no year can be made, in one sentence for a person. Nothing was changed."""


class YearClosed(CannotBuild):
    def __init__(self, year: SchoolYear) -> None:
        super().__init__(year.why_read_only)


class SchoolLeft(Refused):
    def __init__(self, school: School) -> None:
        super().__init__(left_words(school))


def lock_year(year: SchoolYear) -> None:
    """Builds and changes of state of one year go one after the other: neither may undo the other.

    Everything that writes to a year comes through here, so here a closed one is refused.
    """
    require_open(SchoolYear.objects.select_for_update().get(pk=year.pk))


def require_open(year: SchoolYear) -> None:
    """For whoever only looks at what a change would do."""
    if year.closed_at is not None:
        raise YearClosed(year)


def lock_event(event: Event, today: date) -> None:
    """For whoever changes an event or what belongs to it."""
    lock_year(event.year)
    require_in_trust(event.school, today)


def require_writable(event: Event, now: datetime) -> None:
    """For papers and files, which change no date and so need not wait for a build."""
    require_open(SchoolYear.objects.get(pk=event.year_id))
    require_in_trust(event.school, timezone.localtime(now).date())


def lock_years_from(today: date) -> None:
    """Also those that are not laid out yet: who lays one out now does it with the edition that is in force then."""
    years = SchoolYear.objects.filter(start_year__gte=start_year_of(today)).order_by("start_year")
    list(years.select_for_update().values_list("pk", flat=True))


def require_in_trust(school: School | None, today: date) -> None:
    if school is not None and has_left(school, today):
        raise SchoolLeft(school)


def has_left(school: School, today: date) -> bool:
    """From the day after its last."""
    return school.left_date is not None and school.left_date < today


def why_read_only(event: Event, today: date) -> str:
    """What a page says above an event that nobody can change any more; nothing when it can be changed."""
    return why_closed_off(event.year, event.school, today)


def why_closed_off(year: SchoolYear, school: School | None, today: date) -> str:
    return year.why_read_only or why_left(school, today)


def why_left(school: School | None, today: date) -> str:
    """One sentence from the day after its last, or nothing."""
    return left_words(school) if school is not None and has_left(school, today) else ""


def left_words(school: School) -> str:
    day = f" on {say_day(school.left_date)}" if school.left_date else ""
    return f"{school.known_as} left the trust{day}; this is its history, and nothing in it changes any more."
