"""All that the lead looks at before one year becomes the next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from people.models import User
from schedule.building import CannotBuild, Difference, build_year, laid_out_events
from schedule.models import Event
from schedule.queries.compare_years import Comparison, compare_years
from schedule.queries.rollover import (
    DatesReady,
    LeftAt,
    YearEnd,
    coming_in,
    dates_ready,
    end_of,
    going_on,
    open_before,
    unfinished,
)
from schools.models import SchoolYear
from schools.terms import year_code

MOST_AT_ONCE = 100  # unfinished steps on one page


@dataclass(frozen=True)
class GoingOn:
    title: str
    where: str
    due: date
    url: str


@dataclass(frozen=True)
class RollOver:
    year: SchoolYear
    following: SchoolYear | None
    today: date
    end: YearEnd | None
    dates: DatesReady
    laid_out: int  # events of the next year
    found: Difference | None  # what laying it out now would change
    refused: str  # why it cannot be laid out
    comparison: Comparison | None
    left: tuple[LeftAt, ...]
    going_on: tuple[GoingOn, ...]  # what closing hands to the next year as it stands
    earlier: SchoolYear | None  # to be closed first

    @property
    def next_code(self) -> str:
        return year_code(self.year.start_year + 1)

    @property
    def is_closed(self) -> bool:
        return self.year.closed_at is not None

    @property
    def may_carry(self) -> bool:
        """From the last half-term on, into a year that has dates and is open."""
        open_years = not self.is_closed and self.following is not None and self.following.closed_at is None
        return (
            open_years and self.dates.has_dates and bool(self.end and self.today >= self.end.last_half_term)
        )

    @property
    def may_close(self) -> bool:
        ended = self.end is not None and self.today >= self.end.last_school_day
        return not self.is_closed and ended and self.earlier is None

    def left_at(self, code: str) -> list[LeftAt]:
        """All places while they are few; else the one asked for, or the first."""
        if sum(len(place.lines) for place in self.left) <= MOST_AT_ONCE:
            return list(self.left)
        return [place for place in self.left if place.code == code] or list(self.left[:1])

    @property
    def waiting(self) -> int:
        return sum(len(place.waiting) for place in self.left)

    @property
    def not_due(self) -> int:
        return sum(line.due >= self.today for place in self.left for line in place.waiting)

    @property
    def last_due(self) -> date:
        return max(line.due for place in self.left for line in place.waiting)

    @property
    def carried(self) -> int:
        return sum(len(place.lines) - len(place.waiting) for place in self.left)


def roll_over_page(*, year: SchoolYear, by: User, now: datetime, today: date) -> RollOver:
    """Some thirty queries, however many schools. Nothing is written."""
    following = SchoolYear.objects.filter(start_year=year.start_year + 1).first()
    end = end_of(year)
    dates = dates_ready(year, following)
    found, refused = None, ""
    if following is not None and dates.has_dates and following.closed_at is None:
        try:
            found = build_year(year=following, by=by, now=now, today=today, apply=False)
        except CannotBuild as error:
            refused = str(error)
    coming = coming_in(following, found)
    compared = following is not None and coming.dates and Event.objects.filter(year=year).exists()
    # Before the last half-term only what is late already: the rest can still be done.
    until = date.max if end is None or today >= end.last_half_term else today - timedelta(1)
    return RollOver(
        year=year,
        following=following,
        today=today,
        end=end,
        dates=dates,
        laid_out=laid_out_events().filter(year=following).count() if following else 0,
        found=found,
        refused=refused,
        comparison=compare_years(year, following, coming) if following and compared else None,
        left=unfinished(year, following, coming.dates, today, until),
        going_on=_going_on(year, today),
        earlier=open_before(year),
    )


def _going_on(year: SchoolYear, today: date) -> tuple[GoingOn, ...]:
    """One query."""
    rows = going_on(year, today).select_related("school")
    return tuple(
        GoingOn(row.title, row.school.known_as if row.school else "", row.due_date, row.get_absolute_url())
        for row in rows
    )
