"""A year of edits in any order: what people did is never lost, a second build is idle, nothing lands on a closed day.

A rule is one thing somebody does in that year. A new kind of deed needs one rule here: act on `self.some(which)`, and
call `self.did(event)` when it was not refused. The invariants lay the year out anew after every step.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from handbook.timing import ByDay, Each, Inset, OnDay, Timing, parse
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
from schedule.actions.openings import find_startable
from schedule.building import Difference, build_year, earlier_steps, has_left
from schedule.models import Attachment, Event, Move, Opening, StateChange
from schools.models import NonPupilDay, Period, School, SchoolYear, Trust
from schools.queries import calendars
from schools.terms import Calendar, is_working_day
from tests.conftest import PERIODS_2026
from tests.schedule.conftest import NOW, SMALL, TODAY, pdf, publish

HANDBOOK: dict[str, list[dict[str, Any]]] = {
    **{process: [dict(step) for step in steps] for process, steps in SMALL.items()},
    "P02": [
        {"code": "answer", "timing": "2w after P01.slots", "owner": "headteacher"},
        {"code": "results", "timing": "on 20 Aug", "owner": "headteacher"},
        {"code": "train", "timing": "inset 1", "owner": "headteacher"},
        {"code": "end", "timing": "6w after results", "owner": "headteacher"},
    ],
    "P16": [
        {"code": "first", "timing": "on appointment", "owner": "ceo", "kind": "meeting"},
        {"code": "talk", "timing": "5sd after first", "owner": "headteacher"},
        {"code": "board", "timing": "2w after talk", "owner": "ceo", "scope": "trust"},
        {"code": "year", "timing": "12m after appointment", "owner": "ceo", "kind": "meeting"},
    ],
    "P26": [
        {"code": "share", "timing": "each SPR1 W2 Tue, 1w after P16.talk", "owner": "headteacher"},
        {"code": "file", "timing": "2d after share", "owner": "headteacher"},
    ],
}  # fmt: skip
# Steps an edition may give another timing; none of these timings makes a circle.
EDITED = ("P01.meeting", "P06.data", "P07.moderate", "P10.visit", "P16.talk", "P18.publish", "P26.share")
TIMINGS = (
    "AUT2 W5 Tue", "AUT2 W2-4", "SPR1 W2", "by 31 Jan", "by 31 Dec statutory", "each AUT2 W3, SPR1 W3", "on 30 Nov",
    "SUM2 W-1", "inset 1", "8w after P01.slots", "2w after appointment",
)  # fmt: skip
numbers = st.integers(0, 60)
urns = st.sampled_from([1, 2])
anywhere = st.sampled_from([None, 1, 2])
days = st.dates(date(2026, 9, 1), date(2027, 7, 20))
past = st.dates(date(2026, 9, 1), TODAY)


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
        self.how: dict[str, Any] = {"by": self.lead, "now": NOW, "today": TODAY}
        self.spec = {process: [dict(step) for step in steps] for process, steps in HANDBOOK.items()}
        publish(self.spec)
        self.build()

    # --- the ways in which a rule acts

    def build(self) -> Difference:
        return build_year(year=self.year, by=self.lead, now=NOW, today=TODAY)

    def some(self, which: int) -> Event:
        events = Event.objects.select_related("school", "year", "step__process").order_by("pk")
        return events[which % events.count()]

    def school(self, urn: int | None) -> School | None:
        return School.objects.get(urn=urn) if urn else None

    def attempt(self, deed: Callable[[], object]) -> bool:
        try:
            with transaction.atomic():
                deed()
        except Refused:
            return False
        return True

    def did(self, event: Event) -> None:
        """From now on the event has to stay as it is now."""
        self.deeds[event.pk] = standing(event.pk)

    # --- what people do

    @rule(which=numbers, ago=st.integers(0, 60))
    def complete(self, which: int, ago: int) -> None:
        event = self.some(which)
        if self.attempt(lambda: complete_event(event=event, done_date=TODAY - timedelta(ago), **self.how)):
            self.did(event)

    @rule(which=numbers)
    def is_not_needed(self, which: int) -> None:
        event = self.some(which)
        if self.attempt(lambda: mark_not_needed(event=event, reason="Not this year.", **self.how)):
            self.did(event)

    @rule(which=numbers)
    def undo(self, which: int) -> None:
        touched = sorted(self.deeds)
        event = Event.objects.select_related("school", "year", "step__process").get(
            pk=touched[which % len(touched)]
        ) if touched else self.some(which)  # fmt: skip
        if self.attempt(lambda: undo_last(event=event, **self.how)):
            self.did(event)

    @rule(which=numbers, by=st.integers(-60, 60))
    def move(self, which: int, by: int) -> None:
        event = self.some(which)
        to = event.due_date + timedelta(by)
        if self.attempt(lambda: move_event(event=event, to_date=to, reason="Snow.", **self.how)):
            self.did(event)

    @rule(which=numbers)
    def attach(self, which: int) -> None:
        event = self.some(which)
        deed: dict[str, Any] = {
            "event": event,
            "name": "a.pdf",
            "document_code": "",
            "by": self.lead,
            "now": NOW,
        }
        if self.attempt(lambda: attach_file(file=pdf(), **deed)):
            self.files[event.pk] = self.files.get(event.pk, 0) + 1
            self.did(event)

    @rule(urn=urns, day=days, code=st.sampled_from(["P16", "P07", "P26"]))
    def start(self, urn: int, day: date, code: str) -> None:
        school = School.objects.get(urn=urn)
        self.attempt(
            lambda: start_opening(
                school=school, process=find_startable(code), day=day, reason="New.", **self.how
            )
        )

    @rule(which=numbers)
    def call_off(self, which: int) -> None:
        found = list(Opening.objects.select_related("school", "year").filter(ended_at=None).order_by("pk"))
        if found:
            self.attempt(lambda: end_opening(opening=found[which % len(found)], reason="Off.", **self.how))

    @rule(which=numbers, day=days)
    def ask_all_the_same(self, which: int, day: date) -> None:
        school = School.objects.filter(joined_date__isnull=False).order_by("pk").first()
        earlier = earlier_steps(school=school, year=self.year) if school else ()
        if school and earlier:
            key = earlier[which % len(earlier)].key
            given: dict[str, Any] = {
                "school": school,
                "year": self.year,
                "key": key,
                "day": day,
                "reason": "Yes.",
            }
            if self.attempt(lambda: ask_again(**given, **self.how)):
                self.did(Event.objects.get(school=school, key=key))

    # --- what changes around them

    @rule(
        ref=st.sampled_from(EDITED),
        edit=st.one_of(
            st.builds(lambda text: {"timing": text}, st.sampled_from(TIMINGS)),
            st.sampled_from([{"title": "Another title"}, {"phases": ["secondary"]}, {"tiers": [2]}]),
        ),
    )
    def publish_another_edition(self, ref: str, edit: dict[str, Any]) -> None:
        process, _, code = ref.partition(".")
        for step in self.spec[process]:
            if step["code"] == code:
                step.update(edit)
        self.edition += 1
        publish(self.spec, number=self.edition)

    @rule(
        code=st.sampled_from(list(PERIODS_2026)),
        urn=anywhere,
        first=st.integers(0, 9),
        last=st.integers(0, 9),
    )
    def set_term_dates(self, code: str, urn: int | None, first: int, last: int) -> None:
        start, end = PERIODS_2026[code]
        Period.objects.update_or_create(
            year=self.year, school=self.school(urn), code=code,
            defaults={"first_date": start + timedelta(first), "last_date": end - timedelta(last)},
        )  # fmt: skip

    @rule(urn=anywhere, day=days, long=st.integers(0, 8), kind=st.sampled_from(["inset", "closure", "data"]))
    def close_days(self, urn: int | None, day: date, long: int, kind: str) -> None:
        last = day + timedelta(0 if kind == "inset" else long)
        NonPupilDay.objects.get_or_create(
            year=self.year, school=self.school(urn), kind=kind, first_date=day, defaults={"last_date": last}
        )

    @rule(which=numbers)
    def open_days_again(self, which: int) -> None:
        found = list(NonPupilDay.objects.order_by("pk"))
        if found:
            found[which % len(found)].delete()

    @rule(weeks=st.integers(50, 54))
    def enter_next_years_dates(self, weeks: int) -> None:
        Period.objects.filter(year=self.next).delete()
        for code, (first, last) in PERIODS_2026.items():
            both = {"first_date": first + timedelta(weeks=weeks), "last_date": last + timedelta(weeks=weeks)}
            Period.objects.create(year=self.next, code=code, **both)

    @rule(urn=urns, day=st.none() | days)
    def join(self, urn: int, day: date | None) -> None:
        School.objects.filter(urn=urn, left_date=None).update(joined_date=day)

    @rule(urn=urns, day=st.none() | past | days)
    def leave(self, urn: int, day: date | None) -> None:
        school = School.objects.get(urn=urn)
        if day is None or school.joined_date is None or school.joined_date <= day:
            School.objects.filter(urn=urn).update(left_date=day)
            self.history.pop(school.pk, None)

    @rule(urn=urns, tier=st.integers(1, 4))
    def change_tier(self, urn: int, tier: int) -> None:
        School.objects.filter(urn=urn).update(tier=tier)

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
                to_come = Event.objects.filter(school=school, due_date__gt=school.left_date)
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
        for event in Event.objects.filter(state="planned", is_moved=False).select_related("step"):
            if event.step is None or event.pk in self.kept or event.school_id in left:
                continue  # kept for what people left with it: no rule moves it any more
            timing = parse(event.step.timing)
            here = [one[event.school_id] for one in entered]
            for day in {event.opens_date, event.due_date}:
                assert why_open(timing, here, day), f"{event}: {day:%A}, by {event.step.timing}"


def standing(pk: int) -> tuple[object, ...]:
    """State, its day and reason; and the date where somebody set it, for an untouched event follows the rules."""
    found = Event.objects.filter(pk=pk).values_list(
        "state", "done_date", "state_reason", "state_by", "is_moved", "opens_date", "due_date"
    )
    row = found.first()
    if row is None:
        return ()
    return row if row[0] != "planned" or row[4] else row[:5]


def why_open(timing: Timing, entered: Sequence[Calendar], day: date) -> bool:
    """A school day; or the rule names the very day, or is a legal deadline. See schedule/README.md."""
    kinds = timing.timings if isinstance(timing, Each) else (timing,)
    if any(isinstance(one, OnDay | Inset) for one in kinds):
        return True
    if any(isinstance(one, ByDay) and one.statutory for one in kinds):
        return is_working_day(day)
    # Beyond what is entered the dates are estimated, and the event says so.
    within = entered[0].school_days[0] <= day <= entered[-1].school_days[-1]
    return any(one.is_school_day(day) for one in entered) if within else is_working_day(day)


@pytest.mark.slow
@pytest.mark.django_db
def test_a_year_of_edits() -> None:
    run_state_machine_as_test(
        Year,
        settings=settings(
            max_examples=8, stateful_step_count=14, deadline=None, database=None,
            suppress_health_check=list(HealthCheck), phases=[Phase.generate],
        ),
    )  # fmt: skip
