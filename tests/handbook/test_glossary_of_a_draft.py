"""Writing the glossary of a draft."""

import json
from typing import Any

import pytest
from django.test import Client

from handbook.actions import amend, publish
from handbook.models import Edition
from handbook.pack import pack_of
from people.models import AuditEntry
from tests.conftest import NOW, ClientOf, MakePerson

pytestmark = pytest.mark.usefixtures("edition_kept")


@pytest.fixture
def draft(edition: Edition) -> Edition:
    return amend(edition=edition, title="New words", reason="", by=None, now=NOW)


@pytest.fixture
def writer(client_of: ClientOf, make_person: MakePerson) -> Client:
    return client_of(make_person("improvement_lead"))


def start_of(client: Client, draft: Edition) -> str:
    return str(client.get(f"/handbook/drafts/{draft.pk}/glossary/").context["form"].start_text)


def save(client: Client, draft: Edition, *lines: tuple[str, str], start: str | None = None) -> Any:
    data = {"start": start_of(client, draft) if start is None else start}
    for number, (term, meaning) in enumerate(lines):
        data |= {f"glossary-{number}-term": term, f"glossary-{number}-meaning": meaning}
    return client.post(f"/handbook/drafts/{draft.pk}/glossary/", data)


def words(draft: Edition) -> list[tuple[str, str]]:
    return list(draft.terms.order_by("position").values_list("word", "meaning"))


def test_words_are_saved_changed_and_taken_out(draft: Edition, writer: Client) -> None:
    assert save(writer, draft, ("SENCO", "Leads."), ("", ""), ("URN", "A number.")).status_code == 302
    assert words(draft) == [("SENCO", "Leads."), ("URN", "A number.")]
    assert save(writer, draft, ("SENCO", "Leads on needs."), ("", "")).status_code == 302
    assert words(draft) == [("SENCO", "Leads on needs.")]
    assert AuditEntry.objects.filter(action="draft.write").count() == 1  # once an hour for each writer


def test_what_was_written_is_published(draft: Edition, writer: Client) -> None:
    save(writer, draft, ("SENCO", "Leads."))
    publish(edition=draft, by=None, now=NOW, reason="")
    assert [term.term for term in pack_of(draft).glossary] == ["SENCO"]
    assert "SENCO" in writer.get("/handbook/glossary/").content.decode()


@pytest.mark.once  # the form is judged before anything is written
@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([("SENCO", "a"), ("senco", "b")], "“senco” is there twice: a word has one meaning."),
        ([("SENCO", "")], "Line 1, what it means: is empty."),
        ([("", "Leads.")], "Line 1, word: is empty."),
        ([("x" * 61, "Leads.")], "Line 1, word: Has 61 characters: at most 60."),
        ([("x", "y" * 601)], "Line 1, what it means: Has 601 characters: at most 600."),
        ([(f"word {n}", "x") for n in range(301)], "There are 301 lines: at most 300."),
    ],
)
def test_what_cannot_be_saved_is_kept_on_the_page(
    lines: list[tuple[str, str]], said: str, draft: Edition, writer: Client
) -> None:
    answer = save(writer, draft, *lines)
    html = answer.content.decode()
    assert (answer.status_code, said in html, words(draft)) == (422, True, [])
    assert (lines[0][0] or lines[0][1]) in html


def test_two_people_lose_nothing(
    draft: Edition, writer: Client, client_of: ClientOf, make_person: MakePerson
) -> None:
    other = client_of(make_person("ceo"))
    start = start_of(writer, draft)
    save(other, draft, ("URN", "A number."))
    answer = save(writer, draft, ("SENCO", "Leads."), start=start)
    html = answer.content.decode()
    assert (answer.status_code, words(draft)) == (409, [("URN", "A number.")])
    assert ("SENCO" in html, "URN, A number." in html) == (True, True)


def test_hostile_words_stay_words(draft: Edition, writer: Client) -> None:
    save(writer, draft, ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'))
    html = writer.get(f"/handbook/drafts/{draft.pk}/glossary/").content.decode()
    assert ("<script>alert" in html, "<img src=x" in html) == (False, False)


def test_a_published_edition_is_not_written_in(edition: Edition, writer: Client) -> None:
    assert writer.get(f"/handbook/drafts/{edition.pk}/glossary/").status_code == 404
    answer = save(writer, edition, ("SENCO", "Leads."), start=json.dumps({"glossary": "x"}))
    assert (answer.status_code, words(edition)) == (410, [])
