"""Addresses of calendar feeds: whose, what each gives, and whether the person's appointments still open it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.db.models import FilteredRelation, OuterRef, Q, Subquery

from adapters.asking import Question, question
from handbook.models import Process
from handbook.queries import IN_FORCE, processes_in_force
from people.access import Access, Holding
from people.models import User
from people.roles import ROLES, Permission
from schedule.models import FeedToken
from schools.access import schools_for
from schools.models import Appointment, School
from schools.queries import appointed_on


def opens(access: Access, feed: FeedToken) -> bool:
    """Whether the person may see what the address gives. One school of two is enough for what is not of a school."""
    if not access.user.is_active:
        return False
    if feed.school_id is None:
        return access.can_anywhere(Permission.EVENT_VIEW)
    return access.can(Permission.EVENT_VIEW, feed.school_id)


@dataclass(frozen=True)
class Asked:
    """An address that works, what its owner may do today, and what the calendar is called."""

    feed: FeedToken
    access: Access
    title: str
    school_name: str


def asked_feed(token: str, today: date) -> Asked | None:
    """None for an unknown address, and for one that was revoked. One query."""
    rows = _token_question(token, today).ask()
    if not rows:
        return None
    pk, school_id, name, short_name, process_code, process, person_id, is_active, *_ = rows[0]
    person = User(pk=person_id, is_active=bool(is_active))
    holdings = (Holding(role, at, job) for *_, role, at, job in rows if role in ROLES)
    feed = FeedToken(pk=pk, person=person, school_id=school_id, process_code=process_code, token=token)
    title = process or process_code or "School improvement"
    return Asked(feed, Access(person, today, tuple(holdings)), title, short_name or name or "")


@lru_cache(maxsize=4096)
def _token_question(token: str, today: date) -> Question:
    appointed = Q(person__appointments__from_date__lte=today) & (
        Q(person__appointments__to_date=None) | Q(person__appointments__to_date__gte=today)
    )
    process = Process.objects.filter(edition__status=IN_FORCE, code=OuterRef("process_code")).values("title")
    return question(
        FeedToken.objects.annotate(held=FilteredRelation("person__appointments", condition=appointed))
        .filter(token=token, revoked_at=None)
        .values_list(
            "pk", "school_id", "school__name", "school__short_name", "process_code", Subquery(process[:1]), "person_id",
            "person__is_active", "held__role", "held__school_id", "held__job",
        )
    )  # fmt: skip


def feeds_not_opened(today: date) -> list[FeedToken]:
    """Addresses that still work and should not. Two queries, however many there are."""
    held: dict[int, list[Holding]] = defaultdict(list)
    rows = Appointment.objects.filter(
        appointed_on(today), person__feed_tokens__revoked_at=None, person__feed_tokens__isnull=False
    )
    for person, role, school, job in rows.values_list("person_id", "role", "school_id", "job").distinct():
        if role in ROLES:
            held[person].append(Holding(role, school, job))
    return [
        feed
        for feed in FeedToken.objects.select_related("person", "school").filter(revoked_at=None)
        if not opens(Access(feed.person, today, tuple(held[feed.person_id])), feed)
    ]


@dataclass(frozen=True)
class FeedLine:
    """An address on the page. `token` is for its owner's eyes alone."""

    pk: int
    token: str
    title: str
    gives: str
    made_at: datetime
    urn: int | None
    process: str


@dataclass(frozen=True)
class FeedsPage:
    lines: tuple[FeedLine, ...]
    schools: tuple[School, ...]  # whose dates they may see, by name
    processes: tuple[tuple[str, str], ...]  # code and title, in the order of the handbook

    def line_of(self, urn: int | None, process: str) -> FeedLine | None:
        return next((one for one in self.lines if (one.urn, one.process) == (urn, process)), None)

    def school(self, urn: int | None) -> School | None:
        return next((one for one in self.schools if one.urn == urn), None)

    def title_of(self, process: str) -> str:
        return dict(self.processes).get(process, "")


def feeds_page(access: Access) -> FeedsPage:
    """Three queries. Empty for who sees no dates."""
    if not access.can_anywhere(Permission.EVENT_VIEW):
        return FeedsPage((), (), ())
    schools = tuple(schools_for(access, Permission.EVENT_VIEW).order_by("name", "pk"))
    processes = tuple(processes_in_force().order_by("position", "pk").values_list("code", "title"))
    titles = dict(processes)
    feeds = FeedToken.objects.select_related("school").filter(person=access.user, revoked_at=None)
    lines = [
        FeedLine(
            pk=feed.pk,
            token=feed.token,
            title=feed_title(feed.school, titles.get(feed.process_code, feed.process_code)),
            gives=_gives(feed, access, several=len(schools) > 1),
            made_at=feed.made_at,
            urn=feed.school.urn if feed.school else None,
            process=feed.process_code,
        )
        for feed in feeds.order_by("school__name", "process_code", "pk")
        if opens(access, feed)
    ]
    lines.sort(key=lambda line: (line.urn is not None or bool(line.process), line.process != ""))
    return FeedsPage(tuple(lines), schools, processes)


def feed_title(school: School | None, process: str) -> str:
    """ "Everything that is yours", "Alder", "Improvement partner visits at Alder"."""
    if school and process:
        return f"{process} at {school.known_as}"
    return process or (school.known_as if school else "Everything that is yours")


def _gives(feed: FeedToken, access: Access, *, several: bool) -> str:
    if feed.process_code:
        where = "at all schools you may see" if feed.school_id is None and several else ""
        return " ".join(part for part in ("Its steps", where, "and the trust’s own steps in it.") if part)
    if feed.school_id is not None:
        return "Every date of the school, and the trust’s own dates that name its people."
    return own_dates(access)


def own_dates(access: Access) -> str:
    """What the feed of the person's own dates gives."""
    if any(holding.role == "headteacher" for holding in access.holdings):
        return "Every date of the school you lead, and the trust’s own dates that name its people."
    if access.can(Permission.EVENT_MOVE):
        return "The trust’s own dates, and what you own in its schools."
    return "The dates you own or take part in, by role, job or name."
