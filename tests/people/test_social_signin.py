"""Signing in with Microsoft, against a small Entra of our own on this machine; what Google says; and neither set up."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ImproperlyConfigured
from django.test import Client, RequestFactory
from django.urls import reverse

from config.providers import social_providers
from people import actions
from people.models import Invitation, User
from tests.conftest import NOW
from tests.people.conftest import INVITED

pytestmark = [pytest.mark.django_db, pytest.mark.once]  # what is believed of Microsoft and Google
DIRECTORY = "7b1f0000-0000-0000-0000-000000000001"
MICROSOFT = {
    "MICROSOFT_CLIENT_ID": "portal",
    "MICROSOFT_CLIENT_SECRET": "secret",
    "MICROSOFT_TENANT": DIRECTORY,
}
GOOGLE = {"GOOGLE_CLIENT_ID": "portal", "GOOGLE_CLIENT_SECRET": "secret"}


class Entra:
    """Answers as the token and the profile address of Microsoft do."""

    def __init__(self) -> None:
        self.profile = {"id": "entra-1", "mail": "", "userPrincipalName": "", "displayName": "R E"}
        entra = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                self._say({"access_token": "token", "token_type": "Bearer", "expires_in": 3600})

            def do_GET(self) -> None:
                self._say(entra.profile)

            def _say(self, words: dict[str, Any]) -> None:
                body = json.dumps(words).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_words: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def entra(settings: Any) -> Iterator[Entra]:
    entra = Entra()
    thread = threading.Thread(target=entra.server.serve_forever, args=(0.02,))
    thread.start()
    providers = social_providers(MICROSOFT)
    providers["microsoft"]["APPS"][0]["settings"] |= {"login_url": entra.address, "graph_url": entra.address}
    settings.SOCIALACCOUNT_PROVIDERS = providers
    yield entra
    entra.server.shutdown()
    entra.server.server_close()
    thread.join()


def come_back(
    client: Client, entra: Entra, *, email: str, uid: str = "entra-1", connect: bool = False
) -> Any:
    """To Microsoft by the button, and back from there as the person with this address."""
    entra.profile |= {"mail": email, "id": uid}
    process = "?process=connect" if connect else ""
    there = client.post(reverse("microsoft_login") + process)["Location"]
    assert there.startswith(f"{entra.address}/{DIRECTORY}/oauth2/v2.0/authorize?")
    [state] = parse_qs(urlparse(there).query)["state"]
    return client.get(reverse("microsoft_callback"), {"code": "code", "state": state})


def signed_in_as(client: Client) -> str | None:
    page = client.get("/me/")
    return str(page.context["request"].user.email) if page.status_code == 200 else None


@pytest.fixture
def ruth(invitation: Invitation) -> User:
    """Has followed the invitation."""
    return actions.accept(invitation=invitation, name="Ruth", password="heron lantern walnut", now=NOW)


def test_who_has_opened_the_account_comes_in_with_microsoft(client: Client, entra: Entra, ruth: User) -> None:
    answer = come_back(client, entra, email="Ruth.Ellison@Example.ORG")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert signed_in_as(client) == ruth.email
    ruth.refresh_from_db()
    assert ruth.check_password("heron lantern walnut")  # the password still works
    assert list(SocialAccount.objects.values_list("user", "provider", "uid")) == [
        (ruth.pk, "microsoft", "entra-1")
    ]


def test_and_again_when_microsoft_knows_them_under_a_new_address(
    client: Client, entra: Entra, ruth: User
) -> None:
    come_back(client, entra, email=INVITED)
    later = Client()
    come_back(later, entra, email="ruth.married@example.org")
    assert signed_in_as(later) == ruth.email


def test_an_invitation_is_opened_by_its_own_link_and_not_by_microsoft(
    client: Client, entra: Entra, invitation: Invitation
) -> None:
    page = come_back(client, entra, email=INVITED)
    assert "account/signup_closed.html" in [template.name for template in page.templates]
    assert signed_in_as(client) is None
    assert (SocialAccount.objects.count(), invitation.user.is_open) == (0, False)


def test_a_stranger_makes_no_account(client: Client, entra: Entra, ruth: User) -> None:
    people = User.objects.count()
    page = come_back(client, entra, email="stranger@example.org")
    assert "account/signup_closed.html" in [template.name for template in page.templates]
    assert (signed_in_as(client), User.objects.count(), SocialAccount.objects.count()) == (None, people, 0)


def test_an_account_switched_off_stays_out(client: Client, entra: Entra, ruth: User) -> None:
    User.objects.filter(pk=ruth.pk).update(is_active=False)
    assert come_back(client, entra, email=INVITED)["Location"] == reverse("account_inactive")
    assert signed_in_as(client) is None


def test_demo_people_stay_out(client: Client, entra: Entra, trust: Any, open_account: Any) -> None:
    open_account(User.objects.create_user("ceo@demo.example", "demo"))
    assert come_back(client, entra, email="ceo@demo.example")["Location"] == reverse("account_inactive")
    assert signed_in_as(client) is None


def test_the_second_step_is_asked_after_microsoft_too(client: Client, entra: Entra, ruth: User) -> None:
    Authenticator.objects.create(user=ruth, type="totp", data={"secret": "A" * 32})
    assert come_back(client, entra, email=INVITED)["Location"] == reverse("mfa_authenticate")
    assert signed_in_as(client) is None


def test_a_made_up_return_is_refused(client: Client, entra: Entra, ruth: User) -> None:
    entra.profile["mail"] = INVITED
    answer = client.get(reverse("microsoft_callback"), {"code": "code", "state": "guessed"})
    assert answer.status_code == 401
    assert signed_in_as(client) is None


@pytest.mark.parametrize(
    ("email", "connected"), [(INVITED, True), ("private@example.com", False), ("", False)]
)
def test_a_signed_in_person_connects_the_account_at_their_own_address_alone(
    client: Client, entra: Entra, ruth: User, email: str, connected: bool
) -> None:
    client.force_login(ruth)
    answer = come_back(client, entra, email=email, uid="entra-2", connect=True)
    assert answer["Location"] == reverse("socialaccount_connections")
    assert SocialAccount.objects.filter(uid="entra-2").exists() == connected
    words = client.get("/me/").content.decode()
    assert (f"That account is not at {INVITED}, so it is not connected." in words) != connected


@pytest.mark.parametrize("tenant", ["", " ", "common", "Organizations", "consumers"])
def test_microsoft_is_believed_for_one_directory_only(tenant: str) -> None:
    """Every organisation may write any address into its own directory."""
    with pytest.raises(ImproperlyConfigured, match="MICROSOFT_TENANT does not name your own directory"):
        social_providers(MICROSOFT | {"MICROSOFT_TENANT": tenant})


@pytest.mark.parametrize("name", ["GOOGLE", "MICROSOFT"])
def test_half_a_set_up_is_refused_in_words(name: str) -> None:
    with pytest.raises(
        ImproperlyConfigured, match=f"{name}_CLIENT_ID is set and {name}_CLIENT_SECRET is not"
    ):
        social_providers({f"{name}_CLIENT_ID": "portal", "MICROSOFT_TENANT": DIRECTORY})


def test_without_set_up_there_is_neither() -> None:
    assert social_providers({}) == {}


@pytest.mark.parametrize("verified", [True, False])
def test_google_is_believed_about_addresses_it_verified(settings: Any, verified: bool) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = social_providers(GOOGLE)
    request = RequestFactory().get("/")
    google = get_adapter().get_provider(request, "google")
    said = {"sub": "1", "email": INVITED, "email_verified": verified}
    [address] = google.sociallogin_from_response(request, said).email_addresses
    assert (address.email, address.verified) == (INVITED, verified)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    "name",
    ["google_login", "google_callback", "google_login_by_token", "microsoft_login", "microsoft_callback"],
)
def test_a_way_in_that_is_not_set_up_is_no_page(client: Client, trust: Any, name: str, method: str) -> None:
    assert getattr(client, method)(reverse(name)).status_code == 404
