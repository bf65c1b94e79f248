"""The second step that every whole-trust role needs outside the demo."""

import base64
import hmac
import struct
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from people.models import User
from people.roles import ROLES
from schools.models import School
from tests.people.conftest import SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.once]  # allauth's steps, asked before a page is opened
SETUP = "/me/second-factor/"
PAGES = ("/", "/next/", "/people/", "/schools/", "/me/", "/audit/", "/handbook/", "/no-such-page/")
TRUST_WIDE = [role.code for role in ROLES.values() if role.trust_wide]
AT_A_SCHOOL = [role.code for role in ROLES.values() if not role.trust_wide]


@pytest.fixture(autouse=True)
def _required(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture(autouse=True)
def _time_stands_still() -> Iterator[None]:
    """A code is good for half a minute: on a slow machine it would pass between making and using it."""
    with time_machine.travel(datetime(2026, 11, 23, 9, 0, tzinfo=UTC), tick=False):
        yield


def code_of(secret: str) -> str:
    """What an authenticator app shows now (RFC 6238)."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), "sha1")
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def set_up_app(client: Client) -> str:
    """From the page that asks for it to an app that shows codes."""
    page = client.get(reverse("mfa_activate_totp"), follow=True)
    assert page.redirect_chain[0][0].startswith(reverse("account_reauthenticate"))
    page = client.post(page.redirect_chain[0][0], {"password": "pass"}, follow=True)
    secret: str = page.context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    return secret


@pytest.mark.parametrize("role", TRUST_WIDE)
def test_every_page_of_a_trust_wide_role_leads_to_setting_one_up(
    make_person: Any, client_of: Any, role: str
) -> None:
    client = client_of(make_person(role))
    for page in PAGES:
        answer = client.get(page)
        assert (answer.status_code, answer["Location"]) == (302, SETUP)
        assert client.post(page)["Location"] == SETUP
    page = client.get(SETUP)
    assert page.status_code == 200
    for name in ("mfa_activate_totp", "mfa_add_webauthn"):
        assert reverse(name) in page.content.decode()


@pytest.mark.parametrize("role", AT_A_SCHOOL)
def test_a_role_at_a_school_is_not_asked(make_person: Any, client_of: Any, alder: School, role: str) -> None:
    assert client_of(make_person(role, alder)).get("/schools/").status_code == 200


def test_the_demo_asks_nobody(make_person: Any, client_of: Any, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    assert client_of(make_person("ceo")).get("/people/").status_code == 200


def test_it_is_asked_from_the_first_day_of_a_trust_wide_role(
    make_person: Any, client_of: Any, alder: School
) -> None:
    head = make_person("headteacher", alder)
    client = client_of(head)
    assert client.get("/schools/").status_code == 200
    head.appointments.update(role="ceo", school=None)
    assert client.get("/schools/")["Location"] == SETUP


@pytest.mark.parametrize(
    ("kinds", "enough"),
    [
        (["totp"], True),
        (["webauthn"], True),
        (["recovery_codes"], False),
        (["totp", "recovery_codes"], True),
    ],
)
def test_an_app_or_a_passkey_is_enough_and_recovery_codes_alone_are_not(
    make_person: Any, client_of: Any, kinds: list[str], enough: bool
) -> None:
    ceo = make_person("ceo")
    for kind in kinds:
        Authenticator.objects.create(user=ceo, type=kind, data={})
    assert (client_of(ceo).get("/people/").status_code == 200) == enough


def test_pages_open_once_an_app_is_set_up(make_person: Any, client_of: Any) -> None:
    ceo = make_person("ceo")
    client = client_of(ceo)
    assert client.get("/people/").status_code == 302
    set_up_app(client)
    assert client.get("/people/").status_code == 200
    assert set(Authenticator.objects.values_list("type", flat=True)) == {"totp", "recovery_codes"}


def test_setting_up_asks_for_the_password_again(make_person: Any, client_of: Any) -> None:
    client = client_of(make_person("ceo"))
    for name in ("mfa_activate_totp", "mfa_add_webauthn"):
        answer = client.get(reverse(name))
        assert answer["Location"].startswith(reverse("account_reauthenticate"))
    page = client.post(reverse("account_reauthenticate"), {"password": "wrong"})
    assert page.context["form"].errors != {}
    assert client.get(reverse("mfa_activate_totp")).status_code == 302


def test_sign_in_then_asks_for_the_code(make_person: Any, sign_in: SignIn, client_of: Any) -> None:
    ceo = make_person("ceo")
    secret = set_up_app(client_of(ceo))
    cache.clear()  # a code works once, and the tests do not wait half a minute for the next
    client = Client()
    assert sign_in(client, ceo.email)["Location"] == reverse("mfa_authenticate")
    assert client.get("/people/")["Location"] == "/accounts/login/?next=/people/"
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert client.get("/people/").status_code == 302
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert client.get("/people/").status_code == 200


def test_a_code_works_once(make_person: Any, sign_in: SignIn, client_of: Any) -> None:
    ceo = make_person("ceo")
    secret = set_up_app(client_of(ceo))
    code = code_of(secret)
    for lets_in in (True, False):
        client = Client()
        sign_in(client, ceo.email)
        client.post(reverse("mfa_authenticate"), {"code": code})
        assert (client.get("/people/").status_code == 200) == lets_in


def test_a_recovery_code_lets_in_once(make_person: Any, sign_in: SignIn, client_of: Any) -> None:
    ceo = make_person("ceo")
    first = client_of(ceo)
    set_up_app(first)
    page = first.get(reverse("mfa_view_recovery_codes"))
    code = page.context["unused_codes"][0]
    for lets_in in (True, False):
        client = Client()
        sign_in(client, ceo.email)
        client.post(reverse("mfa_authenticate"), {"code": code})
        assert (client.get("/people/").status_code == 200) == lets_in


def test_taking_the_app_away_closes_the_pages_again_and_is_told_by_mail(
    make_person: Any, client_of: Any, open_account: Any, mailoutbox: list[Any]
) -> None:
    ceo = open_account(make_person("ceo"))
    client = client_of(ceo)
    set_up_app(client)
    client.post(reverse("mfa_deactivate_totp"))
    assert [mail.to for mail in mailoutbox] == [[ceo.email]]
    assert mailoutbox[0].subject == "The authenticator app was taken off your account"
    assert "It was done on Monday 23 November 2026 at 09:00, from the address" in mailoutbox[0].body
    assert not Authenticator.objects.filter(user=ceo, type="totp").exists()
    assert client.get("/people/")["Location"] == SETUP


def test_somebody_who_sets_up_may_still_sign_out_and_change_the_password(
    make_person: Any, client_of: Any
) -> None:
    client = client_of(make_person("ceo"))
    assert client.get(reverse("account_change_password")).status_code == 200
    assert client.post(reverse("account_logout"))["Location"] == "/accounts/login/"
    assert User.objects.count() == 1
