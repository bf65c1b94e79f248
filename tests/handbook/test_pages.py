"""The reading pages: who may, what they say, what is missing, and how many queries they take."""

from html.parser import HTMLParser

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from handbook.actions import load_and_publish
from handbook.models import Edition
from handbook.pack import pack_of_files
from handbook.queries import process_bundle, processes_in_force
from people.models import User
from people.roles import ROLES
from schools.models import School
from tests.conftest import NOW, ClientOf, MakePerson
from tests.handbook.packs import PROCESS_TWO, small_files, spoilt

# Once: the same pages are read on each database in the dates of a school: tests/schedule/test_process.py.
pytestmark = [pytest.mark.usefixtures("edition_kept"), pytest.mark.once]
ONE = "processes/P01/process.yaml"
PAGES = [
    "/handbook/",
    "/handbook/chapters/visits/",
    "/handbook/partner-visits/documents/visit-note/",
    "/handbook/partner-visits/study/",
]


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def text_of(html: str) -> str:
    """What stands in the main part of a page, with single spaces."""
    parser = _Text()
    parser.feed(html[html.index("<main") : html.index("</main>")])
    return " ".join(" ".join(parser.parts).split())


@pytest.fixture
def reader(client_of: ClientOf, make_person: MakePerson, alder: School) -> Client:
    return client_of(make_person("headteacher", alder))


@pytest.mark.parametrize("role", [*ROLES])
@pytest.mark.parametrize("page", PAGES)
def test_everyone_with_a_role_reads(
    page: str, role: str, edition: Edition, client_of: ClientOf, make_person: MakePerson, alder: School
) -> None:
    person = make_person(role, None if ROLES[role].trust_wide else alder)
    response = client_of(person).get(page)
    assert response.status_code == 200
    assert response.content.decode().count("<h1") == 1


@pytest.mark.parametrize("page", PAGES)
def test_nobody_else_reads(page: str, edition: Edition, client_of: ClientOf, client: Client) -> None:
    without_role = User.objects.create_user("nobody@example.org", "pass", name="Nobody")
    assert client_of(without_role).get(page).status_code == 403
    assert client.get(page).headers["Location"] == f"/accounts/login/?next={page}"


@pytest.mark.parametrize("page", PAGES)
def test_pages_are_only_read(page: str, edition: Edition, reader: Client) -> None:
    assert reader.post(page).status_code == 405


@pytest.mark.parametrize(
    "page",
    [
        "/handbook/chapters/elsewhere/",
        "/handbook/partner-visits/documents/elsewhere/",
        "/handbook/results-review/documents/visit-note/",
        "/handbook/elsewhere/documents/visit-note/",
        "/handbook/elsewhere/study/",
    ],
)
def test_what_is_not_there(page: str, edition: Edition, reader: Client) -> None:
    assert reader.get(page).status_code == 404


def test_contents_tell_what_each_process_is(edition: Edition, reader: Client) -> None:
    text = text_of(reader.get("/handbook/").content.decode())
    assert (
        "Visits and reviews Someone who knows schools well looks at yours with you. Partner visits Rests on a legal "
        "duty See the school together. School improvement lead · Autumn 2, weeks 1 to 3; Summer 2, week 3 · "
        "1 minute to read" in text
    )
    assert (
        "Results review Learn from the summer's results. Chief executive · On 20 August · 1 minute to read"
        in text
    )
    assert "Edition 1, in force since 23 November 2026. The first edition" in text


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Partner visits", "Results review"]),
        ("role=ceo", ["Results review"]),
        ("role=headteacher", ["Partner visits"]),
        ("role=me", ["Partner visits"]),
        ("role=senior_leader", ["Partner visits"]),  # who answers for the SENCO
        ("role=cpd_lead", []),
        ("phase=primary", ["Partner visits"]),
        ("phase=secondary", ["Partner visits", "Results review"]),
        ("role=ceo&phase=primary", []),
        ("role=wizard&phase=cellar", ["Partner visits", "Results review"]),
    ],
)
def test_contents_can_be_narrowed(query: str, titles: list[str], edition: Edition, reader: Client) -> None:
    response = reader.get(f"/handbook/?{query}")
    assert [
        entry.process.title for group in response.context["chapters"] for entry in group.entries
    ] == titles
    text = text_of(response.content.decode())
    assert ("Nothing matches" in text) == (not titles)
    assert ("“wizard” is no role or phase" in text) == ("wizard" in query)
    for choice in query.split("&") if "wizard" not in query else []:
        if choice:
            assert (
                f'<option value="{choice.partition("=")[2]}" selected>' in response.content.decode()
                or not titles
            )


def test_who_has_a_job_is_asked_as_that(
    edition: Edition, client_of: ClientOf, make_person: MakePerson, alder: School
) -> None:
    senco = client_of(make_person("senior_leader", alder, job="senco"))
    data_lead = client_of(make_person("senior_leader", alder, job="data_lead"))
    assert [
        senco.get("/handbook/?role=me").context["shown"],
        data_lead.get("/handbook/?role=me").context["shown"],
    ] == [1, 0]


def test_a_chapter_leads_on(edition: Edition, reader: Client) -> None:
    html = reader.get("/handbook/chapters/visits/").content.decode()
    assert '<a rel="next" href="/handbook/chapters/results/">' in html
    assert 'rel="prev"' not in html


def test_a_document_looks_like_its_paper(edition: Edition, reader: Client) -> None:
    html = reader.get("/handbook/partner-visits/documents/visit-note/").content.decode()
    text = text_of(html)
    assert (
        "Filled in by Improvement partner Used in Partner visit; Send the note Who will see it You and the school "
        "improvement lead. Confidential: nobody else, and never in search or board papers. Kept Current year and six "
        "years" in text
    )
    assert "School Filled in for you What we saw No child's name. Empty space for several lines" in text
    assert "Overall (optional) Yes No Too early to say" in text
    assert '<th scope="row">The trust</th>' in html
    paper = html[html.index('class="paper"') : html.index("</article>")]
    assert ("<input" in paper, "<textarea" in paper) == (False, False)


def test_a_study_page(edition: Edition, reader: Client) -> None:
    text = text_of(reader.get("/handbook/partner-visits/study/").content.decode())
    assert (
        "The key idea Two people see more than one. Ten minutes together Walk to three classrooms and write down one "
        "thing in each. Questions to talk over What did you see?" in text
    )


def test_hostile_text_is_shown_as_text(reader: Client) -> None:
    files = spoilt(ONE, "title: Partner visits", 'title: "<script>alert(1)</script>"')
    load_and_publish(pack=pack_of_files(files), by=None, now=NOW, reason="<b>x</b>")
    html = reader.get("/handbook/").content.decode()
    assert ("<script>alert(1)" in html, "&lt;script&gt;alert(1)" in html, "<b>x</b>" in html) == (
        False,
        True,
        False,
    )


@pytest.mark.parametrize("page", ["/handbook/", "/handbook/chapters/visits/"])
def test_more_processes_take_no_more_queries(
    page: str,
    reader: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    one = {name: content for name, content in small_files().items() if "P02" not in name}
    one[ONE] = one[ONE].replace(b"related: [P02]", b"related: []")
    load_and_publish(pack=pack_of_files(one), by=None, now=NOW, reason="")
    with django_assert_max_num_queries(12) as first:
        reader.get(page)
    more = PROCESS_TWO.replace("chapter: results", "chapter: visits")
    for code in ("P02", "P03", "P04"):
        text = more.replace("code: P02", f"code: {code}").replace(
            "slug: results-review", f"slug: {code.lower()}"
        )
        one |= {f"processes/{code}/process.yaml": text.encode(), f"processes/{code}/guide.md": b"Words.\n"}
    load_and_publish(pack=pack_of_files(one), by=None, now=NOW, reason="")
    with django_assert_num_queries(len(first)):
        reader.get(page)


def test_the_bundle_of_a_process(edition: Edition, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    process = processes_in_force().get(code="P01")
    with django_assert_num_queries(4):
        bundle = process_bundle(process)
        codes = [[document.code for document in step.documents.all()] for step in bundle.steps]
    assert codes == [["visit-note"], ["visit-note"]]
    assert [document.code for document in bundle.documents] == ["visit-note"]
    assert [other.slug for other in bundle.related] == ["results-review"]
    assert (bundle.titles, bundle.minutes) == ({"visit": "Partner visit", "note": "Send the note"}, 1)
