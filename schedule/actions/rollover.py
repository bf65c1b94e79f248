"""From one school year to the next: what is carried over by choice, and the end of the old one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from handbook.models import Edition, Step
from people.audit import record
from people.models import User
from schedule.actions.refusals import ChangedMeanwhile, Refused
from schedule.actions.states import STILL_TO_DO
from schedule.building import lock_year
from schedule.carried import key_carried
from schedule.days import why_closed
from schedule.models import Event, YearArchive
from schedule.queries.rollover import end_of, going_on, open_before
from schools.models import School, SchoolYear
from schools.queries import calendars
from schools.terms import Calendar, say_day

Kind = Step.Kind


class DayRefused(Refused):
    """The day chosen for one of the events cannot be: `pk` says of which."""

    def __init__(self, pk: int, why: str) -> None:
        super().__init__(why)
        self.pk = pk


@transaction.atomic
def carry_over(
    *, events: Mapping[int, date], into: SchoolYear, by: User | None, now: datetime, today: date
) -> list[Event]:
    """`events`: the unfinished ones of the year before, by id, each with its new day. What was carried before stays.

    All of them or none: when one cannot be, nothing is written.
    """
    before = SchoolYear.objects.filter(start_year=into.start_year - 1).first()
    if before is None:
        raise Refused(f"There is no year before {into} to carry anything from.")
    locked = SchoolYear.objects.select_for_update().filter(pk__in=(before.pk, into.pk))
    for one in locked.order_by("start_year"):
        if one.closed_at is not None:
            raise Refused(f"{one} is closed, and a closed year stays as it is. Nothing was carried over.")
    _require_last_half_term(before, today)
    found = _still_unfinished(events, before)
    calendar_of = calendars(into, {event.school for event in found})
    steps = _steps_in_force(found)
    made = []
    for event in found:
        day = events[event.pk]
        _require_school_day(event, day, calendar_of[event.school_id], into, today)
        made.append(_carry(event, day, steps, into, now))
        _write_down(event, made[-1], by, now)
    return made


@transaction.atomic
def close_year(*, year: SchoolYear, by: User | None, now: datetime, today: date) -> list[YearArchive]:
    """For good. Gives the rows of the archives that are now to be made: the trust's, and one a school.

    What a process that was started still asks for after the year is handed to the next one, as it stands.
    """
    standing = SchoolYear.objects.select_for_update().get(pk=year.pk)
    if standing.closed_at is not None:
        raise Refused(f"{year} is closed already.")
    end = end_of(year)
    if end is None:
        raise Refused(f"{year} has no term dates, so nobody can tell when it ends. Bring them in first.")
    if today < end.last_school_day:
        raise Refused(
            f"{year} can be closed from {say_day(end.last_school_day)} on, its last school day. Nothing was changed."
        )
    if (earlier := open_before(year)) is not None:
        raise Refused(f"{earlier} is still open. Close it first: years are closed in their order.")
    _hand_on(year, by, now, today)
    SchoolYear.objects.filter(pk=year.pk).update(closed_at=now, closed_by=by)
    year.closed_at, year.closed_by = now, by
    left = Event.objects.filter(year=year, state__in=STILL_TO_DO).count()
    record(by=by, now=now, action="year.close", target=year, before="open", after=f"closed, {left} not done")
    places = School.objects.filter(events__year=year).distinct().order_by("name", "pk")
    return [YearArchive.objects.create(year=year, school=place, asked_at=now) for place in (None, *places)]


def _hand_on(year: SchoolYear, by: User | None, now: datetime, today: date) -> None:
    """Not copied: files, papers, what was agreed and what is asked for go along. From here on no rule moves it."""
    events = list(going_on(year, today).select_related("school"))
    if not events:
        return
    following, _ = SchoolYear.objects.get_or_create(start_year=year.start_year + 1)
    lock_year(following)
    for event in events:
        Event.objects.filter(pk=event.pk).update(
            year=following,
            key=key_carried(event.key, year.start_year),
            revision=F("revision") + 1,
            changed_at=now,
        )
        record(
            by=by, now=now, action="event.carry-over", target=event, label=f"{event.title} ({event.key})",
            school_urn=event.school.urn if event.school else None, before=str(year), after=str(following),
        )  # fmt: skip


def _require_last_half_term(year: SchoolYear, today: date) -> None:
    end = end_of(year)
    if end is None or today < end.last_half_term:
        when = f" It begins on {say_day(end.last_half_term)}." if end else ""
        raise Refused(f"What is unfinished is carried over from the last half-term of {year} on.{when}")


def _still_unfinished(events: Mapping[int, date], year: SchoolYear) -> list[Event]:
    """In the order of the year, without those that were carried before."""
    rows = Event.objects.filter(pk__in=events, year=year, step__isnull=False).select_related(
        "school", "step__process"
    )
    found = list(rows.order_by("due_date", "pk").select_for_update(of=("self",)))
    if len(found) != len(events):
        raise ChangedMeanwhile
    carried = set(Event.objects.filter(carried_from__in=found).values_list("carried_from_id", flat=True))
    found = [event for event in found if event.pk not in carried]
    if any(event.state not in STILL_TO_DO for event in found):
        raise ChangedMeanwhile
    return found


def _require_school_day(event: Event, day: date, calendar: Calendar, into: SchoolYear, today: date) -> None:
    where, school = f"“{event.title}”", event.school
    if school is not None:
        where += f" at {school.known_as}"
        if school.left_date is not None and day > school.left_date:
            raise DayRefused(
                event.pk, f"{where}: the school leaves the trust on {say_day(school.left_date)}."
            )
    if day < today:
        raise DayRefused(event.pk, f"{where}: {say_day(day)} is over. Choose a day from today on.")
    if not calendar.is_school_day(day):
        why = why_closed(calendar, day, Kind.VISIT) or f"no school day of {into}"
        raise DayRefused(event.pk, f"{where}: {say_day(day)} is {why}. Choose a school day of {into}.")


def _steps_in_force(events: list[Event]) -> dict[str, Step]:
    """By "P10.visit", as the edition in force has them. One query."""
    rows = Step.objects.filter(
        process__edition__status=Edition.Status.PUBLISHED,
        process__code__in={event.key.partition(".")[0] for event in events},
    )
    return {f"{step.process.code}.{step.code}": step for step in rows.select_related("process")}


def _carry(event: Event, day: date, steps: Mapping[str, Step], into: SchoolYear, now: datetime) -> Event:
    step = steps.get(event.key.partition("#")[0], event.step) if event.step else None
    return Event.objects.create(
        school=event.school, year=into, key=key_carried(event.key, into.start_year - 1), step=step,
        carried_from=event, title=event.title, opens_date=day, scheduled_date=day, due_date=day,
        owner_role=event.owner_role, owner=event.owner, changed_at=now,
    )  # fmt: skip


def _write_down(event: Event, made: Event, by: User | None, now: datetime) -> None:
    record(
        by=by, now=now, action="event.carry-over", target=made, label=f"{made.title} ({made.key})",
        school_urn=event.school.urn if event.school else None,
        before=str(event.due_date), after=str(made.due_date),
    )  # fmt: skip
