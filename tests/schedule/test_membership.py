"""Schools that join, leave, open and close; steps for some phases and tiers."""

from datetime import date

from handbook.models import Edition
from schedule.actions import complete_event
from schedule.models import Event
from schools.models import School
from tests.conftest import MakePerson
from tests.schedule.conftest import NOW, TODAY, Build, EventOf

EVERYWHERE = [
    "P01.meeting", "P06.analysis#1", "P06.analysis#2", "P06.analysis#3", "P06.data#1", "P06.data#2", "P06.data#3",
    "P07.moderate", "P10.note", "P10.prepare", "P10.reply", "P10.visit", "P15.statement", "P18.publish",
]  # fmt: skip


def keys_of(school: School | None) -> list[str]:
    return sorted(Event.objects.filter(school=school).values_list("key", flat=True))


def snapshot() -> list[tuple[object, ...]]:
    """Every event as it stands, the row itself among it: a row made anew would have another id."""
    return list(Event.objects.order_by("pk").values_list())


def test_a_school_that_joins_in_the_year_gets_what_is_due_from_then(
    small: Edition, alder: School, build: Build
) -> None:
    School.objects.update(joined_date=date(2027, 1, 4))
    build()
    assert keys_of(alder) == [
        "P06.analysis#2", "P06.analysis#3", "P06.data#2", "P06.data#3", "P20.phonics",
    ]  # fmt: skip


def test_what_was_due_before_a_school_joined_goes_and_what_it_did_stays(
    built: object, alder: School, make_person: MakePerson, build: Build, event_of: EventOf
) -> None:
    head = make_person("headteacher", alder)
    complete_event(event=event_of(alder, "P10.visit"), done_date=TODAY, by=head, now=NOW, today=TODAY)
    alder.joined_date = date(2027, 1, 4)
    alder.save()
    build()
    assert "P10.visit" in keys_of(alder)
    assert "P07.moderate" not in keys_of(alder)


def test_a_school_that_leaves_keeps_its_past(
    built: object, alder: School, birch: School, build: Build
) -> None:
    alder.left_date = date(2026, 12, 31)
    alder.save()
    difference = build()
    assert {change.school for change in difference.withdrawn} == {alder}
    assert "P01.meeting" in keys_of(alder)
    assert "P06.data#2" not in keys_of(alder)
    assert keys_of(birch) == EVERYWHERE


def test_a_school_not_yet_open_and_one_closed_are_asked_nothing_new(
    small: Edition, alder: School, birch: School, build: Build
) -> None:
    School.objects.filter(pk=alder.pk).update(status="proposed")
    School.objects.filter(pk=birch.pk).update(status="closed")
    build()
    assert (keys_of(alder), keys_of(birch)) == ([], [])


def test_a_closed_school_keeps_what_is_over(built: object, alder: School, build: Build) -> None:
    School.objects.filter(pk=alder.pk).update(status="closed")
    build()
    assert keys_of(alder) == ["P01.meeting", "P10.prepare"]
    assert build().is_empty


def test_phase_and_tier_choose_the_steps(small: Edition, alder: School, birch: School, build: Build) -> None:
    School.objects.filter(pk=birch.pk).update(tier=3)
    build()
    assert ("P20.phonics" in keys_of(alder), "P20.review" in keys_of(alder)) == (True, False)
    assert ("P20.phonics" in keys_of(birch), "P20.review" in keys_of(birch)) == (False, True)
