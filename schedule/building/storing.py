"""Reading and writing many events at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection
from django.db.models import CharField, F, IntegerField, TextField
from django.db.models.functions import Cast

from adapters import rows as many
from schedule.building.compare import Work
from schedule.building.difference import Change
from schedule.building.rows import Row
from schedule.models import Attachment, Event, Move, Paper, Proposal, StateChange
from schools.models import School, SchoolYear

TABLE = Event._meta.db_table
PLANNED_COLUMNS = (
    "step_id", "title", "opens_date", "scheduled_date", "due_date", "last_school_date", "owner_role", "notes",
    "opening_id",
)  # fmt: skip
# What somebody left with an event, and so why it is not withdrawn.
TRACES = (
    (Attachment, "event_id", "a file was handed in with it"),
    (Paper, "event_id", "a document was filled in for it"),
    (Move, "event_id", "somebody moved its date"),
    (Proposal, "event_id", "another day was asked for"),
    (StateChange, "event_id", "somebody marked it and took that back"),
    (Event, "carried_from_id", "it was carried over"),
)
CHUNK = 500  # ids in one question: SQLite allows 999


def read_rows(year: SchoolYear, schools: Sequence[School | None] | None) -> dict[int | None, list[Row]]:
    """By school; None is the trust. `schools` None reads all. Dates as text: turning them costs more than reading."""
    events = Event.objects.filter(year=year)
    if schools is not None:
        ids = [school.pk for school in schools if school]
        events = events.filter(school_id__in=ids) | events.filter(school=None)
    by_school: dict[int | None, list[Row]] = defaultdict(list)
    for row in events.values_list(
        "pk", "school_id", "key", "state", Cast("is_moved", IntegerField()), _text("done_date"), "carried_from_id",
        "step_id", "title",
        _text("opens_date"), _text("scheduled_date"), _text("due_date"), _text("last_school_date"),
        "owner_role", Cast("notes", TextField()), "opening_id",
    ).iterator(chunk_size=many.BATCH):  # fmt: skip
        by_school[row[1]].append(Row._make(row))
    return by_school


def _text(name: str) -> Cast:
    return Cast(F(name), CharField(max_length=10))


def spare_traces(work: Work) -> None:
    """An event with a file, a paper, a move or a change of state in its history is kept, not withdrawn.

    So is one that was carried over: the event of the next year says where it comes from.
    """
    ids = list(work.withdraw)
    for start in range(0, len(ids), CHUNK):
        some = ids[start : start + CHUNK]
        for model, field, why in TRACES:
            for pk in set(model.objects.filter(**{f"{field}__in": some}).values_list(field, flat=True)):
                change = work.withdraw.pop(pk, None)
                if change is not None:
                    work.kept.append(change._replace(why=why))


def write(work: Work, year: SchoolYear, now: datetime) -> None:
    moment = connection.ops.adapt_datetimefield_value(now)
    if work.withdraw:
        _delete(list(work.withdraw))
    if work.update:
        many.update(
            TABLE,
            (*PLANNED_COLUMNS, "changed_at"),
            [(*row[:-1], moment, row[-1]) for row in work.update],
            add_one_to="revision",
        )
    if work.insert:
        rest = (year.pk, Event.State.PLANNED.value, "", False, 0, moment)
        columns = (
            "school_id",
            "key",
            *PLANNED_COLUMNS,
            "year_id",
            "state",
            "state_reason",
            "is_moved",
            "revision",
        )
        many.insert(
            TABLE,
            (*columns, "changed_at"),
            [(school_id, key, *planned, *rest) for school_id, key, planned in work.insert],
        )


def _delete(ids: Sequence[int]) -> None:
    for start in range(0, len(ids), CHUNK):
        Event.objects.filter(pk__in=ids[start : start + CHUNK]).delete()


def told(changes: Iterable[Change]) -> tuple[Change, ...]:
    """By date, then school: as a person reads a calendar."""
    return tuple(
        sorted(changes, key=lambda c: ((c.new or c.old or ())[-1:], c.school.name if c.school else "", c.key))
    )
