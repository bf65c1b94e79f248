"""What follows a step follows the day it really happened."""

from datetime import date

from schedule.actions import complete_event, move_event, undo_last
from schedule.models import Event
from schools.models import School
from tests.conftest import MakePerson
from tests.schedule.conftest import NOW, SMALL, TODAY, Build, EventOf, changed, publish


def keys_of(school: School | None) -> list[str]:
    return sorted(Event.objects.filter(school=school).values_list("key", flat=True))


def snapshot() -> list[tuple[object, ...]]:
    """Every event as it stands, the row itself among it: a row made anew would have another id."""
    return list(Event.objects.order_by("pk").values_list())


def test_what_follows_a_step_follows_its_actual_date(
    built: object, alder: School, birch: School, make_person: MakePerson, event_of: EventOf
) -> None:
    head, lead = make_person("headteacher", alder), make_person("improvement_lead")
    complete_event(
        event=event_of(alder, "P10.visit"), done_date=date(2026, 11, 20), by=head, now=NOW, today=TODAY
    )
    assert event_of(alder, "P10.note").due_date == date(2026, 11, 27)
    assert event_of(alder, "P10.reply").due_date == date(2026, 12, 4)
    assert event_of(birch, "P10.note").due_date == date(2026, 12, 8)
    move_event(
        event=event_of(birch, "P10.visit"),
        to_date=date(2026, 12, 8),
        reason="Snow.",
        by=lead,
        now=NOW,
        today=TODAY,
    )
    assert event_of(birch, "P10.prepare").due_date == date(2026, 11, 24)
    assert event_of(birch, "P10.note").due_date == date(2026, 12, 15)


def test_undo_brings_what_followed_back(
    built: object, alder: School, make_person: MakePerson, event_of: EventOf
) -> None:
    head, event = make_person("headteacher", alder), event_of(alder, "P10.visit")
    complete_event(event=event, done_date=date(2026, 11, 20), by=head, now=NOW, today=TODAY)
    undo_last(event=event, by=head, now=NOW, today=TODAY)
    assert event_of(alder, "P10.note").due_date == date(2026, 12, 8)


def test_what_is_open_again_goes_where_the_rule_asks_for_it_by_now(
    built: object, alder: School, make_person: MakePerson, event_of: EventOf
) -> None:
    """What it counts from happened on another day while it was done."""
    head, note = make_person("headteacher", alder), event_of(alder, "P10.note")
    complete_event(event=note, done_date=TODAY, by=head, now=NOW, today=TODAY)
    visit = event_of(alder, "P10.visit")
    complete_event(event=visit, done_date=date(2026, 11, 20), by=head, now=NOW, today=TODAY)
    undo_last(event=event_of(alder, "P10.note"), by=head, now=NOW, today=TODAY)
    assert event_of(alder, "P10.note").due_date == date(2026, 11, 27)


def test_each_of_several_occasions_is_followed_by_its_own(
    built: object, alder: School, make_person: MakePerson, event_of: EventOf
) -> None:
    head = make_person("headteacher", alder)
    second = event_of(alder, "P06.analysis#2").due_date
    complete_event(
        event=event_of(alder, "P06.data#1"), done_date=date(2026, 11, 20), by=head, now=NOW, today=TODAY
    )
    assert event_of(alder, "P06.analysis#1").due_date == date(2026, 12, 4)
    assert event_of(alder, "P06.analysis#2").due_date == second


def test_marking_a_step_done_lets_no_new_edition_in(
    built: object, alder: School, make_person: MakePerson, event_of: EventOf
) -> None:
    """What a new edition changes is shown before the year is built from it; a tick must not do it in passing."""
    head, before = make_person("headteacher", alder), keys_of(alder)
    publish(
        changed(changed(SMALL, "P10.note", timing="20wd after visit"), "P07.moderate", drop=True), number=2
    )
    complete_event(event=event_of(alder, "P10.visit"), done_date=TODAY, by=head, now=NOW, today=TODAY)
    assert event_of(alder, "P10.note").due_date == date(2026, 11, 30)
    assert keys_of(alder) == before


def test_a_step_follows_nothing_where_the_other_is_not_for_this_school(
    alder: School, birch: School, build: Build
) -> None:
    publish({**SMALL, "P21": [{"code": "after", "timing": "1w after P20.phonics", "owner": "headteacher"}]})
    build()
    assert ("P21.after" in keys_of(alder), "P21.after" in keys_of(birch)) == (True, False)


def test_a_school_step_follows_the_trusts_own(
    alder: School, make_person: MakePerson, build: Build, event_of: EventOf
) -> None:
    publish({
        "P01": [
            {"code": "slots", "timing": "AUT2 W4 Mon", "owner": "improvement_lead", "scope": "trust"},
            {"code": "book", "timing": "1w after slots", "owner": "headteacher"},
        ]
    })  # fmt: skip
    build()
    assert event_of(alder, "P01.book").due_date == date(2026, 11, 30)
    lead = make_person("improvement_lead")
    complete_event(
        event=event_of(None, "P01.slots"), done_date=date(2026, 11, 20), by=lead, now=NOW, today=TODAY
    )
    assert event_of(alder, "P01.book").due_date == date(2026, 11, 27)
