"""The doors of this app. 404 hides what a person may not know of; 403 refuses what they may not do."""

from datetime import date

from django.db.models import QuerySet
from django.http import Http404

from people.access import Access, Holding
from people.models import User
from people.roles import ROLES, Permission
from schools.models import Appointment, School
from schools.queries import appointed_on


def access_of(user: User, today: date) -> Access:
    """What the person may do today, from the appointments in force. One query."""
    rows = Appointment.objects.filter(appointed_on(today), person=user).values_list(
        "role", "school_id", "job"
    )
    return Access(
        user, today, tuple(Holding(role, school, job) for role, school, job in rows if role in ROLES)
    )


def schools_for(access: Access, permission: Permission = Permission.SCHOOL_VIEW) -> QuerySet[School]:
    """The schools the person may know of."""
    reach = access.reach(permission)
    return School.objects.all() if reach is None else School.objects.filter(pk__in=reach)


def get_school_for(access: Access, urn: int, need: Permission = Permission.SCHOOL_VIEW) -> School:
    try:
        school = schools_for(access).get(urn=urn)
    except School.DoesNotExist as error:
        raise Http404 from error
    access.require(need, school.pk)
    return school
