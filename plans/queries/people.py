"""Who can be named in a plan: people who are appointed today."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from people.models import User
from people.roles import title_of
from plans.models import Plan
from schools.models import Appointment
from schools.queries import appointed_on

GOVERNORS = frozenset({"local_governor", "trustee"})
KEEPS_ACCOUNTS = frozenset({"portal_admin"})


@dataclass(frozen=True)
class Nameable:
    """By id, with the words for what they are, in the order of a list to choose from."""

    staff: Mapping[int, str]  # leads and supports
    governors: Mapping[int, str]
    lookers: Mapping[int, str]  # may look whether it works: everybody of the school, and the trust's people


def nameable(plan: Plan, today: date) -> Nameable:
    """One query. In the trust's own plan its own people lead, and its trustees are the governors."""
    here = Q(school=plan.school_id) if plan.school_id else Q(school=None)
    rows = (
        Appointment.objects.filter(appointed_on(today))
        .filter(here | Q(school=None))
        .exclude(role__in=KEEPS_ACCOUNTS)
        .select_related("person")
        .order_by("school_id", "person__name", "pk")
    )
    own = [row for row in rows if row.school_id == plan.school_id]
    return Nameable(
        _said(row for row in own if row.role not in GOVERNORS),
        _said(row for row in own if row.role in GOVERNORS),
        _said([*own, *rows]),
    )


def _said(rows: Iterable[Appointment]) -> dict[int, str]:
    found: dict[int, str] = {}
    for row in rows:
        found.setdefault(row.person_id, f"{row.person.name}, {_lower(title_of(row.job or row.role))}")
    return found


def names_of(ids: Iterable[int]) -> dict[int, str]:
    """Also of people who have left."""
    return dict(User.objects.filter(pk__in=set(ids)).values_list("pk", "name"))


def _lower(title: str) -> str:
    return title if title[:2].isupper() else title[0].lower() + title[1:]
