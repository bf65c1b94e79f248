"""Reads: the audit trail and the table of who may do what."""

from dataclasses import dataclass

from django.db.models import QuerySet

from people.models import AuditEntry
from people.roles import ROLES, Permission, Role

# What each permission lets a person do, as a governor would say it. The order is the page's order.
SENTENCES: dict[Permission, str] = {
    Permission.SCHOOL_VIEW: "See the school: its people and term dates",
    Permission.EVENT_VIEW: "See what comes next and when",
    Permission.HANDBOOK_READ: "Read the handbook",
    Permission.EVENT_COMPLETE: "Mark a step done or not needed",
    Permission.EVENT_ASK_TO_MOVE: "Ask for another day for a step, and answer when the trust asks",
    Permission.PROCESS_OPEN: "Start a process on the day it is needed, for instance when the inspection call comes",
    Permission.PLAN_VIEW: "Read development plans as they were agreed",
    Permission.PLAN_WRITE: "Write the development plan and the self-evaluation",
    Permission.PLAN_COMMENT: "Read plans while they are written, and comment on them",
    Permission.PLAN_AGREE: "Agree a development plan",
    Permission.DOCUMENT_ATTACH: "Attach a document",
    Permission.DOCUMENT_READ: "Open attached documents",
    Permission.TIER_VIEW: "See the school’s tier of support",
    Permission.EVENT_MOVE: "Move a date",
    Permission.YEAR_BUILD: "Lay the handbook over the year",
    Permission.HANDBOOK_EDIT: "Edit the handbook",
    Permission.TERM_DATES_EDIT: "Bring in term dates",
    Permission.SCHOOL_EDIT: "Edit a school’s details",
    Permission.SCHOOL_IMPORT: "Bring in schools from the register",
    Permission.PERSON_INVITE: "Invite people",
    Permission.APPOINTMENT_EDIT: "Appoint people and end appointments",
    Permission.AUDIT_READ: "Read the record of who did what",
}


@dataclass(frozen=True)
class MatrixRow:
    permission: Permission
    sentence: str
    held: tuple[tuple[Role, bool], ...]


def matrix() -> list[MatrixRow]:
    """Every permission against every role, drawn from the table the doors ask."""
    return [
        MatrixRow(
            permission, sentence, tuple((role, permission in role.permissions) for role in ROLES.values())
        )
        for permission, sentence in SENTENCES.items()
    ]


# Entries whose before and after name a school's tier of support; the words are for those with tier.view.
TELLS_TIER = frozenset({"school.edit"})


def audit_entries(*, action: str = "", school_urn: int | None = None) -> QuerySet[AuditEntry]:
    entries = AuditEntry.objects.order_by("-at", "-pk")
    if action:
        entries = entries.filter(action=action)
    if school_urn is not None:
        entries = entries.filter(school_urn=school_urn)
    return entries


def audit_actions() -> list[str]:
    return sorted(set(AuditEntry.objects.values_list("action", flat=True).distinct()))
