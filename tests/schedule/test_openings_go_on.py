"""Processes that were started and reach into the next school year: closing the first one does not end them."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from people.models import AuditEntry, User
from schedule.actions import complete_event, start_opening
from schedule.actions.openings import find_startable
from schedule.actions.rollover import carry_over, close_year
from schedule.building import build_year, years_concerned
from schedule.models import Event, Opening
from schedule.queries.rollover import year_lines
from schools.models import Period, School, SchoolYear
from tests.conftest import ClientOf, MakePerson
from tests.schedule.conftest import NOW, TODAY, changed, publish
from tests.schedule.test_openings import KEYS, MONDAY, STARTED

pytestmark = pytest.mark.django_db
JULY = date(2027, 7, 21)
Start = Callable[..., Opening]


@pytest.fixture
def lead(make_person: MakePerson) -> User:
    return make_person("improvement_lead", name="Dan Firth")


@pytest.fixture
def start(year: SchoolYear, alder: School, birch: School, lead: User) -> Start:
    """At Alder or the school that is given, from a Monday in November."""
    publish(STARTED)

    def run(school: School = alder) -> Opening:
        return start_opening(
            school=school, process=find_startable("P16"), day=MONDAY, reason="A new headteacher.", by=lead, now=NOW,
            today=TODAY,
        )  # fmt: skip

    return run


@pytest.fixture
def next_of(year: SchoolYear) -> SchoolYear:
    """2027/28 with the half-terms of this year 52 weeks later, not laid out."""
    made = SchoolYear.objects.create(start_year=2027)
    later = timedelta(weeks=52)
    Period.objects.bulk_create(
        Period(year=made, code=one.code, first_date=one.first_date + later, last_date=one.last_date + later)
        for one in Period.objects.filter(year=year, school=None)
    )
    return made


def close(year: SchoolYear, by: User) -> None:
    close_year(year=year, by=by, now=NOW, today=JULY)


def test_closing_the_year_hands_what_is_due_in_the_next_one_to_it(
    start: Start, alder: School, year: SchoolYear, next_of: SchoolYear, lead: User
) -> None:
    opening = start()
    ahead = Event.objects.get(key="P16.year#1")
    close(year, lead)
    left = Event.objects.filter(opening=opening, year=year).values_list("key", flat=True)
    assert sorted(left) == sorted({*KEYS} - {"P16.year#1"})
    then = Event.objects.get(pk=ahead.pk)
    assert (then.year, then.key, then.due_date, then.state, then.opening) == (
        next_of, "P16.year#1-from-2026", date(2027, 11, 23), "planned", opening,
    )  # fmt: skip
    assert then.revision == ahead.revision + 1
    entry = AuditEntry.objects.get(action="event.carry-over")
    assert (entry.before, entry.after, entry.school_urn, entry.actor_id) == (
        "2026/27", "2027/28", 900001, lead.pk,
    )  # fmt: skip
    assert AuditEntry.objects.get(action="year.close").after == "closed, 6 not done"


def test_there_it_can_be_done_and_no_rule_touches_it(
    start: Start, alder: School, year: SchoolYear, next_of: SchoolYear, lead: User
) -> None:
    start()
    close(year, lead)
    how: dict[str, Any] = {"by": lead, "now": NOW, "today": date(2027, 11, 24)}
    build_year(year=next_of, **how)
    assert build_year(year=next_of, **how).is_empty
    then = Event.objects.select_related("year", "school", "step__process").get(key="P16.year#1-from-2026")
    publish(changed(STARTED, "P16.year", drop=True), number=2)
    build_year(year=next_of, **how)
    then.refresh_from_db()
    assert (then.due_date, then.title) == (date(2027, 11, 23), "P16 year")
    complete_event(event=then, done_date=date(2027, 11, 23), **how)
    assert build_year(year=next_of, **how).is_empty
    publish(changed(STARTED, "P16.year", title="A year on", timing="2w after appointment"), number=3)
    build_year(year=next_of, **how)
    then.refresh_from_db()
    assert (then.due_date, then.title, then.state) == (date(2027, 11, 23), "P16 year", "done")
    assert years_concerned(date(2027, 9, 1)) == [next_of]


def test_a_next_opening_has_keys_of_its_own(
    start: Start, alder: School, year: SchoolYear, next_of: SchoolYear, lead: User
) -> None:
    start()
    close(year, lead)
    again = start_opening(
        school=alder, process=find_startable("P16"), day=date(2027, 9, 20), reason="Again.", by=lead, now=NOW,
        today=date(2027, 9, 20),
    )  # fmt: skip
    assert (again.number, Event.objects.filter(opening=again, year=next_of).count()) == (1, len(KEYS))
    assert Event.objects.filter(key="P16.year#1-from-2026").count() == 1


def test_the_next_year_need_not_be_entered_and_is_not_laid_out_by_it(
    start: Start, alder: School, year: SchoolYear, lead: User
) -> None:
    start()
    close(year, lead)
    then = Event.objects.get(key="P16.year#1-from-2026")
    assert then.year.start_year == 2027
    assert years_concerned(date(2027, 9, 1)) == []
    lines = {line.code: line.state for line in year_lines(date(2027, 9, 1))}
    assert (lines["2026/27"], lines["2027/28"]) == ("closed", "none")


def test_what_is_done_carried_over_by_choice_or_of_a_school_that_left_stays(
    start: Start, alder: School, birch: School, year: SchoolYear, next_of: SchoolYear, lead: User
) -> None:
    opening = start()
    start(birch)
    School.objects.filter(pk=birch.pk).update(left_date=date(2027, 7, 1))
    ahead = Event.objects.get(opening=opening, key="P16.year#1")
    carry_over(events={ahead.pk: date(2027, 11, 30)}, into=next_of, by=lead, now=NOW, today=JULY)
    close(year, lead)
    rows = Event.objects.filter(key__startswith="P16.year").values_list("school", "year__start_year", "key")
    assert sorted(rows) == [
        (alder.pk, 2026, "P16.year#1"),
        (alder.pk, 2027, "P16.year#1-from-2026"),
        (birch.pk, 2026, "P16.year#1"),
    ]


def test_before_it_is_started_the_process_page_says_what_its_dates_wait_for(
    year: SchoolYear, alder: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    publish({"P16": [{"code": "first", "timing": "on appointment", "owner": "ceo", "kind": "meeting"}]})
    text = client_of(make_person("headteacher", alder)).get("/handbook/process-p16/").content.decode()
    assert "It has dates at Alder once somebody starts it there, counted from that day." in text
    assert "not built yet" not in text


def test_what_reaches_into_the_next_year_goes_on_there(
    start: Start,
    alder: School,
    year: SchoolYear,
    lead: User,
    make_person: MakePerson,
    client_of: ClientOf,
    settings: Any,
) -> None:
    """From the page that closes the year to the process page of the year after."""
    opening, client, head = start(), client_of(lead), make_person("headteacher", alder)
    settings.PORTAL_TODAY = date(2027, 7, 21)
    page = client.get("/years/2026/roll-over/")
    told = [(one.title, one.where, one.due) for one in page.context["page"].going_on]
    assert told == [("P16 year", "Alder", date(2027, 11, 23))]
    assert "P16.year#1" not in [line.key for at in page.context["page"].left for line in at.lines]
    assert "Closing 2026/27 hands it to 2027/28 as it stands, on the same day." in page.content.decode()
    settings.PORTAL_TODAY = date(2027, 9, 2)
    process = f"/handbook/process-p16/?school={alder.urn}"
    before = [(one.item.key, one.item.due) for one in client_of(head).get(process).context["page"].ahead]
    assert before == [("P16.year#1", date(2027, 11, 23))]
    close(year, lead)
    after = [(one.item.key, one.item.due) for one in client_of(head).get(process).context["page"].ahead]
    assert after == [("P16.year#1-from-2026", date(2027, 11, 23))]
    assert client_of(head).get(f"/next/{alder.urn}/").context["card"].event.key == "P16.year#1-from-2026"
    text = client.get(f"/openings/{opening.pk}/").content.decode()
    assert "What it still asks for belongs to 2027/28 now" in text
    archive = client.get(f"/years/2026/archive/?school={alder.urn}").content.decode()
    assert "1 step goes on in 2027/28." in archive
