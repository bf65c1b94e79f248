"""The editions there were: when, by whom and why, and what each did to the dates the reader may see."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from handbook.models import Edition, Step
from handbook.queries.words import ChangedPart, ChangedProcess, changed_frame, changed_words
from people.access import Access
from people.roles import Permission, is_known, title_of
from schedule.building import half_term_names
from schedule.models import Amendment
from schedule.queries.changes import (
    ProcessChanges,
    Spoken,
    Times,
    Told,
    Totals,
    by_process,
    place_at,
    titles_of,
    totals,
)
from schedule.queries.items import event_url
from schools.models import Appointment, School
from schools.queries import appointed_on, the_trust

NOTHING: Q = Q(pk__in=[])


@dataclass(frozen=True)
class EditionLine:
    edition: Edition
    counts: Totals


@dataclass(frozen=True)
class Affected:
    """A role that an edition gave other dates to, and, for whoever may know, the people who held it that day."""

    title: str
    places: tuple[str, ...]
    people: tuple[str, ...]


@dataclass(frozen=True)
class EditionPage:
    edition: Edition
    before: Edition | None
    frame: tuple[ChangedPart, ...]
    words: tuple[ChangedProcess, ...]
    dates: tuple[ProcessChanges, ...]
    totals: Totals
    affected: tuple[Affected, ...]
    schools: tuple[School, ...]
    sees_dates: bool


def published_editions() -> QuerySet[Edition]:
    editions = Edition.objects.exclude(status=Edition.Status.DRAFT).select_related("published_by")
    return editions.order_by("-number")


def edition_lines(access: Access, editions: Iterable[Edition]) -> tuple[EditionLine, ...]:
    """With counts of the dates the reader may see. Two queries for a page of them."""
    editions = list(editions)
    found: dict[int, Counter[str]] = defaultdict(Counter)
    schools: dict[int, set[int]] = defaultdict(set)
    broken: Counter[int] = Counter()
    rows = (
        Amendment.objects.filter(amendments_seen_by(access), edition__in=editions)
        .values_list("edition_id", "kind", "school_id")
        .annotate(every=Count("pk"), short=Count("pk", filter=Q(notice_given__lt=F("notice_promised"))))
    )
    for edition_id, kind, school_id, every, short in rows:
        found[edition_id][kind] += every
        broken[edition_id] += short
        if school_id is not None:
            schools[edition_id].add(school_id)
    return tuple(
        EditionLine(one, Totals(found[one.pk], len(schools[one.pk]), broken[one.pk])) for one in editions
    )


def amendments_seen_by(access: Access) -> Q:
    """Of the schools the reader sees and of the trust. What is asked of some tiers only is for those who see tiers."""
    view, tiers = access.reach(Permission.EVENT_VIEW), access.reach(Permission.TIER_VIEW)
    if not access.can_anywhere(Permission.EVENT_VIEW):
        return NOTHING
    here = Q() if view is None else Q(school__in=view) | Q(school=None)
    if tiers is None:
        return here
    telling = telling_tiers()
    return here & (~telling | Q(school__in=tiers)) if telling else here


def telling_tiers() -> Q:
    """Keys of steps that any edition ever asked of some tiers only: coming or going, they give the tier away."""
    rows = (
        Step.objects.exclude(process__edition__status=Edition.Status.DRAFT)
        .exclude(tiers=[], process__tiers=[])
        .values_list("process__code", "code")
        .distinct()
    )
    telling = Q()
    for process, code in rows:
        telling |= Q(key=f"{process}.{code}") | Q(key__startswith=f"{process}.{code}#")
    return telling


def edition_page(*, access: Access, edition: Edition, urn: int | None = None) -> EditionPage:
    number = edition.number or 0
    before = Edition.objects.filter(number__lt=number).order_by("-number").first()
    seen = (
        Amendment.objects.filter(amendments_seen_by(access), edition=edition)
        .select_related("school", "year")
        .order_by("pk")
    )
    amendments = list(seen)
    told = _told(amendments, edition)
    shown = told if urn is None else [one for one in told if one[1].urn == urn]
    changed = {one.school for one in amendments if one.school is not None}
    return EditionPage(
        edition=edition,
        before=before,
        frame=changed_frame(before, edition) if before else (),
        words=changed_words(before, edition, periods=half_term_names()) if before else (),
        dates=by_process(shown, titles_of([before.pk if before else None, edition.pk])),
        totals=totals(told),
        affected=_affected(access, amendments, edition),
        schools=tuple(sorted(changed, key=lambda school: (school.name, school.pk))),
        sees_dates=access.can_anywhere(Permission.EVENT_VIEW),
    )


def day_of(edition: Edition) -> date:
    assert edition.published_at is not None  # noqa: S101 -- the database has no published edition without
    return timezone.localtime(edition.published_at).date()


def _told(amendments: Sequence[Amendment], edition: Edition) -> list[Told]:
    if not amendments:
        return []
    trust = the_trust()
    schools = {one.school for one in amendments if one.school is not None}
    times = Times(sorted(schools, key=lambda one: one.pk), trust.period_scheme if trust else "half-terms")
    day = day_of(edition)
    told = []
    for one in amendments:
        old, new = _dates(one.from_opens_date, one.from_date), _dates(one.to_opens_date, one.to_date)
        start = one.year.start_year
        last = max(dates[1] for dates in (old, new) if dates)
        spoken = Spoken(
            one.kind, one.key.partition("#")[0], one.title, *times.say(one.school_id, start, old),
            *times.say(one.school_id, start, new), one.notice_given, one.notice_promised, last < day, "",
            (new or old or (day, day))[1],
        )  # fmt: skip
        told.append((spoken, place_at(one.school, event_url(one.event_id) if one.event_id else "")))
    return told


def _dates(opens: date | None, due: date | None) -> tuple[date, date] | None:
    return None if opens is None or due is None else (opens, due)


def _affected(access: Access, amendments: Sequence[Amendment], edition: Edition) -> tuple[Affected, ...]:
    """Owners and those who take part, by role, where something of theirs moved, came or went."""
    parts = _takes_part(edition)
    places: dict[str, dict[int | None, str]] = defaultdict(dict)
    for one in amendments:
        for code in (one.owner_role, *parts.get(one.key.partition("#")[0], ())):
            places[code][one.school_id] = one.school.known_as if one.school else ""
    people = _people(places, day_of(edition)) if access.can(Permission.HANDBOOK_EDIT) else {}
    found = [
        Affected(
            title_of(code) if is_known(code) else code,
            tuple(sorted(name for name in where.values() if name)),
            tuple(sorted(people.get(code, ()))),
        )
        for code, where in places.items()
    ]
    return tuple(sorted(found, key=lambda one: one.title.lower()))


def _takes_part(edition: Edition) -> dict[str, tuple[str, ...]]:
    """By step, as this edition or the one before names them: what was withdrawn is only in the older one."""
    number = edition.number or 0
    rows = Step.objects.filter(process__edition__number__in=(number - 1, number)).order_by(
        "process__edition__number"
    )
    found = rows.values_list("process__code", "code", "takes_part")
    return {f"{process}.{code}": tuple(takes_part) for process, code, takes_part in found}


def _people(places: dict[str, dict[int | None, str]], day: date) -> dict[str, set[str]]:
    """Who held these roles and jobs on that day, at the schools concerned or for the whole trust."""
    rows = Appointment.objects.filter(Q(role__in=places) | Q(job__in=places), appointed_on(day)).values_list(
        "role", "job", "school_id", "person__name"
    )
    found: dict[str, set[str]] = defaultdict(set)
    for role, job, school_id, name in rows:
        for code in (role, job):
            where = places.get(code)
            if where is not None and (school_id in {None, *where} or set(where) == {None}):
                found[code].add(name)
    return found
