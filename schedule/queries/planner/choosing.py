"""Which events the planner shows. All of it is asked of the database, so that a page of the list reads its own rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import F, Q, QuerySet, TextField
from django.db.models.functions import Cast

from people.access import Access
from people.roles import JOBS, ROLES, Permission
from schedule.models import Event
from schedule.queries.items import OPEN_STATES, SCHOOL_ROLES, TELLS_NO_TIER, role_of
from schedule.queries.people import places
from schedule.queries.planner.asked import Asked
from schedule.queries.planner.choices import OTHER
from schedule.queries.planner.stretch import Stretch

KNOWN = (*ROLES, *JOBS)


def chosen(access: Access, asked: Asked, stretch: Stretch) -> QuerySet[Event]:
    """Of one school the whole year, for its ribbon; otherwise the days that are shown. One query for one person's."""
    where = _days(asked, stretch) & _reached(access, asked) & _seen(access)
    if asked.process == OTHER:
        where &= Q(step=None)
    elif asked.process:
        where &= Q(key__startswith=f"{asked.process}.")
    if asked.kind:
        where &= Q(step__kind=asked.kind) | Q(step=None, kind=asked.kind)
    if asked.role:
        where &= _names([asked.role] if asked.role in JOBS else _answering({asked.role}))
    if asked.state:
        where &= standing(asked.state, asked.today)
    if asked.whose is not None:
        where &= _theirs(asked.whose, asked)
    found = Event.objects.all()
    if asked.school or asked.role or asked.whose:  # only then are names asked for, and each row's step read
        found = found.alias(takes_part_text=Cast(F("step__takes_part"), TextField()))
    return found.filter(where)


def standing(name: str, today: date) -> Q:
    """As schedule.words.standing_of tells it of one event."""
    if name == "late":
        return Q(state__in=OPEN_STATES, due_date__lt=today)
    return Q(state=name, due_date__gte=today) if name in OPEN_STATES else Q(state=name)


def _days(asked: Asked, stretch: Stretch) -> Q:
    shown = Q(due_date__range=(stretch.first, stretch.last))
    if not asked.school and stretch.view != "list":
        return shown
    start = stretch.start_year
    return shown | Q(due_date__range=(date(start, 9, 1), date(start + 1, 8, 31))) | Q(year__start_year=start)


def _reached(access: Access, asked: Asked) -> Q:
    """The trust's own events are of a school where they name its people, or the reader's role there."""
    if (school := asked.school) is not None:
        here = SCHOOL_ROLES | {one.role for one in access.holdings if one.school_id == school.pk}
        return Q(school=school) | Q(school=None) & _names(_answering(here))
    reach = access.reach(Permission.EVENT_VIEW)
    return Q() if reach is None else Q(school__in=reach) | Q(school=None)


def _seen(access: Access) -> Q:
    """A step asked only of schools on some tiers is shown where the reader may see the tier."""
    tiers = access.reach(Permission.TIER_VIEW)
    return Q() if tiers is None else TELLS_NO_TIER | Q(school__in=tiers)


def _answering(roles: Iterable[str]) -> list[str]:
    """A role is asked by its own name, and by the jobs that it answers for."""
    return [code for code in KNOWN if role_of(code) in roles]


def _names(codes: Iterable[str]) -> Q:
    """Who owns it or takes part has one of these roles or jobs. In the text of a list each code stands in quotes."""
    codes = sorted(codes)
    found = Q(owner_role__in=codes)
    for code in codes:
        found |= Q(takes_part_text__contains=f'"{code}"')
    return found


def _theirs(whose: Access, asked: Asked) -> Q:
    """What names one of their roles or jobs, or them. One query."""
    found = places((school.pk for school in asked.schools), asked.today)
    at = {
        place: found.holders(place).theirs(whose, KNOWN, place)
        for place in (None, *(school.pk for school in asked.schools))
    }
    # The trust's events ask people at every school they hold something at.
    everywhere = at[None].union(*(at.get(place, frozenset()) for place in whose.school_ids))
    theirs = Q(owner=whose.user) | Q(school=None) & _names(everywhere)
    alike: dict[frozenset[str], list[int]] = defaultdict(list)
    for place, codes in at.items():
        if place is not None and codes:
            alike[codes].append(place)
    for codes, schools in alike.items():
        theirs |= Q(school__in=schools) & _names(codes)
    return theirs
