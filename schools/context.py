"""What every page's frame needs: the trust, its colour, the menu for this person, the version."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from adapters import clock
from people.access import Access
from people.roles import Permission, title_of
from schools import accent
from schools.models import Trust
from schools.queries import demo_people, the_trust
from schools.terms import period_names

# Label, URL name, and the permission that opens the page.
PAGES = (
    ("Next", "schedule:next", Permission.EVENT_VIEW),
    ("Planner", "schedule:planner", Permission.EVENT_VIEW),
    ("Schools", "schools:list", Permission.SCHOOL_VIEW),
    ("Plans", "plans:list", Permission.PLAN_VIEW),
    ("Handbook", "handbook:contents", Permission.HANDBOOK_READ),
    ("People", "appointments:list", Permission.PERSON_INVITE),
    ("Search", "search:search", Permission.HANDBOOK_READ),
)


@dataclass(frozen=True)
class NavItem:
    """`current` is what aria-current says: "page" on the page itself, "true" below it, or nothing."""

    label: str
    url: str
    current: str


def portal(request: HttpRequest) -> dict[str, Any]:
    access: Access | None = getattr(request, "access", None)
    # A page that has read the trust already says so.
    trust = getattr(request, "trust", None) or SimpleLazyObject(the_trust)
    return {
        "trust": trust,
        "accent": SimpleLazyObject(lambda: accent.readable(getattr(trust, "accent", accent.DEFAULT))),
        "access": access,
        "nav": SimpleLazyObject(lambda: nav_of(access, request.path)),
        "main_role": SimpleLazyObject(lambda: main_role(access)),
        "period_names": SimpleLazyObject(
            lambda: period_names(getattr(trust, "period_scheme", Trust.Scheme.HALF_TERMS))
        ),
        "today": clock.today(),
        "paper": _paper(request),
        "portal_version": settings.VERSION,
        "is_demo": settings.DEMO,
        "demo_people": SimpleLazyObject(demo_people) if settings.DEMO else (),
    }


def nav_of(access: Access | None, path: str) -> list[NavItem]:
    if access is None:
        return []
    items = []
    for label, name, permission in PAGES:
        url = _address(name)
        if url is not None and access.can_anywhere(permission):
            items.append(NavItem(label, url, _current(url, path)))
    return items


def main_role(access: Access | None) -> str:
    """The title the person is known by: a role for the whole trust before one at a school."""
    if access is None or not access.holdings:
        return ""
    first = min(access.holdings, key=lambda holding: holding.school_id is not None)
    title = title_of(first.role)
    return title[0].lower() + title[1:]


def _address(name: str) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:
        return None


def _current(url: str, path: str) -> str:
    if path == url or (path == "/" and url == _address("schedule:next")):  # "/" shows what comes next
        return "page"
    return "true" if url != "/" and path.startswith(url) else ""


def _paper(request: HttpRequest) -> str:
    chosen = request.COOKIES.get("paper", "")
    return chosen if chosen in ("light", "dark") else ""
