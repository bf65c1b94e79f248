"""A person's calendar feed: which events are theirs, and those as iCalendar.

A headteacher gets everything at their school, and the trust's events that name its people. Others at a school,
and visitors, get what they own or take part in, by role, job or name. Trust leaders get all the trust's own
events and what their role owns in the schools; other trust-wide people what names or is owned by their role.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Count, Max, Q
from django.urls import reverse

from adapters import ical
from people.access import Holding
from people.models import User
from people.roles import JOBS, Permission, is_known, title_of
from schedule.models import Event, FeedToken
from schedule.queries.items import SCHOOL_ROLES, TELLS_NO_TIER, role_of
from schools.access import access_of
from schools.models import Appointment, School
from schools.queries import appointed_on, the_trust
from schools.terms import say_day, start_year_of

PLACEHOLDER = 987654321  # see schedule.ribbon.reading
COLUMNS = (
    "pk", "school_id", "title", "opens_date", "due_date", "last_school_date", "start_time", "end_time",
    "owner_role", "owner_id", "state", "done_date", "revision", "changed_at",
    "step__takes_part", "step__why", "step__process__why",
)  # fmt: skip


@dataclass(frozen=True)
class Scope:
    """Whose events these are. `whole`: schools of which everything is theirs, None for the trust's own events.

    `named`: role and job codes by school, of which an event must name one. `owned`: codes that own events in
    any school.
    """

    person_id: int
    since: date
    whole: frozenset[int | None]
    named: tuple[tuple[int | None, frozenset[str]], ...]
    owned: frozenset[str]
    heads: bool  # leads a school: the trust's events that name a school's people are theirs
    reach: frozenset[int] | None  # schools where an event may be theirs by name; None is every school
    tiers: frozenset[int] | None  # schools whose tier of support they may see; None is every school

    @property
    def is_empty(self) -> bool:
        return not (self.whole or self.named or self.owned)


def holder_of(token: str) -> User | None:
    """Nobody for an unknown or replaced address, or for a closed account."""
    found = (
        FeedToken.objects.select_related("person")
        .filter(token=token, person__is_active=True, revoked_at=None)
        .first()
    )
    return found.person if found else None


def scope_of(person: User, today: date) -> Scope:
    """From the appointments in force today. Two queries, for a headteacher one."""
    access = access_of(person, today)
    holdings = [holding for holding in access.holdings if holding.allows(Permission.EVENT_VIEW)]
    held = _held_jobs([holding for holding in holdings if holding.role != "headteacher"], today)
    whole: set[int | None] = set()
    named: dict[int | None, set[str]] = defaultdict(set)
    owned: set[str] = set()
    for holding in holdings:
        if holding.role == "headteacher":
            whole.add(holding.school_id)
            continue
        codes = _codes(holding, held)
        if holding.school_id is None:
            owned |= codes
            named[None] |= codes
            if holding.allows(Permission.EVENT_MOVE):
                whole.add(None)
        else:
            named[holding.school_id] |= codes
            named[None] |= codes
    return Scope(
        person_id=person.pk,
        since=date(start_year_of(today) - 1, 9, 1),
        whole=frozenset(whole),
        named=tuple(sorted(((k, frozenset(v)) for k, v in named.items()), key=lambda pair: pair[0] or 0)),
        owned=frozenset(owned),
        heads=any(holding.role == "headteacher" for holding in holdings),
        reach=access.reach(Permission.EVENT_VIEW),
        tiers=access.reach(Permission.TIER_VIEW),
    )


def _held_jobs(holdings: Iterable[Holding], today: date) -> set[tuple[int | None, str]]:
    """Where somebody is named for a job, it is theirs and no longer falls to the role that answers for it."""
    places = {holding.school_id for holding in holdings}
    if not places:
        return set()
    where = Q(school_id__in=places - {None}) | Q(school=None)
    rows = Appointment.objects.filter(appointed_on(today), where).exclude(job="")
    return set(rows.values_list("school_id", "job"))


def _codes(holding: Holding, held: set[tuple[int | None, str]]) -> set[str]:
    codes = {holding.role} | ({holding.job} if holding.job else set())
    return codes | {
        job.code
        for job in JOBS.values()
        if job.answers == holding.role and (holding.school_id, job.code) not in held
    }


def feed_tag(scope: Scope) -> str:
    """What changes when anything in the feed does; known before a single event is read. Two queries."""
    newest = Event.objects.filter(_may_be_theirs(scope)).aggregate(at=Max("changed_at"), count=Count("pk"))
    names = [] if scope.is_empty else _school_names(scope)
    parts = (settings.VERSION, settings.PUBLIC_URL, _stable(scope), newest["at"], newest["count"], names)
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


def _stable(scope: Scope) -> tuple[Any, ...]:
    """Sets print in any order: the same scope must give the same tag in every process."""
    return (
        scope.person_id,
        scope.since,
        sorted(scope.whole, key=str),
        [(school, sorted(codes)) for school, codes in scope.named],
        sorted(scope.owned),
        scope.heads,
        None if scope.reach is None else sorted(scope.reach),
    )


def _may_be_theirs(scope: Scope) -> Q:
    """All that `_is_theirs` could say yes to, as far as the database can tell."""
    if scope.is_empty:
        return Q(pk__in=())
    schools = {school for school, _ in scope.named} | scope.whole
    by_name = Q(owner=scope.person_id)
    if scope.reach is not None:
        by_name &= Q(school_id__in=scope.reach) | Q(school=None)
    places = Q(school_id__in=schools - {None}) | Q(school=None) | by_name
    if scope.owned:
        places |= Q(owner_role__in=scope.owned)
    if scope.tiers is not None and not schools - {None} <= scope.tiers:
        places &= TELLS_NO_TIER | Q(school_id__in=scope.tiers)
    return places & Q(due_date__gte=scope.since)


def _school_names(scope: Scope) -> list[tuple[int, str]]:
    schools = School.objects.order_by("pk")
    if not scope.owned and scope.reach is not None:
        schools = schools.filter(pk__in=scope.reach)
    return [(school.pk, school.known_as) for school in schools.only("pk", "name", "short_name")]


def feed_of(person: User, scope: Scope) -> bytes:
    rows = Event.objects.filter(_may_be_theirs(scope)).order_by("due_date", "pk").values_list(*COLUMNS)
    return ical.calendar(f"School improvement: {person.name}", _entries(scope, [_Row(*row) for row in rows]))


@dataclass(frozen=True, slots=True)
class _Row:
    pk: int
    school_id: int | None
    title: str
    opens: date
    due: date
    last_school_date: date | None
    start: Any
    end: Any
    owner_role: str
    owner_id: int | None
    state: str
    done_date: date | None
    revision: int
    changed_at: Any
    takes_part: list[str] | None
    why: str | None
    process_why: str | None

    @property
    def codes(self) -> set[str]:
        return {self.owner_role, *(self.takes_part or ())}


def _is_theirs(scope: Scope, named: dict[int | None, frozenset[str]], row: _Row) -> bool:
    if row.school_id in scope.whole or row.owner_id == scope.person_id:
        return True
    if row.school_id is None and scope.heads and any(role_of(code) in SCHOOL_ROLES for code in row.codes):
        return True
    if row.codes & named.get(row.school_id, frozenset()):
        return True
    return row.school_id is not None and row.owner_role in scope.owned


def _entries(scope: Scope, rows: Iterable[_Row]) -> Iterator[ical.Entry]:
    named = dict(scope.named)
    names = dict(_school_names(scope)) if not scope.is_empty else {}
    mine = [row for row in rows if _is_theirs(scope, named, row)]
    several = len({row.school_id for row in mine if row.school_id is not None}) > 1
    trust = the_trust() if any(row.school_id is None for row in mine) else None
    host = urlsplit(settings.PUBLIC_URL).hostname or "portal"
    address = settings.PUBLIC_URL + reverse("schedule:event", args=[PLACEHOLDER])
    for row in mine:
        where = names.get(row.school_id, "") if row.school_id is not None else (trust.name if trust else "")
        url = address.replace(str(PLACEHOLDER), str(row.pk))
        yield ical.Entry(
            uid=f"event-{row.pk}@{host}",
            sequence=row.revision,
            changed_at=row.changed_at,
            title=f"{row.title} ({where})" if several and row.school_id is not None else row.title,
            day=row.due,
            start=row.start,
            end=row.end,
            description=_description(row, url),
            location=where,
            url=url,
            cancelled=row.state == Event.State.NOT_NEEDED,
        )


def _description(row: _Row, url: str) -> str:
    """Only what the handbook says and when: a calendar is copied to places this portal does not keep."""
    lines = []
    if row.done_date is not None:
        lines.append(f"Done on {say_day(row.done_date)}.")
    if row.opens < row.due:
        lines.append(f"Opens {say_day(row.opens)}.")
    if row.last_school_date is not None:
        lines.append(f"Legal deadline. The last school day before it is {say_day(row.last_school_date)}.")
    title = title_of(row.owner_role) if is_known(row.owner_role) else row.owner_role
    lines.append(f"Owner: {title}.")
    why = row.why or row.process_why
    if why:
        lines.append(why)
    lines.append(url)
    return "\n".join(lines)
