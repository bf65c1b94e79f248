"""Who may do what: permissions and roles as code. Pure: no Django, no database.

A permission is named object-verb. A role is a title, a sentence a governor can read, and a list.
Who *holds* a role is data (schools.Appointment). Source of the roles: domain notes, section 1.

The handbook also names people by their *job* (the SENCO, the data lead). A job is no door key:
it says what the person is called and which role answers for it until somebody is named.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Permission(StrEnum):
    SCHOOL_VIEW = "school.view"
    SCHOOL_EDIT = "school.edit"
    SCHOOL_IMPORT = "school.import"
    TIER_VIEW = "tier.view"
    TERM_DATES_EDIT = "term-dates.edit"
    HANDBOOK_READ = "handbook.read"
    HANDBOOK_EDIT = "handbook.edit"
    EVENT_VIEW = "event.view"
    EVENT_COMPLETE = "event.complete"
    EVENT_MOVE = "event.move"
    EVENT_ASK_TO_MOVE = "event.ask-to-move"
    PROCESS_OPEN = "process.open"
    PLAN_VIEW = "plan.view"
    PLAN_WRITE = "plan.write"
    PLAN_COMMENT = "plan.comment"
    PLAN_AGREE = "plan.agree"
    DOCUMENT_ATTACH = "document.attach"
    DOCUMENT_READ = "document.read"
    YEAR_BUILD = "year.build"
    PERSON_INVITE = "person.invite"
    APPOINTMENT_EDIT = "appointment.edit"
    AUDIT_READ = "audit.read"


P = Permission

_READER = (P.SCHOOL_VIEW, P.HANDBOOK_READ, P.EVENT_VIEW, P.PLAN_VIEW)
_LEADER = (*_READER, P.DOCUMENT_READ, P.EVENT_COMPLETE, P.EVENT_ASK_TO_MOVE, P.DOCUMENT_ATTACH)
_TRUST_LEADER = (
    *_LEADER,
    P.PLAN_WRITE,
    P.PLAN_COMMENT,
    P.PLAN_AGREE,
    P.TIER_VIEW,
    P.EVENT_MOVE,
    P.PROCESS_OPEN,
    P.HANDBOOK_EDIT,
    P.YEAR_BUILD,
    P.TERM_DATES_EDIT,
    P.SCHOOL_EDIT,
    P.SCHOOL_IMPORT,
    P.PERSON_INVITE,
    P.APPOINTMENT_EDIT,
    P.AUDIT_READ,
)


@dataclass(frozen=True)
class Role:
    """`trust_wide`: held for the whole trust, needs a second factor. Otherwise held at named schools."""

    code: str
    title: str
    sentence: str
    permissions: frozenset[Permission]
    trust_wide: bool = False


def _role(
    code: str, title: str, sentence: str, permissions: tuple[Permission, ...], *, trust_wide: bool = False
) -> Role:
    return Role(code, title, sentence, frozenset(permissions), trust_wide)


ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        _role(
            "headteacher",
            "Headteacher",
            "Leads a school: sees everything about that school’s year, marks its steps done and "
            "attaches its documents.",
            (*_LEADER, P.PLAN_WRITE, P.PLAN_COMMENT, P.TIER_VIEW, P.PROCESS_OPEN),
        ),
        _role(
            "senior_leader",
            "Senior leader",
            "A deputy or assistant head: sees the school’s year and completes steps on the school’s behalf.",
            (*_LEADER, P.PLAN_WRITE, P.PLAN_COMMENT),
        ),
        _role(
            "middle_leader",
            "Middle leader",
            "Leads a subject, phase or year: sees the school’s year and completes the steps that name them.",
            (*_READER, P.EVENT_COMPLETE, P.DOCUMENT_ATTACH),
        ),
        _role(
            "improvement_partner",
            "Improvement partner",
            "Visits the schools they are assigned to: sees those schools’ years and documents, and "
            "completes visit steps.",
            (*_LEADER, P.PLAN_COMMENT, P.TIER_VIEW),
        ),
        _role(
            "improvement_lead",
            "School improvement lead",
            "Owns the handbook and the calendar: plans the year of every school and invites people.",
            _TRUST_LEADER,
            trust_wide=True,
        ),
        _role(
            "ceo",
            "Chief executive",
            "Answers for every school: sees all that the school improvement lead sees, and can do the same.",
            _TRUST_LEADER,
            trust_wide=True,
        ),
        _role(
            "trustee",
            "Trustee",
            "Holds the chief executive to account: sees every school’s year and the handbook, never "
            "drafts, documents or tiers.",
            _READER,
            trust_wide=True,
        ),
        _role(
            "governance_professional",
            "Governance professional",
            "Runs the board’s and governors’ calendar: sees every school’s year and the handbook, and "
            "completes governance steps.",
            (*_READER, P.EVENT_COMPLETE, P.DOCUMENT_ATTACH),
            trust_wide=True,
        ),
        _role(
            "local_governor",
            "Local governor",
            "Serves on one school’s governing body: sees that school’s year and the handbook.",
            _READER,
        ),
        _role(
            "portal_admin",
            "Portal administrator",
            "Keeps the accounts and the schools’ details: invites people, imports schools and term "
            "dates, and sees no documents.",
            (
                P.SCHOOL_VIEW,
                P.SCHOOL_EDIT,
                P.SCHOOL_IMPORT,
                P.TERM_DATES_EDIT,
                P.HANDBOOK_READ,
                P.PERSON_INVITE,
                P.APPOINTMENT_EDIT,
                P.AUDIT_READ,
            ),
            trust_wide=True,
        ),
    )
}


@dataclass(frozen=True)
class Job:
    """A named responsibility in the handbook; `answers` is the role that does it until somebody is named."""

    code: str
    title: str
    answers: str


JOBS: dict[str, Job] = {
    job.code: job
    for job in (
        Job("deputy_headteacher", "Deputy headteacher", "senior_leader"),
        Job("assistant_headteacher", "Assistant headteacher", "senior_leader"),
        Job("senco", "SENCO", "senior_leader"),
        Job("safeguarding_lead", "Designated safeguarding lead", "senior_leader"),
        Job("data_lead", "Data lead", "senior_leader"),
        Job("attendance_lead", "Senior attendance champion", "senior_leader"),
        Job("pupil_premium_lead", "Pupil premium lead", "senior_leader"),
        Job("cpd_lead", "Professional development lead", "senior_leader"),
        Job("business_manager", "School business manager", "senior_leader"),
        Job("subject_leader", "Subject or phase leader", "middle_leader"),
        Job("class_teacher", "Class teacher", "middle_leader"),
        Job("mentor_headteacher", "Mentor headteacher", "headteacher"),
        Job("peer_reviewer", "Peer reviewer", "headteacher"),
        Job("coach", "Coach", "improvement_partner"),
        Job("trust_subject_lead", "Trust subject or phase lead", "improvement_partner"),
        Job("trust_safeguarding_lead", "Trust safeguarding lead", "improvement_lead"),
        Job("trust_send_lead", "Trust SEND lead", "improvement_lead"),
        Job("chair_of_governors", "Chair of governors", "local_governor"),
        Job("link_governor", "Link governor", "local_governor"),
        Job("chair_of_trustees", "Chair of trustees", "trustee"),
        Job("standards_committee", "Standards committee", "trustee"),
    )
}


def title_of(code: str) -> str:
    """The words for a role or job code. KeyError when it is neither."""
    return ROLES[code].title if code in ROLES else JOBS[code].title


def answers_for(code: str) -> str:
    """The role that answers for a role or job code. KeyError when it is neither."""
    return code if code in ROLES else JOBS[code].answers


def is_known(code: str) -> bool:
    return code in ROLES or code in JOBS
