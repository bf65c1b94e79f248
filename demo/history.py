"""A year in flight: what was done on time, late, moved or not needed before today. The same for the same day."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from zlib import crc32

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from people.models import User
from people.roles import answers_for
from schedule.actions import move_event
from schedule.building import build_year
from schedule.models import Attachment, Event, StateChange
from schools.models import Appointment, School, SchoolYear
from schools.queries import calendars
from schools.terms import Calendar

Place = tuple[str, int | None]
# Nobody was there to do these, and the pages should show it.
ALDER, LARCH, ELM = 900001, 900007, 900004
NOT_NEEDED = (
    "Already covered at the autumn headteacher meeting.",
    "Agreed with the improvement partner to leave it out this year: the last review was in July.",
    "The school has fewer than six pupils in the group.",
)


@transaction.atomic
def live(*, year: SchoolYear, today: date, now: datetime) -> None:
    """Builds the year, lives it up to today, and lets what follows follow."""
    build_year(year=year, by=None, now=now, today=today)
    people = _people()
    # What follows a step follows the day it was really done, so a second pass finds new things in the past.
    for _ in range(2):
        _do_what_is_past(year, today, now, people)
        build_year(year=year, by=None, now=now, today=today)


def _do_what_is_past(year: SchoolYear, today: date, now: datetime, people: Mapping[Place, User]) -> None:
    school_calendars = _calendars(year)
    past = Event.objects.filter(year=year, state=Event.State.PLANNED, due_date__lt=today)
    done, changes = [], []
    # Something waits for the head of Alder, so that the page shows what late looks like.
    waits = past.filter(school__urn=ALDER, owner_role="headteacher").order_by("-due_date", "key").first()
    for event in past.select_related("school"):
        fate = _fate(event, school_calendars[event.school_id], today)
        if fate is None or (waits and event.pk == waits.pk):
            continue
        state, day = fate
        by = _doer(event, people)
        moment = timezone.make_aware(datetime.combine(day, time(16, crc32(event.key.encode()) % 60)))
        reason = NOT_NEEDED[_dice(event) % 3] if state == Event.State.NOT_NEEDED else ""
        changes.append(
            StateChange(event=event, at=moment, by=by, from_state=event.state, to_state=state, reason=reason)
        )
        event.state, event.state_at, event.state_by, event.state_reason = state, moment, by, reason
        event.done_date = day if state == Event.State.DONE else None
        event.changed_at, event.revision = now, event.revision + 1
        done.append(event)
    Event.objects.bulk_update(
        done,
        ["state", "state_at", "state_by", "state_reason", "done_date", "changed_at", "revision"],
        batch_size=400,
    )
    StateChange.objects.bulk_create(changes, batch_size=400)


def _fate(event: Event, calendar: Calendar, today: date) -> tuple[Event.State, date] | None:
    """Most things are done on time or a little early, some late, a few are not needed, a very few still wait."""
    dice = _dice(event) % 100
    slow = event.school is not None and event.school.urn in (LARCH, ELM)
    recent = (today - event.due_date).days < 12
    if dice < (22 if slow and recent else 9 if recent else 2 if slow else 0):
        return None
    if dice >= 97 and event.school:
        return Event.State.NOT_NEEDED, event.due_date
    if dice >= (80 if slow else 91):
        late = calendar.add_working_days(event.due_date, 1 + dice % 5)
        return Event.State.DONE, min(late, calendar.previous_working_day(today))
    days = calendar.school.within(event.opens_date, event.due_date) or (event.due_date,)
    return Event.State.DONE, days[-1 - dice % min(4, len(days))]


def _dice(event: Event) -> int:
    """A number that is the same for the same event in every run, for want of chance."""
    return crc32(f"{event.school.urn if event.school else 0}/{event.key}".encode())


def _people() -> dict[Place, User]:
    """Who holds a role or job where; trust-wide under None."""
    held: dict[Place, User] = {}
    for one in Appointment.objects.filter(to_date=None).select_related("person").order_by("pk"):
        for code in {one.role, one.job} - {""}:
            held.setdefault((code, one.school_id), one.person)
    return held


def _doer(event: Event, people: Mapping[Place, User]) -> User | None:
    role = event.owner_role
    for code in (role, answers_for(role)):
        for place in (event.school_id, None):
            if (code, place) in people:
                return people[code, place]
    return people.get(("headteacher", event.school_id))


def agree_some(*, year: SchoolYear, today: date, now: datetime) -> None:
    """Visits and meetings of the next weeks have a day and a time: no surprises."""
    school_calendars = _calendars(year)
    soon = _upcoming(year, today).filter(
        due_date__lt=today + timedelta(70), step__kind__in=("visit", "meeting")
    )
    for event in soon:
        days = school_calendars[event.school_id].school.within(max(event.opens_date, today), event.due_date)
        if not days:
            continue
        day = days[_dice(event) % len(days)]
        start = time(9, 15) if _dice(event) % 2 else time(13, 30)
        Event.objects.filter(pk=event.pk).update(
            opens_date=day,
            due_date=day,
            start_time=start,
            end_time=time(start.hour + 3, start.minute)
            if event.step and event.step.kind == "visit"
            else None,
            state=Event.State.AGREED,
            state_at=now - timedelta(30),
            changed_at=now,
        )


def move_some(*, year: SchoolYear, lead: User, today: date, now: datetime) -> None:
    """Two dates were moved by the trust, one of them with too little notice, so that the pages can say so."""
    school_calendars = _calendars(year)
    reasons = (
        "Whoever leads it is needed at an inspection that day.",
        "Two of the team have parents’ evenings that week.",
    )
    ours = ("improvement_partner", "improvement_lead", "ceo", "trust_safeguarding_lead", "trust_send_lead")
    for urn, reason in zip((ALDER, ELM), reasons, strict=True):
        event = (
            _upcoming(year, today)
            .filter(
                school__urn=urn,
                owner_role__in=ours,
                step__kind__in=("visit", "review", "meeting", "training"),
            )
            .first()
        )
        if event:
            to = school_calendars[event.school_id].next_school_day(event.due_date + timedelta(7))
            move_event(event=event, to_date=to, reason=reason, by=lead, now=now, today=today)


def _upcoming(year: SchoolYear, today: date) -> QuerySet[Event]:
    return (
        Event.objects.filter(
            year=year, due_date__gt=today, school__isnull=False, state__in=("planned", "agreed")
        )
        .select_related("school", "step__process", "year")
        .order_by("due_date", "key")
    )


def _calendars(year: SchoolYear) -> dict[int | None, Calendar]:
    return calendars(year, [None, *School.objects.all()])


def attach_some(*, year: SchoolYear, now: datetime, texts: Mapping[str, bytes]) -> None:
    """The record of the autumn meeting hangs at its event, as a file people can open."""
    held = Event.objects.filter(year=year, key="P01.meeting", state="done", state_by__isnull=False)
    for event in held.select_related("school", "state_by"):
        if event.school is None or event.state_by is None:
            continue
        data = texts[event.school.known_as]
        Attachment.objects.create(
            event=event,
            document_code="meeting-record",
            file=ContentFile(data, name="meeting-record.pdf"),
            name=f"Meeting record, {event.school.known_as}.pdf",
            content_type="application/pdf",
            size=len(data),
            added_at=event.state_at or now,
            added_by=event.state_by,
        )
