"""The page of results and the suggestions, through the client."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import User
from schools.models import School
from search.actions import replace_entries
from search.models import Entry
from tests.conftest import ClientOf, MakePerson
from tests.search.conftest import entry

pytestmark = pytest.mark.django_db


def page(client_of: ClientOf, person: User, **asked: str) -> str:
    answer = client_of(person).get("/search/", asked)
    assert answer.status_code == 200
    return answer.content.decode()


def titles(html: str) -> list[str]:
    found = re.findall(r'<h2><a href="([^"]+)">', html)
    return [url.removeprefix("/x/") for url in found]


@pytest.fixture
def head(make_person: MakePerson, alder: School) -> User:
    return make_person("headteacher", alder)


def test_results_with_their_kind_place_and_words_marked(
    few: list[Entry], client_of: ClientOf, head: User
) -> None:
    html = page(client_of, head, q="partner visit")
    assert titles(html) == ["P01", "P01.note"]
    assert "Improvement <mark>partner</mark> <mark>visits</mark>" in html
    assert "Process · P01 · Visits" in html
    assert "After the <mark>visit</mark> the <mark>partner</mark> writes two pages for the leader." in html
    assert "2 found." in html


def test_what_was_written_and_typed_is_never_markup(
    few: list[Entry], client_of: ClientOf, head: User
) -> None:
    hostile = entry("P09.x", "<script>alert(1)</script> visit", "<img src=x onerror=visit>")
    replace_entries(kinds=["step"], entries=[hostile])
    html = page(client_of, head, q="visit <script>alert(2)</script>")
    assert "<script>alert" not in html
    html = page(client_of, head, q='visit"><b>')
    assert 'value="visit&quot;&gt;&lt;b&gt;"' in html
    assert "&lt;img src=x onerror=<mark>visit</mark>&gt;" in html or "&lt;img" in page(
        client_of, head, q="img"
    )
    assert "<img src=x" not in html


def test_a_kind_chosen_stays_in_the_address_with_the_counts_of_all(
    few: list[Entry], client_of: ClientOf, head: User
) -> None:
    html = page(client_of, head, q="visit", kind="step")
    assert titles(html) == ["P01.note", "P02.read"]
    assert re.findall(r"<li><a href=\"(\?q=visit[^\"]*)\"( aria-current=\"page\")?>([^<]+)</a>", html) == [
        ("?q=visit", "", "Everything 3"),
        ("?q=visit&amp;kind=process", "", "Processes 1"),
        ("?q=visit&amp;kind=step", ' aria-current="page"', "Steps 2"),
    ]
    assert titles(page(client_of, head, q="visit", kind="plan")) == []
    assert "None of this kind" in page(client_of, head, q="visit", kind="plan")
    unknown = page(client_of, head, q="visit", kind="<b>")
    assert len(titles(unknown)) == 3
    assert "“&lt;b&gt;” is no kind of thing" in unknown


def test_long_answers_come_in_pages_that_keep_the_question(client_of: ClientOf, head: User) -> None:
    replace_entries(
        kinds=["step", "term"],
        entries=[entry(f"P{number:02}", f"Visit {number}") for number in range(45)]
        + [entry("t", "Visit", kind="term")],
    )
    first, last = (
        page(client_of, head, q="visit", kind="step"),
        page(client_of, head, q="visit", kind="step", page="3"),
    )
    assert (len(titles(first)), len(titles(last))) == (20, 5)
    assert 'href="?q=visit&amp;kind=step&amp;page=2"' in first
    assert '<ol class="found" start="41">' in last
    assert titles(page(client_of, head, q="visit", kind="step", page="99")) == titles(last)
    assert titles(page(client_of, head, q="visit", kind="step", page="x")) == titles(first)


def test_the_number_of_queries_does_not_grow(client_of: ClientOf, head: User) -> None:
    client = client_of(head)
    taken = []
    for count in (1, 3):
        replace_entries(kinds=["step"], entries=[entry(f"P{n:02}", f"Visit {n}") for n in range(count)])
        client.get("/search/", {"q": "visit"})
        with CaptureQueriesContext(connection) as caught:
            client.get("/search/", {"q": "visit"})
        taken.append(len(caught))
    assert taken[0] == taken[1]


def test_when_nothing_holds_every_word_the_nearest_are_shown(
    few: list[Entry], client_of: ClientOf, head: User
) -> None:
    html = page(client_of, head, q="results qwertz")
    assert titles(html) == ["P02.read"]
    assert "Nothing holds all of these words. One holds some of them:" in html


def test_an_empty_question_and_an_empty_answer_teach(
    few: list[Entry], client_of: ClientOf, head: User
) -> None:
    assert "What you can find" in page(client_of, head)
    assert "holds no letter or digit" in page(client_of, head, q='%_"*')
    assert "What you can find" in page(client_of, head, q="   ")
    nothing = page(client_of, head, q="qwertz")
    assert "Nothing found for “qwertz”." in nothing
    assert "Check the spelling" in nothing
    assert 'href="/handbook/"' in nothing


def test_long_questions_are_answered_and_told_of_the_limit(
    few: list[Entry], client_of: ClientOf, head: User
) -> None:
    html = page(client_of, head, q="visit " * 2000)
    assert len(titles(html)) == 3
    assert "only the first 12 words within 200 characters" in html
    assert (
        client_of(head).get("/search/", {"q": "\x00visit"}).status_code == 400
    )  # refused at the door, in words
    assert client_of(head).get("/search/?q=%ff%fe").status_code == 200


def test_two_schools_are_kept_apart(
    few: list[Entry], client_of: ClientOf, head: User, make_person: MakePerson, birch: School
) -> None:
    other = make_person("headteacher", birch)
    assert titles(page(client_of, head, q="phonics")) == ["a-plan"]
    assert titles(page(client_of, other, q="phonics")) == ["b-plan"]
    assert "1 found." in page(client_of, head, q="phonics")


def test_suggestions_are_links_with_a_count(few: list[Entry], client_of: ClientOf, head: User) -> None:
    html = client_of(head).get("/search/suggest/", {"q": "vis"}).content.decode()
    assert re.findall(r'<a href="([^"]+)">', html)[0] == "/x/P01"
    assert "<mark>visits</mark>" in html
    assert "3 found" in html
    assert client_of(head).get("/search/suggest/", {"q": "v"}).content.decode().strip() == ""
    assert client_of(head).get("/search/suggest/").content.decode().strip() == ""
    assert (
        "Nothing found yet for “qwertz”" in client_of(head).get("/search/suggest/?q=qwertz").content.decode()
    )
    assert "birch" not in client_of(head).get("/search/suggest/?q=birch+plan").content.decode().replace(
        "birch plan", ""
    )


def test_more_suggestions_than_are_shown_lead_to_the_page(client_of: ClientOf, head: User) -> None:
    replace_entries(kinds=["step"], entries=[entry(f"P{n:02}", f"Visit & {n}") for n in range(12)])
    html = client_of(head).get("/search/suggest/", {"q": "visit &"}).content.decode()
    assert html.count("<small>") == 8
    assert '<a href="/search/?q=visit%20%26">Show all 12</a>' in html


def test_the_field_stands_on_every_page_but_its_own(client_of: ClientOf, head: User) -> None:
    client = client_of(head)
    assert 'hx-get="/search/suggest/"' in client.get("/handbook/").content.decode()
    assert 'hx-get="/search/suggest/"' not in client.get("/search/").content.decode()
    nobody = User.objects.create_user("nobody@example.org", "pass", name="Nobody")
    assert 'action="/search/"' not in client_of(nobody).get("/me/").content.decode()
