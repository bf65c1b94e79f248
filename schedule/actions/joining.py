"""A year that begins in the middle: leaving several steps out at once, and asking for an earlier one all the same."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from handbook.models import Step
from people.audit import record
from people.models import User
from schedule.actions.refusals import Refused
from schedule.actions.states import mark_not_needed
from schedule.building import earlier_steps, lock_year, require_in_trust
from schedule.days import why_closed
from schedule.models import Event, Move
from schools.models import School, SchoolYear
from schools.queries import calendar_of
from schools.terms import say_day, start_year_of

MOST_AT_ONCE = 60


@transaction.atomic
def waive_events(*, events: Sequence[Event], reason: str, by: User, now: datetime, today: date) -> int:
    """Marks all of them as not needed, or none."""
    if not events:
        raise Refused("Choose at least one step to leave out.")
    if len(events) > MOST_AT_ONCE:
        raise Refused(f"Leave out at most {MOST_AT_ONCE} steps at a time.")
    for event in events:
        mark_not_needed(event=event, reason=reason, by=by, now=now, today=today)
    return len(events)


@transaction.atomic
def ask_again(
    *,
    school: School,
    year: SchoolYear,
    key: str,
    day: date,
    reason: str,
    by: User,
    now: datetime,
    today: date,
) -> Event:
    """A step that fell due before the school joined, asked of it by another day. Rebuilding keeps it."""
    reason = reason.strip()
    if not reason:
        raise Refused("Say why the school is asked all the same: whoever does it reads the reason.")
    lock_year(year)
    require_in_trust(school, today)
    found = next((one for one in earlier_steps(school=school, year=year) if one.key == key), None)
    if found is None:
        raise Refused("That step is asked of the school already, or was not due before it joined.")
    _check_day(school, year, day, today)
    kind = _kind_of(found.planned.step_id)
    if closed := why_closed(calendar_of(year, school), day, kind):
        raise Refused(f"{say_day(day)} is {closed}: choose another day.")
    planned = found.planned
    event = Event.objects.create(
        school=school, year=year, key=key, step_id=planned.step_id, title=planned.title, owner_role=planned.owner,
        opens_date=day, due_date=day, scheduled_date=planned.due, is_moved=True, changed_at=now,
    )  # fmt: skip
    event.refresh_from_db()
    # Nobody was promised notice of a day that lay before the school belonged to the trust.
    Move.objects.create(
        event=event, from_date=event.scheduled_date, to_date=day, reason=reason, by=by, at=now,
        notice_given=0, notice_promised=0,
    )  # fmt: skip
    record(
        by=by, now=now, action="event.ask-again", target=event, label=f"{event.title} ({key})",
        school_urn=school.urn, before=str(event.scheduled_date), after=str(day), reason=reason,
    )  # fmt: skip
    return event


def _check_day(school: School, year: SchoolYear, day: date, today: date) -> None:
    first = max(today, school.joined_date) if school.joined_date else today
    if day < first:
        raise Refused(f"Choose a day from {say_day(first)} on: the school cannot do it before.")
    if start_year_of(day) != year.start_year:
        raise Refused(f"{say_day(day)} is not in {year}: choose a day before September.")
    if school.left_date and day > school.left_date:
        raise Refused(
            f"{school.known_as} leaves the trust on {say_day(school.left_date)}: choose a day before."
        )


def _kind_of(step_id: int) -> str:
    return Step.objects.values_list("kind", flat=True).get(pk=step_id)
