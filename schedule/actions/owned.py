"""Events that another app owns: a plan's action, a milestone, a visit. Their detail is theirs, their date is here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F

from people.models import User
from schedule.actions.states import STILL_TO_DO
from schedule.building import lock_year
from schedule.models import Event
from schools.models import School, SchoolYear


@dataclass(frozen=True)
class Wanted:
    """How the event of one row should read. `key` is unique in a school's year: "plan-action-12"."""

    key: str
    title: str
    opens: date
    due: date
    owner_role: str
    owner: User | None
    kind: str  # of handbook.Step.Kind
    context: str
    link: str


def put_event(
    *, event: Event | None, wanted: Wanted, school: School | None, year: SchoolYear, now: datetime
) -> Event:
    """Makes it, or brings what stands there to what is wanted. A date that people moved stays theirs.

    Written inside the transaction of the action that owns the row, whose audit row covers it.
    """
    lock_year(year)
    if event is None:
        return Event.objects.create(
            school=school, year=year, key=wanted.key, scheduled_date=wanted.due, due_date=wanted.due,
            opens_date=wanted.opens, changed_at=now, **_words(wanted),
        )  # fmt: skip
    values: dict[str, object] = {**_words(wanted), "scheduled_date": wanted.due}
    if event.state in STILL_TO_DO and not event.is_moved:
        values |= {"opens_date": wanted.opens, "due_date": wanted.due}
    if any(getattr(event, name) != value for name, value in values.items()):
        Event.objects.filter(pk=event.pk).update(**values, revision=F("revision") + 1, changed_at=now)
        event.refresh_from_db()
    return event


def _words(wanted: Wanted) -> dict[str, object]:
    return {
        "title": wanted.title[:160],
        "owner_role": wanted.owner_role,
        "owner": wanted.owner,
        "kind": wanted.kind,
        "context": wanted.context[:160],
        "link": wanted.link,
    }


def withdraw_event(*, event: Event) -> bool:
    """Takes it off the calendar; False when somebody acted on it, so that it stays as they left it."""
    lock_year(event.year)
    touched = event.state != Event.State.PLANNED or any(
        relation.exists()
        for relation in (event.attachments, event.moves, event.papers, event.proposals, event.state_changes)
    )
    if not touched:
        event.delete()
    return not touched
