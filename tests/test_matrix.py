"""Every address × every role × every method: who gets in, who is refused, and who is told there is no such thing.

That is decided before a page is drawn and hangs on no database, so the whole table is walked on one (the mark `once`).
On each, every address is opened by one who may and by one who may not.
"""

import logging
import re
from collections.abc import Callable, Iterable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.views.defaults import page_not_found, permission_denied
from pytest_django import DjangoDbBlocker

import config.urls
from adapters import pdf
from people.roles import ROLES as ROLES_IN_CODE
from tests.conftest import a_trust, a_year, people, the_alder, the_birch
from tests.keeping import kept
from tests.matrix import ALLAUTH, LEADS, OURS, WORDS
from tests.rows import ANONYMOUS, AT_SCHOOL, METHODS, PEOPLE, ROLES, TRUST_WIDE, UNAPPOINTED, Row
from tests.world import World

pytestmark = pytest.mark.django_db
PLACES = ("own", "other", "none")
# Of allauth's addresses; none of them means anything.
ARGUMENTS: dict[str, list[Any]] = {
    "account_confirm_email": ["no-such-key"],
    "account_reset_password_from_key": ["1", "no-such-key"],
    "mfa_remove_webauthn": [999999],
    "mfa_edit_webauthn": [999999],
}


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """Made once; whatever an address changes, `ask` takes back.

    A session is in its cookie: where it is kept is no matter here, and that spares 14,000 answers a question.
    """
    here = override_settings(
        MEDIA_ROOT=str(tmp_path_factory.mktemp("media")),
        SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
    )
    with here, kept(django_db_blocker):
        trust = a_trust()
        yield World(people(), the_alder(trust), the_birch(trust), a_year())


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """A refusal is no news here, and its traceback takes longer than the page."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)
    cache.clear()


def addresses(resolver: Any = None, namespace: str = "") -> Iterator[str]:
    """The name of every address; the route where it has none."""
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from addresses(one, f"{namespace}{one.namespace}:" if one.namespace else namespace)
        elif isinstance(one, URLPattern):
            yield f"{namespace}{one.name}" if one.name else str(one.pattern)


def without_tokens(answer: HttpResponse) -> str:
    """The page but for its form token and nonce, which are new in every answer."""
    return re.sub(r'(X-CSRFToken(?:&quot;|"): (?:&quot;|")|name="csrfmiddlewaretoken" value="|nonce=")[^"&]+', r"\1",
                  answer.content.decode())  # fmt: skip


def kinds(row: Row) -> tuple[str, ...]:
    """All of them; of a slow page one who gets in, one who does not, and a stranger."""
    return ("headteacher", "portal_admin", UNAPPOINTED, ANONYMOUS) if row.slow else PEOPLE


def asks(row: Row) -> Iterator[tuple[str, str, str]]:
    """Who, how, where. HEAD is GET without its body: of those who get in, one asks it and everybody else is refused."""
    first = next((person for person in kinds(row) if person in row.who), None)
    for place in PLACES if row.args else PLACES[:1]:
        for method in METHODS if place == "own" else row.methods:
            for person in kinds(row):
                if method != "HEAD" or person == first or person not in row.who or row.hides(person, place):
                    yield person, method, place


def test_every_address_has_its_row() -> None:
    assert sorted(set(addresses()) ^ (set(OURS) | set(ALLAUTH))) == []


def test_the_people_of_the_table_are_the_roles_of_the_portal() -> None:
    assert {code: role.trust_wide for code, role in ROLES_IN_CODE.items()} == {
        code: code in TRUST_WIDE for code in ROLES
    }


@pytest.fixture
def _refusals_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is refused is answered the same page: of one address it is drawn in full the first time only.

    Drawing it takes longer than refusing. tests/test_matrix.py::test_whoever_is_refused_reads_so draws it for each.
    """
    draw_once(monkeypatch, set())


@pytest.fixture(scope="module")
def drawn() -> set[int]:
    return set()


@pytest.fixture
def _refusals_drawn_once_for_all(monkeypatch: pytest.MonkeyPatch, drawn: set[int]) -> None:
    """Of all addresses together: `test_who_gets_in` draws that of each."""
    draw_once(monkeypatch, drawn)


def draw_once(monkeypatch: pytest.MonkeyPatch, drawn: set[int]) -> None:
    def once(full: Callable[..., HttpResponse], status: int) -> Callable[..., HttpResponse]:
        def answer(request: HttpRequest, exception: Exception) -> HttpResponse:
            if status in drawn:
                return HttpResponse(status=status)
            drawn.add(status)
            return full(request, exception)

        return answer

    monkeypatch.setattr(config.urls, "handler403", once(permission_denied, 403), raising=False)
    monkeypatch.setattr(config.urls, "handler404", once(page_not_found, 404), raising=False)


@pytest.mark.once
@pytest.mark.parametrize("person", PEOPLE)
def test_whoever_is_refused_reads_so(world: World, person: str) -> None:
    missing = world.ask(person, "GET", "/accounts/google/login/")
    assert (missing.status_code, "<h1>There is no such page</h1>" in missing.content.decode()) == (404, True)
    hidden = world.ask(person, "GET", reverse("schools:school", args=[999999]))
    refused = world.ask(person, "GET", reverse("schools:edit", args=[world.names["own"]["urn"]]))
    for answer, row, place in (
        (hidden, OURS["schools:school"], "none"),
        (refused, OURS["schools:edit"], "own"),
    ):
        status = row.answer(person, "GET", place)
        said = {403: "<h1>This page is not open to you</h1>", 404: "<h1>There is no such page</h1>"}
        assert (answer.status_code, said.get(status, "") in answer.content.decode()) == (status, True)


@pytest.mark.once
@pytest.mark.usefixtures("_refusals_drawn_once")
@pytest.mark.parametrize("name", OURS)
def test_who_gets_in(world: World, name: str) -> None:
    assert wrong_answers(world, name, asks(OURS[name])) == {}


@pytest.fixture
def _papers_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a PDF looks like hangs on no database: all that it says is read, and then it is not laid out."""
    document = SimpleNamespace(pages=(), metadata=SimpleNamespace(), write_pdf=lambda **_: b"%PDF-1.7")
    page = SimpleNamespace(render=lambda **_: document)
    engine = SimpleNamespace(html=lambda **_: page, css=lambda **_: None, fetcher=None, faces=None)
    monkeypatch.setattr(pdf, "_engine", lambda: engine)
    monkeypatch.setattr(pdf, "_sheet", lambda *_: None)


@pytest.mark.usefixtures("_refusals_drawn_once_for_all", "_papers_not_printed")
@pytest.mark.parametrize("name", OURS)
def test_one_gets_in_and_one_does_not(world: World, name: str) -> None:
    """Whoever gets in asks with each method. Who does not asks for another school's, where there is one.

    The door is the same for every person and place; the whole table is walked in `test_who_gets_in`.
    """
    row = OURS[name]
    inside = next(person for person in kinds(row) if person in row.who)
    outside = [person for person in kinds(row) if person not in row.who][:1]
    asked = [(inside, method, "own") for method in row.methods if method != "HEAD"]
    asked += [(person, row.methods[0], "other" if row.args else "own") for person in outside]
    assert wrong_answers(world, name, asked) == {}


def wrong_answers(world: World, name: str, asked: Iterable[tuple[str, str, str]]) -> dict[Any, Any]:
    """Who, how, where: (given, expected)."""
    row = OURS[name]
    given = {
        (person, method, place): world.ask(person, method, world.of(name, row, place)).status_code
        for person, method, place in asked
    }
    return {ask: (status, row.answer(*ask)) for ask, status in given.items() if status != row.answer(*ask)}


@pytest.mark.once
@pytest.mark.once
@pytest.mark.parametrize("name", [name for name, row in OURS.items() if ANONYMOUS not in row.who])
def test_whoever_is_not_signed_in_is_led_there_and_back(world: World, name: str) -> None:
    url = world.of(name, OURS[name], "own")
    assert world.ask(ANONYMOUS, "GET", url)["Location"] == f"/accounts/login/?next={url}"


@pytest.mark.once
@pytest.mark.parametrize("name", [name for name, row in OURS.items() if row.of_school])
def test_another_school_and_no_school_cannot_be_told_apart(world: World, name: str) -> None:
    row = OURS[name]
    told_apart = []
    for person in (*AT_SCHOOL, UNAPPOINTED):
        other, none = (
            world.ask(person, row.methods[0], world.of(name, row, place)) for place in ("other", "none")
        )
        same = (other.status_code, without_tokens(other)) == (none.status_code, without_tokens(none))
        same_headers = dict(other.headers).keys() == dict(none.headers).keys()
        if not (same and same_headers):
            told_apart.append(person)
    assert told_apart == []


@pytest.mark.once
@pytest.mark.parametrize("name", ALLAUTH)
def test_pages_of_signing_in(world: World, name: str) -> None:
    url = f"/accounts/{name}" if name.endswith("/") else reverse(name, args=ARGUMENTS.get(name))
    for person in (ANONYMOUS, UNAPPOINTED, "headteacher", "ceo"):
        word = ALLAUTH[name][person != ANONYMOUS]
        answers = [world.ask(person, method, url) for method in METHODS]
        assert (person, *(answer.status_code for answer in answers)) == (person, *WORDS[word])
        if word in LEADS:
            assert answers[0]["Location"].partition("?")[0] == LEADS[word]
