"""What one signed-in person may do today. Built once a request by schools.middleware from their appointments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from people.models import User
from people.roles import ROLES, Permission


@dataclass(frozen=True)
class Holding:
    """One appointment in force: a role at one school, or for the whole trust (`school_id` None)."""

    role: str
    school_id: int | None
    job: str = ""

    def allows(self, permission: Permission) -> bool:
        return permission in ROLES[self.role].permissions


@dataclass(frozen=True)
class Access:
    user: User
    today: date
    holdings: tuple[Holding, ...]

    @cached_property
    def is_trust_wide(self) -> bool:
        return any(holding.school_id is None for holding in self.holdings)

    @cached_property
    def school_ids(self) -> frozenset[int]:
        """Schools the person is appointed to by name (trust-wide roles reach all the others too)."""
        return frozenset(holding.school_id for holding in self.holdings if holding.school_id is not None)

    def can(self, permission: Permission, school_id: int | None = None) -> bool:
        """`school_id` None asks: for the whole trust."""
        return any(h.allows(permission) and h.school_id in (None, school_id) for h in self.holdings)

    def can_anywhere(self, permission: Permission) -> bool:
        return any(holding.allows(permission) for holding in self.holdings)

    def reach(self, permission: Permission) -> frozenset[int] | None:
        """The school ids where the person has the permission; None means every school."""
        allowed = [holding.school_id for holding in self.holdings if holding.allows(permission)]
        if None in allowed:
            return None
        return frozenset(school_id for school_id in allowed if school_id is not None)

    def roles_at(self, school_id: int | None) -> frozenset[str]:
        return frozenset(h.role for h in self.holdings if h.school_id in (None, school_id))

    def require(self, permission: Permission, school_id: int | None = None) -> None:
        """PermissionDenied (403) unless held. Objects are hidden (404) by the doors of each app before this."""
        if not self.can(permission, school_id):
            raise PermissionDenied

    def require_anywhere(self, permission: Permission) -> None:
        if not self.can_anywhere(permission):
            raise PermissionDenied


def get_person_for(access: Access, pk: int) -> User:
    """Somebody to invite again, for those who invite. Everybody else is refused before the person is looked for."""
    access.require(Permission.PERSON_INVITE)
    try:
        return User.objects.get(pk=pk)
    except User.DoesNotExist as error:
        raise Http404 from error


class PortalRequest(HttpRequest):
    """A signed-in request: SignInMiddleware and AccessMiddleware have run."""

    user: User
    access: Access
    trust: object  # set by a page that has read it, so that the frame around the page need not read it again
