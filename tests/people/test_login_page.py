"""Sign-in and the frame around every page: what is there, for whom, and that it works without JavaScript."""

import re
from typing import Protocol

import pytest
from django.contrib.messages import get_messages
from django.core import mail
from django.template.loader import render_to_string
from django.test import Client, RequestFactory, override_settings

from schools.models import School, Trust
from tests.conftest import ClientOf, MakePerson

pytestmark = pytest.mark.once  # what the pages of signing in look like

LOGIN = "/accounts/login/"


class Answer(Protocol):
    @property
    def content(self) -> bytes: ...


def page(response: Answer) -> str:
    return response.content.decode()


def test_sign_in_and_out_by_password(client: Client, make_person: MakePerson, alder: School) -> None:
    head = make_person("headteacher", alder)
    response = client.post(LOGIN, {"login": head.email, "password": "pass"})
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert [str(message) for message in get_messages(response.wsgi_request)] == []
    assert client.session["_auth_user_id"] == str(head.pk)
    response = client.post("/accounts/logout/", follow=True)
    assert response.redirect_chain[-1][0] == LOGIN
    assert "You are signed out." in page(response)
    assert "_auth_user_id" not in client.session


def test_a_wrong_password_is_said_at_the_top_and_keeps_the_address(client: Client, trust: Trust) -> None:
    text = page(client.post(LOGIN, {"login": "head@example.org", "password": "wrong"}))
    assert '<div class="error-summary" role="alert" tabindex="-1">' in text
    assert 'value="head@example.org"' in text
    assert "wrong" not in text


def test_the_page_says_who_it_belongs_to_and_has_one_heading(client: Client, trust: Trust) -> None:
    text = page(client.get(LOGIN))
    assert "<title>Sign in · Fenmoor Academies Trust</title>" in text
    assert re.findall(r"<h1>(.*?)</h1>", text) == ["Sign in"]
    assert "Please do not record any child’s name or case in this portal." in text
    assert 'aria-label="Main"' not in text


@override_settings(DEMO=True)
def test_the_demo_steps_in_with_a_button_each(client: Client, make_person: MakePerson, alder: School) -> None:
    lead, head = make_person("improvement_lead"), make_person("headteacher", alder, name="Ruth Ellison")
    for person in (lead, head):
        person.email = f"{person.pk}@demo.example"
        person.set_password("demo")
        person.save()
    text = page(client.get(LOGIN))
    assert re.findall(r"<h1>(.*?)</h1>", text) == ["Step into the demo"]
    assert re.findall(r'<h2 class="wk">(.*?)</h2>', text) == ["For the whole trust", "Alder Primary School"]
    forms = re.findall(r'<form[^>]* method="post" action="/accounts/login/">(.*?)</form>', text, re.DOTALL)
    own, people = (form for form in forms if "password" in form)  # the form of an address comes first
    assert (own.count('<input type="email" name="login"'), people.count("<input type=")) == (1, 2)
    assert re.findall(r'<button [^>]*name="login" value="(.*?)"', people) == [lead.email, head.email]
    assert re.findall(r'<input type="hidden" name="(.*?)"', people) == ["csrfmiddlewaretoken", "password"]
    client.post(LOGIN, {"login": head.email, "password": "demo"})
    assert client.session["_auth_user_id"] == str(head.pk)


def test_no_page_needs_what_the_content_security_policy_refuses(client: Client, trust: Trust) -> None:
    response = client.get(LOGIN)
    text = page(response)
    nonce = re.search(r"'nonce-(.*?)'", response.headers["Content-Security-Policy"])
    assert nonce is not None
    assert re.findall(r"<style(.*?)>", text) == [f' nonce="{nonce[1]}"']
    assert re.findall(r" style=| onclick=", text) == []
    inline = re.findall(r"<script(?![^>]* src=)([^>]*)>", text)
    assert all('type="application/json"' in attributes for attributes in inline)


@override_settings(SOCIALACCOUNT_PROVIDERS={"microsoft": {"APPS": [{"client_id": "x", "secret": "y"}]}})
def test_microsoft_is_offered_when_it_is_configured(client: Client, trust: Trust) -> None:
    text = page(client.get(LOGIN))
    assert "Sign in with Microsoft" in text
    assert "Sign in with Google" not in text


def test_neither_is_offered_when_none_is_configured(client: Client, trust: Trust) -> None:
    assert "Sign in with Microsoft" not in page(client.get(LOGIN))


def test_nobody_registers(client: Client, trust: Trust) -> None:
    assert "People are invited by their trust" in page(client.get("/accounts/signup/"))


def test_a_new_password_by_mail(client: Client, make_person: MakePerson, alder: School) -> None:
    head = make_person("headteacher", alder)
    response = client.post("/accounts/password/reset/", {"email": head.email}, follow=True)
    assert "Look in your e-mail" in page(response)
    (message,) = mail.outbox
    assert message.subject.endswith("Choose a new password for the school improvement portal")
    link = re.search(r"http://testserver(/accounts/password/reset/key/\S+)", str(message.body))
    assert link is not None
    form = client.get(link[1], follow=True)
    assert "Choose a new password" in page(form)
    new = {"password1": "long brown bench", "password2": "long brown bench"}
    done = client.post(form.redirect_chain[-1][0], new, follow=True)
    assert "Your password is changed" in page(done)
    assert client.login(email=head.email, password="long brown bench")


@pytest.mark.parametrize(
    ("address", "heading"),
    [
        ("/accounts/2fa/", "Your second step"),
        ("/accounts/password/change/", "Change your password"),
        ("/accounts/email/", "Your e-mail address"),
        ("/accounts/logout/", "Sign out?"),
        ("/accounts/reauthenticate/", "Is it still you?"),
        ("/accounts/3rdparty/", "Microsoft and Google"),
    ],
)
def test_account_pages_wear_the_frame(
    address: str, heading: str, make_person: MakePerson, alder: School, client_of: ClientOf
) -> None:
    response = client_of(make_person("headteacher", alder, name="Ruth Ellison")).get(address)
    text = page(response)
    assert response.status_code == 200
    assert re.findall(r"<h1>(.*?)</h1>", text) == [heading]
    assert '<b>Ruth Ellison</b><span class="role">, headteacher</span>' in text


def test_a_chosen_paper_is_written_into_the_page_and_nonsense_is_not(client: Client, trust: Trust) -> None:
    client.cookies["paper"] = "dark"
    assert '<html lang="en-GB" data-theme="dark">' in page(client.get(LOGIN))
    client.cookies["paper"] = "x onload"
    assert '<html lang="en-GB">' in page(client.get(LOGIN))


def test_the_trusts_colour_reaches_the_page(client: Client, trust: Trust) -> None:
    trust.accent = "#ffd000"
    trust.save()
    assert "--trust-light:#856c00;--trust-dark:#ffd000;" in page(client.get(LOGIN))


def test_pages_of_a_fault_need_neither_person_nor_trust(db: None) -> None:
    assert "Something went wrong on our side" in render_to_string("500.html")
    assert "The portal did not understand that" in render_to_string("400.html")
    bare = RequestFactory().get("/")
    assert "There is no such page" in render_to_string("404.html", {}, bare)
    assert "This page is not open to you" in render_to_string("403.html", {}, bare)


def test_a_form_that_is_too_old_says_what_is_safe(trust: Trust) -> None:
    response = Client(enforce_csrf_checks=True).post(LOGIN, {"login": "a@example.org", "password": "b"})
    assert response.status_code == 403
    assert "The page had become too old to send" in page(response)
