"""From one year to the next: what is carried over by choice, and the end of the old year."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.models import AuditEntry, User
from schedule.actions import ChangedMeanwhile, Refused, complete_event
from schedule.actions.rollover import DayRefused, carry_over, close_year
from schedule.building import build_year
from schedule.carried import key_carried, key_of_rule, year_carried_from
from schedule.models import Event, YearArchive
from schedule.queries.rollover import coming_in, end_of, proposed_day, unfinished, year_lines
from schools.models import School, SchoolYear
from schools.terms import Calendar, Period
from tests.conftest import PERIODS_2026, MakePerson
from tests.schedule.conftest import SMALL, EventOf, changed, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("next_year_kept")]
LAST_DAY = date(2027, 7, 21)
LATER = datetime(2027, 7, 21, 9, 0, tzinfo=UTC)
PLAIN = Calendar(2026, tuple(Period(code, *days) for code, days in PERIODS_2026.items()))
NEW_DAY = date(2027, 11, 30)  # 52 weeks after Tuesday 1 December 2026


@pytest.fixture
def lead(make_person: MakePerson) -> User:
    return make_person("improvement_lead", name="Dan Firth")


def carry(into: SchoolYear, days: dict[Event, date], by: User, today: date = LAST_DAY) -> list[Event]:
    return carry_over(
        events={event.pk: day for event, day in days.items()}, into=into, by=by, now=LATER, today=today
    )


def close(year: SchoolYear, by: User, today: date = LAST_DAY) -> list[YearArchive]:
    return close_year(year=year, by=by, now=LATER, today=today)


def dates_of(year: SchoolYear) -> dict[tuple[int | None, str], date]:
    rows = Event.objects.filter(year=year).values_list("school", "key", "due_date")
    return {(school, key): due for school, key, due in rows}


def test_what_is_carried_over_says_where_it_comes_from(
    next_year: SchoolYear, alder: School, event_of: EventOf, lead: User
) -> None:
    visit = event_of(alder, "P10.visit")
    [made] = carry(next_year, {visit: NEW_DAY}, lead)
    made.refresh_from_db()
    assert (made.key, made.carried_from, made.year, made.school, made.step, made.title) == (
        "P10.visit#from-2026", visit, next_year, alder, visit.step, "P10 visit",
    )  # fmt: skip
    assert (made.opens_date, made.scheduled_date, made.due_date) == (NEW_DAY,) * 3
    assert (made.owner_role, made.state) == (visit.owner_role, "planned")
    visit.refresh_from_db()
    assert (visit.state, visit.due_date) == ("planned", date(2026, 12, 1))
    row = AuditEntry.objects.get(action="event.carry-over")
    assert (row.actor_id, row.before, row.after, row.school_urn) == (
        lead.pk, "2026-12-01", "2027-11-30", 900001,
    )  # fmt: skip


def test_what_was_carried_over_stays_where_it_comes_from_when_its_step_goes(
    next_year: SchoolYear, year: SchoolYear, alder: School, event_of: EventOf, lead: User
) -> None:
    visit = event_of(alder, "P10.visit")
    [made] = carry(next_year, {visit: NEW_DAY}, lead)
    publish(changed(SMALL, "P10.visit", tiers=[4]), number=2)
    found = build_year(year=year, by=lead, now=LATER, today=LAST_DAY)
    kept = [change.why for change in found.kept if change.pk == visit.pk]
    made.refresh_from_db()
    assert (kept, made.carried_from) == (["it was carried over"], visit)


def test_carried_twice_it_is_there_once(
    next_year: SchoolYear, alder: School, event_of: EventOf, lead: User
) -> None:
    visit = event_of(alder, "P10.visit")
    carry(next_year, {visit: NEW_DAY}, lead)
    assert carry(next_year, {visit: NEW_DAY + timedelta(1)}, lead) == []
    assert Event.objects.get(carried_from=visit).due_date == NEW_DAY
    assert AuditEntry.objects.filter(action="event.carry-over").count() == 1


def test_one_of_several_keeps_its_number(
    next_year: SchoolYear, alder: School, event_of: EventOf, lead: User
) -> None:
    [made] = carry(next_year, {event_of(alder, "P06.data#2"): NEW_DAY}, lead)
    assert made.key == "P06.data#2-from-2026"


def test_laying_the_year_out_again_leaves_it_and_what_follows_its_step(
    next_year: SchoolYear, alder: School, event_of: EventOf, lead: User
) -> None:
    before = dates_of(next_year)
    [made] = carry(next_year, {event_of(alder, "P10.visit"): NEW_DAY}, lead)
    assert build_year(year=next_year, by=lead, now=LATER, today=LAST_DAY).is_empty
    then = date(2027, 12, 3)
    complete_event(event=made, done_date=then, by=lead, now=LATER, today=then)
    found = build_year(year=next_year, by=lead, now=LATER, today=then)
    assert found.is_empty
    assert dates_of(next_year) == before | {(alder.pk, "P10.visit#from-2026"): NEW_DAY}


def test_it_takes_its_step_from_the_edition_in_force(
    next_year: SchoolYear, alder: School, event_of: EventOf, lead: User
) -> None:
    later = publish(changed(SMALL, "P10.visit", title="A longer visit"), number=2)
    [made] = carry(next_year, {event_of(alder, "P10.visit"): NEW_DAY}, lead)
    assert made.step is not None
    assert (made.step.process.edition, made.title) == (later, "P10 visit")


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2027, 11, 27), "Saturday 27 November 2027 is a weekend. Choose a school day of 2027/28."),
        (date(2027, 10, 27), "Wednesday 27 October 2027 is in the holidays. Choose a school day of 2027/28."),
        (date(2027, 7, 20), "Tuesday 20 July 2027 is over. Choose a day from today on."),
        (
            date(2029, 11, 28),
            "Wednesday 28 November 2029 is in the holidays. Choose a school day of 2027/28.",
        ),
    ],
)
def test_only_onto_a_school_day_to_come_and_all_or_none(
    next_year: SchoolYear, alder: School, event_of: EventOf, lead: User, day: date, why: str
) -> None:
    visit, note = event_of(alder, "P10.visit"), event_of(alder, "P10.note")
    with pytest.raises(DayRefused) as refused:
        carry(next_year, {visit: NEW_DAY, note: day}, lead)
    assert (refused.value.pk, str(refused.value)) == (note.pk, f"“P10 note” at Alder: {why}")
    assert Event.objects.exclude(carried_from=None).count() == 0


def test_not_before_the_last_half_term(
    next_year: SchoolYear, alder: School, event_of: EventOf, lead: User
) -> None:
    with pytest.raises(Refused, match="It begins on Monday 7 June 2027"):
        carry(next_year, {event_of(alder, "P10.visit"): NEW_DAY}, lead, today=date(2027, 6, 6))
    assert len(carry(next_year, {event_of(alder, "P10.visit"): NEW_DAY}, lead, today=date(2027, 6, 7))) == 1


def test_not_what_is_done_meanwhile_and_not_what_is_of_another_year(
    next_year: SchoolYear, alder: School, event_of: EventOf, lead: User
) -> None:
    visit = event_of(alder, "P10.visit")
    complete_event(event=visit, done_date=LAST_DAY, by=lead, now=LATER, today=LAST_DAY)
    with pytest.raises(ChangedMeanwhile):
        carry(next_year, {visit: NEW_DAY}, lead)
    with pytest.raises(ChangedMeanwhile):
        carry(next_year, {Event.objects.filter(year=next_year)[0]: NEW_DAY}, lead)


def test_a_school_that_leaves_is_asked_for_nothing_after(
    next_year: SchoolYear, alder: School, event_of: EventOf, lead: User
) -> None:
    School.objects.filter(pk=alder.pk).update(left_date=date(2027, 8, 31))
    with pytest.raises(DayRefused, match="leaves the trust on Tuesday 31 August 2027"):
        carry(next_year, {event_of(alder, "P10.visit"): NEW_DAY}, lead)


# ---------------------------------------------------------------- closing


def test_closing_ends_the_year_and_asks_for_its_archives(
    next_year: SchoolYear, year: SchoolYear, alder: School, birch: School, lead: User
) -> None:
    archives = close(year, lead)
    year.refresh_from_db()
    assert (year.closed_at, year.closed_by) == (LATER, lead)
    assert [one.school for one in archives] == [None, alder, birch]
    assert {one.state for one in archives} == {"waiting"}
    row = AuditEntry.objects.get(action="year.close")
    left = Event.objects.filter(year=year).count()
    assert (row.actor_id, row.target_label, row.after) == (lead.pk, "2026/27", f"closed, {left} not done")


def test_not_before_its_last_school_day_and_not_twice(
    next_year: SchoolYear, year: SchoolYear, lead: User
) -> None:
    with pytest.raises(Refused, match="from Wednesday 21 July 2027 on, its last school day"):
        close(year, lead, today=date(2027, 7, 20))
    close(year, lead)
    with pytest.raises(Refused, match="2026/27 is closed already"):
        close(year, lead)
    assert YearArchive.objects.count() == 3


def test_years_are_closed_in_their_order(
    next_year: SchoolYear, year: SchoolYear, event_of: EventOf, alder: School, lead: User
) -> None:
    with pytest.raises(Refused, match="2026/27 is still open"):
        close(next_year, lead, today=date(2028, 8, 31))
    SchoolYear.objects.create(start_year=2025)  # never laid out, so nothing to close
    close(year, lead)
    with pytest.raises(Refused, match="2026/27 is closed"):
        carry(next_year, {event_of(alder, "P10.visit"): NEW_DAY}, lead)
    close(next_year, lead, today=date(2028, 8, 31))


def test_a_year_without_dates_cannot_be_closed(trust: object, lead: User) -> None:
    with pytest.raises(Refused, match="has no term dates"):
        close(SchoolYear.objects.create(start_year=2030), lead)


def test_the_year_ends_where_school_ends_last(year: SchoolYear, alder: School) -> None:
    end = end_of(year)
    assert end is not None
    assert (end.last_half_term, end.last_school_day) == (date(2027, 6, 7), LAST_DAY)
    alder.periods.create(year=year, code="SUM2", first_date=date(2027, 6, 1), last_date=date(2027, 7, 23))
    end = end_of(year)
    assert end is not None
    assert (end.last_half_term, end.last_school_day) == (date(2027, 6, 1), date(2027, 7, 23))


# ---------------------------------------------------------------- what the page reads


def test_where_each_year_stands(next_year: SchoolYear, year: SchoolYear, lead: User) -> None:
    SchoolYear.objects.create(start_year=2025)
    told = [(line.code, line.state) for line in year_lines(date(2026, 11, 23))]
    assert told == [("2027/28", "laid"), ("2026/27", "flight"), ("2025/26", "unused")]
    told = [(line.code, line.state) for line in year_lines(date(2027, 7, 22))]
    assert told == [("2027/28", "laid"), ("2026/27", "over"), ("2025/26", "unused")]
    close(year, lead)
    told = [(line.code, line.state) for line in year_lines(date(2027, 9, 3))]
    assert told == [
        ("2028/29", "none"), ("2027/28", "flight"), ("2026/27", "closed"), ("2025/26", "unused"),
    ]  # fmt: skip


def test_what_is_unfinished_comes_with_the_day_of_its_own_rule(
    next_year: SchoolYear, year: SchoolYear, alder: School, lead: User, event_of: EventOf
) -> None:
    for event in Event.objects.filter(year=year).exclude(school=alder, key__in=("P10.visit", "P06.data#2")):
        complete_event(event=event, done_date=LAST_DAY, by=lead, now=LATER, today=LAST_DAY)
    carry(next_year, {event_of(alder, "P06.data#2"): NEW_DAY}, lead)
    [place] = unfinished(year, next_year, coming_in(next_year, None).dates, LAST_DAY, date.max)
    assert place.name == "Alder"
    assert [(line.title, line.proposed, line.proposed_place, line.is_by_rule) for line in place.waiting] == [
        ("P10 visit", NEW_DAY, "Autumn 2, week 5", True)
    ]
    assert [line.carried_day for line in place.lines] == [None, NEW_DAY]


@given(st.dates(date(2026, 8, 1), date(2027, 8, 31)), st.dates(date(2026, 8, 1), date(2027, 8, 31)))
def test_a_day_is_proposed_that_can_be_taken(rule: date, today: date) -> None:
    day = proposed_day(PLAIN, rule, today)
    last = PLAIN.school_days[-1]
    assert (day is None) == (today > last)
    if day is not None:
        assert PLAIN.is_school_day(day)
        assert day >= today


@given(st.text("abcXYZ0123456789-.", min_size=1, max_size=69), st.integers(0, 12), st.integers(1900, 2999))
def test_a_carried_key_fits_and_tells_its_year_and_its_rule(step: str, number: int, start: int) -> None:
    key = f"{step}#{number}" if number else step
    carried = key_carried(key, start)
    assert len(carried) <= 80
    assert year_carried_from(carried) == start
    assert carried != key
    if len(key) < 60:
        assert key_of_rule(carried) == key
        again = key_carried(carried, start + 1)
        assert (year_carried_from(again), key_of_rule(again)) == (start + 1, key)
    assert year_carried_from(key) is None
