"""Events as light rows for pages that show many."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from django.db.models import F, Q, QuerySet

from handbook.models import Step
from people.roles import ROLES, answers_for, is_known, title_of
from schedule.models import Event

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

    @property
    def broke_notice(self) -> bool:
        return self.given < self.promised


@dataclass(frozen=True, slots=True)
class EditionLine:
    number: int | None
    published_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class Item:
    pk: int
    school_id: int | None
    key: str
    title: str
    opens: date
    due: date
    last_school_date: date | None
    start: time | None
    end: time | None
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
    process_slug: str
    edition: EditionLine | None
    moves: tuple[MoveLine, ...] = ()

    @property
    def owner_title(self) -> str:
        return title_of(self.owner_role) if is_known(self.owner_role) else self.owner_role

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

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


# Field of an Item, and where the database has it.
COLUMNS = {
    "pk": "pk",
    "school_id": "school_id",
    "key": "key",
    "title": "title",
    "opens": "opens_date",
    "due": "due_date",
    "last_school_date": "last_school_date",
    "start": "start_time",
    "end": "end_time",
    "state": "state",
    "done_date": "done_date",
    "owner_role": "owner_role",
    "owner_name": "owner__name",
    "year_id": "year_id",
    "start_year": "year__start_year",
    "kind": "step__kind",
    "takes_part": "step__takes_part",
    "minutes": "step__minutes",
    "process_title": "step__process__title",
    "process_slug": "step__process__slug",
}
EDITION = (
    "step__process__edition__number",
    "step__process__edition__published_at",
    "step__process__edition__reason",
)
MOVES = (
    "moves__from_date", "moves__to_date", "moves__at", "moves__reason", "moves__notice_given",
    "moves__notice_promised",
)  # fmt: skip


def role_of(code: str) -> str:
    return answers_for(code) if is_known(code) else ""


def items_between(school_id: int | None, first: date, last: date) -> list[Item]:
    """The school's events and the trust's, due in these days, with their moves. One query."""
    found = Event.objects.filter(Q(school_id=school_id) | Q(school=None), due_date__range=(first, last))
    rows = found.order_by("due_date", "start_time", "key", "pk", "moves__at", "moves__pk").values_list(
        *COLUMNS.values(), *EDITION, *MOVES
    )
    items: dict[int, Item] = {}
    for row in rows:
        columns, move = row[: -len(MOVES)], row[-len(MOVES) :]
        if columns[0] not in items:
            items[columns[0]] = _item(columns)
        if move[0] is not None:
            item = items[columns[0]]
            items[columns[0]] = replace(item, moves=(*item.moves, MoveLine(*move)))
    return sorted(items.values(), key=_by_date)


def items_of(events: QuerySet[Event]) -> list[Item]:
    """Without their moves."""
    rows = events.order_by("due_date", F("start_time").asc(nulls_last=True), "key", "pk").values_list(
        *COLUMNS.values(), *EDITION
    )
    return [_item(row) for row in rows]


def _by_date(item: Item) -> tuple[date, time, str, int]:
    return item.due, item.start or time.max, item.key, item.pk


def _item(row: Sequence[Any]) -> Item:
    """From a row of COLUMNS and EDITION."""
    plain: dict[str, Any] = dict(zip(COLUMNS, row, strict=False))
    minutes = plain["minutes"] or {}
    plain |= {
        "owner_name": plain["owner_name"] or "",
        "kind": plain["kind"] or "",
        "takes_part": tuple(plain["takes_part"] or ()),
        "minutes": minutes.get(plain["owner_role"]) or max(minutes.values(), default=0),
        "school_minutes": sum(count for code, count in minutes.items() if role_of(code) in SCHOOL_ROLES),
        "process_title": plain["process_title"] or "",
        "process_slug": plain["process_slug"] or "",
        "edition": EditionLine(*row[len(COLUMNS) :]) if plain["process_slug"] else None,
    }
    return Item(**plain)


assert set(ROLES) >= SCHOOL_ROLES | TRUST_ROLES  # noqa: S101 -- a role that was renamed stops the portal at its start
