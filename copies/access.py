"""The doors of the copies: whoever reads the handbook; a school's dates, for whoever sees that school's events."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from copies.models import Copy
from copies.queries import Wanted, wanted_of
from handbook.access import edition_for
from people.access import Access
from people.roles import Permission
from schools.access import get_school_for


def get_wanted_for(access: Access, part: str, urn: str) -> Wanted:
    """`part` and `urn` as they stand in an address; both may be empty. 404 for what there is not."""
    edition = edition_for(access)
    if edition is None or "\0" in part or (urn and not (urn.isascii() and urn.isdigit() and len(urn) <= 9)):
        raise Http404
    school = get_school_for(access, int(urn), Permission.EVENT_VIEW) if urn else None
    wanted = wanted_of(access, edition, part, school)
    if wanted is None:
        raise Http404
    return wanted


def get_copy_for(access: Access, pk: int) -> Copy:
    """404 for the dates of a school they do not know, and for a copy that tells more of it than they may know."""
    copy = Copy.objects.select_related("edition", "school__trust").filter(pk=pk).first()
    if copy is None or not access.can_anywhere(Permission.HANDBOOK_READ):
        raise Http404
    if copy.school_id is not None:
        if not access.can(Permission.SCHOOL_VIEW, copy.school_id):
            raise Http404
        if not access.can(Permission.EVENT_VIEW, copy.school_id):
            raise PermissionDenied
        if copy.sees_tiers and not access.can(Permission.TIER_VIEW, copy.school_id):
            raise Http404
    return copy
