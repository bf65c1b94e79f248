"""While one person publishes: another publishes too, a head marks a step as done, somebody writes in the draft."""

from collections.abc import Callable
from threading import Thread
from typing import Any

import pytest
from django.db import connection, transaction

from handbook.actions import add_step, check_draft, save_writing
from handbook.actions.drafts import discard
from handbook.actions.publishing import NotADraftError
from handbook.models import Edition, Writing
from people.models import User
from schedule.actions import NotAsShown, Refused, complete_event, publish_edition
from schedule.building import build_year
from schedule.models import Event
from schedule.queries.before_publishing import before_publishing
from schools.models import Period, School, SchoolYear
from tests.conftest import NOW, TODAY, MakePerson
from tests.schedule.starter import change, clone
from tests.waiting import until_all_wait

pytestmark = pytest.mark.django_db(transaction=True)
Act = Callable[[], Any]


@pytest.fixture
def together(later_meetings: Edition, publisher: User) -> Callable[..., list[Any]]:
    """Each of these begins while the edition is being published, and waits; what they gave or raised."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets only one write at a time")

    def run(*acts: Act) -> list[Any]:
        found: list[Any] = [None] * len(acts)

        def other(number: int) -> None:
            try:
                found[number] = acts[number]()
            except Exception as error:  # noqa: BLE001 -- told by the test
                found[number] = error
            finally:
                connection.close()

        threads = [Thread(target=other, args=[number]) for number in range(len(acts))]
        with transaction.atomic():
            publish_edition(edition=later_meetings, reason="First.", by=publisher, now=NOW, today=TODAY)
            for thread in threads:
                thread.start()
            until_all_wait(threads)
        for thread in threads:
            thread.join(60)
        return found

    return run


def test_a_second_lead_is_shown_what_it_would_do_now(
    starter: Edition, publisher: User, together: Callable[..., list[Any]]
) -> None:
    mine = clone(starter)
    change(mine, "P01.meeting", timing="AUT1 W3-5")
    page = before_publishing(draft=mine, checked=check_draft(mine), now=NOW, today=TODAY, urn=None)
    assert page.diff is not None
    shown = page.diff.fingerprint
    (said,) = together(
        lambda: publish_edition(
            edition=mine, reason="Second.", by=publisher, now=NOW, today=TODAY, shown=shown
        )
    )
    assert type(said) is NotAsShown
    assert list(Edition.objects.filter(status="published").values_list("number", flat=True)) == [2]


def test_the_same_draft_is_published_once(
    later_meetings: Edition, publisher: User, together: Callable[..., list[Any]]
) -> None:
    (said,) = together(
        lambda: publish_edition(edition=later_meetings, reason="Twice.", by=publisher, now=NOW, today=TODAY)
    )
    assert (type(said), str(said)) == (
        Refused,
        "This is published already, as edition 2. Nothing was changed.",
    )


def test_a_step_done_meanwhile_belongs_to_the_new_edition(
    starter: Edition, alder: School, make_person: MakePerson, together: Callable[..., list[Any]]
) -> None:
    head = make_person("headteacher", alder)
    Event.objects.filter(key="P01.meeting").update(state="planned", done_date=None)
    event = Event.objects.get(key="P01.meeting", school=alder)
    (said,) = together(lambda: complete_event(event=event, done_date=TODAY, by=head, now=NOW, today=TODAY))
    assert not isinstance(said, Exception)
    event.refresh_from_db()
    assert event.step is not None
    assert (event.state, event.done_date, event.step.process.edition.number) == ("done", TODAY, 2)


def test_nobody_writes_in_a_draft_that_is_being_published(
    later_meetings: Edition, publisher: User, together: Callable[..., list[Any]]
) -> None:
    process = later_meetings.processes.get(code="P01")
    steps = process.steps.count()
    saved, added, thrown = together(
        lambda: save_writing(
            edition_id=later_meetings.pk, place="P01", row=process, names=["purpose"], changes=(), unsaved=None,
            sent={"purpose": ["Late words"]}, by=publisher, now=NOW,
        ),
        lambda: add_step(process=process, title="Late", timing="", kind="task", code="", by=publisher, now=NOW),
        lambda: discard(draft=later_meetings, by=publisher, now=NOW),
    )  # fmt: skip
    assert (saved.gone, type(added), type(thrown)) == ("published", NotADraftError, NotADraftError)
    assert (process.steps.count(), Writing.objects.get().data) == (steps, {"purpose": ["Late words"]})


def test_a_year_laid_out_meanwhile_follows_the_new_edition(
    starter: Edition, year: SchoolYear, alder: School, together: Callable[..., list[Any]]
) -> None:
    following = SchoolYear.objects.create(start_year=2027)
    for period in year.periods.all():
        first, last = (day.replace(year=day.year + 1) for day in (period.first_date, period.last_date))
        Period.objects.create(year=following, code=period.code, first_date=first, last_date=last)
    (said,) = together(lambda: build_year(year=following, by=None, now=NOW, today=TODAY))
    assert not isinstance(said, Exception), said
    made = Event.objects.filter(year=following).exclude(step=None)
    assert set(made.values_list("step__process__edition__number", flat=True)) == {2}
