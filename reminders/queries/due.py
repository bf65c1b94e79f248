"""Who gets the weekly mail."""

from datetime import date

from django.db.models import BooleanField, ExpressionWrapper

from reminders.digest import Week
from reminders.holders import Held, Holders
from reminders.queries.reach import (
    appointments,
    can_be_written_to,
    due_by,
    in_session,
    open_events,
    school_times,
)


def people_due(today: date) -> list[int]:
    """Who is told something this week: their school is in session and has something they can act on.

    The mail is due from the week's first school day, so a worker that was away catches up; after the last it
    is not sent any more.
    """
    held: list[Held] = []
    reachable: set[int] = set()
    rows = appointments(today).annotate(
        is_reachable=ExpressionWrapper(can_be_written_to("person__"), output_field=BooleanField())
    )
    for pk, role, job, school_id, is_reachable in rows.values_list(
        "person_id", "role", "job", "school_id", "is_reachable"
    ):
        held.append(Held(pk, role, job, school_id))
        if is_reachable:
            reachable.add(pk)
    places = {one.school_id for one in held}
    candidates = reachable & in_session(held, school_times(places, today, None), today)
    if not candidates:
        return []
    return sorted(candidates & _with_something(Holders(held), today))


def _with_something(holders: Holders, today: date) -> set[int]:
    week = Week(today)
    found: set[int] = set()
    for school_id, owner_id, owner_role, opens, due, takes_part in (
        open_events(today)
        .filter(due_by(week.sunday, week))
        .values_list("school_id", "owner_id", "owner_role", "opens_date", "due_date", "step__takes_part")
    ):
        owners, others = holders.of(
            school_id=school_id, owner_id=owner_id, owner_role=owner_role, takes_part=takes_part or ()
        )
        if week.is_late(due):
            found |= owners
        elif week.is_now(opens, due):
            found |= owners | others
    return found
