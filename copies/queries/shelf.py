"""The copies there are."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Q

from copies.models import Copy
from copies.queries.wanted import Wanted, key_of
from handbook.models import Edition
from people.access import Access
from people.roles import Permission

SHOWN = 20
NOT_HANDED_ON = timedelta(minutes=5)  # what waits longer never reached whoever makes it


def find(wanted: Wanted, today: date) -> Copy | None:
    return Copy.objects.filter(key=key_of(wanted, today)).first()


def shelf(access: Access, edition: Edition) -> list[Copy]:
    """Those of the edition that the person may open, the newest first. One query."""
    reach = access.reach(Permission.EVENT_VIEW)
    theirs = Q() if reach is None else Q(school=None) | Q(school__in=reach)
    tiers = access.reach(Permission.TIER_VIEW)
    knows = Q(sees_tiers=False) | (Q(school__in=tiers) if tiers is not None else Q(sees_tiers=True))
    rows = Copy.objects.filter(theirs, knows, edition=edition).select_related("school")
    return list(rows.order_by("-asked_at", "-pk")[:SHOWN])


def current_key(copy: Copy, today: date) -> str:
    """What its wish is kept under now: another key than its own when the dates have changed since."""
    return key_of(wanted_again(copy), today)


def wanted_again(copy: Copy) -> Wanted:
    return Wanted(copy.edition, copy.part, copy.part_title, copy.school, copy.sees_tiers)


def waiting(now: datetime) -> list[int]:
    rows = Copy.objects.filter(state=Copy.State.WAITING, asked_at__lt=now - NOT_HANDED_ON)
    return list(rows.order_by("asked_at").values_list("pk", flat=True))
