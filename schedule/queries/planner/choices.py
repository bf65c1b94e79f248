"""What the filters of the planner offer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from handbook.models import Step
from handbook.queries import processes_in_force
from people.roles import JOBS, ROLES, title_of
from schedule.words import STANDINGS
from schools.models import Appointment
from schools.queries import appointed_on

Choices = tuple[tuple[str, str], ...]  # code, title
# They work at many schools, so the lead looks at the year of one of them.
TRAVELS = ("improvement_partner", "improvement_lead", "ceo", "governance_professional")
KINDS: Choices = tuple((kind.value, str(kind.label)) for kind in Step.Kind)
STATES: Choices = tuple(STANDINGS.items())
HOLDERS: Choices = tuple((role.code, role.title) for role in ROLES.values() if role.code != "portal_admin")
NAMED: Choices = tuple((job.code, job.title) for job in JOBS.values())


# Events that another app owns, a plan's actions for instance, belong to no process.
OTHER = "other"
OTHER_WORK = (OTHER, "Development plans and other work")


@dataclass(frozen=True)
class Offer:
    processes: Choices
    people: Choices  # beside the reader; empty for who does not plan for others
    kinds: Choices = KINDS
    states: Choices = STATES
    roles: Choices = HOLDERS
    jobs: Choices = NAMED


def offer(today: date, *, plans: bool) -> Offer:
    """One query, and one more for who plans."""
    processes = processes_in_force().order_by("code").values_list("code", "title")
    return Offer((*processes, OTHER_WORK), people_who_travel(today) if plans else ())


def people_who_travel(today: date) -> Choices:
    rows = (
        Appointment.objects.filter(appointed_on(today), role__in=TRAVELS)
        .order_by("person__name", "person_id")
        .values_list("person_id", "person__name", "role")
    )
    return tuple({str(pk): f"{name}, {_lower(title_of(role))}" for pk, name, role in rows}.items())


def _lower(title: str) -> str:
    return title[0].lower() + title[1:]
