"""A school that left: its history is read-only, whatever the handbook and the term dates do later."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from handbook.models import Edition
from schedule.actions import (
    Refused,
    agree_to,
    attach_file,
    complete_event,
    decline,
    end_opening,
    mark_not_needed,
    move_event,
    propose_date,
    start_opening,
    undo_last,
    withdraw,
)
from schedule.models import Attachment, Event, Opening, Proposal
from schedule.queries.openings import Startable
from schools.models import Period, School, SchoolYear
from tests.conftest import ClientOf, MakePerson
from tests.schedule.conftest import NOW, SMALL, TODAY, Build, EventOf, changed, pdf, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_kept")]
LEFT = date(2026, 11, 20)  # on the Friday before
SENTENCE = "Alder left the trust on Friday 20 November 2026; this is its history, and nothing in it changes any more."


def rows_of(school: School) -> list[tuple[object, ...]]:
    return list(Event.objects.filter(school=school).order_by("pk").values_list())


def leaves(school: School, day: date = LEFT) -> None:
    school.left_date = day
    school.save()


@pytest.fixture
def how(make_person: MakePerson) -> dict[str, Any]:
    return {"by": make_person("improvement_lead"), "now": NOW, "today": TODAY}


def test_what_was_to_come_goes_unless_somebody_acted_on_it(
    built: object, alder: School, build: Build, event_of: EventOf, how: dict[str, Any]
) -> None:
    move_event(event=event_of(alder, "P06.data#2"), to_date=date(2027, 3, 11), reason="Snow.", **how)
    past = list(Event.objects.filter(school=alder, due_date__lte=LEFT).order_by("pk").values_list())
    assert past
    leaves(alder)
    difference = build()
    assert {change.school for change in difference.withdrawn} == {alder}
    assert [change.key for change in difference.kept] == ["P06.data#2"]
    left = Event.objects.filter(school=alder)
    assert list(left.filter(due_date__lte=LEFT).order_by("pk").values_list()) == past
    assert list(left.filter(due_date__gt=LEFT).values_list("key", flat=True)) == ["P06.data#2"]
    assert build().is_empty


def test_no_edition_and_no_term_date_reaches_its_history(
    built: object, alder: School, birch: School, year: SchoolYear, build: Build
) -> None:
    leaves(alder)
    build()
    stands = rows_of(alder)
    spec = changed(SMALL, "P01.meeting", timing="AUT2 W1-3", title="Another title")
    spec["P01"] = [*spec["P01"], {"code": "new", "timing": "AUT1 W5", "owner": "headteacher"}]
    publish(changed(spec, "P10.prepare", drop=True), number=2)
    Period.objects.filter(year=year, code="AUT1").update(first_date=date(2026, 9, 7))
    assert {change.school for change in [*build().moved, *build().added]} <= {birch, None}
    assert rows_of(alder) == stands
    assert Event.objects.filter(school=birch, key="P01.new").count() == 1


def test_a_trust_date_that_moves_pulls_nothing_of_its_history(
    built: object, alder: School, year: SchoolYear, build: Build, how: dict[str, Any]
) -> None:
    spec = {**SMALL, "P02": [{"code": "answer", "timing": "2w after P01.slots", "owner": "headteacher"}]}
    publish(spec, number=2)
    build()
    leaves(alder)
    build()
    stands = rows_of(alder)
    assert ("P02.answer" in [row[3] for row in stands]) is True
    slots = Event.objects.select_related("year", "step__process").get(key="P01.slots")
    complete_event(event=slots, done_date=date(2026, 9, 10), **how)
    assert rows_of(alder) == stands


def test_nobody_changes_anything_of_it_any_more(
    built: object, alder: School, event_of: EventOf, how: dict[str, Any]
) -> None:
    complete_event(event=event_of(alder, "P01.meeting"), done_date=date(2026, 9, 10), **how)
    leaves(alder)
    stands = rows_of(alder)
    event, done = event_of(alder, "P10.visit"), event_of(alder, "P01.meeting")
    opening = Opening.objects.create(
        year=event.year, school=alder, process_code="P16", trigger="appointment", number=1, day=TODAY,
        reason="New.", opened_at=NOW, opened_by=how["by"],
    )  # fmt: skip
    attempts: list[Any] = [
        lambda: complete_event(event=event, done_date=TODAY, **how),
        lambda: mark_not_needed(event=event, reason="Gone.", **how),
        lambda: undo_last(event=done, **how),
        lambda: move_event(event=event, to_date=TODAY + timedelta(7), reason="Snow.", **how),
        lambda: attach_file(
            event=event, name="a.pdf", file=pdf(), document_code="", by=how["by"], now=NOW
        ),
        lambda: end_opening(opening=opening, reason="Gone.", **how),
        lambda: start_opening(
            school=alder, process=Startable("P16", "Induction", "p", "appointment", is_first=True), day=LEFT,
            reason="New.", **how,
        ),
    ]  # fmt: skip
    for attempt in attempts:
        with pytest.raises(Refused) as refused:
            attempt()
        assert str(refused.value) == SENTENCE
    assert rows_of(alder) == stands
    assert (Attachment.objects.count(), Opening.objects.filter(ended_at=None).count()) == (0, 1)


def test_on_its_last_day_everything_is_as_it_was(
    built: object, alder: School, event_of: EventOf, how: dict[str, Any]
) -> None:
    leaves(alder, TODAY)
    complete_event(event=event_of(alder, "P10.visit"), done_date=TODAY, **how)
    assert event_of(alder, "P10.visit").state == "done"


def test_its_pages_say_so_and_offer_nothing(
    built: object, alder: School, event_of: EventOf, make_person: MakePerson, client_of: ClientOf
) -> None:
    leaves(alder)
    lead = client_of(make_person("improvement_lead"))
    event = event_of(alder, "P01.meeting")
    answer = lead.get(event.get_absolute_url())
    assert answer.context["history_of"] == SENTENCE
    assert (answer.context["may_complete"], answer.context["may_attach"]) == (False, False)
    for url in (event.get_absolute_url(), reverse("schedule:next_school", args=[alder.urn])):
        text = lead.get(url).content.decode()
        assert SENTENCE in text
        assert "Mark as done" not in text
    assert "Alder left the trust on" in lead.get(alder.get_absolute_url()).content.decode()
    refused = lead.post(reverse("schedule:done", args=[event.pk]), {"done_date": "2026-11-20"}, follow=True)
    assert [str(message) for message in refused.context["messages"]] == [SENTENCE]


def test_what_was_asked_for_waits_no_longer(
    built: object, alder: School, event_of: EventOf, how: dict[str, Any], client_of: ClientOf
) -> None:
    """Nobody is led to an answer that would be refused."""
    event, lead = event_of(alder, "P10.visit"), client_of(how["by"])
    asked = propose_date(event=event, side="school", to_date=date(2026, 12, 8), reason="A concert.", **how)
    home = reverse("schedule:home")
    assert [one.pk for one in lead.get(home).context["asked"]] == [asked.pk]
    leaves(alder)
    asked = Proposal.objects.select_related("event__school", "event__year").get(pk=asked.pk)
    assert lead.get(home).context["asked"] == []
    page = lead.get(event.get_absolute_url())
    assert (page.context["answers"], page.context["asks"], page.context["may_ask"]) == (False, False, False)
    assert lead.get(reverse("schedule:move", args=[event.pk])).context["shut"] == SENTENCE
    answers: list[Any] = [
        lambda: agree_to(proposal=asked, **how),
        lambda: decline(proposal=asked, answer="No.", **how),
        lambda: withdraw(proposal=asked, **how),
    ]
    for answer in answers:
        with pytest.raises(Refused) as refused:
            answer()
        assert str(refused.value) == SENTENCE
    asked.refresh_from_db()
    assert asked.state == "open"


def test_a_day_entered_by_mistake_can_be_taken_back(
    built: Edition, alder: School, build: Build, how: dict[str, Any]
) -> None:
    keys = sorted(Event.objects.filter(school=alder).values_list("key", flat=True))
    leaves(alder)
    build()
    alder.left_date = None
    alder.save()
    build()
    assert sorted(Event.objects.filter(school=alder).values_list("key", flat=True)) == keys
