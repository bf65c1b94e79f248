"""What comes next: the next card, the quiet list and what stands beside them."""

from datetime import date, timedelta
from typing import Any

import pytest

from handbook.models import Edition
from people.models import User
from schedule.actions import complete_event, move_event, see_changes
from schedule.models import Event
from schedule.queries import NextPage, holders_at, next_page
from schools.access import access_of
from schools.models import School
from tests.conftest import MakePerson
from tests.schedule.conftest import NOW, SMALL, TODAY, Build, EventOf, Spec, changed, publish

pytestmark = pytest.mark.usefixtures("built_kept")


def page_for(person: User, school: School, today: date = TODAY) -> NextPage:
    return next_page(
        access=access_of(person, today),
        school=school,
        holders=holders_at(school.pk, today, person.pk),
        today=today,
        now=NOW + timedelta((today - TODAY).days),
    )


def do(event: Event, by: User, day: date = TODAY) -> None:
    complete_event(event=event, done_date=day, by=by, now=NOW, today=TODAY)


def keys(lines: Any) -> list[str]:
    return [line.item.key for line in lines]


def listed(page: NextPage) -> list[tuple[str, list[str]]]:
    return [(week.heading, keys(week.lines)) for week in page.weeks]


@pytest.fixture
def ready(built: object, alder: School, event_of: EventOf, make_person: MakePerson) -> None:
    """Alder has done what was due before today."""
    lead = make_person("improvement_lead", name="Dan Firth")
    for school, key in ((alder, "P01.meeting"), (alder, "P10.prepare"), (None, "P01.slots")):
        do(event_of(school, key), lead, date(2026, 9, 18))


def test_the_next_card_is_complete(ready: None, alder: School, make_person: MakePerson) -> None:
    head = make_person("headteacher", alder, name="Ruth Ellison")
    make_person("improvement_partner", alder, name="Priya Nair")
    page = page_for(head, alder)
    card = page.card
    assert card is not None
    assert (card.event.key, card.day, card.place) == ("P10.visit", date(2026, 12, 1), "Autumn 2, week 5")
    assert (card.distance, card.why, card.window) == ("in 6 school days", "Why P10 matters.", "")
    assert (card.owner, card.takes_part) == ("Priya Nair, improvement partner", "You; Senior leader")
    assert card.prepare == (("Read the briefing", 10),)
    assert [(one.code, one.url) for one in card.documents] == [
        ("briefing", "/handbook/process-p10/documents/briefing/")
    ]
    assert card.afterwards == "You get the draft note within five working days."
    assert card.who_sees == "You and the school improvement lead."
    assert (card.process_title, card.process_url, card.reading) == (
        "Process P10",
        "/handbook/process-p10/",
        6,
    )
    assert page.place == "Autumn 2, week 4"


def test_the_quiet_list_stands_under_the_schools_own_weeks(
    ready: None, alder: School, make_person: MakePerson
) -> None:
    page = page_for(make_person("headteacher", alder), alder)
    assert listed(page) == [
        ("Week 5, from 30 November", ["P15.statement", "P06.data#1"]),
        ("Week 6, from 7 December", ["P07.moderate"]),
        ("Week 7, from 14 December", ["P10.reply", "P06.analysis#1"]),
        ("Christmas holiday, after the last school day", ["P18.publish"]),
    ]
    assert keys(page.owed) == ["P10.note"]
    assert keys(page.waiting) == []


def test_done_steps_leave_the_page(
    ready: None, alder: School, make_person: MakePerson, event_of: EventOf
) -> None:
    head = make_person("headteacher", alder)
    do(event_of(alder, "P10.visit"), head)
    page = page_for(head, alder)
    assert page.card is not None
    assert page.card.event.key == "P15.statement"


def test_what_is_late_waits_and_says_since_when(
    built: object, alder: School, make_person: MakePerson
) -> None:
    page = page_for(make_person("headteacher", alder), alder)
    assert [(line.item.key, line.tag.words) for line in page.waiting if line.tag] == [
        ("P10.prepare", "Late by 4 school days")
    ]
    assert [(line.item.key, line.tag.words) for line in page.owed if line.tag] == [
        ("P01.slots", "Late since 3 July"),
        ("P01.meeting", "Late by 41 school days"),
    ]


def test_what_others_are_late_with_stands_apart_and_waits_for_nobody_else(
    built: object, alder: School, make_person: MakePerson, event_of: EventOf
) -> None:
    """The head's own by the role; what names somebody else is theirs, and so the head's no more."""
    head, deputy = make_person("headteacher", alder), make_person("senior_leader", alder, name="Tom Okoro")
    today = date(2026, 12, 14)
    by_now = {"P10.prepare", "P06.data#1", "P07.moderate", "P15.statement"}
    Event.objects.exclude(key__in=by_now | {"P18.publish"}).delete()
    Event.objects.filter(school=alder, key="P15.statement").update(owner=deputy, owner_role="senior_leader")
    page = page_for(head, alder, today)
    assert page.card is None or page.card.event.key not in by_now
    assert keys(page.waiting) == ["P10.prepare"]
    assert [(line.item.key, line.owner) for line in page.late_elsewhere] == [
        ("P15.statement", "Tom Okoro"),
        ("P06.data#1", "Data lead"),
        ("P07.moderate", "Subject or phase leader"),
    ]
    assert (keys(page.late), page.late_since) == (
        [*keys(page.waiting), *keys(page.late_elsewhere)],
        date(2026, 11, 17),
    )
    theirs = page_for(deputy, alder, today)
    assert keys(theirs.waiting) == ["P15.statement", "P06.data#1"]  # nobody is named as the data lead
    assert keys(theirs.late_elsewhere) == ["P10.prepare", "P07.moderate"]
    lead = page_for(make_person("improvement_lead"), alder, today)
    assert (keys(lead.waiting), len(lead.late_elsewhere)) == ([], 4)


def test_a_senior_leader_sees_their_own_step_first(
    ready: None, alder: School, make_person: MakePerson, event_of: EventOf
) -> None:
    head = make_person("headteacher", alder)
    deputy = make_person("senior_leader", alder, job="data_lead", name="Tom Okoro")
    do(event_of(alder, "P10.visit"), head)
    page = page_for(deputy, alder)
    assert page.card is not None
    assert (page.card.event.key, page.card.owner) == ("P06.data#1", "You")


def test_a_job_nobody_is_named_for_falls_to_the_role_that_answers(
    ready: None, alder: School, make_person: MakePerson
) -> None:
    teacher = make_person("middle_leader", alder)
    page = page_for(teacher, alder)
    assert page.card is not None
    assert page.card.event.key == "P07.moderate"
    make_person("middle_leader", alder, job="subject_leader")
    again = page_for(teacher, alder)
    assert again.card is not None
    assert again.card.event.key == "P10.visit"  # nothing is theirs now, so the school's own


def test_a_partner_and_a_governor_see_the_school_from_their_side(
    ready: None, alder: School, make_person: MakePerson
) -> None:
    partner = page_for(make_person("improvement_partner", alder), alder)
    assert partner.card is not None
    assert (partner.card.event.key, partner.card.owner) == ("P10.visit", "You")
    assert "P10.note" in [key for _, week in listed(partner) for key in week]
    assert keys(partner.owed) == []
    governor = page_for(make_person("local_governor", alder), alder)
    assert governor.card is not None
    assert governor.card.event.key == "P10.visit"


def test_the_trusts_own_events_appear_where_they_name_the_school(
    alder: School, make_person: MakePerson, build: Build
) -> None:
    spec: Spec = {
        "P12": [
            {"code": "board", "timing": "AUT2 W5 Mon", "owner": "trustee", "scope": "trust", "kind": "meeting"},
            {
                "code": "heads", "timing": "AUT2 W5 Tue", "owner": "improvement_lead", "scope": "trust",
                "kind": "training", "takes_part": ["headteacher"],
            },
            {"code": "report", "timing": "AUT2 W5 Wed", "owner": "improvement_lead", "scope": "trust"},
        ]
    }  # fmt: skip
    publish(spec, number=2)
    build()
    page = page_for(make_person("headteacher", alder), alder)
    assert page.card is not None
    assert (page.card.event.key, page.weeks) == ("P12.heads", ())
    assert keys(page.owed) == ["P12.report"]


def test_a_move_with_too_little_notice_is_owned_up_to(
    ready: None, alder: School, make_person: MakePerson, event_of: EventOf
) -> None:
    lead, head = make_person("improvement_lead"), make_person("headteacher", alder)
    move_event(
        event=event_of(alder, "P10.visit"),
        to_date=date(2026, 12, 3),
        reason="Snow.",
        by=lead,
        now=NOW,
        today=TODAY,
    )
    page = page_for(head, alder)
    assert [(line.item.key, line.move.given, line.move.promised) for line in page.moved] == [
        ("P10.visit", 6, 20)
    ]
    assert page.changes == ()  # said once


def test_changes_are_told_until_they_are_seen(
    ready: None, alder: School, make_person: MakePerson, event_of: EventOf, build: Build
) -> None:
    lead, head = make_person("improvement_lead"), make_person("headteacher", alder)
    move_event(
        event=event_of(alder, "P06.data#3"),
        to_date=date(2027, 6, 29),
        reason="Tests.",
        by=lead,
        now=NOW,
        today=TODAY,
    )
    publish(
        changed(SMALL, "P07.moderate", title="Moderate"), number=2, reason="Six scripts, not ten.", when=NOW
    )
    build()
    page = page_for(head, alder)
    assert [(line.item.key, line.move.reason) for line in page.changes] == [("P06.data#3", "Tests.")]
    (news,) = page.editions
    assert (news.head.number, news.head.reason) == (2, "Six scripts, not ten.")
    see_changes(by=head, now=NOW)
    head.refresh_from_db()
    assert page_for(head, alder).has_news is False


def test_the_first_edition_is_no_news(alder: School, make_person: MakePerson) -> None:
    Edition.objects.update(published_at=NOW)
    assert page_for(make_person("headteacher", alder), alder).has_news is False


def test_when_nothing_lies_ahead_what_waits_longest_comes_next(
    built: object, alder: School, make_person: MakePerson
) -> None:
    page = page_for(make_person("headteacher", alder), alder, today=date(2027, 7, 20))
    assert page.card is not None
    assert (page.card.event.key, page.card.tag and page.card.tag.kind) == ("P10.prepare", "late")
