"""Deeds of the year of edits that concern other days, the year after and the end of the year."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from django.db import transaction

from schedule.actions import agree_to, propose_date, undo_move, withdraw
from schedule.actions.rollover import carry_over, close_year
from schedule.building import build_year
from schedule.models import Event, Proposal
from schools.queries import calendars
from tests.schedule.conftest import NOW, TODAY
from tests.schedule.edited_year import standing

if TYPE_CHECKING:
    from tests.schedule.test_year_stateful import Year

JULY = date(2027, 7, 31)


def ask_for_another_day(year: Year, r: Random) -> None:
    for one in year.some(r):
        to = max(one.due_date, TODAY) + timedelta(r.choice([1, 7, 14]))
        side = r.choice(["school", "trust"])
        year.attempt(one, propose_date, side=side, to_date=to, reason="A concert.", closed_ok=True)


def answer(year: Year, r: Random) -> None:
    asked = Proposal.objects.filter(state="open").select_related("event__school", "event__year")
    for proposal in asked.order_by("pk"):
        deed: Callable[..., object] = r.choice([agree_to, agree_to, withdraw])
        if year.attempt(None, deed, proposal=proposal):
            year.deeds[proposal.event_id] = standing(proposal.event_id)


def take_moves_back(year: Year, r: Random) -> None:
    moved = Event.objects.filter(moves__undone_at=None, is_moved=True).distinct().order_by("pk")
    for one in moved.select_related("school", "year", "step__process"):
        if r.random() < 0.5:
            year.attempt(one, undo_move)


def carry_some_over(year: Year, r: Random) -> None:
    """As in July. The year into which it goes asks it on that day whatever its rules say."""
    days = calendars(year.next, [None])[None].school_days
    events = {one.pk: r.choice(days) for one in year.some(r) if one.year_id == year.year.pk}
    year.attempt(None, carry_over, events=events, into=year.next, today=JULY)
    would = build_year(year=year.next, by=None, now=NOW, today=TODAY, apply=False)
    carried = set(Event.objects.exclude(carried_from=None).values_list("pk", flat=True))
    assert not carried & {change.pk for change in (*would.moved, *would.withdrawn)}


def close_the_year(year: Year, r: Random) -> None:
    """Then nothing in it changes, whatever people try. Opened again by forgetting all of it."""
    deeds, files = dict(year.deeds), dict(year.files)
    with transaction.atomic():
        close_year(year=year.year, by=year.lead, now=NOW, today=JULY)
        stands = list(Event.objects.filter(year=year.year).order_by("pk").values_list())
        for deed in (year.complete, year.undo, year.move, year.call_off):
            deed(r)
        answer(year, r)
        take_moves_back(year, r)
        assert list(Event.objects.filter(year=year.year).order_by("pk").values_list()) == stands
        transaction.set_rollback(True)
    year.year.refresh_from_db()
    year.deeds, year.files = deeds, files


DEEDS_AT_THE_END = (ask_for_another_day, answer, take_moves_back, carry_some_over, close_the_year)
