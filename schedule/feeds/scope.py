"""Which events a feed holds, from the appointments in force today.

A person's own feed: a headteacher gets everything at their school, and the trust's events that name its people.
Others at a school, and visitors, get what they own or take part in, by role, job or name. Trust leaders get all the
trust's own events and what their role owns in the schools; other trust-wide people what names their role, or what
it owns.

A school's feed is what its headteacher gets; a process's is the whole process, at one school or at all that the person
may see, with the trust's own steps. None of them holds more than the person may see.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q

from adapters.ical import LONDON
from people.access import Access, Holding
from people.roles import JOBS, Permission
from schedule.models import FeedToken
from schedule.queries.feeds import Asked
from schools.models import Appointment
from schools.queries import appointed_on
from schools.terms import start_year_of

# Google takes what is cancelled off at once, Apple and Thunderbird strike it through, Outlook shows it like any other,
# and each drops what a feed no longer holds. So what is not needed is said for these days, in the title too, and
# leaves then: longer than the slowest calendar, or a computer in the Christmas holidays, takes to ask again.
SAID_FOR = timedelta(days=14)

Named = tuple[tuple[int | None, frozenset[str]], ...]


@dataclass(frozen=True)
class Claims:
    """Whose events these are. `whole`: schools of which everything is theirs, None for the trust's own events.

    `named`: role and job codes by school, of which an event must name one. `owned`: codes that own events in any
    school.
    """

    whole: frozenset[int | None]
    named: Named = ()
    owned: frozenset[str] = frozenset()
    heads: bool = False  # leads a school: the trust's events that name a school's people are theirs
    person_id: int | None = None  # what has this owner is theirs


@dataclass(frozen=True)
class Scope:
    """`claims` None: all of the process at these schools. `schools` and `tiers` None: every school."""

    feed_id: int
    title: str  # what the calendar calls itself
    process: str
    since: date
    gone_before: datetime  # what was marked as not needed before this has left
    schools: frozenset[int] | None  # where an event may lie
    tiers: frozenset[int] | None  # whose tier of support may be seen
    claims: Claims | None

    @property
    def is_empty(self) -> bool:
        mine = self.claims
        return mine is not None and not (mine.whole or mine.named or mine.owned)


def scope_of(asked: Asked) -> Scope:
    """No query for a school, a process or a headteacher; one for others."""
    feed, access, today = asked.feed, asked.access, asked.access.today
    reach = access.reach(Permission.EVENT_VIEW)
    if feed.school_id is not None:
        reach = frozenset({feed.school_id}) if reach is None or feed.school_id in reach else frozenset()
    return Scope(
        feed_id=feed.pk,
        title=_title(asked),
        process=feed.process_code,
        since=date(start_year_of(today) - 1, 9, 1),
        gone_before=datetime.combine(today - SAID_FOR, time.min, LONDON),
        schools=reach,
        tiers=access.reach(Permission.TIER_VIEW),
        claims=_claims(feed, access, reach),
    )


def _title(asked: Asked) -> str:
    if not asked.school_name:
        return asked.title
    return f"{asked.title}{' at ' if asked.feed.process_code else ': '}{asked.school_name}"


def _claims(feed: FeedToken, access: Access, reach: frozenset[int] | None) -> Claims | None:
    if feed.process_code:
        return None
    if feed.school_id is not None:
        return Claims(whole=frozenset(reach or ()), heads=bool(reach))
    holdings = [holding for holding in access.holdings if holding.allows(Permission.EVENT_VIEW)]
    held = _held_jobs([holding for holding in holdings if holding.role != "headteacher"], access.today)
    whole: set[int | None] = set()
    named: dict[int | None, set[str]] = defaultdict(set)
    owned: set[str] = set()
    for holding in holdings:
        if holding.role == "headteacher":
            whole.add(holding.school_id)
            continue
        codes = _codes(holding, held)
        named[None] |= codes
        if holding.school_id is not None:
            named[holding.school_id] |= codes
            continue
        owned |= codes
        if holding.allows(Permission.EVENT_MOVE):
            whole.add(None)
    return Claims(
        whole=frozenset(whole),
        named=tuple(sorted(((k, frozenset(v)) for k, v in named.items()), key=lambda pair: pair[0] or 0)),
        owned=frozenset(owned),
        heads=any(holding.role == "headteacher" for holding in holdings),
        person_id=access.user.pk,
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
