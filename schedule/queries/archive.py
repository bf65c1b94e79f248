"""A closed year: its figures school by school, and each of its events as it ended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import Count, Prefetch, Q

from people.roles import is_known, title_of
from schedule.carried import year_carried_from
from schedule.models import Event, Move, Opening
from schedule.queries.card import Tag
from schedule.queries.items import event_url
from schedule.queries.year_figures import BROKEN
from schedule.ribbon import minutes_here
from schedule.words import SchoolTime, place_of_span, span
from schools.models import School, SchoolYear, Trust
from schools.queries import calendars
from schools.terms import period_names, say_day, year_code

State = Event.State


@dataclass(frozen=True)
class Ended:
    """One event as it ended."""

    pk: int
    title: str
    process: str
    code: str
    opens: date
    due: date
    when: str
    place: str
    owner: str
    outcome: Tag
    done_by: str
    done_on: date | None
    reason: str
    moves: tuple[str, ...]
    broken: tuple[str, ...]
    carried_to: str
    carried_from: str
    kind: str
    state: str
    minutes: int

    @property
    def url(self) -> str:
        return event_url(self.pk)


def time_of(year: SchoolYear, school: School | None, trust: Trust | None) -> SchoolTime:
    """The year with those around it, which some of its steps reach into."""
    around = SchoolYear.objects.filter(start_year__range=(year.start_year - 1, year.start_year + 1))
    found = [calendars(one, [school])[school.pk if school else None] for one in around.order_by("start_year")]
    names = period_names(trust.period_scheme if trust else Trust.Scheme.HALF_TERMS)
    return SchoolTime(tuple(one for one in found if one.periods), names)


def ended(year: SchoolYear, school: School | None, time: SchoolTime, seen: Q, narrowed: Q) -> list[Ended]:
    """In the order of the year. Two queries."""
    moves = Move.objects.filter(undone_at=None).select_related("by").order_by("at", "pk")
    rows = (
        Event.objects.filter(seen, narrowed, year=year, school=school)
        .select_related("school", "owner", "state_by", "step__process", "carried_to__year")
        .prefetch_related(Prefetch("moves", queryset=moves, to_attr="stood"))
        .order_by("due_date", "start_time", "key", "pk")
    )
    return [_ended(event, time) for event in rows]


def by_half_term(lines: Iterable[Ended]) -> list[tuple[str, list[Ended]]]:
    """Each half-term and holiday with its events, in the order of the year."""
    headed = groupby(lines, key=lambda line: line.place.partition(", week ")[0] or "The summer before")
    return [(heading, list(group)) for heading, group in headed]


def _ended(event: Event, time: SchoolTime) -> Ended:
    process = event.step.process if event.step else None
    moves: list[Move] = event.stood  # type: ignore[attr-defined]  # set by the prefetch above
    became: Event | None = getattr(event, "carried_to", None)
    start = year_carried_from(event.key)
    role = title_of(event.owner_role) if is_known(event.owner_role) else event.owner_role
    return Ended(
        pk=event.pk,
        title=event.title,
        process=process.title if process else "",
        code=process.code if process else "",
        opens=event.opens_date,
        due=event.due_date,
        when=span(event.due_date, event.due_date),
        place=place_of_span(time, event.due_date, event.due_date),
        owner=event.owner.name if event.owner else role,
        outcome=outcome_of(event.state, event.due_date, event.done_date),
        done_by=event.state_by.name if event.state_by and event.state != State.AGREED else "",
        done_on=event.done_date or _marked_on(event),
        reason=event.state_reason,
        moves=tuple(_say_move(move, time) for move in moves),
        broken=tuple(_say_broken(move) for move in moves if move.broke_notice),
        carried_to=str(became.year) if became else "",
        carried_from=year_code(start) if start else "",
        kind=event.step.kind if event.step else "task",
        state=event.state,
        minutes=minutes_here(event.step.minutes if event.step else None, event.school),
    )


def _marked_on(event: Event) -> date | None:
    is_off = event.state == State.NOT_NEEDED and event.state_at is not None
    return event.state_at.date() if is_off and event.state_at else None


def outcome_of(state: str, due: date, done: date | None) -> Tag:
    if state == State.DONE and done is not None:
        return Tag("done", "Done on time") if done <= due else Tag("amber", "Done late")
    return Tag("off", "Not needed") if state == State.NOT_NEEDED else Tag("unknown", "Not done")


def _say_move(move: Move, time: SchoolTime) -> str:
    was, to = (_both(day, time) for day in (move.from_date, move.to_date))
    return f"Was {was}, moved to {to} by {move.by.name}, because: {move.reason}"


def _both(day: date, time: SchoolTime) -> str:
    place = time.place(day)
    return f"{say_day(day)} ({place})" if place else say_day(day)


def _say_broken(move: Move) -> str:
    days = f"{move.notice_given} working day{'’s' if move.notice_given == 1 else 's’'}"
    return f"{days} notice, where {move.notice_promised} were promised"


@dataclass(frozen=True)
class Opened:
    """A process that was started for a school in the year."""

    process: str
    school: str
    day: date
    place: str
    by: str
    reason: str
    ended: str  # that it was called off, or goes on in the next year


def openings_of(year: SchoolYear, school: School | None, time: SchoolTime) -> list[Opened]:
    """Of the school; of every school for the trust. Three queries."""
    rows = Opening.objects.filter(year=year).select_related("school", "year", "opened_by", "ended_by")
    if school is not None:
        rows = rows.filter(school=school)
    found = list(rows.order_by("day", "pk"))
    titles = _titles({one.process_code for one in found}, year)
    later = Event.objects.filter(opening__in=found, year__start_year__gt=year.start_year)
    counts = dict(later.values_list("opening").annotate(total=Count("pk")).order_by())
    return [
        Opened(
            titles.get(one.process_code, one.process_code),
            one.school.known_as,
            one.day,
            time.place(one.day),
            one.opened_by.name,
            one.reason,
            _what_then(one, counts.get(one.pk, 0)),
        )
        for one in found
    ]


def _what_then(opening: Opening, later: int) -> str:
    following = year_code(opening.year.start_year + 1)
    if opening.ended_at:
        when = f"on {say_day(opening.ended_at.date())}: {opening.end_reason}"
        closed = opening.year.closed_at
        if closed and closed < opening.ended_at:
            return f"It went on in {following} and was called off {when}"
        return f"Called off {when}"
    steps = "1 step goes" if later == 1 else f"{later} steps go"
    return f"{steps} on in {following}." if later else ""


def _titles(codes: Iterable[str], year: SchoolYear) -> dict[str, str]:
    rows = Event.objects.filter(year=year, step__process__code__in=codes)
    return dict(rows.values_list("step__process__code", "step__process__title").distinct())


@dataclass(frozen=True)
class Broken:
    """A date that moved with less notice than was promised."""

    title: str
    where: str
    at: datetime
    words: str
    notice: str


def broken_notice(year: SchoolYear, time: SchoolTime) -> list[Broken]:
    """At every school. What tells a tier is left out: this goes to whoever may not see tiers. One query."""
    seen = Q(event__step=None) | Q(event__step__tiers=[], event__step__process__tiers=[])
    rows = (
        Move.objects.filter(BROKEN, seen, event__year=year, undone_at=None)
        .select_related("event__school", "by")
        .order_by("at", "pk")
    )
    return [
        Broken(
            move.event.title,
            move.event.school.known_as if move.event.school else "The trust",
            move.at,
            _say_move(move, time),
            _say_broken(move),
        )
        for move in rows
    ]
