"""Events as light rows for pages that show many."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, lru_cache
from string import digits
from typing import Any

from django.db.models import F, FilteredRelation, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.urls import reverse

from handbook.models import Step
from people.access import Access
from people.roles import ROLES, Permission, answers_for, is_known, title_of
from schedule.carried import year_carried_from
from schedule.load import Estimate, estimate_of
from schedule.models import Event
from schools.terms import year_code

PLACEHOLDER = 987654321
OPEN_STATES = (Event.State.PLANNED.value, Event.State.AGREED.value)
SCHOOL_ROLES = frozenset({"headteacher", "senior_leader", "middle_leader"})
TRUST_ROLES = frozenset({"improvement_partner", "improvement_lead", "ceo"})
# The school has to be there, whoever owns them.
OCCASIONS = frozenset({Step.Kind.MEETING, Step.Kind.VISIT, Step.Kind.TRAINING, Step.Kind.REVIEW})


@dataclass(frozen=True, slots=True)
class MoveLine:
    from_date: date
    to_date: date
    at: datetime
    reason: str
    given: int
    promised: int
    asked_by_school: bool
    by: str
    from_opens: date | None

    @property
    def broke_notice(self) -> bool:
        return not self.asked_by_school and self.given < self.promised


@dataclass(frozen=True, slots=True)
class Item:
    pk: int
    school_id: int | None
    key: str
    title: str
    opens: date
    due: date
    last_school_date: date | None
    start: str  # "09:15:00" or nothing: only to put a day in order
    state: str
    done_date: date | None
    owner_role: str
    owner_name: str
    year_id: int
    start_year: int
    kind: str
    takes_part: tuple[str, ...]
    minutes: int  # of its owner
    school_minutes: int  # of the school's own people together
    process_title: str
    asks: Estimate  # of each role or job, by the handbook
    moves: tuple[MoveLine, ...] = ()
    asked: int | None = None  # the proposal that waits for an answer
    is_closed: bool = False  # its year is closed: what was not finished is not done, and no longer late

    @property
    def url(self) -> str:
        return event_url(self.pk)

    @property
    def owner_title(self) -> str:
        return title_of(self.owner_role) if is_known(self.owner_role) else self.owner_role

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES and not self.is_closed

    @property
    def carried_from(self) -> str:
        """ "2025/26", where that year left it unfinished and somebody carried it over."""
        start = year_carried_from(self.key)
        return year_code(start) if start else ""

    @property
    def is_of_handbook(self) -> bool:
        """A step's event; those that another app owns have keys without a process."""
        return "." in self.key

    @property
    def is_occasion(self) -> bool:
        return self.kind in OCCASIONS

    def is_late(self, today: date) -> bool:
        return self.is_open and self.due < today

    def names_role(self, roles: Iterable[str]) -> bool:
        """Whether its owner or somebody who takes part answers to one of the roles."""
        return any(role_of(code) in roles for code in (self.owner_role, *self.takes_part))

    def concerns_school(self) -> bool:
        """The people of a school have a part in it."""
        if self.school_id is not None and self.is_occasion:
            return True
        return self.names_role(SCHOOL_ROLES)


# In the order of Item. Dates and JSON come as text: a page has hundreds of them and few that differ, so each
# is read once.
COLUMNS = (
    "pk", "school_id", "key", "title", "opens_date", "due_date", "last_school_date", "start_time",
    "state", "done_date", "owner_role", "owner__name", "year_id", "year__start_year", "year__closed_at",
    "step__kind", "step__takes_part", "step__minutes", "step__process__title", "kind", "context",
)  # fmt: skip
AS_TEXT = frozenset({
    "opens_date", "due_date", "last_school_date", "start_time", "done_date", "step__takes_part", "step__minutes",
    "stands__from_date", "stands__to_date",
})  # fmt: skip
# Of moves that nobody took back, and whether somebody asks for another day.
MOVES = (
    "stands__from_date", "stands__to_date", "stands__at", "stands__reason", "stands__notice_given",
    "stands__notice_promised", "stands__asked_by_school", "stands__by__name", "stands__from_opens_date",
)  # fmt: skip


TELLS_NO_TIER = Q(step=None) | Q(step__tiers=[], step__process__tiers=[])


@cache
def _event_address() -> str:
    return reverse("schedule:event", args=[PLACEHOLDER])


def event_url(pk: int) -> str:
    """Asking the resolver once a row would be the slow part of a page."""
    return _event_address().replace(str(PLACEHOLDER), str(pk))


@cache
def role_of(code: str) -> str:
    return answers_for(code) if is_known(code) else ""


def seen_by(access: Access, school_id: int | None) -> Q:
    """A step asked only of schools on some tiers gives the tier away: who may not see tiers does not see it."""
    return Q() if access.can(Permission.TIER_VIEW, school_id) else TELLS_NO_TIER


def items_between(access: Access, school_id: int | None, first: date, last: date) -> list[Item]:
    """The school's events and the trust's, due in these days, with their moves. One query."""
    found = Event.objects.filter(
        Q(school_id=school_id) | Q(school=None), seen_by(access, school_id), due_date__range=(first, last)
    )
    found = found.annotate(
        stands=FilteredRelation("moves", condition=Q(moves__undone_at=None)),
        asked=FilteredRelation("proposals", condition=Q(proposals__state="open")),
    ).order_by("stands__at", "stands__pk")
    rows = found.values_list(*_ready((*COLUMNS, "asked__pk", *MOVES)))
    items: dict[int, Item] = {}
    for row in rows:
        columns, asked, move = row[: len(COLUMNS)], row[len(COLUMNS)], row[len(COLUMNS) + 1 :]
        if columns[0] not in items:
            items[columns[0]] = replace(_item(columns), asked=asked) if asked else _item(columns)
        if move[0] is not None:
            item = items[columns[0]]
            items[columns[0]] = replace(
                item, moves=(*item.moves, MoveLine(_day(move[0]), _day(move[1]), *move[2:]))
            )
    return sorted(items.values(), key=_by_date)


def items_of(events: QuerySet[Event]) -> list[Item]:
    """Without their moves."""
    return sorted((_item(row) for row in events.values_list(*_ready(COLUMNS))), key=_by_date)


def _ready(names: Iterable[str]) -> list[str | Cast]:
    return [Cast(F(name), TextField()) if name in AS_TEXT else name for name in names]


def _by_date(item: Item) -> tuple[date, str, str, int]:
    """A day's events by the clock, then those without an hour."""
    # The last number of a key counts rows: what was put there first comes first, the ninth before the tenth.
    return item.due, item.start or "24", item.key.rstrip(digits), item.pk


def _item(row: Sequence[Any]) -> Item:
    pk, school_id, key, title, opens, due, last_school, start, state, done, owner_role, owner_name, *rest = (
        row
    )
    year_id, start_year, closed_at, step_kind, takes_part, minutes_text, process_title, own_kind, context = (
        rest
    )
    minutes = _minutes(minutes_text, owner_role)
    return Item(
        pk, school_id, key, title, _day(opens), _day(due), _day(last_school) if last_school else None,
        start or "", state, _day(done) if done else None, owner_role, owner_name or "", year_id, start_year,
        step_kind or own_kind, _codes(takes_part), *minutes, process_title or context, _estimate(minutes_text),
        is_closed=closed_at is not None,
    )  # fmt: skip


@lru_cache(maxsize=2048)
def _day(text: str) -> date:
    return date.fromisoformat(text)


@lru_cache(maxsize=1024)
def _codes(text: str | None) -> tuple[str, ...]:
    return tuple(json.loads(text)) if text else ()


@lru_cache(maxsize=1024)
def _minutes(text: str | None, owner: str) -> tuple[int, int]:
    """Of the owner, and of the school's own people together."""
    minutes: dict[str, int] = json.loads(text) if text else {}
    ours = sum(count for code, count in minutes.items() if role_of(code) in SCHOOL_ROLES)
    return minutes.get(owner) or max(minutes.values(), default=0), ours


@lru_cache(maxsize=1024)
def _estimate(text: str | None) -> Estimate:
    return estimate_of(json.loads(text)) if text else ()


assert set(ROLES) >= SCHOOL_ROLES | TRUST_ROLES  # noqa: S101 -- a role that was renamed stops the portal at its start
