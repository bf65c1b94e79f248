"""Processes that were started and reach into the next school year: closing the first one does not end them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from people.models import AuditEntry, User
from schedule.actions import Refused, attach_file, complete_event, end_opening, move_event, start_opening
from schedule.actions.openings import find_startable
from schedule.actions.rollover import carry_over, close_year
from schedule.building import build_year, years_concerned
from schedule.models import Event, Opening
from schedule.queries.rollover import year_lines
from schools.models import Period, School, SchoolYear
from tests.conftest import ClientOf, MakePerson
from tests.schedule.conftest import NOW, TODAY, changed, pdf, publish
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


# --- calling it off once its year is closed

LATER: dict[str, Any] = {"now": datetime(2027, 9, 30, 9, 0, tzinfo=UTC), "today": date(2027, 9, 30)}
AFTER = [{"code": f"month{n}", "timing": f"{n}m after appointment", "owner": "ceo"} for n in (11, 13, 14)]
LONG = {**STARTED, "P16": [*STARTED["P16"], *AFTER]}


@pytest.fixture
def gone_on(start: Start, alder: School, year: SchoolYear, next_of: SchoolYear, lead: User) -> Opening:
    """Four steps of it are of 2027/28 by now."""
    publish(LONG, number=2)
    opening = start()
    close(year, lead)
    build_year(year=next_of, by=lead, **LATER)
    opening.refresh_from_db()
    return opening


def there(key: str) -> Event:
    found = Event.objects.select_related("school", "year", "step__process")
    return found.get(key=f"P16.{key}#1-from-2026")


def rows(year: SchoolYear) -> list[object]:
    return list(Event.objects.filter(year=year).order_by("pk").values())


def test_called_off_what_was_handed_on_and_nobody_touched_goes(
    gone_on: Opening, year: SchoolYear, next_of: SchoolYear, lead: User
) -> None:
    how = LATER | {"by": lead}
    complete_event(event=there("month11"), done_date=date(2027, 9, 20), **how)
    move_event(event=there("month13"), to_date=date(2027, 12, 9), reason="Snow.", **how)
    attach_file(event=there("month14"), name="a.pdf", file=pdf(), document_code="", by=lead, now=LATER["now"])
    before = rows(year)
    end_opening(opening=gone_on, reason="They left.", **how)
    left = Event.objects.filter(opening=gone_on, year=next_of).order_by("due_date", "key")
    assert [(one.key.partition("#")[0], one.state, one.due_date.month) for one in left] == [
        ("P16.month11", "done", 11), ("P16.month13", "planned", 12), ("P16.month14", "planned", 1),
    ]  # fmt: skip
    assert rows(year) == before
    entry = AuditEntry.objects.get(action="opening.end")
    assert (entry.after, entry.reason, entry.school_urn) == ("1 steps withdrawn", "They left.", 900001)
    # A build of that year leaves what stays.
    assert build_year(year=next_of, **how).is_empty


def test_called_off_from_its_own_page_which_says_what_stays(
    gone_on: Opening, year: SchoolYear, lead: User, client_of: ClientOf, alder: School, settings: Any
) -> None:
    settings.PORTAL_TODAY = LATER["today"]
    client, url = client_of(lead), f"/openings/{gone_on.pk}/"
    assert f'href="{url}end/"' in client.get(url).content.decode()
    asked = client.get(f"{url}end/").content.decode()
    assert "4 steps are still to do" in asked
    assert "so does all of 2026/27, which is closed." in asked
    client.post(f"{url}end/", {"reason": "They left."})
    assert not Event.objects.filter(opening=gone_on, year__start_year=2027).exists()
    after = client.get(url).content.decode()
    assert ("Called off" in after, f'href="{url}end/"' in after) == (True, False)
    archive = client.get(f"/years/2026/archive/?school={alder.urn}").content.decode()
    assert "It went on in 2027/28 and was called off on" in archive
    assert "They left." in archive


def test_where_nothing_goes_on_a_closed_year_keeps_it(
    gone_on: Opening, next_of: SchoolYear, lead: User, client_of: ClientOf, settings: Any
) -> None:
    settings.PORTAL_TODAY = LATER["today"]
    how = LATER | {"by": lead}
    for event in Event.objects.filter(opening=gone_on, year=next_of).order_by("pk"):
        complete_event(event=event, done_date=date(2027, 9, 20), **how)
    with pytest.raises(Refused, match="2026/27 is closed"):
        end_opening(opening=gone_on, reason="They left.", **how)
    assert "Call it off" not in client_of(lead).get(f"/openings/{gone_on.pk}/").content.decode()
    gone_on.refresh_from_db()
    assert gone_on.ended_at is None


def test_called_off_at_a_school_that_left_it_is_refused(gone_on: Opening, alder: School, lead: User) -> None:
    School.objects.filter(pk=alder.pk).update(left_date=date(2027, 9, 10))
    gone_on.school.refresh_from_db()
    before = list(Event.objects.order_by("pk").values())
    with pytest.raises(Refused, match="Alder left the trust"):
        end_opening(opening=gone_on, reason="They left.", by=lead, **LATER)
    assert list(Event.objects.order_by("pk").values()) == before
