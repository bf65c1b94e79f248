"""Writes: who holds which role where, from when to when."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from people import actions as accounts
from people.audit import record
from people.models import Invitation, User
from people.roles import JOBS, ROLES, Permission, title_of
from schools.models import Appointment, School


class WrongAppointment(ValueError):
    """The role, place and days do not go together; the message is for a person."""


@dataclass(frozen=True)
class Invited:
    """`invitation` is None for somebody who has an open account: they sign in and hold the role."""

    person: User
    held: Appointment
    invitation: Invitation | None


@transaction.atomic
def invite_person(
    *,
    email: str,
    name: str,
    role: str,
    job: str,
    school: School | None,
    from_date: date,
    by: User | None,
    now: datetime,
) -> Invited:
    """An account, an appointment and, where it is needed, the invitation that opens it: together or not at all."""
    person = accounts.account_for(email=email, name=name)
    held = appoint(person=person, role=role, job=job, school=school, from_date=from_date, by=by, now=now)
    invitation = None if person.is_open else accounts.invite(person=person, by=by, now=now)
    return Invited(person, held, invitation)


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
        where = "the whole trust" if ROLES[role].trust_wide else "a school: choose which"
        title = ROLES[role].title.lower()
        article = "An" if title[0] in "aeiou" else "A"
        raise WrongAppointment(f"{article} {title} is appointed to {where}.")
    if job and JOBS[job].answers != role:
        raise WrongAppointment(f"{JOBS[job].title} goes with the role {title_of(JOBS[job].answers).lower()}.")
    if not person.is_active:
        raise WrongAppointment(f"{person.name}'s account is switched off.")
    try:
        with transaction.atomic():
            held = Appointment.objects.create(
                person=person, role=role, job=job, school=school, from_date=from_date
            )
    except IntegrityError as error:  # unique, so that two clicks at once make one
        raise WrongAppointment(f"{person.name} holds this already.") from error
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
    _keep_somebody_who_appoints(held)
    if Appointment.objects.filter(pk=held.pk, to_date=None).update(to_date=last_day) != 1:
        raise WrongAppointment("This appointment is ended already.")
    record(
        by=by,
        now=now,
        action="appointment.end",
        target=held,
        label=f"{held.person.name}: {_words(held)}",
        school_urn=held.school.urn if held.school else None,
        after=f"until {last_day}",
    )


def _keep_somebody_who_appoints(held: Appointment) -> None:
    """Without one nobody could let anybody in again. Two who end each other at once: one waits for the other."""
    appointing = [role.code for role in ROLES.values() if Permission.APPOINTMENT_EDIT in role.permissions]
    if held.role not in appointing:
        return
    lasting = Appointment.objects.select_for_update(of=("self",)).filter(role__in=appointing, to_date=None)
    others = [other.person for other in lasting.select_related("person") if other.pk != held.pk]
    if not any(person.is_active and person.is_open for person in others):
        raise WrongAppointment(
            "Nobody would be left who can invite and appoint people. Appoint somebody else to this first, "
            "and wait until they have opened their account."
        )


def _words(held: Appointment) -> str:
    return f"{title_of(held.job or held.role)}, {held.school.name if held.school else 'whole trust'}"
