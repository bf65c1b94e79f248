"""Publishing a draft: what is shown before, what is done, what it leaves behind, and what it never touches."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handbook.models import Edition, Step
from people.models import AuditEntry, User
from schedule.actions import complete_event
from schedule.building import build_year
from schedule.models import Amendment, Event, Paper
from schools.models import School, SchoolYear
from tests.conftest import ClientOf, MakePerson
from tests.schedule.conftest import NOW, TODAY
from tests.schedule.starter import answer, change, clone, dates, publish, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("later_meetings_kept")]
SEPTEMBER = date(2026, 9, 2)


def test_done_when_the_autumn_meetings_move_by_a_week(
    starter: Edition,
    publisher: User,
    alder: School,
    make_person: MakePerson,
    client_of: ClientOf,
    settings: Any,
) -> None:
    """What moves and what breaks notice is shown; published, a head sees the new dates, who, when and why."""
    settings.PORTAL_TODAY = SEPTEMBER
    Event.objects.filter(key="P01.meeting").update(state="planned", done_date=None)
    draft = clone()
    change(draft, "P01.meeting", timing="AUT1 W2-4")
    client = client_of(publisher)
    page = client.get(url(draft))
    (process,) = page.context["page"].diff.processes
    assert [(g.change.ref, g.change.old, g.change.new, g.names, g.change.is_broken) for g in process.groups] == [
        (
            "P01.meeting", "2 to 18 September 2026", "7 to 25 September 2026", "Alder, Birch", True,
        ),
        (
            "P01.confirm", "Friday 25 September 2026", "Friday 2 October 2026", "Alder, Birch", True,
        ),
    ]  # fmt: skip
    assert "moves 4 events in 2 schools; 4 fall inside their promised notice" in page.content.decode()
    assert "12 working days of notice, 20 promised" in page.content.decode()
    done = answer(client, draft)
    assert (done.status_code, done["Location"]) == (302, "/handbook/editions/2/")
    head = client_of(make_person("headteacher", alder))
    following = head.get("/next/").content.decode()
    for words in (
        "Moved from Friday 18 September 2026 to Friday 25 September 2026",
        "edition 2",
        "Dan Firth, 2 September 2026",
        "A quieter first week.",
        "12 working days’ notice, where 20 were promised",
    ):
        assert words in following
    event = Event.objects.get(school=alder, key="P01.meeting")
    history = head.get(f"/events/{event.pk}/").content.decode()
    assert "Moved from Friday 18 September 2026 (Autumn 1, week 3) to Friday 25 September 2026" in history
    assert "by edition 2 of the handbook" in history
    edition = head.get("/handbook/editions/2/").content.decode()
    assert "Dan Firth" in edition
    assert "Birch" not in edition  # another school's dates are not this head's to see


def test_publishing_is_written_down(later_meetings: Edition, publisher: User, alder: School) -> None:
    published = publish(later_meetings, publisher, SEPTEMBER)
    assert (published.number, published.reason, published.published_by) == (
        2,
        "A quieter first week.",
        publisher,
    )
    rows = Amendment.objects.filter(school=alder).order_by("key").values_list(
        "key", "kind", "from_date", "to_date", "notice_given", "notice_promised", "owner_role", "event__key"
    )  # fmt: skip
    assert list(rows) == [
        ("P01.confirm", "moved", date(2026, 9, 25), date(2026, 10, 2), 17, 20, "headteacher", "P01.confirm"),
        ("P01.meeting", "moved", date(2026, 9, 18), date(2026, 9, 25), 12, 20, "ceo", "P01.meeting"),
    ]
    actions = AuditEntry.objects.filter(actor_id=publisher.pk).order_by("pk").values_list("action", "reason")
    assert list(actions) == [(name, "A quieter first week.") for name in ("edition.publish", "year.build")]


def test_added_and_withdrawn_events_are_written_down(
    later_meetings: Edition, publisher: User, alder: School
) -> None:
    Step.objects.filter(process__edition=later_meetings, process__code="P01", code="meeting").update(
        code="gathering"
    )
    Step.objects.filter(process__edition=later_meetings, timing="5wd after meeting").update(
        timing="5wd after gathering"
    )
    publish(later_meetings, publisher)
    found = Amendment.objects.filter(school=alder).order_by("kind", "key")
    assert [(one.kind, one.key, one.event is None) for one in found] == [
        ("added", "P01.gathering", False),
        ("moved", "P01.confirm", False),
        ("withdrawn", "P01.meeting", True),
    ]
    assert [one.broke_notice for one in found] == [False, False, False]  # all of it is history


def test_what_people_did_stays_and_is_told(
    later_meetings: Edition, publisher: User, alder: School, birch: School
) -> None:
    met = Event.objects.select_related("year", "school", "step__process").get(school=alder, key="P01.meeting")
    complete_event(event=met, done_date=date(2026, 9, 10), by=publisher, now=NOW, today=TODAY)
    publish(later_meetings, publisher)
    met.refresh_from_db()
    assert (met.state, met.done_date, met.due_date) == ("done", date(2026, 9, 10), date(2026, 9, 18))
    assert set(Amendment.objects.values_list("school", "key")) == {
        (birch.pk, "P01.meeting"),
        (birch.pk, "P01.confirm"),
    }


def test_kept_events_say_why(
    later_meetings: Edition, publisher: User, alder: School, client_of: ClientOf
) -> None:
    met = Event.objects.select_related("year", "school", "step__process").get(school=alder, key="P01.meeting")
    complete_event(event=met, done_date=date(2026, 9, 10), by=publisher, now=NOW, today=TODAY)
    page = client_of(publisher).get(url(later_meetings))
    kept = [g for p in page.context["page"].diff.processes for g in p.groups if g.change.kind == "kept"]
    assert [(g.change.ref, g.change.why, g.names) for g in kept] == [("P01.meeting", "it is done", "Alder")]


def test_an_event_with_a_paper_is_not_withdrawn(
    later_meetings: Edition, publisher: User, alder: School
) -> None:
    event = Event.objects.get(school=alder, key="P01.meeting")
    Paper.objects.create(
        event=event, document_code="x", version=1, layout={}, started_at=NOW, started_by=publisher, saved_at=NOW,
        saved_by=publisher,
    )  # fmt: skip
    Step.objects.filter(process__edition=later_meetings, code__in=("meeting", "confirm")).delete()
    publish(later_meetings, publisher)
    assert Event.objects.filter(pk=event.pk).exists()


def test_a_clone_of_the_edition_in_force_changes_no_event(starter: Edition, publisher: User) -> None:
    before = dates()
    publish(clone(), publisher)
    assert dates() == before
    assert Amendment.objects.count() == 0


def test_going_back_brings_the_dates_back(later_meetings: Edition, starter: Edition, publisher: User) -> None:
    before = dates()
    publish(later_meetings, publisher)
    assert dates() != before
    publish(clone(starter), publisher, reason="Back to how it was.")
    assert dates() == before
    assert Amendment.objects.filter(edition__number=3).count() == 4


def test_whoever_marks_a_step_done_follows_the_new_edition(
    later_meetings: Edition, publisher: User, alder: School
) -> None:
    """The page was read before the edition was published."""
    stale = Event.objects.select_related("year", "school", "step__process").get(
        school=alder, key="P01.meeting"
    )
    change(later_meetings, "P01.confirm", timing="8wd after meeting")
    publish(later_meetings, publisher)
    complete_event(event=stale, done_date=date(2026, 9, 10), by=publisher, now=NOW, today=TODAY)
    confirm = Event.objects.get(school=alder, key="P01.confirm")
    assert confirm.due_date == date(2026, 9, 22)
    assert confirm.step is not None
    assert confirm.step.process.edition_id == later_meetings.pk


def test_a_step_for_some_tiers_is_not_told_to_who_may_not_see_tiers(
    starter: Edition, publisher: User, alder: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    draft = clone()
    change(draft, "P01.confirm", tiers=[3, 4])
    publish(draft, publisher)
    deputy, head = (client_of(make_person(role, alder)) for role in ("senior_leader", "headteacher"))
    for path in ("/next/", "/handbook/editions/"):
        text = deputy.get(path).content.decode()
        assert ("Confirm the record" in text, "withdrew" in text) == (False, False)
    page = deputy.get("/handbook/editions/2/").context["page"]
    assert (page.dates, page.affected, page.totals.is_empty) == ((), (), True)
    assert "No longer asked" in head.get("/next/").content.decode()
    assert [one.code for one in head.get("/handbook/editions/2/").context["page"].dates] == ["P01"]
    assert "withdrew 1 event in 1 school" in head.get("/handbook/editions/").content.decode()


def test_as_many_questions_for_one_school_as_for_three(
    later_meetings: Edition,
    publisher: User,
    client_of: ClientOf,
    alder: School,
    year: SchoolYear,
) -> None:
    client = client_of(publisher)
    client.get(url(later_meetings))
    with CaptureQueriesContext(connection) as one:
        client.get(url(later_meetings))
    School.objects.create(trust=alder.trust, urn=900050, name="Cedar", phase="primary")
    build_year(year=year, by=None, now=NOW, today=TODAY)
    with CaptureQueriesContext(connection) as more:
        client.get(url(later_meetings))
    assert len(one) == len(more)
