"""The year before, lived through and closed; two things it left unfinished are asked again this year."""

from datetime import date, datetime, timedelta

from demo import history
from people.models import User
from schedule.actions.rollover import carry_over, close_year
from schedule.building import build_year
from schedule.models import Event
from schools.models import SchoolYear
from schools.queries import calendar_of

CARRIED = (history.ALDER, history.LARCH)


def live(*, year: SchoolYear, lead: User, today: date, now: datetime) -> None:
    """Nothing on the first days of a new year, when the last is not quite over."""
    autumn, closing = date(year.start_year, 11, 20), _closing(year)
    if closing > today:
        return
    then = now - (today - closing)
    build_year(year=year, by=None, now=then, today=closing)
    history.move_some(year=year, lead=lead, today=autumn, now=now - (today - autumn))
    history.live(year=year, today=closing, now=then)


def close(*, year: SchoolYear, following: SchoolYear, lead: User, today: date, now: datetime) -> None:
    """Once everything of that year is made: a closed year takes nothing more."""
    closing = _closing(year)
    if closing > today:
        return
    then = now - (today - closing)
    school_days = calendar_of(following, None).school
    chosen = {}
    for urn, days in zip(CARRIED, (9, 16), strict=True):
        left = Event.objects.filter(year=year, state="planned", school__urn=urn, step__isnull=False)
        event, day = (
            left.order_by("-due_date", "key").first(),
            school_days.on_or_after(today + timedelta(days)),
        )
        if event and day:
            chosen[event.pk] = day
    carry_over(events=chosen, into=following, by=lead, now=then, today=closing)
    close_year(year=year, by=lead, now=then, today=closing)


def _closing(year: SchoolYear) -> date:
    return date(year.start_year + 1, 8, 28)
