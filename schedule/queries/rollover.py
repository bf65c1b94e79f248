"""The school years one after the other, and what stands between one and the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet

from people.roles import is_known, title_of
from schedule.building import Difference, laid_out_events
from schedule.carried import key_of_rule
from schedule.models import Event
from schedule.queries.items import OPEN_STATES, event_url
from schedule.queries.times import school_time
from schedule.words import SchoolTime
from schools.models import Period, School, SchoolYear
from schools.queries import calendars, not_left, the_trust
from schools.terms import Calendar, start_year_of, year_code

Place = tuple[int | None, str]  # a school, or the trust, and the key of an event there
TRUST_NAME = "The trust"


@dataclass(frozen=True)
class YearEnd:
    last_half_term: date  # its first day, where it begins first
    last_school_day: date  # where school ends last


def end_of(year: SchoolYear) -> YearEnd | None:
    """None where no term dates are entered. Two queries."""
    everyone = [None, *School.objects.filter(Q(left_date=None) | Q(periods__year=year)).distinct()]
    found = [one for one in calendars(year, everyone).values() if one.periods and len(one.school)]
    if not found:
        return None
    return YearEnd(min(one.periods[-1].first for one in found), max(one.school_days[-1] for one in found))


def open_before(year: SchoolYear) -> SchoolYear | None:
    """The first earlier year that was laid out and never closed."""
    earlier = SchoolYear.objects.filter(
        Exists(Event.objects.filter(year=OuterRef("pk"))), start_year__lt=year.start_year, closed_at=None
    )
    return earlier.order_by("start_year").first()


# ---------------------------------------------------------------- the list of years

STATES = {
    "none": ("unknown", "No dates yet"),
    "dated": ("amber", "Dates entered"),
    "laid": ("info", "Laid out"),
    "flight": ("info", "In flight"),
    "over": ("amber", "Over, not closed"),
    "unused": ("off", "Never laid out"),
    "closed": ("done", "Closed"),
}


@dataclass(frozen=True)
class YearLine:
    start: int
    state: str
    events: int = 0
    own: int = 0  # schools with dates of their own
    first: date | None = None
    last: date | None = None
    year: SchoolYear | None = None

    @property
    def code(self) -> str:
        return year_code(self.start)

    @property
    def following(self) -> str:
        return year_code(self.start + 1)

    @property
    def tag(self) -> tuple[str, str]:
        return STATES[self.state]

    @property
    def is_laid_out(self) -> bool:
        return self.state in ("laid", "flight", "over")


def year_lines(today: date) -> list[YearLine]:
    """The latest first; this year and the next also where nobody has entered anything. Two queries."""
    trust_dates = Q(periods__school=None)
    years = SchoolYear.objects.select_related("closed_by").annotate(
        first=Min("periods__first_date", filter=trust_dates),
        last=Max("periods__last_date", filter=trust_dates),
        own=Count("periods__school", distinct=True),
    )
    counts = dict(laid_out_events().values_list("year").annotate(total=Count("pk")).order_by())
    this_year = start_year_of(today)
    lines = {start: YearLine(start, "none") for start in (this_year, this_year + 1)}
    for year in years:
        events = counts.get(year.pk, 0)
        state = _state(year, events, year.first, year.last, today)
        lines[year.start_year] = YearLine(
            year.start_year, state, events, year.own, year.first, year.last, year
        )
    return [lines[start] for start in sorted(lines, reverse=True)]


def _state(year: SchoolYear, events: int, first: date | None, last: date | None, today: date) -> str:
    if year.closed_at is not None:
        return "closed"
    is_past = year.start_year < start_year_of(today)
    if not events:
        return "unused" if is_past else "dated" if first else "none"
    if is_past or (last and today > last):
        return "over"
    return "flight" if year.start_year == start_year_of(today) else "laid"


# ---------------------------------------------------------------- the dates of the next year


@dataclass(frozen=True)
class DatesReady:
    has_dates: bool
    own: tuple[str, ...]  # schools with dates of their own in the next year
    missing: tuple[str, ...]  # with their own this year, and none in the next
    schools: int


def dates_ready(year: SchoolYear, following: SchoolYear | None) -> DatesReady:
    """Two queries."""
    schools = list(School.objects.filter(left_date=None).order_by("name", "pk"))
    rows = Period.objects.filter(year__in=[one for one in (year, following) if one])
    dated: set[tuple[int, int | None]] = set(rows.values_list("year__start_year", "school").distinct())
    then = year.start_year + 1
    return DatesReady(
        (then, None) in dated,
        tuple(one.known_as for one in schools if (then, one.pk) in dated),
        tuple(
            one.known_as
            for one in schools
            if (year.start_year, one.pk) in dated and (then, one.pk) not in dated
        ),
        len(schools),
    )


# ---------------------------------------------------------------- what is unfinished


@dataclass(frozen=True)
class Unfinished:
    pk: int
    title: str
    key: str
    due: date
    place: str
    owner: str
    proposed: date | None
    proposed_place: str
    is_by_rule: bool  # proposed by the same step's rule in the next year
    carried_to: int | None = None  # the event it became
    carried_day: date | None = None

    @property
    def url(self) -> str:
        return event_url(self.pk)

    @property
    def carried_url(self) -> str:
        return event_url(self.carried_to) if self.carried_to else ""


@dataclass(frozen=True)
class LeftAt:
    """One school, or the trust, with what the year leaves unfinished there."""

    name: str
    code: str  # in an address: the URN, or "trust"
    lines: tuple[Unfinished, ...]

    @property
    def waiting(self) -> list[Unfinished]:
        return [line for line in self.lines if not line.carried_to]


def unfinished(
    year: SchoolYear, following: SchoolYear | None, coming: Mapping[Place, date], today: date, until: date
) -> tuple[LeftAt, ...]:
    """Steps that are open, and due by `until`; what another app owns it carries over itself. Six queries.

    `coming`: what the rules give each step in the next year.
    """
    rows = (
        Event.objects.filter(year=year, state__in=OPEN_STATES, due_date__lte=until, step__isnull=False)
        .exclude(
            opening__isnull=False, due_date__gt=last_day_of(year), carried_to=None
        )  # they go on: going_on
        .select_related("school", "owner", "carried_to")
        .order_by("due_date", "key", "pk")
    )
    events = sorted(rows, key=lambda one: (one.school is None, one.school.name if one.school else ""))
    schools = {event.school for event in events}
    here = calendars(year, schools)
    there = calendars(following, schools) if following else {}
    names = school_time(the_trust(), None, today).names
    found = []
    for school, group in groupby(events, key=lambda one: one.school):
        pk = school.pk if school else None
        time = SchoolTime((here[pk],) if here[pk].periods else (), names)
        lines = tuple(_unfinished(event, time, there.get(pk), coming, today) for event in group)
        name, code = (school.known_as, str(school.urn)) if school else (TRUST_NAME, "trust")
        found.append(LeftAt(name, code, lines))
    return tuple(found)


def _unfinished(
    event: Event, time: SchoolTime, calendar: Calendar | None, coming: Mapping[Place, date], today: date
) -> Unfinished:
    became: Event | None = getattr(event, "carried_to", None)
    by_rule = coming.get((event.school_id, key_of_rule(event.key)))
    role = title_of(event.owner_role) if is_known(event.owner_role) else event.owner_role
    proposed = proposed_day(calendar, by_rule, today)
    there = SchoolTime((calendar,) if calendar else (), time.names)
    return Unfinished(
        pk=event.pk,
        title=event.title,
        key=event.key,
        due=event.due_date,
        place=time.place(event.due_date),
        owner=event.owner.name if event.owner else role,
        proposed=proposed,
        proposed_place=there.place(proposed) if proposed else "",
        is_by_rule=by_rule is not None,
        carried_to=became.pk if became else None,
        carried_day=became.due_date if became else None,
    )


def proposed_day(calendar: Calendar | None, by_rule: date | None, today: date) -> date | None:
    """The school day nearest to what the rule gives, from today on; else the year's first. None where all is over."""
    if calendar is None:
        return None
    first = calendar.school.on_or_after(today)
    if by_rule is None or first is None:
        return first
    return calendar.school.on_or_after(max(by_rule, first)) or calendar.school.on_or_before(by_rule)


def last_day_of(year: SchoolYear) -> date:
    return date(year.start_year + 1, 8, 31)


def going_on(year: SchoolYear, today: date) -> QuerySet[Event]:
    """Open steps of processes that were started in the year and are due after it: the next year's to finish."""
    return Event.objects.filter(
        not_left(today, "school__"), year=year, opening__isnull=False, state__in=OPEN_STATES, carried_to=None,
        due_date__gt=last_day_of(year),
    ).order_by("due_date", "pk")  # fmt: skip


# ---------------------------------------------------------------- what the next year will hold


@dataclass(frozen=True)
class Coming:
    """By the rules: as it is laid out, with what laying it out now would change."""

    dates: Mapping[Place, date]
    titles: Mapping[Place, str]


def coming_in(following: SchoolYear | None, found: Difference | None) -> Coming:
    """One query."""
    dates: dict[Place, date] = {}
    titles: dict[Place, str] = {}
    if following is not None:
        rows = laid_out_events().filter(year=following)
        for school, key, due, title in rows.values_list("school", "key", "scheduled_date", "title"):
            dates[school, key], titles[school, key] = due, title
    for change in (*found.added, *found.moved, *found.withdrawn) if found else ():
        place = (change.school.pk if change.school else None, change.key)
        titles[place] = change.title
        if change.new is None:
            dates.pop(place, None)
        else:
            dates[place] = change.new[1]
    return Coming(dates, titles)
