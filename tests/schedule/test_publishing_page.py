"""The page before publishing: refusals, what is shown, who writes, one school; and rehearsing a year."""

from datetime import date

import pytest
from django.urls import reverse

from adapters import clock
from handbook.models import Edition, Writing
from people.models import AuditEntry, User
from schedule.actions import NotAsShown, Refused, publish_edition
from schedule.forms import PublishForm
from schools.models import SchoolYear
from tests.conftest import ClientOf, MakePerson
from tests.schedule.conftest import NOW, TODAY
from tests.schedule.starter import change, clone, dates, publish, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("later_meetings_kept")]
SEPTEMBER = date(2026, 9, 2)


def test_nothing_is_published_when_something_changed_meanwhile(
    later_meetings: Edition, publisher: User, client_of: ClientOf
) -> None:
    client = client_of(publisher)
    shown = client.get(url(later_meetings)).context["form"].initial["shown"]
    change(later_meetings, "P01.meeting", timing="AUT1 W3-5")
    before = dates()
    again = client.post(url(later_meetings), {"reason": "Because.", "sure": "on", "shown": shown})
    assert again.status_code == 409
    assert "Something changed since you opened this page, so nothing was published." in again.content.decode()
    assert (Edition.objects.get(pk=later_meetings.pk).status, dates()) == ("draft", before)
    assert AuditEntry.objects.filter(action="edition.publish").count() == 1  # the starter's own
    assert "Because." in again.content.decode()
    assert client.post(
        url(later_meetings), {"reason": "Because.", "sure": "on", "shown": again.context["form"].initial["shown"]}
    )["Location"] == "/handbook/editions/2/"  # fmt: skip


def test_another_edition_published_meanwhile_stops_it(
    later_meetings: Edition, publisher: User, client_of: ClientOf
) -> None:
    client = client_of(publisher)
    shown = client.get(url(later_meetings)).context["form"].initial["shown"]
    publish(clone(), publisher, reason="Somebody else was first.")
    with pytest.raises(NotAsShown):
        publish_edition(
            edition=later_meetings, reason="Because.", by=publisher, now=NOW, today=TODAY, shown=shown
        )
    later_meetings.refresh_from_db()
    assert later_meetings.status == "draft"


def test_a_draft_is_published_once(later_meetings: Edition, publisher: User) -> None:
    publish(later_meetings, publisher)
    with pytest.raises(Refused, match="published already, as edition 2"):
        publish(later_meetings, publisher)


@pytest.mark.once  # refused before anything is written
def test_a_draft_that_gives_no_dates_says_where_and_stays_a_draft(
    later_meetings: Edition, publisher: User, client_of: ClientOf
) -> None:
    client, before = client_of(publisher), dates()
    for timing, said in (
        ("5wd after confirm", "circle"), ("5wd after nobody", "no such step"), ("one fine day", "meeting"),
    ):  # fmt: skip
        change(later_meetings, "P01.meeting", timing=timing)
        page = client.get(url(later_meetings))
        text = page.content.decode()
        assert (page.status_code, page.context["page"].may_publish) == (200, False)
        assert said in text
        assert f'href="/handbook/drafts/{later_meetings.pk}/P01/' in text
    again = client.post(url(later_meetings), {"reason": "Because.", "sure": "on", "shown": ""})
    assert again.status_code == 422
    assert (Edition.objects.get(pk=later_meetings.pk).status, dates()) == ("draft", before)


@pytest.mark.once
@pytest.mark.parametrize(
    "given", [{}, {"reason": "  ", "sure": "on"}, {"reason": "x" * 301, "sure": "on"}, {"reason": "x"}]
)
def test_what_is_incomplete_is_no_valid_form(given: dict[str, str]) -> None:
    assert PublishForm({"shown": "x"} | given).is_valid() is False


@pytest.mark.once  # the form is judged before anything is written
def test_an_incomplete_form_publishes_nothing(
    later_meetings: Edition, publisher: User, client_of: ClientOf
) -> None:
    assert client_of(publisher).post(url(later_meetings), {"reason": "x"}).status_code == 422
    assert Edition.objects.get(pk=later_meetings.pk).status == "draft"


@pytest.mark.once  # what a page says
def test_unsaved_writing_is_warned_of(later_meetings: Edition, publisher: User, client_of: ClientOf) -> None:
    Writing.objects.create(
        edition=later_meetings, place="P01", person=publisher, seen_at=NOW, data={"title": "New"}
    )
    text = client_of(publisher).get(url(later_meetings)).content.decode()
    assert "What is not saved is not published." in text


@pytest.mark.once  # what a page says
def test_who_else_writes_is_said_in_words(
    later_meetings: Edition, publisher: User, make_person: MakePerson, client_of: ClientOf
) -> None:
    other, now = make_person("ceo", name="Judith Marsh"), clock.now()
    for person, place in ((publisher, "P01"), (other, "P01/steps/meeting"), (other, "glossary")):
        Writing.objects.create(edition=later_meetings, place=place, person=person, seen_at=now)
    busy = client_of(publisher).get(url(later_meetings)).context["page"].busy
    assert {(one.name, one.where, one.is_unsaved) for one in busy} == {
        ("Judith Marsh", "Autumn headteacher meetings, step “Autumn headteacher meeting”", False),
        ("Judith Marsh", "the glossary", False),
    }


@pytest.mark.once  # what a page says
def test_the_page_can_be_narrowed_to_a_school(
    later_meetings: Edition, publisher: User, client_of: ClientOf
) -> None:
    page = client_of(publisher).get(url(later_meetings) + "?school=900001").context["page"]
    assert {g.names for p in page.diff.processes for g in p.groups} == {"Alder"}
    assert page.diff.totals.by_kind == {"moved": 4}
    assert client_of(publisher).get(url(later_meetings) + "?school=x").status_code == 200


def test_rehearsing_next_year(later_meetings: Edition, publisher: User, client_of: ClientOf) -> None:
    before = dates()
    alone = client_of(publisher).get(reverse("schedule:rehearse", args=[later_meetings.pk]))
    assert "No later year has term dates" in alone.content.decode()
    page = alone.context["page"]
    shifts = {line.title: line.shift for h in page.half_terms for _, lines in h.processes for line in lines}
    assert shifts["Autumn headteacher meeting"] == "a week later in its half-term"
    assert shifts["Send the meeting pack"] == "in the same week"
    assert dates() == before


def test_rehearsing_without_term_dates_or_with_a_broken_draft(
    later_meetings: Edition, publisher: User, year: SchoolYear, client_of: ClientOf
) -> None:
    change(later_meetings, "P01.meeting", timing="5wd after confirm")
    assert client_of(publisher).get(reverse("schedule:rehearse", args=[later_meetings.pk])).status_code == 409
    year.periods.all().delete()
    page = client_of(publisher).get(reverse("schedule:rehearse", args=[later_meetings.pk]))
    assert "No year has term dates" in page.content.decode()


@pytest.mark.once  # the form is judged before anything is written
def test_what_the_check_says_must_be_mended_stops_publishing(
    later_meetings: Edition, publisher: User, client_of: ClientOf
) -> None:
    """The draft is whole and gives its dates, and still no school is ever asked for one of its steps."""
    process = later_meetings.processes.get(code="P01")
    process.phases = ["primary"]
    process.save()
    code = process.steps.order_by("position").values_list("code", flat=True)[len(process.steps.all()) - 1]
    change(later_meetings, f"P01.{code}", phases=["secondary"])
    before = dates()
    with pytest.raises(Refused) as refused:
        publish(later_meetings, publisher)
    assert "something that must be mended before publishing, so nothing was published" in str(refused.value)
    assert (Edition.objects.get(pk=later_meetings.pk).status, dates()) == ("draft", before)
    assert client_of(publisher).get(url(later_meetings)).context["page"].may_publish is False
