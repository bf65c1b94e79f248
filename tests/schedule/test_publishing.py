"""Publishing a draft: what is shown before, what is done, what it leaves behind, and what it never touches."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handbook.actions import load_pack
from handbook.models import Edition, Step, Writing
from handbook.pack import pack_of
from people.models import AuditEntry, User
from schedule.actions import NotAsShown, Refused, complete_event, publish_edition
from schedule.building import build_year
from schedule.models import Amendment, Event, Paper
from schools.models import School, SchoolYear
from tests.conftest import ClientOf, MakePerson
from tests.schedule.conftest import NOW, TODAY
from tests.schedule.starter import a_starter_year

pytestmark = pytest.mark.django_db
SEPTEMBER = date(2026, 9, 2)


def clone(edition: Edition | None = None) -> Edition:
    pack = pack_of(edition or Edition.objects.get(status="published"))
    return load_pack(pack=pack, by=None, now=NOW, reason="")


def change(draft: Edition, ref: str, **values: Any) -> None:
    process, _, code = ref.partition(".")
    assert Step.objects.filter(process__edition=draft, process__code=process, code=code).update(**values) == 1


@pytest.fixture
def lead(make_person: MakePerson) -> User:
    return make_person("improvement_lead", name="Dan Firth")


@pytest.fixture
def starter(year: SchoolYear, alder: School, birch: School) -> Edition:
    """The starter handbook in force and the year laid out from it."""
    return a_starter_year(year)


@pytest.fixture
def draft(starter: Edition) -> Edition:
    """The autumn headteacher meetings a week later."""
    made = clone()
    change(made, "P01.meeting", timing="AUT1 W2-4")
    return made


def publish(draft: Edition, by: User, today: date = TODAY, reason: str = "A quieter first week.") -> Edition:
    return publish_edition(edition=draft, reason=reason, by=by, now=NOW, today=today)


def dates() -> dict[tuple[int | None, str], tuple[date, date]]:
    rows = Event.objects.values_list("school_id", "key", "opens_date", "due_date")
    return {(school, key): (opens, due) for school, key, opens, due in rows}


def url(draft: Edition) -> str:
    return reverse("schedule:publish", args=[draft.pk])


def answer(client: Client, draft: Edition, **more: str) -> Any:
    page = client.get(url(draft))
    shown = page.context["form"].initial["shown"]
    return client.post(url(draft), {"reason": "A quieter first week.", "sure": "on", "shown": shown} | more)


def test_done_when_the_autumn_meetings_move_by_a_week(
    starter: Edition, lead: User, alder: School, make_person: MakePerson, client_of: ClientOf, settings: Any
) -> None:
    """What moves and what breaks notice is shown; published, a head sees the new dates, who, when and why."""
    settings.PORTAL_TODAY = SEPTEMBER
    Event.objects.filter(key="P01.meeting").update(state="planned", done_date=None)
    draft = clone()
    change(draft, "P01.meeting", timing="AUT1 W2-4")
    client = client_of(lead)
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


def test_publishing_is_written_down(draft: Edition, lead: User, alder: School) -> None:
    published = publish(draft, lead, SEPTEMBER)
    assert (published.number, published.reason, published.published_by) == (2, "A quieter first week.", lead)
    rows = Amendment.objects.filter(school=alder).order_by("key").values_list(
        "key", "kind", "from_date", "to_date", "notice_given", "notice_promised", "owner_role", "event__key"
    )  # fmt: skip
    assert list(rows) == [
        ("P01.confirm", "moved", date(2026, 9, 25), date(2026, 10, 2), 17, 20, "headteacher", "P01.confirm"),
        ("P01.meeting", "moved", date(2026, 9, 18), date(2026, 9, 25), 12, 20, "ceo", "P01.meeting"),
    ]
    actions = AuditEntry.objects.filter(actor_id=lead.pk).order_by("pk").values_list("action", "reason")
    assert list(actions) == [(name, "A quieter first week.") for name in ("edition.publish", "year.build")]


def test_added_and_withdrawn_events_are_written_down(draft: Edition, lead: User, alder: School) -> None:
    Step.objects.filter(process__edition=draft, process__code="P01", code="meeting").update(code="gathering")
    Step.objects.filter(process__edition=draft, timing="5wd after meeting").update(
        timing="5wd after gathering"
    )
    publish(draft, lead)
    found = Amendment.objects.filter(school=alder).order_by("kind", "key")
    assert [(one.kind, one.key, one.event is None) for one in found] == [
        ("added", "P01.gathering", False),
        ("moved", "P01.confirm", False),
        ("withdrawn", "P01.meeting", True),
    ]
    assert [one.broke_notice for one in found] == [False, False, False]  # all of it is history


def test_what_people_did_stays_and_is_told(draft: Edition, lead: User, alder: School, birch: School) -> None:
    met = Event.objects.select_related("year", "school", "step__process").get(school=alder, key="P01.meeting")
    complete_event(event=met, done_date=date(2026, 9, 10), by=lead, now=NOW, today=TODAY)
    publish(draft, lead)
    met.refresh_from_db()
    assert (met.state, met.done_date, met.due_date) == ("done", date(2026, 9, 10), date(2026, 9, 18))
    assert set(Amendment.objects.values_list("school", "key")) == {
        (birch.pk, "P01.meeting"),
        (birch.pk, "P01.confirm"),
    }


def test_kept_events_say_why(draft: Edition, lead: User, alder: School, client_of: ClientOf) -> None:
    met = Event.objects.select_related("year", "school", "step__process").get(school=alder, key="P01.meeting")
    complete_event(event=met, done_date=date(2026, 9, 10), by=lead, now=NOW, today=TODAY)
    page = client_of(lead).get(url(draft))
    kept = [g for p in page.context["page"].diff.processes for g in p.groups if g.change.kind == "kept"]
    assert [(g.change.ref, g.change.why, g.names) for g in kept] == [("P01.meeting", "it is done", "Alder")]


def test_an_event_with_a_paper_is_not_withdrawn(draft: Edition, lead: User, alder: School) -> None:
    event = Event.objects.get(school=alder, key="P01.meeting")
    Paper.objects.create(
        event=event, document_code="x", version=1, layout={}, started_at=NOW, started_by=lead, saved_at=NOW,
        saved_by=lead,
    )  # fmt: skip
    Step.objects.filter(process__edition=draft, code__in=("meeting", "confirm")).delete()
    publish(draft, lead)
    assert Event.objects.filter(pk=event.pk).exists()


def test_a_clone_of_the_edition_in_force_changes_no_event(starter: Edition, lead: User) -> None:
    before = dates()
    publish(clone(), lead)
    assert dates() == before
    assert Amendment.objects.count() == 0


def test_going_back_brings_the_dates_back(draft: Edition, starter: Edition, lead: User) -> None:
    before = dates()
    publish(draft, lead)
    assert dates() != before
    publish(clone(starter), lead, reason="Back to how it was.")
    assert dates() == before
    assert Amendment.objects.filter(edition__number=3).count() == 4


def test_nothing_is_published_when_something_changed_meanwhile(
    draft: Edition, lead: User, client_of: ClientOf
) -> None:
    client = client_of(lead)
    shown = client.get(url(draft)).context["form"].initial["shown"]
    change(draft, "P01.meeting", timing="AUT1 W3-5")
    before = dates()
    again = client.post(url(draft), {"reason": "Because.", "sure": "on", "shown": shown})
    assert again.status_code == 409
    assert "Something changed since you opened this page, so nothing was published." in again.content.decode()
    assert (Edition.objects.get(pk=draft.pk).status, dates()) == ("draft", before)
    assert AuditEntry.objects.filter(action="edition.publish").count() == 1  # the starter's own
    assert "Because." in again.content.decode()
    assert client.post(
        url(draft), {"reason": "Because.", "sure": "on", "shown": again.context["form"].initial["shown"]}
    )["Location"] == "/handbook/editions/2/"  # fmt: skip


def test_another_edition_published_meanwhile_stops_it(
    draft: Edition, lead: User, client_of: ClientOf
) -> None:
    client = client_of(lead)
    shown = client.get(url(draft)).context["form"].initial["shown"]
    publish(clone(), lead, reason="Somebody else was first.")
    with pytest.raises(NotAsShown):
        publish_edition(edition=draft, reason="Because.", by=lead, now=NOW, today=TODAY, shown=shown)
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_a_draft_is_published_once(draft: Edition, lead: User) -> None:
    publish(draft, lead)
    with pytest.raises(Refused, match="published already, as edition 2"):
        publish(draft, lead)


@pytest.mark.parametrize(
    ("timing", "said"),
    [
        ("5wd after confirm", "circle"),
        ("5wd after nobody", "no such step"),
        ("one fine day", "meeting"),
    ],
)
def test_a_draft_that_gives_no_dates_says_where_and_stays_a_draft(
    draft: Edition, lead: User, client_of: ClientOf, timing: str, said: str
) -> None:
    change(draft, "P01.meeting", timing=timing)
    page = client_of(lead).get(url(draft))
    text = page.content.decode()
    assert (page.status_code, page.context["page"].may_publish) == (200, False)
    assert said in text
    assert f'href="/handbook/drafts/{draft.pk}/P01/' in text
    before = dates()
    again = client_of(lead).post(url(draft), {"reason": "Because.", "sure": "on", "shown": ""})
    assert again.status_code == 422
    assert (Edition.objects.get(pk=draft.pk).status, dates()) == ("draft", before)


@pytest.mark.parametrize(
    "given", [{}, {"reason": "  ", "sure": "on"}, {"reason": "x" * 301, "sure": "on"}, {"reason": "x"}]
)
def test_an_incomplete_form_publishes_nothing(
    draft: Edition, lead: User, client_of: ClientOf, given: dict[str, str]
) -> None:
    assert client_of(lead).post(url(draft), given).status_code == 422
    assert Edition.objects.get(pk=draft.pk).status == "draft"


def test_unsaved_writing_is_warned_of(draft: Edition, lead: User, client_of: ClientOf) -> None:
    Writing.objects.create(edition=draft, place="P01", person=lead, seen_at=NOW, data={"title": "New"})
    text = client_of(lead).get(url(draft)).content.decode()
    assert "What is not saved is not published." in text


def test_the_page_can_be_narrowed_to_a_school(draft: Edition, lead: User, client_of: ClientOf) -> None:
    page = client_of(lead).get(url(draft) + "?school=900001").context["page"]
    assert {g.names for p in page.diff.processes for g in p.groups} == {"Alder"}
    assert page.diff.totals.by_kind == {"moved": 4}
    assert client_of(lead).get(url(draft) + "?school=x").status_code == 200


def test_whoever_marks_a_step_done_follows_the_new_edition(draft: Edition, lead: User, alder: School) -> None:
    """The page was read before the edition was published."""
    stale = Event.objects.select_related("year", "school", "step__process").get(
        school=alder, key="P01.meeting"
    )
    change(draft, "P01.confirm", timing="8wd after meeting")
    publish(draft, lead)
    complete_event(event=stale, done_date=date(2026, 9, 10), by=lead, now=NOW, today=TODAY)
    confirm = Event.objects.get(school=alder, key="P01.confirm")
    assert confirm.due_date == date(2026, 9, 22)
    assert confirm.step is not None
    assert confirm.step.process.edition_id == draft.pk


def test_a_step_for_some_tiers_is_not_told_to_who_may_not_see_tiers(
    starter: Edition, lead: User, alder: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    draft = clone()
    change(draft, "P01.confirm", tiers=[3, 4])
    publish(draft, lead)
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
    draft: Edition,
    lead: User,
    client_of: ClientOf,
    alder: School,
    year: SchoolYear,
) -> None:
    client = client_of(lead)
    client.get(url(draft))
    with CaptureQueriesContext(connection) as one:
        client.get(url(draft))
    School.objects.create(trust=alder.trust, urn=900050, name="Cedar", phase="primary")
    build_year(year=year, by=None, now=NOW, today=TODAY)
    with CaptureQueriesContext(connection) as more:
        client.get(url(draft))
    assert len(one) == len(more)


def test_rehearsing_next_year(draft: Edition, lead: User, client_of: ClientOf) -> None:
    before = dates()
    alone = client_of(lead).get(reverse("schedule:rehearse", args=[draft.pk]))
    assert "No later year has term dates" in alone.content.decode()
    page = alone.context["page"]
    shifts = {line.title: line.shift for h in page.half_terms for _, lines in h.processes for line in lines}
    assert shifts["Autumn headteacher meeting"] == "a week later in its half-term"
    assert shifts["Send the meeting pack"] == "in the same week"
    assert dates() == before


def test_rehearsing_without_term_dates_or_with_a_broken_draft(
    draft: Edition, lead: User, year: SchoolYear, client_of: ClientOf
) -> None:
    change(draft, "P01.meeting", timing="5wd after confirm")
    assert client_of(lead).get(reverse("schedule:rehearse", args=[draft.pk])).status_code == 409
    year.periods.all().delete()
    page = client_of(lead).get(reverse("schedule:rehearse", args=[draft.pk]))
    assert "No year has term dates" in page.content.decode()
