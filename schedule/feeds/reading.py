"""The events of a feed as the database has them: a tag that tells whether anything changed, and the rows."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import CharField, Count, F, Max, Q, Sum, TextField, Value
from django.db.models.functions import Cast

from adapters.asking import Question, question
from schedule.feeds.scope import Claims, Scope
from schedule.models import Event
from schedule.queries.items import SCHOOL_ROLES, TELLS_NO_TIER, role_of
from schools.models import Trust


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


SCHOOL = Row._fields.index("school_id")


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
class State:
    """What the feed has, without a single event being read: it tells whether anything changed, and names the places."""

    tag: str
    schools: dict[int, tuple[int, str]]  # URN and name
    trust: str


def state_of(scope: Scope) -> State:
    """Two queries.

    The moment of the newest change alone is not enough: of two changes at once the older may be the last to be
    written. Each change adds one to a revision, and what is new has the highest number.
    """
    seen = [] if scope.is_empty else _newest_question(scope).ask()
    names = _names_question(scope.schools).ask()
    parts = (settings.VERSION, settings.PUBLIC_URL, _stable(scope), seen, names)
    tag = hashlib.sha256(repr(parts).encode()).hexdigest()[:32]
    schools = {pk: (urn, short or name) for pk, urn, name, short, _ in names if pk is not None}
    return State(f'"{tag}"', schools, names[0][-1] if names else "")


@lru_cache(maxsize=4096)
def _newest_question(scope: Scope) -> Question:
    """Of all days: asked of those from one day on, SQLite takes an index by day, and twice the time."""
    return question(
        Event.objects.filter(_may_hold(scope))
        .order_by()
        .values_list(Value(1))
        .annotate(at=Max("changed_at"), count=Count("pk"), changes=Sum("revision"), newest=Max("pk"))
    )


@lru_cache(maxsize=4096)
def _names_question(schools: frozenset[int] | None) -> Question:
    """The trust in each row, and once by itself: it may have no school yet."""
    here = Q() if schools is None else Q(schools=None) | Q(schools__in=schools)
    columns = ("schools__pk", "schools__urn", "schools__name", "schools__short_name", "name")
    return question(Trust.objects.filter(here).order_by("pk", "schools__pk").values_list(*columns))


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
        scope.title,
        scope.since,
        claims,
        *(None if some is None else sorted(some) for some in (scope.schools, scope.tiers)),
    )


def _may_hold(scope: Scope) -> Q:
    """All that `_is_theirs` could say yes to, as far as the database can tell."""
    where = _where(scope)
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
    if mine.person_id is not None and (scope.schools is None or not scope.schools <= schools):
        theirs |= Q(owner=mine.person_id) & here
    if mine.owned:
        theirs |= Q(owner_role__in=mine.owned)
    return theirs


def rows_of(scope: Scope) -> list[tuple[Any, ...]]:
    """Each as the database gives it, in the order of Row. One query."""
    rows = [] if scope.is_empty else _rows_question(scope).ask()
    mine = scope.claims
    if mine is None:
        return rows
    return [row for row in rows if row[SCHOOL] in mine.whole or _is_theirs(mine, Row._make(row))]


@lru_cache(maxsize=1024)
def _rows_question(scope: Scope) -> Question:
    held = Event.objects.filter(_may_hold(scope), due_date__gte=scope.since)
    return question(held.order_by("due_date", "pk").values_list(*COLUMNS))


def _is_theirs(mine: Claims, row: Row) -> bool:
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
