"""Whether a week would ask more of somebody than the trust allows, were one more event to fall into it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q

from people.roles import ROLES, answers_for, is_known, title_of
from schedule.models import Event
from schedule.words import lower_first
from schools.models import School, Trust
from schools.terms import monday_of, say_day


def too_much_in_week(event: Event, day: date, trust: Trust | None) -> Iterator[str]:
    """One query. In a school, what its steps and the trust's ask of its own roles; in the trust, of the others."""
    monday = monday_of(day)
    if event.step is None or trust is None or monday == monday_of(event.due_date):
        return
    there = (
        Event.objects.filter(Q(school=event.school_id) | Q(school=None))
        .filter(due_date__range=(monday, monday + timedelta(6)), step__isnull=False)
        .exclude(pk=event.pk)
        .exclude(state=Event.State.NOT_NEEDED)
    )
    weight = weight_of(event.school, trust)
    asked: Counter[str] = Counter()
    for minutes in there.values_list("step__minutes", flat=True):
        asked.update(minutes)
    for role, more in event.step.minutes.items():
        total = round((asked[role] + more) * weight)
        if (
            more
            and is_known(role)
            and is_of_school(role) == (event.school is not None)
            and total > trust.minutes_a_week
        ):
            yield (
                f"The week from {say_day(monday)} would ask {total} minutes of the {lower_first(title_of(role))}, "
                f"more than the {trust.minutes_a_week} your trust allows."
            )


def weight_of(school: School | None, trust: Trust) -> float:
    """A small school has fewer people for the same work: there a minute counts as more."""
    small = school is not None and school.roll is not None and school.roll < trust.small_school_roll
    return trust.small_school_weight / 100 if small else 1


def is_of_school(role: str) -> bool:
    return not ROLES[answers_for(role)].trust_wide and answers_for(role) != "improvement_partner"
