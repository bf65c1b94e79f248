"""A closed year is read-only for good: whatever writes to it is refused with a sentence, and pages say it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from handbook.models import Document, Edition
from people.models import User
from schedule.actions import (
    Refused,
    attach_file,
    complete_event,
    end_opening,
    mark_not_needed,
    move_event,
    propose_date,
    remove_attachment,
    save_paper,
    start_paper,
    submit_paper,
    undo_last,
)
from schedule.actions.joining import ask_again, waive_events
from schedule.actions.papers import Written
from schedule.building import CannotBuild, YearClosed, build_school, build_year, lock_year, years_concerned
from schedule.models import Attachment, Event, Opening, Paper
from schedule.queries.calendar_diff import calendar_diff
from schools.models import School, SchoolYear
from tests.conftest import ClientOf, MakePerson
from tests.schedule.conftest import NOW, SMALL, TODAY, EventOf, changed, pdf
from tests.schedule.conftest import publish as put_in_force

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_kept")]
SENTENCE = "2026/27 is closed: it is kept as it was, and nothing in it changes any more."


@pytest.fixture
def lead(make_person: MakePerson) -> User:
    return make_person("improvement_lead")


def close(year: SchoolYear, by: User) -> None:
    SchoolYear.objects.filter(pk=year.pk).update(closed_at=NOW, closed_by=by)


def everything() -> list[tuple[object, ...]]:
    return list(Event.objects.order_by("pk").values_list())


def test_everything_that_writes_is_refused_with_one_sentence(
    built: object, alder: School, year: SchoolYear, event_of: EventOf, lead: User
) -> None:
    how: dict[str, Any] = {"by": lead, "now": NOW, "today": TODAY}
    done, event = event_of(alder, "P01.meeting"), event_of(alder, "P10.visit")
    complete_event(event=done, done_date=date(2026, 9, 10), **how)
    file = attach_file(event=event, name="a.pdf", file=pdf(), document_code="", by=lead, now=NOW)
    briefing = Document.objects.get(code="briefing")
    paper = start_paper(event=event, document=briefing, answers={}, by=lead, now=NOW)
    written = Written({}, {}, {})
    opening = Opening.objects.create(
        year=year, school=alder, process_code="P16", trigger="appointment", number=1, day=TODAY, reason="New.",
        opened_at=NOW, opened_by=lead,
    )  # fmt: skip
    close(year, lead)  # after the page was read: the objects in hand do not know of it
    stands = everything()
    attempts: list[Any] = [
        lambda: complete_event(event=event, done_date=TODAY, **how),
        lambda: mark_not_needed(event=event, reason="No.", **how),
        lambda: undo_last(event=done, **how),
        lambda: move_event(event=event, to_date=TODAY + timedelta(9), reason="Snow.", **how),
        lambda: attach_file(event=event, name="a.pdf", file=pdf(), document_code="", by=lead, now=NOW),
        lambda: remove_attachment(attachment=file, by=lead, now=NOW),
        lambda: start_paper(event=done, document=briefing, answers={}, by=lead, now=NOW),
        lambda: save_paper(event=event, document=briefing, written=written, by=lead, now=NOW),
        lambda: submit_paper(
            event=event, document=briefing, written=written, may_complete=True, **how
        ),
        lambda: waive_events(events=[event], reason="No.", **how),
        lambda: ask_again(school=alder, year=year, key="P01.slots", day=TODAY, reason="Yes.", **how),
        lambda: end_opening(opening=opening, reason="No.", **how),
        lambda: build_year(year=year, **how),
        lambda: build_year(year=SchoolYear.objects.get(), apply=False, **how),
        lambda: build_school(school=alder, year=year, **how),
    ]  # fmt: skip
    for attempt in attempts:
        with pytest.raises(Refused) as refused:
            attempt()
        assert str(refused.value) == SENTENCE
    assert everything() == stands
    paper.refresh_from_db()
    assert (paper.submitted_at, Paper.objects.count()) == (None, 1)
    assert Attachment.objects.get(removed_at=None) == file


def test_it_is_one_exception_that_builders_and_actions_both_catch(year: SchoolYear, lead: User) -> None:
    close(year, lead)
    with pytest.raises(YearClosed) as refused:
        lock_year(year)
    assert isinstance(refused.value, CannotBuild)
    assert isinstance(refused.value, Refused)


def test_publishing_leaves_it_out(next_year: SchoolYear, year: SchoolYear, lead: User) -> None:
    close(year, lead)
    assert years_concerned(TODAY) == [next_year]
    draft = put_in_force(changed(SMALL, "P07.moderate", timing="AUT2 W4"), number=2)
    Edition.objects.filter(pk=draft.pk).update(status="draft", number=None, published_at=None)
    Edition.objects.filter(number=1).update(status="published")
    draft.refresh_from_db()
    shown = calendar_diff(draft=draft, digest="", now=NOW, today=TODAY)
    assert (shown.years, shown.totals.by_kind) == ((next_year,), {"moved": 2})


def test_pages_say_it_and_offer_nothing(
    built: object, alder: School, year: SchoolYear, event_of: EventOf, lead: User, client_of: ClientOf
) -> None:
    event = event_of(alder, "P10.visit")
    close(year, lead)
    client = client_of(lead)
    text = client.get(event.get_absolute_url()).content.decode()
    assert SENTENCE in text
    assert "Mark as done" not in text
    answer = client.post(reverse("schedule:done", args=[event.pk]), {"done_date": "2026-11-20"}, follow=True)
    assert [str(message) for message in answer.context["messages"]] == [SENTENCE]
    assert [one.state for one in client.get(reverse("schedule:build")).context["lines"]] == ["none", "closed"]
    preview = client.get(reverse("schedule:build_preview", args=[2026]))
    assert (preview.status_code, preview.context["refused"]) == (409, SENTENCE)
    tried = client.post(reverse("schedule:build_apply", args=[2026]), follow=True)
    assert [str(message) for message in tried.context["messages"]] == [f"{SENTENCE} Nothing was changed."]


def test_what_was_asked_for_waits_no_longer(
    built: object, alder: School, year: SchoolYear, event_of: EventOf, lead: User, client_of: ClientOf
) -> None:
    event, client = event_of(alder, "P10.visit"), client_of(lead)
    propose_date(
        event=event,
        side="school",
        to_date=date(2026, 12, 8),
        reason="A concert.",
        by=lead,
        now=NOW,
        today=TODAY,
    )
    home = reverse("schedule:home")
    assert len(client.get(home).context["asked"]) == 1
    close(year, lead)
    assert client.get(home).context["asked"] == []
    page = client.get(event.get_absolute_url())
    assert (page.context["answers"], page.context["may_ask"]) == (False, False)
    assert client.get(reverse("schedule:move", args=[event.pk])).context["shut"] == SENTENCE


def test_the_command_says_it(built: object, year: SchoolYear, lead: User) -> None:
    close(year, lead)
    with pytest.raises(CommandError, match="2026/27 is closed"):
        call_command("build_year", "2026/27")


def test_what_was_carried_over_is_the_rules_to_keep_and_not_to_move(
    built: object, alder: School, year: SchoolYear, next_year: SchoolYear, event_of: EventOf, lead: User
) -> None:
    old = event_of(alder, "P10.visit")
    carried = Event.objects.create(
        school=alder, year=next_year, key="P10.visit#from-2026", step=old.step, carried_from=old, title=old.title,
        owner_role=old.owner_role, opens_date=date(2027, 9, 18), scheduled_date=date(2027, 9, 18),
        due_date=date(2027, 9, 18), changed_at=NOW,
    )  # fmt: skip
    how: dict[str, Any] = {"by": None, "now": NOW, "today": TODAY}
    assert build_year(year=next_year, **how).is_empty
    put_in_force(changed(SMALL, "P10.visit", timing="SPR1 W2 Tue", owner="ceo", title="Other"), number=2)
    build_year(year=next_year, **how)
    now = Event.objects.get(pk=carried.pk)
    assert (now.due_date, now.title, now.owner_role) == (date(2027, 9, 18), "P10 visit", "ceo")
    assert now.step is not None
    assert now.step.process.edition.number == 2
    put_in_force(changed(SMALL, "P10.visit", drop=True), number=3)
    publishable = changed(
        changed(changed(SMALL, "P10.visit", drop=True), "P10.note", drop=True), "P10.reply", drop=True
    )
    put_in_force(changed(publishable, "P10.prepare", drop=True), number=4)
    build_year(year=next_year, **how)
    assert Event.objects.filter(pk=carried.pk, due_date=date(2027, 9, 18)).exists()
    assert build_year(year=next_year, **how).is_empty
