"""Whether a week would ask more of somebody than the trust allows, were one more event to fall into it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from people.roles import title_of
from people.words import duration
from schedule.models import Event
from schedule.queries.overloads import Overload, overloads_of_moves
from schedule.words import lower_first
from schools.terms import monday_of, say_day


def too_much_in_week(event: Event, day: date, today: date) -> Iterator[str]:
    """A sentence for each role. The trust's own event is felt at every school: the fullest of them is named."""
    by_role: dict[str, list[Overload]] = defaultdict(list)
    for one in overloads_of_moves({event.pk: day}, today=today):
        by_role[one.role].append(one)
    for role, found in by_role.items():
        worst = max(found, key=lambda one: one.after)
        where = "" if event.school_id is not None or worst.school is None else f" at {_at(worst, len(found))}"
        yield (
            f"The week from {say_day(monday_of(day))} would ask {duration(worst.after)} of the "
            f"{lower_first(title_of(role))}{where}, more than the {duration(worst.limit)} your trust allows."
        )


def _at(worst: Overload, schools: int) -> str:
    others = schools - 1
    return worst.where + (
        f", and too much at {others} more school{'' if others == 1 else 's'}" if others else ""
    )
