"""A trust that begins with the portal in the middle of a year: what was due before is left out, with the reason."""

from datetime import date, datetime

from django.db import transaction

from schedule.actions.bulk import Changed, mark_many_not_needed
from schedule.actions.refusals import Refused
from schedule.building import laid_out_events, lock_year
from schedule.models import Event, StateChange
from schools.models import SchoolYear
from schools.terms import say_day


@transaction.atomic
def begin_on(*, year: SchoolYear, day: date, now: datetime, today: date) -> Changed[StateChange]:
    """Marks as not needed what was due before `day` and nobody has touched. Each can be taken back on its own page."""
    if day > today:
        raise Refused(f"{say_day(day)} lies ahead: what is due from today on is still to come.")
    lock_year(year)
    untouched = laid_out_events().filter(
        year=year,
        due_date__lt=day,
        state=Event.State.PLANNED,
        is_moved=False,
        state_changes=None,
        moves=None,
        papers=None,
        attachments=None,
    )
    events = untouched.select_related("school", "year", "step__process").order_by("due_date", "pk")
    reason = f"The trust began with the portal on {say_day(day)}."
    return mark_many_not_needed(events=events, reason=reason, by=None, now=now, today=today)
