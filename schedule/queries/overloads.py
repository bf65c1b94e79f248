"""What would go over the limit: by moving dates, and by publishing an edition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from handbook.models import Edition, Step
from people.roles import title_of
from people.words import duration
from schedule.building import Difference
from schedule.load import Ask, Crew, Estimate, Loads, estimate_of, load, shares
from schedule.models import Event
from schedule.queries.load import asked_here, asks_between, crews_of, limit_of, week_url
from schedule.words import lower_first
from schools.models import School, SchoolYear, Trust
from schools.queries import the_trust
from schools.terms import monday_of

TRUST_NAME = "the trust"
Asks = Mapping[int | None, Sequence[Ask]]


class Added(NamedTuple):
    """Minutes that a week would gain; fewer than none where it would lose them.

    `minutes` are the handbook's own, of a role or a job: weights, and who answers for the job, are seen to here.
    `day` is any day of the week. `school_id` None: asked by the trust, of the people of every school.
    """

    school_id: int | None
    day: date
    role: str
    minutes: int


@dataclass(frozen=True)
class Overload:
    """A week in which a role would be asked for more than the trust allows, and for more than before."""

    school: School | None  # None: the trust's own people
    monday: date
    role: str
    before: int
    after: int
    limit: int

    @property
    def where(self) -> str:
        return self.school.known_as if self.school else TRUST_NAME

    @property
    def url(self) -> str:
        return week_url(self.school.urn, self.monday) if self.school else ""

    @property
    def sentence(self) -> str:
        """ "Headteacher at Alder, week from 30 November 2026: 5 hours 20, before 4 hours; the limit is 5 hours"."""
        return (
            f"{self.title} at {self.where}, week from {self.monday.day} {self.monday:%B %Y}: "
            f"{self.time}, {lower_first(self.was)}; the limit is {duration(self.limit)}"
        )

    @property
    def title(self) -> str:
        return title_of(self.role)

    @property
    def time(self) -> str:
        return duration(self.after)

    @property
    def was(self) -> str:
        return f"Before {duration(self.before)}" if self.before else "Before nothing"


def overloads(added: Iterable[Added], *, today: date) -> tuple[Overload, ...]:
    """What these minutes would push over the limit, or further over it. Four queries, however many schools.

    For moving one or more events call `overloads_of_moves`, which knows what they ask.
    """
    gains = list(added)
    if not gains:
        return ()
    days = [one.day for one in gains]
    first, last = monday_of(min(days)), monday_of(max(days)) + timedelta(6)
    ids = {one.school_id for one in gains}
    places = _Places.read(None if None in ids else ids, today)
    asks = asks_between(first, last, schools=None if places.is_all else [one.pk for one in places.schools])
    return places.compare(asks, gains=gains)


def overloads_of_moves(moves: Mapping[int, date], *, today: date) -> tuple[Overload, ...]:
    """The same for events, by number, that would be due on another day: the moved one and all that follow it.

    A move within one week changes nothing.
    """
    rows = (
        Event.objects.filter(pk__in=list(moves))
        .exclude(state=Event.State.NOT_NEEDED)
        .values_list("pk", "school_id", "due_date", "step__minutes")
    )
    added = []
    for pk, school_id, due, minutes in rows:
        if monday_of(due) != monday_of(moves[pk]):
            for role, count in (minutes or {}).items():
                added += [Added(school_id, moves[pk], role, count), Added(school_id, due, role, -count)]
    return overloads(added, today=today)


def overloads_of_edition(
    draft: Edition, years: Sequence[tuple[SchoolYear, Difference]], today: date
) -> tuple[Overload, ...]:
    """The weeks from this one on that an edition would push over the limit, or further over it.

    By its own estimates and the dates it would give; `years` is what it changes in the calendar. Six queries.
    """
    places = _Places.read(None, today)
    rows = Step.objects.filter(process__edition=draft).values_list("process__code", "code", "minutes")
    estimates = {f"{process}.{code}": estimate_of(minutes) for process, code, minutes in rows}
    before: dict[int | None, list[Ask]] = {}
    after: dict[int | None, list[Ask]] = {}
    for year, difference in years:
        found = (
            Event.objects.filter(year=year)
            .exclude(state=Event.State.NOT_NEEDED)
            .values_list("pk", "school_id", "key", "due_date", "step__minutes")
        )
        moved = {change.pk: change.new[1] for change in difference.moved if change.new}
        gone = {change.pk for change in difference.withdrawn}
        for pk, school_id, key, due, minutes in found:
            was = estimate_of(minutes)
            before.setdefault(school_id, []).append(Ask(pk, due, was))
            if pk not in gone:
                estimate = estimates.get(key.partition("#")[0], was)
                after.setdefault(school_id, []).append(Ask(pk, moved.get(pk, due), estimate))
        for change in difference.added:
            if change.new:
                ask = Ask((year.pk, change.key), change.new[1], estimates.get(change.ref, ()))
                after.setdefault(change.school.pk if change.school else None, []).append(ask)
    monday = monday_of(today)
    return tuple(one for one in places.compare(before, then=after) if one.monday >= monday)


@dataclass(frozen=True)
class _Places:
    """The schools, who shares the work there, and the trust's own office."""

    schools: tuple[School, ...]
    crews: Mapping[int | None, Crew]
    trust: Trust | None
    is_all: bool

    @classmethod
    def read(cls, ids: Iterable[int | None] | None, today: date) -> _Places:
        trust = the_trust()
        out = (School.Status.PROPOSED, School.Status.CLOSED)
        there = School.objects.exclude(status__in=out).exclude(left_date__lt=today)
        if ids is not None:
            there = there.filter(pk__in=[pk for pk in ids if pk is not None])
        schools = tuple(there.order_by("name", "pk"))
        return cls(schools, crews_of(schools, trust, today, whole_trust=ids is None), trust, ids is None)

    def compare(
        self, asks: Asks, *, then: Asks | None = None, gains: Sequence[Added] = ()
    ) -> tuple[Overload, ...]:
        """Against what is asked `then`, or with these gains."""
        found: list[Overload] = []
        for place in (None, *self.schools) if self.is_all else self.schools:
            crew = self.crews[place.pk if place else None]
            before = _minutes(load(_here(place, asks), crew))
            after = _minutes(load(_here(place, then), crew)) if then is not None else dict(before)
            for role, monday, minutes in _gained(gains, place, crew):
                after[role, monday] = after.get((role, monday), 0) + minutes
            found += _worse(place, before, after, limit_of(self.trust))
        return tuple(sorted(found, key=lambda one: (one.monday, one.where, one.role)))


def _here(place: School | None, asks: Asks) -> Sequence[Ask]:
    return asked_here(place, asks) if place else asks.get(None, ())


def _gained(gains: Sequence[Added], place: School | None, crew: Crew) -> Iterator[tuple[str, date, int]]:
    pk = place.pk if place else None
    first, last = (place.joined_date, place.left_date) if place else (None, None)
    for one in gains:
        from_trust = one.school_id is None
        if not from_trust and one.school_id != pk:
            continue
        if from_trust and not (first or date.min) <= one.day <= (last or date.max):
            continue
        estimate: Estimate = ((one.role, abs(one.minutes)),)
        for role, minutes in shares(estimate, crew):
            yield role, monday_of(one.day), minutes if one.minutes > 0 else -minutes


def _minutes(loads: Loads) -> dict[tuple[str, date], int]:
    return {key: sum(parts.values()) for key, parts in loads.items()}


def _worse(
    place: School | None,
    before: Mapping[tuple[str, date], int],
    after: Mapping[tuple[str, date], int],
    limit: int,
) -> Iterator[Overload]:
    for (role, monday), minutes in after.items():
        was = before.get((role, monday), 0)
        if minutes > limit and minutes > was:
            yield Overload(place, monday, role, was, minutes, limit)


__all__ = ["Added", "Overload", "overloads", "overloads_of_edition", "overloads_of_moves"]
