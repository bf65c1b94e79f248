"""The door of search: anybody who holds a role. What each may find is for queries.sight_of to say."""

from django.core.exceptions import PermissionDenied

from people.access import Access


def require_a_role(access: Access) -> None:
    if not access.holdings:
        raise PermissionDenied
