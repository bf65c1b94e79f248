"""The title, the chapters and the documents of a draft, written on their pages."""

import re

import pytest
from django.test import Client

from handbook.actions import amend
from handbook.models import Document, Edition
from handbook.pack import pack_of
from people.models import User
from tests.conftest import NOW, ClientOf, MakePerson

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("edition_kept")]


@pytest.fixture
def lead(make_person: MakePerson) -> User:
    return make_person("improvement_lead")


@pytest.fixture
def client(lead: User, client_of: ClientOf) -> Client:
    return client_of(lead)


@pytest.fixture
def draft(edition: Edition, lead: User) -> Edition:
    return amend(edition=edition, title="", reason="", by=lead, now=NOW)


class _Form:
    """What a browser without a script would send of a page."""

    def __init__(self, client: Client, address: str) -> None:
        from html.parser import HTMLParser  # noqa: PLC0415 -- a small one of our own

        self.client, self.address = client, address
        data: dict[str, str] = {}
        self.data = data
        page = client.get(address).content.decode()
        page = re.sub("<template>.*?</template>", "", page, flags=re.DOTALL)
        start = page.index('<form method="post" id="write"')

        class Reader(HTMLParser):
            name = ""

            def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
                found = dict(attrs)
                name = found.get("name") or ""
                if tag == "input" and (found.get("type") != "checkbox" or "checked" in found):
                    data[name] = found.get("value") or ("on" if "checked" in found else "")
                elif tag == "textarea":
                    self.name = name
                    data[name] = ""
                elif tag == "select":
                    self.select = name
                elif tag == "option" and "selected" in found:
                    data[self.select] = found.get("value") or ""

            def handle_data(self, text: str) -> None:
                if self.name:
                    data[self.name] += text

            def handle_endtag(self, tag: str) -> None:
                if tag == "textarea":
                    data[self.name] = data[self.name].removeprefix("\n")
                    self.name = ""

        Reader().feed(page[start : page.index("</form>", start)])

    def send(self, **values: str) -> int:
        sent = self.data | {name.replace("__", "-"): value for name, value in values.items()}
        self.answer = self.client.post(self.address, sent)
        return self.answer.status_code


def test_title_and_summary(draft: Edition, client: Client) -> None:
    form = _Form(client, f"/handbook/drafts/{draft.pk}/title/")
    assert form.send(title="Handbook 2026/27", summary="How we work.") == 302
    draft.refresh_from_db()
    assert (draft.title, draft.summary) == ("Handbook 2026/27", "How we work.")
    assert client.post(f"/handbook/drafts/{draft.pk}/here/", {"place": "edition"}).status_code == 200


def test_a_chapter(draft: Edition, client: Client) -> None:
    form = _Form(client, f"/handbook/drafts/{draft.pk}/chapters/visits/")
    assert form.send(title="Visits") == 302
    assert draft.chapters.get(code="visits").title == "Visits"
    assert form.send(title="x" * 121) == 422
    assert draft.chapters.get(code="visits").title == "Visits"


def test_two_people_in_a_chapter_lose_nothing(
    draft: Edition, client: Client, make_person: MakePerson, client_of: ClientOf
) -> None:
    address = f"/handbook/drafts/{draft.pk}/chapters/visits/"
    mine, theirs = _Form(client, address), _Form(client_of(make_person("ceo")), address)
    assert theirs.send(title="Theirs") == 302
    assert mine.send(title="Mine", intro="My own words.") == 409
    chapter = draft.chapters.get(code="visits")
    assert (chapter.title, chapter.intro) == ("Theirs", "My own words.")


def test_a_document_as_it_stands_is_sent_back_as_it_stands(draft: Edition, client: Client) -> None:
    form = _Form(client, f"/handbook/drafts/{draft.pk}/P01/documents/visit-note/")
    assert form.data["fields-2-choices"] == "Yes\nNo\nToo early to say"
    assert form.send() == 302
    assert pack_of(draft) == pack_of(Edition.objects.get(number=1))
    assert draft.processes.get(code="P01").changed_at is None


def test_a_field_is_added_with_a_code_from_its_label(draft: Edition, client: Client) -> None:
    address = f"/handbook/drafts/{draft.pk}/P01/documents/visit-note/"
    form = _Form(client, address)
    assert (
        form.send(
            fields__4__label="What we saw, again", fields__4__kind="choice", fields__4__choices="A\n B \n\n"
        )
        == 302
    )
    form = _Form(client, address)
    assert form.send(fields__5__label="What we saw, again", fields__5__kind="text") == 302
    fields = Document.objects.get(process__edition=draft).fields
    assert [field["code"] for field in fields] == [
        *("school", "seen", "overall", "actions"),
        *("what_we_saw_again", "what_we_saw_again_2"),
    ]
    assert fields[4]["choices"] == ["A", "B"]
    page = client.get(address).content.decode()
    assert page.count('class="paper-label">What we saw, again') == 2


@pytest.mark.once  # the form is judged before anything is written
@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"fields__4__label": "New", "fields__4__kind": "choice"}, "“New” is a choice: write its choices"),
        ({"fields__4__label": "New", "fields__4__kind": "table"}, "“New” is a table: write the names of its columns"),
        ({"fields__4__label": "New", "fields__4__kind": "text", "fields__4__choices": "A"}, "“New” has choices"),
        ({"fields__4__label": "New", "fields__4__kind": "text", "fields__4__rows": "A"}, "“New” has columns or rows"),
        ({"fields__4__label": "New", "fields__4__kind": "text", "fields__4__code": "seen"}, "Two fields have the code"),
        ({"fields__4__label": "New", "fields__4__kind": "text", "fields__4__code": "No Good"}, "Expected snake_case"),
        ({"fields__4__help": "no label"}, ""),
        ({"fields__2__choices": "A\nA"}, "Has A twice"),
    ],
)  # fmt: skip
def test_a_field_that_no_pack_could_hold_is_not_saved(
    draft: Edition, client: Client, values: dict[str, str], why: str
) -> None:
    before = Document.objects.get(process__edition=draft).fields
    form = _Form(client, f"/handbook/drafts/{draft.pk}/P01/documents/visit-note/")
    assert form.send(**values) == 422
    assert why in form.answer.content.decode()
    assert Document.objects.get(process__edition=draft).fields == before


def test_the_page_of_a_document_names_the_steps_that_use_it(draft: Edition, client: Client) -> None:
    page = client.get(f"/handbook/drafts/{draft.pk}/P01/documents/visit-note/").content.decode()
    assert f'<a href="/handbook/drafts/{draft.pk}/P01/steps/visit/">Partner visit</a>' in page
    assert f'<a href="/handbook/drafts/{draft.pk}/P01/steps/note/">Send the note</a>' in page
