"""What new editions of the handbook did to one school's dates, for the page of what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, FilteredRelation, Q
from django.urls import reverse

from handbook.models import Edition
from people.access import Access
from people.roles import Permission
from schedule.models import Amendment
from schedule.queries.editions import telling_tiers
from schedule.queries.items import OPEN_STATES, SCHOOL_ROLES, Item, event_url, role_of

MOST_LINES = 6  # of one edition; the rest is on its own page


@dataclass(frozen=True)
class AmendedLine:
    kind: str
    title: str
    url: str  # nothing where it is withdrawn
    old: date | None
    new: date | None
    given: int
    promised: int
    edition: EditionHead

    @property
    def broke_notice(self) -> bool:
        return self.given < self.promised

    @property
    def day(self) -> date:
        return self.new or self.old or date.max


@dataclass(frozen=True)
class EditionHead:
    number: int
    at: datetime
    by: str
    reason: str

    @property
    def url(self) -> str:
        return reverse("schedule:edition", args=[self.number])


@dataclass(frozen=True)
class EditionNews:
    head: EditionHead
    lines: tuple[AmendedLine, ...]

    @property
    def shown(self) -> tuple[AmendedLine, ...]:
        return self.lines[:MOST_LINES]

    @property
    def more(self) -> int:
        return max(0, len(self.lines) - MOST_LINES)


@dataclass(frozen=True)
class News:
    editions: tuple[EditionNews, ...]
    broken: tuple[AmendedLine, ...]


def edition_news(access: Access, school_id: int, since: datetime, here: Sequence[Item], today: date) -> News:
    """One query; a second for readers who may not see tiers of support. The first edition is no change."""
    about = {item.pk: item for item in here}
    groups: dict[int, tuple[EditionHead, list[AmendedLine]]] = {}
    broken = []
    for row in _rows(access, school_id, since, today):
        number, at, by, reason, kind, event_id, owner_role, school, title, old, new, given, promised = row
        head = EditionHead(number, at, by or "The portal", reason)
        _, lines = groups.setdefault(number, (head, []))
        if kind is None or not (
            school is not None or event_id in about or role_of(owner_role) in SCHOOL_ROLES
        ):
            continue
        line = AmendedLine(
            kind, title, event_url(event_id) if event_id else "", old, new, given, promised, head
        )
        lines.append(line)
        item = about.get(event_id)
        if item is not None and _is_owed_to(item, line, today):
            broken.append(line)
    return News(
        tuple(
            EditionNews(head, tuple(sorted(lines, key=lambda line: line.day)))
            for head, lines in groups.values()
            if head.at > since
        ),
        tuple(sorted(broken, key=lambda line: line.day)),
    )


def _is_owed_to(item: Item, line: AmendedLine, today: date) -> bool:
    """Still ahead, and nobody has moved it since."""
    moved_since = any(move.at > line.edition.at for move in item.moves)
    return (
        line.kind == Amendment.Kind.MOVED and line.broke_notice and item.is_open and item.due >= today
        and not moved_since
    )  # fmt: skip


def _rows(access: Access, school_id: int, since: datetime, today: date) -> Iterable[tuple[Any, ...]]:
    """New editions with what they did here, and older ones that moved what is still ahead with too little notice."""
    seen = Q()
    if not access.can(Permission.TIER_VIEW, school_id) and (telling := telling_tiers()):
        seen = ~telling
    here = Q(amendments__school=school_id) | Q(amendments__school=None)
    owed = Q(
        hit__kind=Amendment.Kind.MOVED,
        hit__notice_given__lt=F("hit__notice_promised"),
        hit__event__due_date__gte=today,
        hit__event__state__in=OPEN_STATES,
    )
    return (
        Edition.objects.annotate(hit=FilteredRelation("amendments", condition=here & _under("amendments", seen)))
        .filter(Q(published_at__gt=since) | owed, number__gt=1)
        .order_by("-number", "hit__pk")
        .values_list(
            "number", "published_at", "published_by__name", "reason", "hit__kind", "hit__event_id", "hit__owner_role",
            "hit__school_id", "hit__title", "hit__from_date", "hit__to_date", "hit__notice_given",
            "hit__notice_promised",
        )
    )  # fmt: skip


def _under(name: str, condition: Q) -> Q:
    """The same condition, asked of what `name` leads to."""
    made = Q(_connector=condition.connector, _negated=condition.negated)
    made.children = [
        _under(name, child) if isinstance(child, Q) else (f"{name}__{child[0]}", child[1])
        for child in condition.children
        if isinstance(child, Q | tuple)
    ]
    return made
