"""Whether something may be on a day at a school, and the notice the handbook promises before its day changes."""

from __future__ import annotations

from datetime import date, timedelta

from handbook.models import Step
from schedule.building import has_left, left_words
from schedule.models import Event
from schools.models import School, SchoolYear
from schools.terms import Calendar, bank_holidays, say_day

Kind = Step.Kind
# These take place on a day; the others are open for a while and are due on a day.
ON_A_DAY = (Kind.MEETING, Kind.VISIT, Kind.TRAINING, Kind.REVIEW)
# These may be due in the holidays.
ANY_WORKING_DAY = (Kind.DEADLINE, Kind.PUBLICATION)
NEAR = 21  # days: what is further away is not near, and nobody should find it moved there


def kind_of(event: Event) -> str:
    return event.step.kind if event.step else event.kind or Kind.TASK


def opens_on(event: Event, day: date) -> date:
    """When it opens, were it due on the day."""
    return day if kind_of(event) in ON_A_DAY else min(event.opens_date, day)


def is_choice(event: Event, day: date) -> bool:
    """It takes place on one day of a span, and the day is of that span: nothing that was promised changes."""
    waits = kind_of(event) in ON_A_DAY and event.opens_date < event.due_date
    return waits and event.opens_date <= day <= event.due_date


def promised_notice(event: Event) -> int:
    """Working days; the step's own, or its process's."""
    if event.step is None:
        return 0
    return event.step.process.notice if event.step.notice is None else event.step.notice


def notice_promised(event: Event, day: date) -> int:
    """Before this move."""
    return 0 if is_choice(event, day) else promised_notice(event)


def notice_given(event: Event, day: date, calendar: Calendar, today: date) -> int:
    """Working days to the earlier of the two; where a day of a span is chosen, to that day."""
    first = day if is_choice(event, day) else min(event.due_date, day)
    return max(0, calendar.working_days_between(today, first))


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


def days_of(year: SchoolYear, today: date) -> tuple[date, date]:
    """The first and the last day that something of the year may be put on: work for it begins the summer before."""
    return max(today, date(year.start_year, 4, 1)), date(year.start_year + 1, 8, 31)


def left_before(school: School | None, today: date) -> str:
    return left_words(school) if school and has_left(school, today) else ""


def out_of_reach(event: Event, day: date, today: date) -> str:
    """Why it can be put on that day by no means."""
    first, last = days_of(event.year, today)
    if refusal := left_before(event.school, today):
        return refusal
    if day < today:
        return f"{say_day(day)} is over: choose a day from today on."
    if not first <= day <= last:
        return (
            f"{say_day(day)} is not in {event.year}: choose a day from {say_day(first)} to {say_day(last)}."
        )
    return ""


def nearest_school_day(event: Event, day: date, calendar: Calendar, today: date) -> date | None:
    """The nearest that it may be put on; of two as near the later."""
    near = (day + timedelta(sign * distance) for distance in range(1, NEAR) for sign in (1, -1))
    return next(
        (one for one in near if calendar.is_school_day(one) and not out_of_reach(event, one, today)), None
    )
