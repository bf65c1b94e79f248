"""What became of a plan's dates before today: mostly done, some late, one or two still waiting."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zlib import crc32

from django.utils import timezone

from demo.plans.making import Made
from people.models import User
from plans.models import Milestone, Monitoring, PlanAction
from schedule.models import Event, StateChange

WAITS = 21  # days after which even the slowest has done it
CHANGED = ["state", "state_at", "state_by", "state_reason", "done_date", "changed_at", "revision"]


def live_past(made: Made, today: date, now: datetime) -> None:
    touched: list[Event] = []
    texts = {row.pk: text for row, text in made.actions}
    below = {"objective__priority__plan": made.plan}
    for action in PlanAction.objects.filter(**below, event__isnull=False).select_related("event", "lead"):
        text, event = texts[action.pk], action.event
        if event is None or event.due_date >= today:
            continue
        if text.dropped:
            settle(event, Event.State.NOT_NEEDED, event.due_date, action.lead, now, text.dropped)
        elif text.is_open and (today - event.due_date).days < WAITS:
            continue
        else:
            settle(event, Event.State.DONE, _day(made, event, today), action.lead, now)
        touched.append(event)
    for looked in (Milestone, Monitoring):
        for row in looked.objects.filter(**below, event__due_date__lt=today).select_related("event__owner"):
            if row.event:
                settle(row.event, Event.State.DONE, row.event.due_date, row.event.owner, now)
                touched.append(row.event)
    save(touched, now)
    _say_what_is_found(made, today)
    _begin(made, today)


def save(events: list[Event], now: datetime) -> None:
    Event.objects.bulk_update(events, CHANGED, batch_size=400)
    StateChange.objects.bulk_create(
        StateChange(
            event=event,
            at=event.state_at or now,
            by=event.state_by,
            from_state=Event.State.PLANNED,
            to_state=event.state,
            reason=event.state_reason,
        )
        for event in events
    )


def settle(
    event: Event, state: Event.State, day: date, by: User | None, now: datetime, reason: str = ""
) -> None:
    at = timezone.make_aware(datetime.combine(day, time(16, crc32(event.key.encode()) % 60)))
    event.state, event.state_at, event.state_by, event.state_reason = state, min(at, now), by, reason
    event.done_date = day if state == Event.State.DONE else None
    event.changed_at, event.revision = now, event.revision + 1


def _day(made: Made, event: Event, today: date) -> date:
    """Three in four on time or a little early, the rest up to six school days late."""
    dice = crc32(f"{made.plan.school_id}/{event.key}".encode()) % 100
    if dice >= 75:
        late = made.calendar.school.add(event.due_date, 1 + dice % 6) or event.due_date
        return min(late, today - timedelta(1))
    days = made.calendar.school.within(event.opens_date, event.due_date) or (event.due_date,)
    return days[-1 - dice % min(4, len(days))]


def _say_what_is_found(made: Made, today: date) -> None:
    rows = []
    for row, text in made.monitoring:
        period = next((one for one in made.calendar.periods if one.code == row.period), None)
        if text.found and period and period.last < today:
            row.found = text.found
            rows.append(row)
    Monitoring.objects.bulk_update(rows, ["found"])


def _begin(made: Made, today: date) -> None:
    """Somebody said that two in three of what is under way has begun."""
    rows = []
    for row, text in made.actions:
        if text.start < today <= text.end and crc32(text.text.encode()) % 3:
            row.started_at = timezone.make_aware(datetime.combine(text.start, time(9, 30)))
            rows.append(row)
    PlanAction.objects.bulk_update(rows, ["started_at"])
