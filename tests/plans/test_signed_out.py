"""Whoever is signed out while they write loses nothing, and nobody saves under the name of another."""

import html
import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from people.models import User
from plans.models import Priority
from schools.models import School, SchoolYear
from tests.conftest import ClientOf, MakePerson
from tests.plans.a_written_plan import a_plan

pytestmark = [pytest.mark.django_db, pytest.mark.once]  # cookies, tokens and addresses
HERE = "http://testserver"
WORDS = "A reason that took an hour."


@dataclass
class Browser:
    """As a browser: it sends what stands on a page with its mark of the sign-in, and says where that page is from."""

    client: Client
    url: str

    def open(self) -> None:
        self.page = self.client.get(self.url).content.decode()

    @property
    def hidden(self) -> dict[str, str]:
        form = self.page[self.page.index("csrfmiddlewaretoken") - 40 :]
        found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
        return {name: html.unescape(value) for name, value in found}

    def send(self, *, as_you_go: bool = False, origin: str = HERE, **typed: str) -> Any:
        headers = {"origin": origin, "referer": f"{HERE}{self.url}"}
        headers |= {"x-save": "as-you-go"} if as_you_go else {}
        answer = self.client.post(self.url, {**self.hidden, **typed}, headers=headers)
        self.page = answer.content.decode()
        return answer

    def sign_in(self, person: User) -> None:
        self.client.post("/accounts/logout/", {"csrfmiddlewaretoken": self.token()}, headers={"origin": HERE})
        data = {"login": person.email, "password": "pass", "csrfmiddlewaretoken": self.token()}
        assert self.client.post("/accounts/login/", data, headers={"origin": HERE}).status_code == 302

    def sign_out(self) -> None:
        self.client.post("/accounts/logout/", {"csrfmiddlewaretoken": self.token()}, headers={"origin": HERE})

    def token(self) -> str:
        page = self.client.get("/accounts/logout/", follow=True).content.decode()
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert found
        return found[1]


@pytest.fixture
def priority(alder: School, year: SchoolYear, head: User) -> Priority:
    return a_plan(alder, year, head).priority


@pytest.fixture
def browser(priority: Priority, head: User) -> Browser:
    """The head has the page open to write on."""
    made = Browser(Client(enforce_csrf_checks=True), f"/plans/priorities/{priority.pk}/")
    made.sign_in(head)
    made.open()
    return made


@pytest.fixture
def deputy(make_person: MakePerson, alder: School) -> User:
    return make_person("senior_leader", alder, name="Tom Okoro")


def because(priority: Priority) -> tuple[str, str]:
    row = Priority.objects.select_related("plan__changed_by").get(pk=priority.pk)
    return row.because, row.plan.changed_by.name


def test_signed_out_the_words_come_back_and_are_saved_after_signing_in(
    browser: Browser, priority: Priority, head: User
) -> None:
    page = browser.page
    browser.sign_out()
    browser.page = page
    answer = browser.send(because=WORDS, title=priority.title)
    assert (answer.status_code, because(priority)[0] == WORDS) == (403, False)
    assert ("You are signed out" in browser.page, f">{WORDS}</textarea>" in browser.page) == (True, True)
    assert f"/accounts/login/?next={browser.url.replace('/', '%2F')}" in browser.page
    given_back = browser.page
    browser.sign_in(head)
    browser.page = given_back
    answer = browser.send()
    assert (answer.status_code, "You signed in again after the page was opened." in browser.page) == (
        403,
        True,
    )
    assert browser.send().status_code == 302
    assert because(priority) == (WORDS, head.name)


@pytest.mark.parametrize("as_you_go", [False, True])
def test_nothing_is_saved_under_the_name_of_somebody_else(
    browser: Browser, priority: Priority, deputy: User, *, as_you_go: bool
) -> None:
    page, before = browser.page, because(priority)
    browser.sign_in(deputy)
    browser.page = page
    answer = browser.send(because=WORDS, title=priority.title, as_you_go=as_you_go)
    assert (answer.status_code, because(priority)) == (403, before)
    assert "Tom Okoro is signed in now" in browser.page
    # Nor with the mark of the one who is signed in.
    browser.page = page
    answer = browser.send(because=WORDS, title=priority.title, csrfmiddlewaretoken=browser.token())
    assert (answer.status_code, because(priority)) == (403, before)


def test_as_you_go_the_page_goes_on_with_the_new_mark(
    browser: Browser, priority: Priority, head: User
) -> None:
    page = browser.page
    browser.sign_out()
    browser.page = page
    assert "Not saved: you are signed out" in browser.send(as_you_go=True, because=WORDS).content.decode()
    browser.sign_in(head)
    browser.page = page
    answer = browser.send(as_you_go=True, because=WORDS, title=priority.title)
    found = re.search(r'data-token="([^"]+)"', answer.content.decode())
    assert found
    browser.page = page
    answer = browser.send(because=WORDS, title=priority.title, csrfmiddlewaretoken=found[1])
    assert (answer.status_code, because(priority)) == (302, (WORDS, head.name))


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "https://testserver", "http://[x", "null"])
def test_words_that_another_site_sends_are_laid_before_nobody(
    browser: Browser, head: User, origin: str
) -> None:
    page = browser.page
    browser.sign_in(head)
    browser.page = page
    answer = browser.send(because=WORDS, origin=origin)
    assert (answer.status_code, WORDS in answer.content.decode()) == (403, False)
    assert "too old to send" in answer.content.decode()


def test_whoever_opens_a_page_signed_out_is_led_to_sign_in_as_ever(
    client: Client, priority: Priority
) -> None:
    answer = client.post(f"/plans/priorities/{priority.pk}/", {"because": WORDS})
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/")


@pytest.mark.parametrize(
    ("came_from", "leads_to"),
    [
        (f"{HERE}/plans/4/", "/plans/4/"),
        (f"{HERE}//elsewhere.example/", "/elsewhere.example/"),
        ("https://elsewhere.example/plans/4/", "/"),
        ("http://[x", "/"),
    ],
)
def test_signing_in_leads_back_to_the_page_and_not_to_where_its_form_went(
    client: Client, db: None, came_from: str, leads_to: str
) -> None:
    answer = client.post("/plans/4/comment/", {"text": WORDS}, headers={"referer": came_from})
    assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={leads_to}")
    said = client.post("/plans/4/comment/", {"text": WORDS, "writer": "1"}, headers={"referer": came_from})
    assert (said.status_code, WORDS in said.content.decode()) == (403, True)


def test_a_line_of_state_that_htmx_fills_says_it(client: Client, db: None) -> None:
    answer = client.post("/events/1/documents/note/save/", {"writer": "1"}, headers={"hx-request": "true"})
    assert (answer.status_code, "You are signed out." in answer.content.decode()) == (200, True)
    assert "<html" not in answer.content.decode()


def test_every_page_that_saves_as_you_go_says_for_whom_it_was_made(
    client_of: ClientOf, priority: Priority, head: User
) -> None:
    page = client_of(head).get(f"/plans/priorities/{priority.pk}/").content.decode()
    assert page.count(f'<input type="hidden" name="writer" value="{head.pk}">') == 1
