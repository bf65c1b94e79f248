"""Processes that are started at a school: which events come of it, and what happens to them afterwards."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from handbook.models import Edition
from people.models import AuditEntry, User
from schedule.actions import (
    Refused,
    complete_event,
    end_opening,
    mark_not_needed,
    move_event,
    start_opening,
)
from schedule.actions.openings import find_startable
from schedule.building import build_year, years_concerned
from schedule.models import Event, Opening
from schools.models import NonPupilDay, Period, School, SchoolYear, Trust
from tests.conftest import MakePerson
from tests.schedule.conftest import NOW, SMALL, TODAY, Build, changed, publish
from tests.schedule.conftest import EventOf as Get

MONDAY = date(2026, 11, 23)
# With a process that is started, one whose step follows it, and an occasion of its own in that step.
STARTED = {
    **SMALL,
    "P16": [
        {"code": "first", "timing": "on appointment", "owner": "ceo", "kind": "meeting"},
        {"code": "mentor", "timing": "1w after appointment", "owner": "mentor_headteacher", "kind": "meeting"},
        {"code": "talk", "timing": "5sd after mentor", "owner": "headteacher"},
        {"code": "board", "timing": "2w after first", "owner": "ceo", "scope": "trust"},
        {"code": "year", "timing": "12m after appointment", "owner": "ceo", "kind": "meeting"},
        {"code": "window", "timing": "AUT1 W2", "owner": "ceo"},
    ],
    "P25": [{"code": "call", "timing": "on inspection", "owner": "headteacher"}],
    "P26": [
        {"code": "share", "timing": "each SPR1 W2 Tue, 1w after P16.talk, 2w after P25.call", "owner": "headteacher"},
        {"code": "file", "timing": "2d after share", "owner": "headteacher"},
        {"code": "other", "timing": "1w after appointment", "owner": "headteacher"},
    ],
}  # fmt: skip
KEYS = [
    "P16.board#1", "P16.first#1", "P16.mentor#1", "P16.talk#1", "P16.year#1", "P26.file#1.2", "P26.share#1.2",
]  # fmt: skip
Start = Callable[..., Opening]


@pytest.fixture
def started(db: None, alder: School, birch: School) -> Edition:
    return publish(STARTED)


@pytest.fixture
def lead(make_person: MakePerson) -> User:
    return make_person("improvement_lead", name="Dan Firth")


@pytest.fixture
def start(started: Edition, year: SchoolYear, alder: School, lead: User) -> Start:
    def run(school: School = alder, process: str = "P16", day: date = MONDAY) -> Opening:
        return start_opening(
            school=school, process=find_startable(process), day=day, reason="A new headteacher.", by=lead, now=NOW,
            today=TODAY,
        )  # fmt: skip

    return run


def opened(school: School) -> list[str]:
    events = Event.objects.filter(school=school, opening__isnull=False)
    return sorted(events.values_list("key", flat=True))


def days(school: School) -> dict[str, date]:
    return dict(Event.objects.filter(school=school, opening__isnull=False).values_list("key", "due_date"))


def test_its_steps_are_counted_from_the_day_and_what_follows_them_comes_too(
    start: Start, alder: School, build: Build
) -> None:
    build()
    opening = start()
    assert (opening.number, opening.year.start_year, opening.trigger) == (1, 2026, "appointment")
    assert days(alder) == {
        "P16.first#1": date(2026, 11, 23),
        "P16.mentor#1": date(2026, 11, 30),
        "P16.talk#1": date(2026, 12, 7),
        "P16.board#1": date(2026, 12, 7),  # a step of the trust, and yet the school's
        "P26.share#1.2": date(2026, 12, 14),
        "P26.file#1.2": date(2026, 12, 16),
        "P16.year#1": date(2027, 11, 23),
    }
    assert set(Event.objects.filter(opening=opening).values_list("year__start_year", flat=True)) == {2026}
    assert build().is_empty


def test_nothing_else_of_the_school_changes_and_no_other_school(
    start: Start, alder: School, birch: School, build: Build
) -> None:
    build()
    before = list(Event.objects.order_by("pk").values_list())
    start()
    assert list(Event.objects.filter(opening=None).order_by("pk").values_list()) == before
    assert opened(birch) == []


def test_who_when_and_why_is_written_down(start: Start, lead: User, alder: School) -> None:
    opening = start()
    [entry] = AuditEntry.objects.filter(action="opening.start")
    assert (entry.target_label, entry.school_urn, entry.after, entry.reason) == (
        "Process P16 (P16)", 900001, "from 2026-11-23, 7 steps", "A new headteacher.",
    )  # fmt: skip
    assert (opening.opened_by, opening.opened_at, opening.ended_at) == (lead, NOW, None)


def test_a_second_opening_has_numbers_of_its_own(start: Start, alder: School, build: Build) -> None:
    start()
    second = start(day=date(2026, 12, 1))
    assert second.number == 2
    assert opened(alder) == sorted([*KEYS, *(key.replace("#1", "#2") for key in KEYS)])
    assert build().moved == ()


def test_two_processes_may_bring_the_same_step(start: Start, alder: School, build: Build) -> None:
    start()
    call = start(process="P25", day=date(2026, 11, 25))
    brought = Event.objects.filter(opening=call).order_by("key").values_list("key", "due_date")
    assert list(brought) == [
        ("P25.call#1", date(2026, 11, 25)),
        ("P26.file#1.3", date(2026, 12, 11)),
        ("P26.share#1.3", date(2026, 12, 9)),
    ]
    build()
    assert build().is_empty


def test_what_follows_a_step_follows_its_actual_day_within_the_opening(
    start: Start, alder: School, lead: User, event_of: Get, build: Build
) -> None:
    build()
    start()
    start(day=date(2026, 12, 1))
    how: dict[str, Any] = {"by": lead, "now": NOW, "today": TODAY}
    move_event(event=event_of(alder, "P16.mentor#1"), to_date=date(2026, 12, 3), reason="Ill.", **how)
    moved = days(alder)
    assert (moved["P16.talk#1"], moved["P26.share#1.2"]) == (date(2026, 12, 10), date(2026, 12, 17))
    assert moved["P16.talk#2"] == date(2026, 12, 15)
    complete_event(event=event_of(alder, "P16.first#1"), done_date=date(2026, 11, 20), **how)
    assert days(alder)["P16.board#1"] == date(2026, 12, 4)
    assert build().is_empty


def test_called_off_what_nobody_touched_goes_and_the_rest_stays(
    start: Start, alder: School, lead: User, event_of: Get, build: Build
) -> None:
    build()
    opening = start()
    how: dict[str, Any] = {"by": lead, "now": NOW, "today": TODAY}
    complete_event(event=event_of(alder, "P16.first#1"), done_date=TODAY, **how)
    move_event(event=event_of(alder, "P16.talk#1"), to_date=date(2026, 12, 9), reason="Ill.", **how)
    end_opening(opening=opening, reason=" They stay where they are. ", **how)
    assert opened(alder) == ["P16.first#1", "P16.talk#1"]
    assert (opening.end_reason, opening.ended_by) == ("They stay where they are.", lead)
    assert build().is_empty
    with pytest.raises(Refused, match="changed a moment ago"):
        end_opening(opening=opening, reason="Again.", **how)
    [entry] = AuditEntry.objects.filter(action="opening.end")
    assert (entry.after, entry.reason) == ("5 steps withdrawn", "They stay where they are.")


def test_a_new_edition_reaches_what_is_open_and_not_what_is_called_off(
    start: Start, alder: School, lead: User, build: Build
) -> None:
    build()
    off = start()
    end_opening(opening=off, reason="A mistake.", by=lead, now=NOW, today=TODAY)
    start()
    publish(
        changed(changed(STARTED, "P16.talk", timing="10sd after mentor"), "P16.board", drop=True), number=2
    )
    difference = build()
    assert [change.key for change in difference.withdrawn] == ["P16.board#2"]
    assert days(alder)["P16.talk#2"] == date(2026, 12, 14)
    assert set(
        Event.objects.filter(opening__isnull=False).values_list("step__process__edition__number", flat=True)
    ) == {2}
    assert build().is_empty


def test_a_step_that_is_planned_for_the_year_and_was_once_started_is_one_event(
    start: Start, alder: School, lead: User, event_of: Get, build: Build
) -> None:
    """The key is the event: an edition may turn a step that waits into one of every year, and back."""
    build()
    start()
    mark_not_needed(event=event_of(alder, "P16.talk#1"), reason="No.", by=lead, now=NOW, today=TODAY)
    publish(changed(STARTED, "P16.talk", timing="each SPR1 W2, SUM1 W2"), number=2)
    build()
    assert build().is_empty
    assert sorted(Event.objects.filter(school=alder, key__startswith="P16.talk").values_list("key", "state")) == [
        ("P16.talk#1", "not_needed"), ("P16.talk#2", "planned"),
    ]  # fmt: skip
    publish(STARTED, number=3)
    build()
    assert build().is_empty
    assert event_of(alder, "P16.talk#1").state == "not_needed"


def test_next_years_own_dates_are_used_where_they_are_entered(
    start: Start, alder: School, year: SchoolYear, build: Build
) -> None:
    following = SchoolYear.objects.create(start_year=2027)
    for one in list(Period.objects.filter(year=year)):
        Period.objects.create(
            year=following, code=one.code, first_date=one.first_date + timedelta(364),
            last_date=one.last_date + timedelta(364),
        )  # fmt: skip
    day = date(2027, 11, 23)
    NonPupilDay.objects.create(year=following, kind="inset", first_date=day, last_date=day)
    start()
    event = Event.objects.get(key="P16.year#1")
    assert (event.due_date, event.year.start_year) == (date(2027, 11, 24), 2026)
    assert event.notes == [
        "Tuesday 23 November 2027 is a day without pupils, so this is on Wednesday 24 November 2027."
    ]
    NonPupilDay.objects.all().delete()
    build()
    assert days(alder)["P16.year#1"] == day


def test_a_year_in_which_only_a_process_was_started_is_not_laid_out(start: Start, year: SchoolYear) -> None:
    start()
    assert years_concerned(TODAY) == []


def test_publishing_tells_what_it_does_to_a_started_process(start: Start, lead: User, build: Build) -> None:
    build()
    start()
    draft = publish(changed(STARTED, "P16.mentor", timing="2w after appointment"), number=2)
    Edition.objects.filter(pk=draft.pk).update(status="draft", number=None, published_at=None)
    Edition.objects.filter(number=1).update(status="published")
    draft.refresh_from_db()
    difference = build_year(
        year=Opening.objects.get().year, by=lead, now=NOW, today=TODAY, apply=False, edition=draft
    )
    assert sorted(change.key for change in difference.moved) == [
        "P16.mentor#1", "P16.talk#1", "P26.file#1.2", "P26.share#1.2",
    ]  # fmt: skip


@pytest.mark.parametrize("schools", [1, 4])
def test_openings_cost_no_questions_for_each_school(
    started: Edition, trust: Trust, year: SchoolYear, lead: User, build: Build, django_assert_num_queries: Any,
    schools: int,
) -> None:  # fmt: skip
    School.objects.bulk_create(
        School(trust_id=trust.pk, urn=n, name=f"School {n}", phase="primary") for n in range(1, schools + 1)
    )
    build()
    for school in School.objects.all():
        Opening.objects.create(
            year=year, school=school, process_code="P16", trigger="appointment", number=1, day=TODAY, reason="New.",
            opened_at=NOW, opened_by=lead,
        )  # fmt: skip
    with django_assert_num_queries(14):
        build()
    with django_assert_num_queries(12):
        build()
