"""The year of every school: made once, reconciled ever after, and nobody's work lost."""

from datetime import date
from typing import Any

import pytest

from handbook.models import Edition, Step
from people.models import AuditEntry
from schedule.actions import complete_event, mark_not_needed, move_event, undo_last
from schedule.building import CannotBuild, build_school, build_year, find_year
from schedule.models import Event
from schools.models import NonPupilDay, Period, School, SchoolYear, Trust
from tests.conftest import MakePerson
from tests.schedule.conftest import NOW, SMALL, TODAY, Build, EventOf, changed, publish

EVERYWHERE = [
    "P01.meeting", "P06.analysis#1", "P06.analysis#2", "P06.analysis#3", "P06.data#1", "P06.data#2", "P06.data#3",
    "P07.moderate", "P10.note", "P10.prepare", "P10.reply", "P10.visit", "P15.statement", "P18.publish",
]  # fmt: skip


def keys_of(school: School | None) -> list[str]:
    return sorted(Event.objects.filter(school=school).values_list("key", flat=True))


def snapshot() -> list[tuple[object, ...]]:
    """Every event as it stands, the row itself among it: a row made anew would have another id."""
    return list(Event.objects.order_by("pk").values_list())


def test_every_school_and_the_trust_get_their_events(built: object, alder: School, birch: School) -> None:
    assert keys_of(alder) == sorted([*EVERYWHERE, "P20.phonics"])
    assert keys_of(birch) == EVERYWHERE
    assert keys_of(None) == ["P01.slots"]


def test_an_event_carries_what_its_step_says(built: object, alder: School, event_of: EventOf) -> None:
    visit = event_of(alder, "P10.visit")
    assert (visit.title, visit.owner_role, visit.state) == ("P10 visit", "improvement_partner", "planned")
    assert (visit.opens_date, visit.scheduled_date, visit.due_date) == (date(2026, 12, 1),) * 3
    assert visit.step == Step.objects.get(process__code="P10", code="visit")
    assert (visit.notes, visit.revision, visit.changed_at) == ([], 0, NOW)


def test_a_window_opens_and_is_due(built: object, alder: School, event_of: EventOf) -> None:
    meeting = event_of(alder, "P01.meeting")
    assert (meeting.opens_date, meeting.due_date) == (date(2026, 9, 2), date(2026, 9, 18))


def test_a_legal_deadline_names_the_last_school_day(built: object, alder: School, event_of: EventOf) -> None:
    publish_event = event_of(alder, "P18.publish")
    assert publish_event.due_date == date(2026, 12, 31)
    assert publish_event.last_school_date == date(2026, 12, 18)


def test_each_school_keeps_its_own_calendar(
    small: Edition, alder: School, birch: School, year: SchoolYear, build: Build, event_of: EventOf
) -> None:
    Period.objects.create(
        year=year, school=birch, code="AUT2", first_date=date(2026, 11, 9), last_date=date(2026, 12, 18)
    )
    build()
    assert event_of(alder, "P10.visit").due_date == date(2026, 12, 1)
    assert event_of(birch, "P10.visit").due_date == date(2026, 12, 8)
    assert event_of(birch, "P10.note").due_date == date(2026, 12, 15)


def test_a_closed_day_is_told_in_plain_words(
    small: Edition, alder: School, year: SchoolYear, build: Build, event_of: EventOf
) -> None:
    NonPupilDay.objects.create(
        year=year, school=alder, kind="closure", first_date=date(2026, 12, 1), last_date=date(2026, 12, 1)
    )
    build()
    visit = event_of(alder, "P10.visit")
    assert visit.due_date == date(2026, 12, 2)
    assert visit.notes == [
        "Tuesday 1 December 2026 is a day without pupils, so this is on Wednesday 2 December 2026."
    ]


def test_the_second_build_changes_nothing(built: object, build: Build) -> None:
    before = snapshot()
    difference = build()
    assert (difference.is_empty, difference.unchanged) == (True, len(before))
    assert snapshot() == before
    assert AuditEntry.objects.filter(action="year.build").count() == 1


def test_a_dry_run_tells_the_same_and_writes_nothing(
    small: Edition, alder: School, birch: School, build: Build
) -> None:
    told = build(apply=False)
    assert (Event.objects.count(), AuditEntry.objects.count()) == (0, 0)
    assert build() == told
    assert len(told.added) == Event.objects.count() == 30


def test_a_changed_rule_moves_what_nobody_touched(
    built: object, alder: School, birch: School, build: Build, event_of: EventOf
) -> None:
    edition = publish(changed(SMALL, "P10.visit", timing="AUT2 W6 Tue"), number=2)
    difference = build()
    moved = {(change.school, change.key, change.old, change.new) for change in difference.moved}
    assert (alder, "P10.visit", (date(2026, 12, 1),) * 2, (date(2026, 12, 8),) * 2) in moved
    assert sorted({change.key for change in difference.moved}) == [
        "P10.note", "P10.prepare", "P10.reply", "P10.visit",
    ]  # fmt: skip
    visit = event_of(birch, "P10.visit")
    assert (visit.due_date, visit.scheduled_date, visit.revision) == (date(2026, 12, 8), date(2026, 12, 8), 1)
    assert set(Event.objects.values_list("step__process__edition", flat=True)) == {edition.pk}
    assert build().is_empty


def test_a_retitled_step_keeps_its_event(
    built: object, alder: School, build: Build, event_of: EventOf
) -> None:
    before = event_of(alder, "P10.visit").pk
    publish(changed(SMALL, "P10.visit", title="Visit of your partner"), number=2)
    difference = build()
    assert [change.title for change in difference.retitled] == ["Visit of your partner"] * 2
    assert (event_of(alder, "P10.visit").pk, event_of(alder, "P10.visit").title) == (
        before,
        "Visit of your partner",
    )


def test_a_withdrawn_step_takes_its_untouched_events_with_it(
    built: object, alder: School, birch: School, make_person: MakePerson, build: Build, event_of: EventOf
) -> None:
    head = make_person("headteacher", alder)
    complete_event(event=event_of(alder, "P07.moderate"), done_date=TODAY, by=head, now=NOW, today=TODAY)
    publish(changed(SMALL, "P07.moderate", drop=True), number=2)
    difference = build()
    assert [(change.school, change.key) for change in difference.withdrawn] == [(birch, "P07.moderate")]
    assert [(change.school, change.key) for change in difference.kept] == [(alder, "P07.moderate")]
    assert event_of(alder, "P07.moderate").state == "done"
    assert "P07.moderate" not in keys_of(birch)


def test_an_event_with_a_history_is_kept_even_when_it_is_open_again(
    built: object, alder: School, make_person: MakePerson, build: Build, event_of: EventOf
) -> None:
    head = make_person("headteacher", alder)
    event = event_of(alder, "P07.moderate")
    complete_event(event=event, done_date=TODAY, by=head, now=NOW, today=TODAY)
    undo_last(event=event, by=head, now=NOW, today=TODAY)
    publish(changed(SMALL, "P07.moderate", drop=True), number=2)
    build()
    assert event_of(alder, "P07.moderate").state_changes.count() == 1


def test_what_people_did_or_moved_stands(
    built: object, alder: School, birch: School, make_person: MakePerson, build: Build, event_of: EventOf
) -> None:
    head, lead = make_person("headteacher", alder), make_person("improvement_lead")
    done, off = event_of(alder, "P10.visit"), event_of(alder, "P15.statement")
    moved = event_of(birch, "P10.visit")
    complete_event(event=done, done_date=date(2026, 11, 20), by=head, now=NOW, today=TODAY)
    mark_not_needed(event=off, reason="Done in July.", by=head, now=NOW, today=TODAY)
    move_event(event=moved, to_date=date(2026, 12, 3), reason="Snow.", by=lead, now=NOW, today=TODAY)
    publish(
        changed(changed(SMALL, "P10.visit", timing="SPR1 W2 Tue"), "P15.statement", timing="SPR1 W1"),
        number=2,
    )
    build()
    done, off, moved = (
        event_of(alder, "P10.visit"),
        event_of(alder, "P15.statement"),
        event_of(birch, "P10.visit"),
    )
    assert (done.state, done.done_date, done.due_date) == ("done", date(2026, 11, 20), date(2026, 12, 1))
    assert (off.state, off.state_reason, off.due_date) == ("not_needed", "Done in July.", date(2026, 12, 3))
    assert (moved.due_date, moved.is_moved) == (date(2026, 12, 3), True)
    assert {done.scheduled_date, moved.scheduled_date} == {date(2027, 1, 12)}
    assert build().is_empty


def test_one_school_is_built_alone(small: Edition, alder: School, birch: School, year: SchoolYear) -> None:
    difference = build_school(school=alder, year=year, by=None, now=NOW, today=TODAY)
    assert (len(difference.added), keys_of(birch), keys_of(None)) == (15, [], [])
    entry = AuditEntry.objects.get(action="year.build")
    assert (entry.school_urn, entry.actor_name) == (alder.urn, "The portal")


def test_another_apps_event_is_left_alone(
    built: object, alder: School, year: SchoolYear, build: Build
) -> None:
    other = Event.objects.create(
        school=alder, year=year, key="visit:7", title="Extra visit", opens_date=TODAY, scheduled_date=TODAY,
        due_date=TODAY, owner_role="improvement_partner", changed_at=NOW,
    )  # fmt: skip
    assert build().is_empty
    assert Event.objects.filter(pk=other.pk).exists()


def test_no_handbook_and_no_dates_are_said(year: SchoolYear, alder: School) -> None:
    with pytest.raises(CannotBuild, match="No handbook is in force"):
        build_year(year=year, by=None, now=NOW, today=TODAY)
    bare = SchoolYear.objects.create(start_year=2027)
    with pytest.raises(CannotBuild, match="2027/28 has no term dates"):
        build_year(year=bare, by=None, now=NOW, today=TODAY)


@pytest.mark.parametrize(
    ("timing", "sentence"),
    [
        ("AUT7 W1", r'P01.a: "AUT7 W1" cannot be read'),
        ("5wd after b", "P01.a follows P01.b, which is not a step of the handbook"),
        ("5wd after a", "P01.a follows P01.a: a circle"),
    ],
)
def test_an_unusable_rule_stops_the_build_with_its_place(
    alder: School, year: SchoolYear, timing: str, sentence: str
) -> None:
    publish({"P01": [{"code": "a", "timing": timing, "owner": "headteacher"}]})
    with pytest.raises(CannotBuild, match=sentence):
        build_year(year=year, by=None, now=NOW, today=TODAY)
    assert Event.objects.count() == 0


@pytest.mark.parametrize("text", ["2026", "2026/27", " 2026/2027 "])
def test_a_year_is_found_by_its_words(year: SchoolYear, text: str) -> None:
    assert find_year(text) == year


@pytest.mark.parametrize(
    "text", ["", "26", "2026/28", "next", "2026-27", "\uff12\uff10\uff12\uff16", "2026/"]
)
def test_other_words_are_no_year(year: SchoolYear, text: str) -> None:
    with pytest.raises(CannotBuild, match="is not a school year"):
        find_year(text)


@pytest.mark.parametrize("schools", [1, 4])
def test_a_build_asks_the_same_number_of_questions_for_any_number_of_schools(
    small: Edition, trust: Trust, build: Build, django_assert_num_queries: Any, schools: int
) -> None:
    School.objects.bulk_create(
        School(trust_id=trust.pk, urn=n, name=f"School {n}", phase="primary") for n in range(1, schools + 1)
    )
    with django_assert_num_queries(14):
        build()
    with django_assert_num_queries(12):
        build()
