"""Moving a date, with the notice that was given counted against the notice the handbook promises."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from handbook.models import Step
from people.audit import record
from people.models import User
from schedule.actions.refusals import ChangedMeanwhile, Refused
from schedule.actions.states import STILL_TO_DO
from schedule.building import follow, lock_year
from schedule.models import Event, Move
from schools.queries import calendar_of
from schools.terms import Calendar, bank_holidays, say_day

Kind = Step.Kind
# These take place on a day; the others are open for a while and are due on a day.
ON_A_DAY = (Kind.MEETING, Kind.VISIT, Kind.TRAINING, Kind.REVIEW)
# These may be due in the holidays.
ANY_WORKING_DAY = (Kind.DEADLINE, Kind.PUBLICATION)


@transaction.atomic
def move_event(*, event: Event, to_date: date, reason: str, by: User, now: datetime, today: date) -> Move:
    reason = reason.strip()
    if not reason:
        raise Refused("Say why the date moves: everyone it concerns reads the reason.")
    if to_date == event.due_date:
        raise Refused(f"It is on {say_day(to_date)} already.")
    lock_year(event.year)
    calendar = calendar_of(event.year, event.school)
    kind = event.step.kind if event.step else Kind.TASK
    if closed := why_closed(calendar, to_date, kind):
        raise Refused(f"{say_day(to_date)} is {closed}: choose another day.")
    given = max(0, calendar.working_days_between(today, min(event.due_date, to_date)))
    opens = to_date if kind in ON_A_DAY else min(event.opens_date, to_date)
    changed = Event.objects.filter(
        pk=event.pk, due_date=event.due_date, state=event.state, state__in=STILL_TO_DO
    ).update(opens_date=opens, due_date=to_date, is_moved=True, revision=F("revision") + 1, changed_at=now)
    if changed != 1:
        raise ChangedMeanwhile
    move = Move.objects.create(
        event=event, from_date=event.due_date, to_date=to_date, reason=reason, by=by, at=now,
        notice_given=given, notice_promised=promised_notice(event),
    )  # fmt: skip
    record(
        by=by, now=now, action="event.move", target=event, label=f"{event.title} ({event.key})",
        school_urn=event.school.urn if event.school else None,
        before=str(event.due_date), after=str(to_date), reason=reason,
    )  # fmt: skip
    event.refresh_from_db(fields=["opens_date", "due_date", "is_moved", "revision"])
    follow(event=event, now=now, today=today)
    return move


def promised_notice(event: Event) -> int:
    """Working days; the step's own, or its process's."""
    if event.step is None:
        return 0
    return event.step.process.notice if event.step.notice is None else event.step.notice


def why_closed(calendar: Calendar, day: date, kind: str) -> str | None:
    """What stands against the day at this school, in words; None when nothing does."""
    if day.weekday() >= 5:
        return "a weekend"
    if name := bank_holidays(day.year).get(day):
        return f"a bank holiday ({name})"
    here = next((closed for closed in calendar.closed if closed.date == day), None)
    if here is not None and here.kind == "closure":
        return f"a closed day ({here.label})" if here.label else "a closed day"
    if here is not None:
        # Staff are in school: a visit needs pupils there, a meeting or a training session does not.
        return f"a day without pupils ({here.label or here.kind})" if kind == Kind.VISIT else None
    if calendar.is_holiday(day) and kind not in ANY_WORKING_DAY:
        return "in the holidays"
    return None
