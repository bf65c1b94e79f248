"""Signing in with Microsoft or Google, when the trust has set it up."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ImproperlyConfigured

# Where the sign-in form may lead on to; a browser stops every other place.
PLACES = {"google": "https://accounts.google.com", "microsoft": "https://login.microsoftonline.com"}
NOT_ONE_DIRECTORY = {"", "common", "organizations", "consumers"}


def social_providers(environment: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Google says itself which addresses it verified. Microsoft does not: every organisation may write any address
    into its own directory, so only the trust's own directory is believed."""
    providers: dict[str, dict[str, Any]] = {}
    if google := _app("GOOGLE", environment):
        providers["google"] = {"APPS": [google]}
    if microsoft := _app("MICROSOFT", environment):
        tenant = environment.get("MICROSOFT_TENANT", "").strip()
        if tenant.lower() in NOT_ONE_DIRECTORY:
            raise ImproperlyConfigured(
                "MICROSOFT_TENANT does not name your own directory: give its ID, from the overview page of Entra."
            )
        microsoft["settings"] = {"tenant": tenant}
        providers["microsoft"] = {"APPS": [microsoft], "VERIFIED_EMAIL": True}
    return providers


def _app(name: str, environment: Mapping[str, str]) -> dict[str, Any]:
    client = environment.get(f"{name}_CLIENT_ID", "")
    secret = environment.get(f"{name}_CLIENT_SECRET", "")
    if not client:
        return {}
    if not secret:
        raise ImproperlyConfigured(
            f"{name}_CLIENT_ID is set and {name}_CLIENT_SECRET is not: set both or none."
        )
    return {"client_id": client, "secret": secret}
