"""The doors of this app. 404 hides what a person may not know of; 403 refuses what they may not do."""

import re
from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import Http404

from handbook.models import Document
from people.access import Access, Holding
from people.roles import ROLES, Permission, answers_for, is_known
from schedule.models import Attachment, Event, FeedToken, Opening, Paper, Proposal
from schedule.queries import Places, places
from schedule.queries.papers import document_of
from schools.access import schools_for
from schools.models import School, SchoolYear

# These permissions reach the steps that name the person, for the roles below; every step for the others.
ACTS = (Permission.EVENT_COMPLETE, Permission.DOCUMENT_ATTACH, Permission.EVENT_ASK_TO_MOVE)
# Role, the roles whose steps it acts on, and the kinds of step it acts on whoever owns them.
NAMED_ONLY: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "middle_leader": (frozenset({"middle_leader"}), frozenset()),
    "improvement_partner": (frozenset({"improvement_partner"}), frozenset({"visit"})),
    "governance_professional": (
        frozenset({"governance_professional", "trustee", "local_governor"}),
        frozenset(),
    ),
}
WITH_EVENT = ("school__trust", "year", "owner", "state_by", "step__process", "carried_to__year")


def get_event_for(access: Access, pk: int, need: Permission = Permission.EVENT_VIEW) -> Event:
    event = Event.objects.select_related(*WITH_EVENT).filter(pk=pk).first()
    if event is None or not _may_know(access, event):
        raise Http404
    if not may(access, event, need):
        raise PermissionDenied
    return event


def get_attachment_for(access: Access, pk: int, need: Permission = Permission.DOCUMENT_READ) -> Attachment:
    """404 too when the file was removed. To take one off needs DOCUMENT_ATTACH."""
    attachment = (
        Attachment.objects.select_related("event__school", "event__year", "event__step__process")
        .filter(pk=pk, removed_at=None)
        .first()
    )
    if attachment is None or not _may_know(access, attachment.event):
        raise Http404
    if not may(access, attachment.event, Permission.EVENT_VIEW):
        raise PermissionDenied
    is_theirs = attachment.added_by_id == access.user.pk
    allowed = may(access, attachment.event, need)
    if need == Permission.DOCUMENT_READ and is_theirs:
        allowed = True
    if not allowed:
        raise PermissionDenied
    return attachment


def get_opening_for(access: Access, pk: int, need: Permission = Permission.PROCESS_OPEN) -> Opening:
    """Why a process was started can be delicate: it is read by those who may start one there."""
    opening = (
        Opening.objects.select_related("school__trust", "year", "opened_by", "ended_by").filter(pk=pk).first()
    )
    if opening is None or not access.can(Permission.SCHOOL_VIEW, opening.school_id):
        raise Http404
    access.require(need, opening.school_id)
    return opening


def get_document_for_event(access: Access, pk: int, code: str) -> tuple[Event, Document]:
    """A document of the event's step, for whoever fills it in. Others are refused before it is looked for."""
    event = get_event_for(access, pk)
    if not may(access, event, Permission.DOCUMENT_ATTACH):
        raise PermissionDenied
    document = document_of(event, code)
    if document is None:
        raise Http404
    if not may_fill(access, event, document.filled_by):
        raise PermissionDenied
    return event, document


def get_paper_for(access: Access, pk: int, code: str, version: int) -> Paper:
    """A submitted one. Who may not read papers is told the same whether there is one or not."""
    event = get_event_for(access, pk)
    if not may(access, event, Permission.DOCUMENT_READ):
        document = document_of(event, code)
        if document is None or not may_fill(access, event, document.filled_by):
            raise PermissionDenied
    found = Paper.objects.filter(
        event=event, document_code=code, version=version, submitted_at__isnull=False
    ).select_related("submitted_by", "event__school__trust", "event__year", "event__step__process")
    paper = found.first()
    if paper is None:
        raise Http404
    return paper


def get_event_to_move(access: Access, pk: int) -> tuple[Event, str]:
    """With the side on which the person stands: the trust's or the school's."""
    event = get_event_for(access, pk)
    side = side_of(access, event)
    if not side:
        raise PermissionDenied
    return event, side


def get_same_step_for(access: Access, pk: int) -> list[Event]:
    """That event and the same step of its year at other schools, where the person moves dates. Two queries."""
    event = get_event_for(access, pk, Permission.EVENT_MOVE)
    if event.school is None:
        raise Http404  # the trust's own, so it is at no school
    found = Event.objects.filter(year=event.year, key=event.key, school__isnull=False)
    return [
        one
        for one in found.select_related(*WITH_EVENT).order_by("school__name", "pk")
        if _may_know(access, one) and may(access, one, Permission.EVENT_MOVE)
    ]


def get_proposal_for(access: Access, pk: int, proposal_pk: int, *, answers: bool = True) -> Proposal:
    """To answer it, for those of the other side; to take it back, for those of its own."""
    event, side = get_event_to_move(access, pk)
    proposal = event.proposals.select_related("made_by").filter(pk=proposal_pk).first()
    if proposal is None:
        raise Http404
    if (side != proposal.side) != answers:
        raise PermissionDenied
    proposal.event = event
    return proposal


def side_of(access: Access, event: Event) -> str:
    """Who may move the date, and partners who act on it, stand for the trust; who else may ask, for the school."""
    if may(access, event, Permission.EVENT_MOVE):
        return Proposal.Side.TRUST
    asking = {one.role for one in access.holdings if _allows(one, event, Permission.EVENT_ASK_TO_MOVE)}
    if asking - {"improvement_partner"}:
        return Proposal.Side.SCHOOL
    return Proposal.Side.TRUST if asking else ""


def get_feed_for(access: Access, pk: str) -> FeedToken:
    """One of the person's own addresses that still works. Nobody else's is theirs to know of."""
    access.require_anywhere(Permission.EVENT_VIEW)
    found = None
    if re.fullmatch(r"[0-9]{1,18}", pk):
        mine = FeedToken.objects.select_related("person", "school").filter(person=access.user)
        found = mine.filter(pk=int(pk), revoked_at=None).first()
    if found is None:
        raise Http404
    return found


def may_fill(access: Access, event: Event, filled_by: str) -> bool:
    """Whoever acts on the step. Who reads no documents fills only those that their own role writes."""
    return any(
        _allows(holding, event, Permission.DOCUMENT_ATTACH)
        and (holding.allows(Permission.DOCUMENT_READ) or _writes(holding, filled_by))
        for holding in access.holdings
    )


def _writes(holding: Holding, filled_by: str) -> bool:
    return is_known(filled_by) and answers_for(filled_by) in NAMED_ONLY[holding.role][0]


def get_places_for(access: Access, today: date, urn: int | None = None) -> tuple[School, Places]:
    """The school of that number, or the person's first by name; with all they are appointed to, and the people there.

    One query, and a second for a school where nobody is appointed.
    """
    access.require_anywhere(Permission.EVENT_VIEW)
    found = places(access.school_ids, today, urn=urn)
    visible = access.reach(Permission.SCHOOL_VIEW)
    known = [one for one in found.schools if visible is None or one.pk in visible]
    if urn is None:
        school = next((one for one in known if access.can(Permission.EVENT_VIEW, one.pk)), None)
    else:
        school = next((one for one in known if one.urn == urn), None)
        school = school or schools_for(access).select_related("trust").filter(urn=urn).first()
    if school is None:
        raise Http404
    access.require(Permission.EVENT_VIEW, school.pk)
    return school, found


def get_closed_year_for(access: Access, start: int) -> SchoolYear:
    """For whoever sees events anywhere. 404 while it is open: there is no archive of it yet."""
    access.require_anywhere(Permission.EVENT_VIEW)
    year = SchoolYear.objects.select_related("closed_by").filter(start_year=start).first()
    if year is None or year.closed_at is None:
        raise Http404
    return year


def may(access: Access, event: Event, need: Permission) -> bool:
    """Trust events are open to everybody who sees events anywhere; acting on them is for trust-wide roles."""
    if event.school_id is None and need == Permission.EVENT_VIEW:
        return access.can_anywhere(need)
    if need in ACTS and _is_owner(access, event):
        return True
    return any(_allows(holding, event, need) for holding in access.holdings)


def _is_owner(access: Access, event: Event) -> bool:
    """Whoever is named as the owner of an event may act on it, while they hold anything at that school."""
    return event.owner_id == access.user.pk and access.can(Permission.EVENT_VIEW, event.school_id)


def _may_know(access: Access, event: Event) -> bool:
    if _tells_tier(event) and not access.can(Permission.TIER_VIEW, event.school_id):
        return False
    if event.school_id is None:
        return access.can_anywhere(Permission.EVENT_VIEW)
    return access.can(Permission.SCHOOL_VIEW, event.school_id)


def _tells_tier(event: Event) -> bool:
    """A step asked only of schools on some tiers of support gives the tier away."""
    return event.step is not None and bool(event.step.tiers or event.step.process.tiers)


def _allows(holding: Holding, event: Event, need: Permission) -> bool:
    if not holding.allows(need) or holding.school_id not in (None, event.school_id):
        return False
    return need not in ACTS or holding.role not in NAMED_ONLY or _names(event, holding.role)


def _names(event: Event, role: str) -> bool:
    roles, kinds = NAMED_ONLY[role]
    step = event.step
    codes = [event.owner_role, *(step.takes_part if step else ())]
    if step and step.kind in kinds:
        return True
    return any(is_known(code) and answers_for(code) in roles for code in codes)


assert set(NAMED_ONLY) <= set(ROLES)  # noqa: S101 -- a role that was renamed stops the portal at its start
