"""The days on which little is due: the first of September, the holidays, the end of the year. No page is left empty."""

from datetime import date
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from schedule.models import Event
from schedule.words import SchoolTime
from schools.models import School, SchoolYear
from schools.terms import Calendar, ClosedDay, Period, period_names
from tests.conftest import ClientOf, MakePerson

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_kept")]


def done(year: SchoolYear, until: date = date.max) -> None:
    found = Event.objects.filter(year=year, due_date__lte=until)
    found.update(state="done", done_date=date(2026, 9, 2))


def text_of(client: Any, url: str) -> str:
    return " ".join(client.get(url).content.decode().split())


def test_nothing_in_six_weeks_says_what_comes_then(
    built: object,
    alder: School,
    year: SchoolYear,
    make_person: MakePerson,
    client_of: ClientOf,
    settings: Settings,
) -> None:
    settings.PORTAL_TODAY = date(2026, 12, 24)
    done(year, date(2026, 12, 31))
    page = client_of(make_person("headteacher", alder)).get("/next/").context["page"]
    assert (page.card.event.key, page.weeks) == ("P06.data#2", ())
    assert page.what_then == (
        "Nothing else in the next six weeks. Then comes “P06 analysis”, Monday 12 April 2027. "
        "The next school day is Monday 4 January 2027."
    )


def test_on_the_last_day_it_says_what_the_next_year_waits_for(
    built: object,
    alder: School,
    year: SchoolYear,
    make_person: MakePerson,
    client_of: ClientOf,
    settings: Settings,
) -> None:
    settings.PORTAL_TODAY = date(2027, 7, 21)
    done(year)
    client = client_of(make_person("headteacher", alder))
    said = "The dates of 2027/28 appear here once the trust has laid that year out."
    assert f"Nothing else lies ahead. {said}" in text_of(client, "/next/")
    assert f"Nothing of it lies ahead in 2026/27. {said}" in text_of(client, "/handbook/process-p10/")


def test_in_a_september_that_is_not_laid_out_last_year_hides_nothing(
    built: object, alder: School, make_person: MakePerson, client_of: ClientOf, settings: Settings
) -> None:
    settings.PORTAL_TODAY = date(2027, 9, 2)
    SchoolYear.objects.create(start_year=2027)
    client = client_of(make_person("headteacher", alder))
    text = text_of(client, "/next/")
    assert "What waits longest" in text
    assert "The dates of 2027/28 appear here once the trust has laid that year out." in text


def test_what_is_late_does_not_hide_the_dates_of_the_next_year(
    next_year: SchoolYear, alder: School, make_person: MakePerson, client_of: ClientOf, settings: Settings
) -> None:
    settings.PORTAL_TODAY = date(2027, 7, 21)
    page = client_of(make_person("headteacher", alder)).get("/handbook/process-p10/").context["page"]
    assert {one.item.start_year for one in page.ahead} == {2026, 2027}
    assert page.what_then == ""


def test_a_quiet_week_across_the_trust_says_what_comes_next(
    built: object, year: SchoolYear, make_person: MakePerson, client_of: ClientOf, settings: Settings
) -> None:
    settings.PORTAL_TODAY = date(2026, 12, 24)
    done(year, date(2026, 12, 31))
    lead = client_of(make_person("improvement_lead"))
    text = text_of(lead, "/")
    assert (text.count("Nothing is due in the next six weeks."), "0 other step" in text) == (2, False)
    days = {"opens_date": date(2027, 1, 12), "due_date": date(2027, 1, 12)}
    Event.objects.filter(key="P06.data#2").update(**days)
    text = text_of(lead, "/")
    assert text.count("Nothing is due. Next comes <a") == 2
    assert text.count("</a>, Tuesday 12 January 2027.") == 2


def test_the_day_before_term_is_not_called_the_summer_holiday() -> None:
    term = (Period("AUT1", date(2026, 9, 2), date(2026, 10, 23)),)
    first = date(2026, 9, 1)
    time = SchoolTime((Calendar(2026, term, (ClosedDay(first, "inset", ""),)),), period_names("half-terms"))
    assert (time.place(first), time.week(first, first)) == ("INSET day", "Before the first school day")
    assert time.week(date(2026, 8, 31), first) == "Summer holiday, after the last school day"
