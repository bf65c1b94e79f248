"""A year of edits in any order: what people did is never lost, a second build is idle, nothing lands on a closed day.

A new kind of deed is a method marked as `@happens`, or a function in year_end.py. After every step all is looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from handbook.timing import parse
from people.models import User
from schedule.actions import (
    Refused,
    attach_file,
    complete_event,
    end_opening,
    mark_not_needed,
    move_event,
    start_opening,
    undo_last,
)
from schedule.actions.joining import ask_again
from schedule.building import Difference, build_year, earlier_steps, has_left
from schedule.models import Attachment, Event, Move, Opening, StateChange
from schedule.queries.openings import startable
from schools.models import NonPupilDay, Period, School, SchoolYear, Trust
from schools.queries import calendars
from tests.conftest import PERIODS_2026
from tests.examples import dear
from tests.schedule.conftest import NOW, TODAY, pdf, publish
from tests.schedule.edited_year import EDITED, HANDBOOK, TIMINGS, standing, why_open
from tests.schedule.year_end import DEEDS_AT_THE_END

Deed = Callable[["Year", Random], None]
DEEDS: list[Deed] = [*DEEDS_AT_THE_END]


def happens(deed: Deed) -> Deed:
    DEEDS.append(deed)
    return deed


def a_day(r: Random, first: date = date(2026, 9, 1), last: date = date(2027, 7, 20)) -> date:
    return first + timedelta(r.randrange((last - first).days + 1))


class Year(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.edition = 1
        self.deeds: dict[int, tuple[object, ...]] = {}  # by event, how somebody left it
        self.files: dict[int, int] = {}  # by event, how many
        self.history: dict[int, list[tuple[object, ...]]] = {}  # by school that left
        self.kept: frozenset[int | None] = frozenset()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        trust = Trust.objects.create(name="Fenmoor Academies Trust")
        for urn, phase in ((1, "primary"), (2, "secondary")):
            School.objects.create(trust=trust, urn=urn, name=f"School {urn}", phase=phase)
        self.year = SchoolYear.objects.create(start_year=2026)
        self.next = SchoolYear.objects.create(start_year=2027)
        for code, (first, last) in PERIODS_2026.items():
            Period.objects.create(year=self.year, code=code, first_date=first, last_date=last)
        self.lead = User.objects.create_user("lead@example.org", None, name="Lead")
        self.spec = {process: [dict(step) for step in steps] for process, steps in HANDBOOK.items()}
        publish(self.spec)
        self.enter_dates(51)  # not what would be guessed
        self.build()

    # --- the ways in which a rule acts

    def build(self) -> Difference:
        return build_year(year=self.year, by=self.lead, now=NOW, today=TODAY)

    def enter_dates(self, weeks: int) -> None:
        Period.objects.filter(year=self.next).delete()
        for code, (first, last) in PERIODS_2026.items():
            both = {"first_date": first + timedelta(weeks=weeks), "last_date": last + timedelta(weeks=weeks)}
            Period.objects.create(year=self.next, code=code, **both)

    def some(self, r: Random) -> list[Event]:
        """Two of them: half the deeds are refused for good reasons."""
        events = Event.objects.select_related("school", "year", "step__process").order_by("pk")
        return r.sample(list(events), 2)

    def school(self, urn: int | None) -> School | None:
        return School.objects.get(urn=urn) if urn else None

    def attempt(self, event: Event | None, deed: Callable[..., object], **given: Any) -> bool:
        """Whether it was not refused. From then on the event has to stay as the deed left it."""
        how = {"by": self.lead, "now": NOW, "today": TODAY} | given
        how = {name: value for name, value in how.items() if value is not None}
        try:
            with transaction.atomic():
                made = deed(event=event, **how) if event else deed(**how)
        except Refused:
            return False
        event = made if isinstance(made, Event) else event
        if event:
            self.deeds[event.pk] = standing(event.pk)
        return True

    @rule(r=st.randoms(use_true_random=True))
    def something_happens(self, r: Random) -> None:
        # One rule for all: hypothesis would leave most of them out in each of so few examples.
        for deed in r.sample(DEEDS, 3):
            note(deed.__name__)
            deed(self, r)

    # --- what people do

    @happens
    def complete(self, r: Random) -> None:
        for one in self.some(r):
            self.attempt(one, complete_event, done_date=TODAY - timedelta(r.randrange(60)))

    @happens
    def is_not_needed(self, r: Random) -> None:
        for one in self.some(r):
            self.attempt(one, mark_not_needed, reason="Not this year.")

    @happens
    def undo(self, r: Random) -> None:
        if self.deeds:
            events = Event.objects.select_related("school", "year", "step__process")
            self.attempt(events.get(pk=r.choice(sorted(self.deeds))), undo_last)

    @happens
    def move(self, r: Random) -> None:
        for one in self.some(r):
            to = max(one.due_date, TODAY) + timedelta(r.choice([1, 2, 7, 8, 14, 21, 56]))
            self.attempt(one, move_event, to_date=to, reason="Snow.")

    @happens
    def attach(self, r: Random) -> None:
        for one in self.some(r):
            how = {"name": "a.pdf", "file": pdf(), "document_code": "", "today": None}
            if self.attempt(one, attach_file, **how):
                self.files[one.pk] = self.files.get(one.pk, 0) + 1

    @happens
    def start(self, r: Random) -> None:
        for process in startable():
            given = {"school": self.school(r.choice([1, 2])), "process": process, "day": a_day(r)}
            self.attempt(None, start_opening, reason="New.", **given)

    @happens
    def call_off(self, r: Random) -> None:
        found = list(Opening.objects.select_related("school", "year").filter(ended_at=None).order_by("pk"))
        if found:
            self.attempt(None, end_opening, opening=r.choice(found), reason="Off.")

    @happens
    def ask_all_the_same(self, r: Random) -> None:
        for school in School.objects.filter(joined_date__isnull=False).order_by("pk"):
            earlier = earlier_steps(school=school, year=self.year)
            if earlier:
                given = {"school": school, "year": self.year, "key": r.choice(earlier).key, "day": a_day(r)}
                self.attempt(None, ask_again, reason="Yes.", **given)

    # --- what changes around them

    @happens
    def publish_another_edition(self, r: Random) -> None:
        process, _, code = r.choice(EDITED).partition(".")
        edits: list[dict[str, Any]] = [{"timing": text} for text in TIMINGS]
        edits += [{"title": "Another title"}, {"phases": ["secondary"]}, {"tiers": [2]}]
        for step in self.spec[process]:
            if step["code"] == code:
                step.update(r.choice(edits))
        self.edition += 1
        publish(self.spec, number=self.edition)

    @happens
    def set_term_dates(self, r: Random) -> None:
        code = r.choice(list(PERIODS_2026))
        start, end = PERIODS_2026[code]
        Period.objects.update_or_create(
            year=self.year, school=self.school(r.choice([None, 1, 2])), code=code,
            defaults={
                "first_date": start + timedelta(r.randrange(10)), "last_date": end - timedelta(r.randrange(10)),
            },
        )  # fmt: skip

    @happens
    def close_days(self, r: Random) -> None:
        kind, day = r.choice(["inset", "closure", "data"]), a_day(r)
        NonPupilDay.objects.get_or_create(
            year=self.year, school=self.school(r.choice([None, 1, 2])), kind=kind, first_date=day,
            defaults={"last_date": day + timedelta(0 if kind == "inset" else r.randrange(9))},
        )  # fmt: skip

    @happens
    def open_days_again(self, r: Random) -> None:
        found = list(NonPupilDay.objects.order_by("pk"))
        if found:
            r.choice(found).delete()

    @happens
    def enter_next_years_dates(self, r: Random) -> None:
        self.enter_dates(r.choice([50, 51, 53, 54]))

    @happens
    def join(self, r: Random) -> None:
        found = School.objects.filter(urn=r.choice([1, 2]), left_date=None)
        found.update(joined_date=r.choice([None, a_day(r)]))

    @happens
    def leave(self, r: Random) -> None:
        school = School.objects.get(urn=r.choice([1, 2]))
        day = r.choice([None, None, a_day(r, last=TODAY), a_day(r)])
        if day is None or school.joined_date is None or school.joined_date <= day:
            School.objects.filter(pk=school.pk).update(left_date=day)
            self.history.pop(school.pk, None)

    @happens
    def change_tier(self, r: Random) -> None:
        School.objects.filter(urn=r.choice([1, 2])).update(tier=r.randint(1, 4))

    # --- what holds whatever happens

    @invariant()
    def all_holds(self) -> None:
        """In this order: the year is laid out first, as it would be before anybody looks at it."""
        self.a_second_build_is_idle()
        self.what_people_did_is_still_there()
        self.a_school_that_left_keeps_its_history()
        self.keys_are_unique()
        self.nothing_lies_on_a_closed_day()

    def a_second_build_is_idle(self) -> None:
        history = (StateChange.objects.count(), Move.objects.count())
        self.kept = frozenset(change.pk for change in self.build().kept)
        stands = list(Event.objects.order_by("pk").values_list())
        again = self.build()
        assert again.is_empty, again.summary()
        assert list(Event.objects.order_by("pk").values_list()) == stands
        assert (StateChange.objects.count(), Move.objects.count()) == history

    def what_people_did_is_still_there(self) -> None:
        for pk, how in self.deeds.items():
            assert standing(pk) == how, Event.objects.filter(pk=pk).first() or f"{pk} is gone: {how}"
        for pk, count in self.files.items():
            assert Attachment.objects.filter(event=pk).count() == count

    def a_school_that_left_keeps_its_history(self) -> None:
        for school in School.objects.filter(left_date__isnull=False):
            if has_left(school, TODAY):
                rows: list[tuple[object, ...]] = list(
                    Event.objects.filter(school=school).order_by("pk").values_list()
                )
                assert self.history.setdefault(school.pk, rows) == rows
                to_come = Event.objects.filter(year=self.year, school=school, due_date__gt=school.left_date)
                assert {event.pk for event in to_come} <= self.kept

    def keys_are_unique(self) -> None:
        keys = list(Event.objects.values_list("year", "school", "key"))
        assert len(keys) == len(set(keys))

    def nothing_lies_on_a_closed_day(self) -> None:
        schools = [None, *School.objects.all()]
        entered = [
            calendars(year, schools) for year in (self.year, self.next) if year.periods.exists()
        ]  # fmt: skip
        left = {school.pk for school in schools if school and has_left(school, TODAY)}
        untouched = Event.objects.filter(state="planned", is_moved=False, carried_from=None)
        for event in untouched.select_related("step"):
            if event.step is None or event.pk in self.kept or event.school_id in left:
                continue  # kept for what people left with it: no rule moves it any more
            timing = parse(event.step.timing)
            here = [one[event.school_id] for one in entered]
            for day in {event.opens_date, event.due_date}:
                assert why_open(timing, here, day), f"{event}: {day:%A}, by {event.step.timing}"


@pytest.mark.slow
@pytest.mark.django_db
def test_a_year_of_edits() -> None:
    run_state_machine_as_test(
        Year,
        settings=settings(
            max_examples=dear(12), stateful_step_count=22, deadline=None, database=None,
            phases=[Phase.generate], suppress_health_check=list(HealthCheck)),
    )  # fmt: skip
