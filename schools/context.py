"""What every page's frame needs: the trust, the menu for this person, the version."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from adapters import clock
from schools.queries import demo_people, the_trust


def portal(request: HttpRequest) -> dict[str, Any]:
    return {
        "trust": SimpleLazyObject(the_trust),
        "access": getattr(request, "access", None),
        "today": clock.today(),
        "portal_version": settings.VERSION,
        "is_demo": settings.DEMO,
        "demo_people": SimpleLazyObject(demo_people) if settings.DEMO else (),
    }
