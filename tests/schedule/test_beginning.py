"""A trust that begins with the portal in the middle of a year is not told on its first day that it is late."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from people.models import AuditEntry, User
from schedule.actions import complete_event, undo_last
from schedule.models import Event
from schools.models import School, SchoolYear
from tests.conftest import MakePerson
from tests.schedule.conftest import NOW, TODAY, EventOf

BEGAN = "The trust began with the portal on Monday 23 November 2026."
pytestmark = pytest.mark.usefixtures("built_kept")


@pytest.fixture
def head(alder: School, make_person: MakePerson) -> User:
    return make_person("headteacher", alder, name="Ruth Ellison")


def run(*words: str) -> list[str]:
    out = StringIO()
    call_command("build_year", "2026", *words, stdout=out)
    return out.getvalue().splitlines()


def late(year: SchoolYear) -> int:
    return Event.objects.filter(year=year, due_date__lt=TODAY, state="planned").count()


def test_what_was_due_before_is_left_out_with_the_reason_and_what_is_to_come_stays(
    built: object, alder: School, year: SchoolYear, event_of: EventOf
) -> None:
    to_come = Event.objects.filter(year=year, due_date__gte=TODAY).count()
    were = late(year)
    assert (
        run("--from", "2026-11-23")[-1]
        == f"{were} due before Monday 23 November 2026: left out as not needed."
    )
    assert (were > 0, late(year)) == (True, 0)
    meeting = event_of(alder, "P01.meeting")
    assert (meeting.state, meeting.state_reason, meeting.state_by) == ("not_needed", BEGAN, None)
    assert Event.objects.filter(year=year, due_date__gte=TODAY, state="planned").count() == to_come
    assert (
        AuditEntry.objects.filter(action="event.mark-not-needed", reason=BEGAN, actor_id=None).count() == were
    )


def test_run_twice_it_changes_nothing(built: object, year: SchoolYear) -> None:
    run("--from", "2026-11-23")
    before = list(Event.objects.order_by("pk").values_list())
    assert run("--from", "2026-11-23")[-1].startswith("0 due before")
    assert list(Event.objects.order_by("pk").values_list()) == before


def test_what_somebody_did_or_took_back_is_left_alone(
    built: object, alder: School, year: SchoolYear, head: User, event_of: EventOf
) -> None:
    meeting = event_of(alder, "P01.meeting")
    complete_event(event=meeting, done_date=date(2026, 9, 10), by=head, now=NOW, today=TODAY)
    run("--from", "2026-11-23")
    assert event_of(alder, "P01.meeting").state == "done"
    undo_last(event=event_of(alder, "P01.meeting"), by=head, now=NOW, today=TODAY)
    run("--from", "2026-11-23")
    assert event_of(alder, "P01.meeting").state == "planned"


def test_anybody_who_may_can_take_one_of_them_back(
    built: object, alder: School, year: SchoolYear, head: User, event_of: EventOf
) -> None:
    run("--from", "2026-11-23")
    undo_last(event=event_of(alder, "P01.meeting"), by=head, now=NOW, today=TODAY)
    assert event_of(alder, "P01.meeting").state == "planned"


def test_a_dry_run_says_how_many_and_changes_nothing(built: object, year: SchoolYear) -> None:
    before, were = list(Event.objects.order_by("pk").values_list()), late(year)
    assert run("--from", "2026-11-23", "--dry-run")[-1].startswith(f"{were} due before")
    assert list(Event.objects.order_by("pk").values_list()) == before


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2026-11-24", "Tuesday 24 November 2026 lies ahead: what is due from today on is still to come."),
        ("23/11/2026", "'23/11/2026' is not a day: write 2026-11-23."),
    ],
)
def test_another_day_is_refused_in_a_sentence(
    built: object, year: SchoolYear, day: str, sentence: str
) -> None:
    were = late(year)
    with pytest.raises(CommandError) as refused:
        run("--from", day)
    assert str(refused.value) == f"{sentence} Nothing was changed."
    assert late(year) == were
