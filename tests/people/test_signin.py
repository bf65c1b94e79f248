"""Signing in with an e-mail address and a password; and what cannot be done there."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings as portal_settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from people.models import Invitation, User
from tests.people.conftest import INVITED, SignIn

# Once: allauth's steps; an address is found on each database in test_invitations.py.
pytestmark = [pytest.mark.django_db, pytest.mark.once]
NEW = "heron lantern walnut"


def signed_in(client: Client) -> bool:
    return client.get("/me/").status_code == 200


@pytest.fixture
def ceo(make_person: Any, open_account: Any) -> User:
    person: User = open_account(make_person("ceo", name="Amara Boateng"))
    return person


@pytest.mark.parametrize("written", [str, str.upper, str.title, lambda email: f"  {email} "])
def test_address_is_the_same_however_it_is_written(
    client: Client, ceo: User, sign_in: SignIn, written: Any
) -> None:
    answer = sign_in(client, written(ceo.email))
    assert (answer.status_code, answer["Location"], signed_in(client)) == (302, "/", True)


def test_one_invited_before_addresses_were_noted_signs_in_too(
    client: Client, make_person: Any, sign_in: SignIn
) -> None:
    sign_in(client, make_person("ceo").email.upper())
    assert signed_in(client)


def test_session_is_new_after_signing_in_and_gone_after_signing_out(
    client: Client, ceo: User, sign_in: SignIn
) -> None:
    client.get(reverse("account_login"))
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    before = session.session_key
    sign_in(client, ceo.email)
    inside = client.session.session_key
    assert inside != before
    client.post(reverse("account_logout"))
    assert not signed_in(client)
    stale = Client()
    stale.cookies[portal_settings.SESSION_COOKIE_NAME] = str(inside)
    assert not signed_in(stale)


def test_signing_out_takes_a_post(client: Client, ceo: User, sign_in: SignIn) -> None:
    sign_in(client, ceo.email)
    client.get(reverse("account_logout"))
    assert signed_in(client)


@pytest.mark.parametrize("email", ["ceo1@example.org", "stranger@example.org"])
def test_wrong_password_and_unknown_address_answer_the_same(
    client: Client, ceo: User, sign_in: SignIn, email: str
) -> None:
    assert ceo.email == "ceo1@example.org"
    page = sign_in(client, email, "wrong password")
    assert page.context["form"].non_field_errors() == ["The e-mail address or the password is not right."]
    assert not signed_in(client)


def test_sixth_wrong_password_in_a_row_is_not_looked_at(client: Client, ceo: User, sign_in: SignIn) -> None:
    for _ in range(5):
        sign_in(client, ceo.email, "wrong password")
    page = sign_in(client, ceo.email.upper())
    assert page.context["form"].non_field_errors() == [
        "Too many attempts to sign in. Try again in a few minutes."
    ]
    assert not signed_in(client)
    cache.clear()
    sign_in(client, ceo.email)
    assert signed_in(client)


def test_invited_person_who_has_not_opened_the_account_cannot_sign_in(
    client: Client, invitation: Invitation, sign_in: SignIn
) -> None:
    for password in ("", "!", invitation.user.password, "pass"):
        sign_in(client, INVITED, password)
        assert not signed_in(client)


def test_account_switched_off_is_out_at_the_next_request_and_stays_out(
    client: Client, ceo: User, sign_in: SignIn
) -> None:
    sign_in(client, ceo.email)
    assert signed_in(client)
    User.objects.filter(pk=ceo.pk).update(is_active=False)
    assert not signed_in(client)
    answer = sign_in(client, ceo.email)
    assert answer["Location"] == reverse("account_inactive")
    assert not signed_in(client)


@pytest.mark.parametrize(("demo", "lets_in"), [(True, True), (False, False)])
def test_demo_people_sign_in_to_the_demo_alone(
    client: Client, trust: Any, sign_in: SignIn, settings: Any, demo: bool, lets_in: bool
) -> None:
    User.objects.create_user("ceo@demo.example", "demo", name="Amara Boateng")
    settings.DEMO = demo
    sign_in(client, "ceo@demo.example", "demo")
    assert signed_in(client) == lets_in


def test_a_session_of_the_demo_opens_nothing_elsewhere(client_of: Any, trust: Any, settings: Any) -> None:
    settings.DEMO = True
    client = client_of(User.objects.create_user("ceo@demo.example", "demo"))
    assert signed_in(client)
    settings.DEMO = False
    assert not signed_in(client)


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_signs_themselves_up(client: Client, trust: Any, method: str) -> None:
    values = {"email": "stranger@example.org", "password1": NEW, "password2": NEW}
    page = getattr(client, method)(reverse("account_signup"), values)
    assert "account/signup_closed.html" in [template.name for template in page.templates]
    assert User.objects.count() == 0


# ---------------------------------------------------------------- a new password


def test_new_password_by_mail(client: Client, ceo: User, sign_in: SignIn, mailoutbox: list[Any]) -> None:
    client.post(reverse("account_reset_password"), {"email": ceo.email.upper()})
    [mail] = mailoutbox
    assert [address.lower() for address in mail.to] == [ceo.email]
    [link] = re.findall(r"http://testserver(/\S+)", mail.body)
    form = client.get(link, follow=True)
    page = form.redirect_chain[-1][0]
    client.post(page, {"password1": NEW, "password2": NEW})
    assert not signed_in(client)
    sign_in(client, ceo.email, NEW)
    assert signed_in(client)
    assert Client().get(link).context["token_fail"] is True
    assert len(mailoutbox) == 2  # the second says that the password was changed


@pytest.mark.parametrize("who", ["stranger", "invited", "off", "demo"])
def test_new_password_is_for_accounts_that_are_open(
    client: Client, ceo: User, invitation: Invitation, mailoutbox: list[Any], who: str
) -> None:
    User.objects.create_user("ceo@demo.example", "demo")
    User.objects.create_user("off@example.org", "pass")
    User.objects.filter(email="off@example.org").update(is_active=False)
    email = {
        "stranger": "stranger@example.org",
        "invited": INVITED,
        "off": "off@example.org",
        "demo": "ceo@demo.example",
    }[who]
    answer = client.post(reverse("account_reset_password"), {"email": email})
    assert answer["Location"] == reverse("account_reset_password_done")
    assert mailoutbox == []


def test_changing_the_password_asks_for_the_old_one_and_says_so_by_mail(
    client: Client, ceo: User, sign_in: SignIn, mailoutbox: list[Any]
) -> None:
    sign_in(client, ceo.email)
    other = Client()
    sign_in(other, ceo.email)
    page = reverse("account_change_password")
    client.post(page, {"oldpassword": "wrong", "password1": NEW, "password2": NEW})
    ceo.refresh_from_db()
    assert ceo.check_password("pass")
    client.post(page, {"oldpassword": "pass", "password1": NEW, "password2": NEW})
    ceo.refresh_from_db()
    assert ceo.check_password(NEW)
    assert [mail.to for mail in mailoutbox] == [[ceo.email]]
    assert (signed_in(client), signed_in(other)) == (True, False)


def test_a_mail_server_that_is_away_does_not_stop_a_new_password(
    client: Client, ceo: User, sign_in: SignIn, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    sign_in(client, ceo.email)
    values = {"oldpassword": "pass", "password1": NEW, "password2": NEW}
    assert client.post(reverse("account_change_password"), values).status_code == 302
    ceo.refresh_from_db()
    assert ceo.check_password(NEW)


# ---------------------------------------------------------------- the address


def test_own_address_is_shown_and_cannot_be_changed(client: Client, ceo: User, sign_in: SignIn) -> None:
    sign_in(client, ceo.email)
    page = client.get("/accounts/email/")
    assert page.status_code == 200
    assert f"You sign in with {ceo.email}" in page.content.decode()
    for action in ("action_add", "action_remove", "action_primary", "action_send"):
        answer = client.post("/accounts/email/", {action: "", "email": "private@example.com"})
        assert answer.status_code == 405
    assert [address.email for address in EmailAddress.objects.all()] == [ceo.email]
