"""Sets `request.access` from the appointments in force, and asks trust-wide people for a second factor."""

from collections.abc import Callable
from typing import cast

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject

from adapters import clock
from people.access import PortalRequest
from schools.access import access_of

Respond = Callable[[HttpRequest], HttpResponse]
# Where a person without a second factor may still go: to set one up, to sign out, to a stylesheet.
OPEN_TO_ONE_FACTOR = ("/accounts/", "/me/second-factor/", "/static/", "/healthz", "/readyz")
SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]  # recovery codes alone are none


class AccessMiddleware:
    """Appointments are read once per request, so an ended one loses access at the next request."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            signed_in = cast("PortalRequest", request)
            user = signed_in.user
            signed_in.access = SimpleLazyObject(lambda: access_of(user, clock.today()))  # type: ignore[assignment]
        return self.get_response(request)


class SecondFactorMiddleware:
    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (
            settings.SECOND_FACTOR_REQUIRED
            and request.user.is_authenticated
            and not request.path.startswith(OPEN_TO_ONE_FACTOR)
            and cast("PortalRequest", request).access.is_trust_wide
            and not is_mfa_enabled(request.user, SECOND_FACTORS)
        ):
            return redirect("people:second_factor")
        return self.get_response(request)
