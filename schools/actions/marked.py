"""Writes: days to keep free."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from people.audit import record
from people.models import User
from schools.festivals import Offer
from schools.marked import say_run
from schools.models import MarkedDays, School


class MarkedAlready(Exception):
    """The very same run is there. Nothing was changed."""


@transaction.atomic
def mark_days(
    *, kind: str, first: date, last: date, label: str, school: School | None, by: User, now: datetime
) -> MarkedDays:
    """For one school, or without one for the whole trust."""
    if MarkedDays.objects.filter(
        kind=kind, first_date=first, last_date=last, label=label, school=school
    ).exists():
        raise MarkedAlready(f"{label}, {say_run(first, last)}, is marked already. Nothing was changed.")
    return _add(kind, first, last, label, school, by, now)


@transaction.atomic
def mark_offers(
    *, offers: Sequence[Offer], schools: Sequence[School], by: User, now: datetime
) -> list[MarkedDays]:
    """What was ticked, for the whole trust; tests only at schools of their phase, where there are others too.

    What is marked already is left as it is.
    """
    there = set(MarkedDays.objects.values_list("kind", "first_date", "last_date", "label", "school_id"))
    made = []
    for one in offers:
        theirs = [school for school in schools if not one.phases or school.phase in one.phases]
        places: list[School | None] = [None] if len(theirs) == len(schools) else list(theirs)
        for place in places:
            key = (one.kind, one.first, one.last, one.label, place.pk if place else None)
            if key not in there:
                made.append(_add(one.kind, one.first, one.last, one.label, place, by, now))
    return made


@transaction.atomic
def unmark_days(*, marked: MarkedDays, by: User, now: datetime) -> int:
    """Takes the run off, at every school where it stands under the same name on the same days."""
    same = MarkedDays.objects.filter(
        kind=marked.kind, first_date=marked.first_date, last_date=marked.last_date, label=marked.label
    ).select_related("school")
    for one in same:
        record(
            by=by, now=now, action="marked-days.remove", target=one, label=one.label,
            school_urn=one.school.urn if one.school else None, before=_words(one),
        )  # fmt: skip
    return same.delete()[0]


def _add(
    kind: str, first: date, last: date, label: str, school: School | None, by: User, now: datetime
) -> MarkedDays:
    made = MarkedDays(kind=kind, first_date=first, last_date=last, label=label, school=school)
    made.full_clean()
    made.save()
    record(
        by=by, now=now, action="marked-days.add", target=made, label=label,
        school_urn=school.urn if school else None, after=_words(made),
    )  # fmt: skip
    return made


def _words(marked: MarkedDays) -> str:
    return f"{marked.get_kind_display()}, {say_run(marked.first_date, marked.last_date)}"
