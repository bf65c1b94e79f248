"""Writes: who holds which role where, from when to when."""

from datetime import date, datetime

from django.db import transaction

from people import actions as accounts
from people.audit import record
from people.models import Invitation, User
from people.roles import JOBS, ROLES, title_of
from schools.models import Appointment, School


class WrongAppointment(ValueError):
    """The role, place and days do not go together; the message is for a person."""


@transaction.atomic
def invite_person(
    *,
    email: str,
    name: str,
    role: str,
    job: str,
    school: School | None,
    from_date: date,
    by: User,
    now: datetime,
) -> Invitation:
    """An account, an appointment and the invitation that opens it, together or not at all."""
    invitation = accounts.invite(email=email, name=name, by=by, now=now)
    appoint(person=invitation.user, role=role, job=job, school=school, from_date=from_date, by=by, now=now)
    return invitation


@transaction.atomic
def appoint(
    *,
    person: User,
    role: str,
    job: str,
    school: School | None,
    from_date: date,
    by: User | None,
    now: datetime,
) -> Appointment:
    if ROLES[role].trust_wide != (school is None):
        where = "the whole trust" if ROLES[role].trust_wide else "a school"
        raise WrongAppointment(f"A {ROLES[role].title.lower()} is appointed to {where}.")
    if job and JOBS[job].answers != role:
        raise WrongAppointment(f"{JOBS[job].title} goes with the role {title_of(JOBS[job].answers).lower()}.")
    if Appointment.objects.filter(person=person, role=role, job=job, school=school, to_date=None).exists():
        raise WrongAppointment(f"{person.name} holds this already.")
    held = Appointment.objects.create(person=person, role=role, job=job, school=school, from_date=from_date)
    record(
        by=by,
        now=now,
        action="appointment.start",
        target=held,
        label=f"{person.name}: {_words(held)}",
        school_urn=school.urn if school else None,
        after=f"from {from_date}",
    )
    return held


@transaction.atomic
def end_appointment(*, held: Appointment, last_day: date, by: User, now: datetime) -> None:
    """Access ends at the first request after `last_day`."""
    if last_day < held.from_date:
        raise WrongAppointment("The last day is before the first.")
    if held.to_date is not None:
        raise WrongAppointment("This appointment is ended already.")
    held.to_date = last_day
    held.save(update_fields=["to_date"])
    record(
        by=by,
        now=now,
        action="appointment.end",
        target=held,
        label=f"{held.person.name}: {_words(held)}",
        school_urn=held.school.urn if held.school else None,
        after=f"until {last_day}",
    )


def _words(held: Appointment) -> str:
    return f"{title_of(held.job or held.role)}, {held.school.name if held.school else 'whole trust'}"
