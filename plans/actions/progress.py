"""How the parts of an agreed plan stand. Its words stay as they were agreed."""

from datetime import date, datetime

from django.db import transaction

from people.models import User
from plans.access import plan_of
from plans.actions.opening import day_of, lock, note_writing
from plans.models import Milestone, Monitoring, Plan, PlanAction, SuccessCriterion
from plans.queries.standing import takes_progress, why_read_only
from plans.queries.whose import whose
from schedule.actions import Refused, complete_event
from schedule.actions.states import STILL_TO_DO
from schedule.models import Event
from writing.marks import mark_of


@transaction.atomic
def say_under_way(*, action: PlanAction, under_way: bool, by: User, now: datetime) -> None:
    """Done and not needed are said on its event."""
    plan = _live(plan_of(action), now)
    action.started_at = (action.started_at or now) if under_way else None
    action.save(update_fields=["started_at"])
    note_writing(plan, by=by, now=now)


@transaction.atomic
def say_result(
    *, criterion: SuccessCriterion, result: str, state: str, start: str, by: User, now: datetime
) -> None:
    """`start` is `mark_of_result` as the page was opened; empty overwrites whatever stands there."""
    plan = _live(plan_of(criterion.objective), now)
    criterion.refresh_from_db(fields=["result", "state"])
    words = f"{criterion.result or 'no result'}, {criterion.get_state_display().lower()}"
    if _is_late(start, [criterion.result, criterion.state], [result, state]):
        raise Refused(_meanwhile(plan, words, by, now))
    criterion.result, criterion.state = result, state
    criterion.save(update_fields=["result", "state"])
    note_writing(plan, by=by, now=now)


@transaction.atomic
def say_seen(*, milestone: Milestone, by: User, now: datetime, today: date) -> None:
    plan = _live(plan_of(milestone.objective), now)
    if milestone.event is None:
        raise Refused("This milestone has no date in the year yet. It gets one when the plan is agreed.")
    _complete(milestone.event, by, now, today)
    note_writing(plan, by=by, now=now)


@transaction.atomic
def say_found(*, look: Monitoring, found: str, start: str, by: User, now: datetime, today: date) -> None:
    """What was found closes the look; saying it again changes the words. `start` marks those that stood there."""
    plan = _live(plan_of(look.objective), now)
    if not found:
        raise Refused("Say what was found, in a sentence or two.")
    look.refresh_from_db(fields=["found"])
    if _is_late(start, look.found, found):
        raise Refused(_meanwhile(plan, look.found or "nothing", by, now))
    look.found = found
    look.save(update_fields=["found"])
    if look.event is not None:
        _complete(look.event, by, now, today)
    note_writing(plan, by=by, now=now)


def mark_of_result(criterion: SuccessCriterion) -> str:
    return mark_of([criterion.result, criterion.state])


def _is_late(start: str, standing: object, wanted: object) -> bool:
    """Nobody overwrites what was said since the page was opened."""
    return start not in ("", mark_of(standing)) and standing != wanted


def _meanwhile(plan: Plan, words: str, by: User, now: datetime) -> str:
    """`words` say what stands there."""
    is_own = whose(plan, plan.changed_by, plan.changed_at, by=by, now=now)["is_own"]
    who = "You have written here in another window" if is_own else "Somebody else has written here"
    return f"{who} meanwhile: “{words}”. What you wrote stands here still: put the two together and say it again."


def _complete(event: Event, by: User, now: datetime, today: date) -> None:
    """Unless somebody has already said what became of it."""
    if event.state in STILL_TO_DO:
        complete_event(event=event, done_date=today, by=by, now=now, today=today)


def _live(plan: Plan, now: datetime) -> Plan:
    fresh, today = lock(plan), day_of(now)
    if not takes_progress(fresh, today):
        raise Refused(
            why_read_only(fresh, today) or "The plan is not agreed, so nothing is said about how it stands."
        )
    return fresh
