"""Starting and ending appointments, and the last person who can."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from people.models import AuditEntry
from schools import actions
from schools.access import access_of
from schools.models import Appointment, School
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db
YESTERDAY = date(2026, 11, 22)
NOBODY_LEFT = (
    "Nobody would be left who can invite and appoint people. Appoint somebody else to this first, "
    "and wait until they have opened their account."
)


def appoint(person: Any, role: str, school: School | None = None, job: str = "", **other: Any) -> Appointment:
    given = {"from_date": TODAY, "by": None, "now": NOW} | other
    return actions.appoint(person=person, role=role, job=job, school=school, **given)


def page_of(held: Appointment) -> str:
    return reverse("appointments:end", args=[held.pk])


def test_one_person_holds_several(make_person: Any, alder: School, birch: School) -> None:
    person = make_person("headteacher", alder)
    appoint(person, "headteacher", birch)
    appoint(person, "senior_leader", alder, "senco")
    appoint(person, "senior_leader", alder, "data_lead")
    appoint(person, "trustee")
    access = access_of(person, TODAY)
    assert sorted((held.role, held.school_id or 0, held.job) for held in access.holdings) == [
        ("headteacher", alder.pk, ""),
        ("headteacher", birch.pk, ""),
        ("senior_leader", alder.pk, "data_lead"),
        ("senior_leader", alder.pk, "senco"),
        ("trustee", 0, ""),
    ]


@pytest.mark.parametrize(
    ("role", "at_school", "job", "words"),
    [
        ("ceo", True, "", "A chief executive is appointed to the whole trust."),
        ("local_governor", False, "", "A local governor is appointed to a school: choose which."),
        ("improvement_partner", False, "", "An improvement partner is appointed to a school: choose which."),
        ("trustee", False, "senco", "SENCO goes with the role senior leader."),
    ],
)
def test_what_does_not_go_together(
    make_person: Any, alder: School, role: str, at_school: bool, job: str, words: str
) -> None:
    person = make_person("headteacher", alder)
    with pytest.raises(actions.WrongAppointment, match=words):
        appoint(person, role, alder if at_school else None, job)
    assert person.appointments.count() == 1


@pytest.mark.parametrize(("role", "at_school"), [("headteacher", True), ("trustee", False)])
def test_the_same_twice(make_person: Any, alder: School, role: str, at_school: bool) -> None:
    school = alder if at_school else None
    person = make_person(role, school, name="Ruth Ellison")
    with pytest.raises(actions.WrongAppointment, match="Ruth Ellison holds this already"):
        appoint(person, role, school)
    assert person.appointments.count() == 1
    person.appointments.update(to_date=YESTERDAY)
    appoint(person, role, school)
    assert person.appointments.count() == 2


def test_an_account_switched_off_is_appointed_to_nothing(make_person: Any, alder: School) -> None:
    person = make_person("headteacher", alder, name="Ruth Ellison")
    person.is_active = False
    with pytest.raises(actions.WrongAppointment, match="Ruth Ellison's account is switched off"):
        appoint(person, "trustee")


@pytest.mark.parametrize(
    ("first", "last", "in_force"),
    [
        (TODAY, None, True),
        (date(2026, 11, 24), None, False),
        (date(2026, 9, 1), TODAY, True),
        (date(2026, 9, 1), YESTERDAY, False),
    ],
)
def test_an_appointment_counts_from_its_first_day_to_its_last(
    make_person: Any, alder: School, first: date, last: date | None, in_force: bool
) -> None:
    person = make_person("headteacher", alder)
    person.appointments.update(from_date=first, to_date=last)
    assert bool(access_of(person, TODAY).holdings) == in_force


def test_a_role_the_portal_does_not_know_opens_nothing(make_person: Any, alder: School) -> None:
    person = make_person("headteacher", alder)
    person.appointments.update(role="king")
    assert access_of(person, TODAY).holdings == ()


def test_ending_takes_access_away_after_the_last_day(make_person: Any, client_of: Any, alder: School) -> None:
    head = make_person("headteacher", alder, name="Ruth Ellison")
    [held] = head.appointments.all()
    theirs, lead = client_of(head), client_of(make_person("improvement_lead", name="Priya Raman"))
    assert theirs.get(alder.get_absolute_url()).status_code == 200
    answer = lead.post(page_of(held), {"last_day": "2026-11-22"}, follow=True)
    assert [str(message) for message in answer.context["messages"]] == [
        "Ruth Ellison's appointment is ended."
    ]
    held.refresh_from_db()
    assert held.to_date == YESTERDAY
    assert theirs.get(alder.get_absolute_url()).status_code == 404
    entry = AuditEntry.objects.get(action="appointment.end")
    assert (entry.actor_name, entry.target_label, entry.school_urn, entry.after) == (
        "Priya Raman",
        "Ruth Ellison: Headteacher, Alder Primary School",
        900001,
        "until 2026-11-22",
    )


@pytest.mark.parametrize(
    ("last_day", "ended_already", "words"),
    [
        ("2026-08-31", False, "The last day is before the first."),
        ("2026-11-23", True, "This appointment is ended already."),
    ],
)
def test_what_cannot_be_ended_so(
    make_person: Any, client_of: Any, alder: School, last_day: str, ended_already: bool, words: str
) -> None:
    head = make_person("headteacher", alder, to=date(2026, 12, 18) if ended_already else None)
    [held] = head.appointments.all()
    page = client_of(make_person("improvement_lead")).post(page_of(held), {"last_day": last_day})
    assert page.context["form"].non_field_errors() == [words]
    held.refresh_from_db()
    assert held.to_date == (date(2026, 12, 18) if ended_already else None)
    assert AuditEntry.objects.count() == 0


def test_two_who_end_it_at_the_same_moment(make_person: Any, alder: School) -> None:
    head, lead = make_person("headteacher", alder), make_person("improvement_lead")
    one, other = (Appointment.objects.get(person=head) for _ in range(2))
    actions.end_appointment(held=one, last_day=YESTERDAY, by=lead, now=NOW)
    with pytest.raises(actions.WrongAppointment, match="This appointment is ended already"):
        actions.end_appointment(held=other, last_day=TODAY, by=lead, now=NOW)
    one.refresh_from_db()
    assert (one.to_date, AuditEntry.objects.count()) == (YESTERDAY, 1)


def test_the_last_who_appoints_cannot_leave(make_person: Any, client_of: Any) -> None:
    lead = make_person("improvement_lead")
    make_person("trustee")
    [held] = lead.appointments.all()
    page = client_of(lead).post(page_of(held), {"last_day": "2026-11-23"})
    assert page.context["form"].non_field_errors() == [NOBODY_LEFT]
    assert NOBODY_LEFT in page.content.decode()
    held.refresh_from_db()
    assert held.to_date is None


@pytest.mark.parametrize(
    ("other", "can_leave"),
    [("open", True), ("invited", False), ("off", False), ("leaving", False), ("own second role", True)],
)
def test_whoever_stays_must_be_able_to_sign_in(
    make_person: Any, client_of: Any, other: str, can_leave: bool
) -> None:
    lead = make_person("improvement_lead")
    [held] = lead.appointments.all()
    if other == "own second role":
        appoint(lead, "portal_admin")
    else:
        ceo = make_person("ceo", to=date(2026, 12, 18) if other == "leaving" else None)
        if other == "invited":
            ceo.set_unusable_password()
        ceo.is_active = other != "off"
        ceo.save()
    client_of(lead).post(page_of(held), {"last_day": "2026-11-23"})
    held.refresh_from_db()
    assert (held.to_date is not None) == can_leave


def test_end_page_has_its_door(make_person: Any, client_of: Any, alder: School, client: Any) -> None:
    head, lead = make_person("headteacher", alder), client_of(make_person("improvement_lead"))
    [held] = head.appointments.all()
    nowhere = reverse("appointments:end", args=[999999])
    assert [lead.get(page_of(held)).status_code, lead.get(nowhere).status_code] == [200, 404]
    theirs = client_of(head)
    assert [theirs.get(page_of(held)).status_code, theirs.get(nowhere).status_code] == [403, 403]
    assert theirs.post(page_of(held), {"last_day": "2026-11-23"}).status_code == 403
    assert client.get(page_of(held)).status_code == 302
    held.refresh_from_db()
    assert held.to_date is None
