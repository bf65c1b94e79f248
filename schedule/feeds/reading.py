"""The events of a feed as the database has them: a tag that tells whether anything changed, and the rows."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import CharField, Count, F, Max, Q, Sum, TextField
from django.db.models.functions import Cast

from handbook.models import Process
from handbook.queries import IN_FORCE
from schedule.feeds.scope import Scope
from schedule.models import Event, FeedToken
from schedule.queries.items import SCHOOL_ROLES, TELLS_NO_TIER, role_of
from schools.models import School
from schools.queries import the_trust


class Row(NamedTuple):
    """An event with moments, days and lists as text: all that is written of it comes from these."""

    pk: int
    school_id: int | None
    start_year: int
    key: str
    title: str
    opens: str
    due: str
    last_school: str | None
    start: str | None
    end: str | None
    owner_role: str
    owner_id: int | None
    state: str
    done: str | None
    revision: int
    changed_at: str
    takes_part: str | None
    why: str | None
    process_why: str | None


def _text(name: str) -> Cast:
    """Turning a thousand days and moments into objects, and back, costs more than reading them."""
    return Cast(F(name), CharField(max_length=40))


COLUMNS = (
    "pk", "school_id", "year__start_year", "key", "title", _text("opens_date"), _text("due_date"),
    _text("last_school_date"), _text("start_time"), _text("end_time"), "owner_role", "owner_id", "state",
    _text("done_date"), "revision", _text("changed_at"), Cast(F("step__takes_part"), TextField()), "step__why",
    "step__process__why",
)  # fmt: skip


@dataclass(frozen=True)
class Places:
    """What the feed calls its schools, and itself."""

    schools: dict[int, tuple[int, str]]  # URN and name
    trust: str
    title: str


def places_of(feed: FeedToken, scope: Scope) -> Places:
    """One query, and one more for a process."""
    rows = School.objects.order_by("pk").values_list("pk", "urn", "name", "short_name", "trust__name")
    if scope.schools is not None:
        rows = rows.filter(pk__in=scope.schools)
    found = list(rows)
    trust = found[0][4] if found else getattr(the_trust(), "name", "")
    schools = {pk: (urn, short or name) for pk, urn, name, short, _ in found}
    title = "School improvement"
    if feed.process_code:
        process = Process.objects.filter(edition__status=IN_FORCE, code=feed.process_code).first()
        title = process.title if process else feed.process_code
    if feed.school_id in schools:
        joint = " at " if feed.process_code else ": "
        title = f"{title}{joint}{schools[feed.school_id][1]}"
    return Places(schools, trust, title)


def feed_tag(scope: Scope, places: Places) -> str:
    """What changes when anything in the feed does; known before a single event is read. One query.

    The moment of the newest change alone is not enough: of two changes at once the older may be the last to be
    written. Each change adds one to a revision, and what is new has the highest number.
    """
    seen = Event.objects.filter(may_hold(scope)).aggregate(
        at=Max("changed_at"), count=Count("pk"), changes=Sum("revision"), newest=Max("pk")
    )
    parts = (settings.VERSION, settings.PUBLIC_URL, _stable(scope), sorted(seen.items()), places)
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


def _stable(scope: Scope) -> tuple[Any, ...]:
    """Sets print in any order: the same scope must give the same tag in every process."""
    mine = scope.claims
    claims = mine and (
        sorted(mine.whole, key=str),
        [(school, sorted(codes)) for school, codes in mine.named],
        sorted(mine.owned),
        mine.heads,
    )
    return (
        scope.feed_id,
        scope.since,
        claims,
        *(None if some is None else sorted(some) for some in (scope.schools, scope.tiers)),
    )


def may_hold(scope: Scope) -> Q:
    """All that `is_theirs` could say yes to, as far as the database can tell."""
    if scope.is_empty:
        return Q(pk__in=())
    where = _where(scope) & Q(due_date__gte=scope.since)
    where &= ~Q(state=Event.State.NOT_NEEDED) | Q(state_at=None) | Q(state_at__gte=scope.gone_before)
    if scope.process:
        where &= Q(key__startswith=f"{scope.process}.")
    if scope.tiers is not None and (scope.schools is None or not scope.schools <= scope.tiers):
        where &= TELLS_NO_TIER | Q(school_id__in=scope.tiers)
    return where


def _where(scope: Scope) -> Q:
    mine = scope.claims
    here = Q() if scope.schools is None else Q(school_id__in=scope.schools) | Q(school=None)
    if mine is None:
        return here
    schools = {school for school, _ in mine.named} | mine.whole
    theirs = Q(school_id__in=schools - {None}) | Q(school=None)
    if mine.person_id is not None:
        theirs |= Q(owner=mine.person_id) & here
    if mine.owned:
        theirs |= Q(owner_role__in=mine.owned)
    return theirs


def rows_of(scope: Scope) -> list[Row]:
    """One query."""
    found = Event.objects.filter(may_hold(scope)).order_by("due_date", "pk").values_list(*COLUMNS)
    rows = map(Row._make, found)
    return list(rows) if scope.claims is None else [row for row in rows if is_theirs(scope, row)]


def is_theirs(scope: Scope, row: Row) -> bool:
    mine = scope.claims
    if mine is None or row.school_id in mine.whole:
        return True
    if mine.person_id is not None and row.owner_id == mine.person_id:
        return True
    if row.school_id is not None and row.owner_role in mine.owned:
        return True
    codes = _codes(row.owner_role, row.takes_part)
    if row.school_id is None and mine.heads and any(role_of(code) in SCHOOL_ROLES for code in codes):
        return True
    return any(school == row.school_id and not codes.isdisjoint(named) for school, named in mine.named)


@lru_cache(maxsize=2048)
def _codes(owner: str, takes_part: str | None) -> frozenset[str]:
    return frozenset({owner, *(json.loads(takes_part) if takes_part else ())})
