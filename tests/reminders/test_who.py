"""Who gets the weekly mail, and on which days."""

from datetime import UTC, date, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from people.models import User
from reminders import queries
from schools.models import Appointment, NonPupilDay, Period, School, SchoolYear, Trust
from tests.conftest import MakePerson
from tests.reminders.conftest import MakeEvent, MakeStep

pytestmark = pytest.mark.usefixtures("year_kept")

MONDAY = date(2026, 11, 23)
WEDNESDAY = date(2026, 11, 25)
SUNDAY = date(2026, 11, 29)
BEFORE = date(2026, 11, 20)
SETTLED = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.fixture
def head(alder: School, make_person: MakePerson) -> User:
    return make_person("headteacher", alder)


def told(person: User, today: date = MONDAY) -> bool:
    """By both questions: the plan's, and the one asked again before sending."""
    planned = person.pk in queries.people_due(today)
    assert (person.pk in queries.digests([person.pk], today)) == planned
    return planned


def test_an_owner_with_something_this_week_is_told(head: User, alder: School, make_event: MakeEvent) -> None:
    assert told(head) is False
    make_event(alder, WEDNESDAY)
    assert told(head) is True


@pytest.mark.parametrize(
    ("opens", "due", "expected"),
    [
        (MONDAY, MONDAY, True),
        (SUNDAY, SUNDAY, True),
        (SUNDAY + timedelta(1), SUNDAY + timedelta(1), False),
        (SUNDAY, SUNDAY + timedelta(30), True),  # opens this week
        (BEFORE, SUNDAY + timedelta(30), False),  # opened before, and there is time
        (BEFORE, BEFORE, True),  # late
    ],
)
def test_the_days_that_count(
    opens: date, due: date, expected: bool, head: User, alder: School, make_event: MakeEvent
) -> None:
    make_event(alder, due, opens=opens)
    assert told(head) is expected


@pytest.mark.parametrize(
    "values",
    [
        {"state": "done", "done_date": BEFORE, "state_at": SETTLED},
        {"state": "not_needed", "state_reason": "Done elsewhere", "state_at": SETTLED},
        {"owner_role": "ceo"},
    ],
)
def test_what_is_over_or_anothers_is_no_news(
    values: dict[str, object], head: User, alder: School, make_event: MakeEvent
) -> None:
    make_event(alder, WEDNESDAY, **values)
    assert told(head) is False


def test_another_schools_event_is_no_news(head: User, birch: School, make_event: MakeEvent) -> None:
    make_event(birch, WEDNESDAY)
    assert told(head) is False


def test_who_takes_part_is_told_of_what_comes_and_not_chased(
    head: User, alder: School, make_event: MakeEvent, make_step: MakeStep
) -> None:
    step = make_step(takes_part=["headteacher"])
    event = make_event(alder, BEFORE, owner_role="improvement_partner", step=step)
    assert told(head) is False
    event.due_date = event.scheduled_date = WEDNESDAY
    event.save()
    assert told(head) is True


def test_what_was_left_over_from_last_year_is_not_chased(
    head: User, alder: School, make_event: MakeEvent
) -> None:
    make_event(alder, date(2026, 6, 30), year=SchoolYear.objects.create(start_year=2025))
    assert told(head) is False


@pytest.mark.parametrize(
    "change",
    [
        {"is_active": False},
        {"wants_weekly_mail": False},
        {"password": "!never-opened"},
        {"password": ""},
    ],
)
def test_a_person_who_is_gone_or_said_no_or_never_came(
    change: dict[str, object], head: User, alder: School, make_event: MakeEvent
) -> None:
    make_event(alder, WEDNESDAY)
    assert told(head) is True
    User.objects.filter(pk=head.pk).update(**change)
    assert told(head) is False


def test_a_person_who_signs_in_with_microsoft_has_opened_the_account(
    head: User, alder: School, make_event: MakeEvent
) -> None:
    make_event(alder, WEDNESDAY)
    User.objects.filter(pk=head.pk).update(password="!none", last_login=SETTLED)
    assert told(head) is True


@pytest.mark.parametrize(
    ("from_date", "to_date", "expected"),
    [
        (date(2026, 9, 1), BEFORE, False),
        (date(2026, 9, 1), MONDAY, True),
        (MONDAY + timedelta(1), None, False),
    ],
)
def test_only_an_appointment_in_force_counts(
    from_date: date, to_date: date | None, expected: bool, head: User, alder: School, make_event: MakeEvent
) -> None:
    make_event(alder, WEDNESDAY)
    Appointment.objects.filter(person=head).update(from_date=from_date, to_date=to_date)
    assert told(head) is expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [({"left_date": BEFORE}, False), ({"left_date": MONDAY}, True), ({"status": "closed"}, False)],
)
def test_a_school_that_left_or_closed(
    change: dict[str, object], expected: bool, head: User, alder: School, make_event: MakeEvent
) -> None:
    make_event(alder, WEDNESDAY)
    School.objects.filter(pk=alder.pk).update(**change)
    assert told(head) is expected


def test_an_administrator_sees_no_events_and_gets_no_mail(
    make_person: MakePerson, make_event: MakeEvent
) -> None:
    admin = make_person("portal_admin")
    make_event(None, WEDNESDAY, owner_role="portal_admin")
    assert told(admin) is False


def test_the_mail_comes_in_term_and_the_holidays_are_silent(
    head: User, alder: School, make_event: MakeEvent
) -> None:
    make_event(alder, date(2026, 9, 30))  # late, so there is always something to say
    for today, expected in (
        (date(2026, 10, 22), True),
        (date(2026, 10, 24), False),  # the Saturday after
        (date(2026, 10, 26), False),  # half-term
        (date(2026, 10, 30), False),
        (date(2026, 11, 2), True),  # back
        (date(2026, 12, 18), True),  # the last day of term
        (date(2026, 12, 21), False),
        (date(2027, 1, 1), False),
        (date(2027, 3, 26), False),  # Good Friday, the day after term
        (date(2027, 4, 12), True),
        (date(2027, 5, 3), False),  # a bank holiday in term
        (date(2027, 5, 4), True),  # the Tuesday after
        (date(2027, 8, 2), False),
    ):
        assert (today, told(head, today)) == (today, expected)


def test_an_inset_monday_puts_it_off_to_tuesday(
    head: User, alder: School, year: SchoolYear, make_event: MakeEvent
) -> None:
    make_event(alder, WEDNESDAY)
    NonPupilDay.objects.create(year=year, school=alder, kind="inset", first_date=MONDAY, last_date=MONDAY)
    assert [told(head, MONDAY), told(head, MONDAY + timedelta(1))] == [False, True]


def test_each_school_has_its_own_holidays(
    head: User,
    alder: School,
    birch: School,
    year: SchoolYear,
    make_person: MakePerson,
    make_event: MakeEvent,
) -> None:
    """Alder's half-term is a week later; one who works with both goes by either."""
    for code, first, last in (
        ("AUT1", date(2026, 9, 2), date(2026, 10, 30)),
        ("AUT2", date(2026, 11, 9), date(2026, 12, 18)),
    ):
        Period.objects.create(year=year, school=alder, code=code, first_date=first, last_date=last)
    other = make_person("headteacher", birch)
    lead = make_person("improvement_lead")
    for school in (alder, birch):
        make_event(school, date(2026, 9, 30))
    make_event(None, date(2026, 9, 30), owner_role="improvement_lead")
    weeks = [date(2026, 10, 26), date(2026, 11, 2), date(2026, 11, 9)]
    assert [told(head, day) for day in weeks] == [True, False, True]
    assert [told(other, day) for day in weeks] == [False, True, True]
    assert [told(lead, day) for day in weeks] == [False, True, True]
    Appointment.objects.create(person=other, role="headteacher", school=alder, from_date=date(2026, 9, 1))
    assert [told(other, day) for day in weeks] == [True, True, True]


def test_without_term_dates_nobody_is_written_to(head: User, alder: School, make_event: MakeEvent) -> None:
    make_event(alder, WEDNESDAY)
    Period.objects.all().delete()
    assert told(head) is False


def test_a_term_that_starts_in_august_is_in_the_next_years_calendar(
    trust: Trust, alder: School, make_person: MakePerson, make_event: MakeEvent
) -> None:
    coming = SchoolYear.objects.create(start_year=2027)
    Period.objects.create(
        year=coming, code="AUT1", first_date=date(2027, 8, 25), last_date=date(2027, 10, 15)
    )
    head = make_person("headteacher", alder)
    make_event(alder, date(2027, 8, 27), year=coming)
    assert [told(head, date(2027, 8, day)) for day in (24, 25, 26)] == [False, True, True]


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(
    count: int,
    trust: Trust,
    make_person: MakePerson,
    make_event: MakeEvent,
    make_step: MakeStep,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    people = [make_person("improvement_lead")]
    make_event(None, WEDNESDAY, owner_role="improvement_lead")
    for number in range(count):
        school = School.objects.create(
            trust=trust, urn=910000 + number, name=f"School {number}", phase="primary"
        )
        people.append(make_person("headteacher", school))
        make_event(school, WEDNESDAY, step=make_step(takes_part=["senco"]))
    with django_assert_num_queries(4):
        due = queries.people_due(MONDAY)
    assert due == sorted(person.pk for person in people)
    with django_assert_num_queries(9):
        digests = queries.digests(due, MONDAY)
    assert sorted(digests) == due
