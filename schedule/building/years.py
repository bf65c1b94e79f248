"""Which years there are, and which of them are laid out."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from schedule.building.guards import CannotBuild
from schedule.models import Event
from schools.models import SchoolYear
from schools.terms import start_year_of, year_code


def years_concerned(today: date) -> list[SchoolYear]:
    """What a new edition reaches: the years from this one on that are laid out. Closed years stay as they were.

    A process that was started in a year, or work carried over into it, does not lay it out.
    """
    laid_out = laid_out_events().values("year")
    years = SchoolYear.objects.filter(start_year__gte=start_year_of(today), pk__in=laid_out, closed_at=None)
    return list(years.order_by("start_year"))


def laid_out_events() -> QuerySet[Event]:
    """What the handbook's rules give, without what was started on a day nobody could plan or was handed on.

    Events of other apps, such as a plan's, have keys without a process.
    """
    return Event.objects.filter(opening=None, carried_from=None, key__contains=".")


def find_year(text: str) -> SchoolYear:
    """The year of "2026" or "2026/27"."""
    first, slash, second = text.strip().partition("/")
    is_year = first.isascii() and first.isdigit() and len(first) == 4
    if not is_year or (slash and second not in (year_code(int(first))[-2:], str(int(first) + 1))):
        raise CannotBuild(f'"{text}" is not a school year: write 2026 or 2026/27.')
    year = SchoolYear.objects.filter(start_year=int(first)).first()
    if year is None:
        raise CannotBuild(
            f"{year_code(int(first))} has no term dates: import them first with import_term_dates."
        )
    return year
