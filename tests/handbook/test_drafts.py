"""Drafts: made from an edition, listed, looked at, discarded."""

import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from adapters import clock
from handbook.actions import NotADraftError, amend, discard, load_and_publish, publish
from handbook.models import Edition, Process, Step, Term, Writing
from handbook.pack import files_of, pack_of, pack_of_files, read_pack
from people.models import AuditEntry, User
from tests.conftest import NOW, ClientOf, MakePerson
from tests.handbook.packs import small_files, spoilt

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("edition_kept")]
ONE = "processes/P01/process.yaml"


@pytest.fixture
def lead(make_person: MakePerson) -> User:
    return make_person("improvement_lead", name="Lena Lead")


@pytest.fixture
def client(lead: User, client_of: ClientOf) -> Client:
    return client_of(lead)


@pytest.fixture
def draft(edition: Edition, lead: User) -> Edition:
    return amend(edition=edition, title="", reason="", by=lead, now=NOW)


def test_a_draft_says_word_for_word_what_the_edition_says(edition: Edition, lead: User) -> None:
    Term.objects.create(edition=edition, word="Tier", meaning="How much support.", position=1)
    edition.processes.filter(code="P01").update(position=7, changed_at=NOW, changed_by=lead)
    draft = amend(edition=edition, title="", reason="A clearer one", by=lead, now=NOW)
    assert files_of(pack_of(draft)) == files_of(pack_of(edition))
    assert (draft.status, draft.number, draft.made_from, draft.reason) == (
        "draft",
        None,
        edition,
        "A clearer one",
    )
    assert list(draft.terms.values_list("word", "meaning")) == [("Tier", "How much support.")]
    assert list(draft.processes.order_by("position").values_list("code", "changed_at")) == [
        ("P02", None),
        ("P01", None),
    ]
    entry = AuditEntry.objects.get(action="draft.make")
    assert (entry.actor_id, entry.before, entry.reason) == (lead.pk, "edition 1", "A clearer one")
    Step.objects.filter(process__edition=draft).update(title="Other")
    assert (
        files_of(pack_of(edition))["processes/P01/process.yaml"]
        == small_files()["processes/P01/process.yaml"]
    )


@pytest.mark.once  # how many statements it takes: test_editions.py
def test_the_starter_handbook_is_amended_within_a_second(lead: User) -> None:
    pack = read_pack(Path(settings.BASE_DIR) / "handbook" / "content" / "starter")
    edition = load_and_publish(pack=pack, by=None, now=NOW, reason="").edition
    start = time.perf_counter()
    with CaptureQueriesContext(connection) as captured:
        draft = amend(edition=edition, title="", reason="", by=lead, now=NOW)
    assert time.perf_counter() - start < 1
    assert len(captured) < 40
    assert files_of(pack_of(draft)) == files_of(pack)


def test_a_draft_is_never_cloned_as_if_it_were_published(draft: Edition, lead: User) -> None:
    with pytest.raises(NotADraftError):
        amend(edition=draft, title="", reason="", by=lead, now=NOW)


def test_amending_on_the_page_names_the_draft(edition: Edition, client: Client) -> None:
    answer = client.post(
        "/handbook/drafts/amend/", {"title": "Handbook 2026/27", "reason": "Autumn  meetings"}
    )
    draft = Edition.objects.get(status="draft")
    assert (answer.status_code, answer["Location"]) == (302, f"/handbook/drafts/{draft.pk}/")
    assert (draft.title, draft.reason, draft.made_from) == ("Handbook 2026/27", "Autumn meetings", edition)


def test_an_older_edition_comes_back_by_its_clone(edition: Edition, client: Client) -> None:
    other = pack_of_files(spoilt(ONE, "notice: 20", "notice: 15"))
    load_and_publish(pack=other, by=None, now=NOW, reason="")
    client.post("/handbook/drafts/amend/", {"edition": edition.pk})
    draft = Edition.objects.get(status="draft")
    assert (draft.made_from, files_of(pack_of(draft))) == (edition, small_files())


@pytest.mark.parametrize("named", ["999999", "x", "-1", "9" * 30])
def test_an_edition_that_is_not_there_is_not_amended(edition: Edition, client: Client, named: str) -> None:
    assert client.post("/handbook/drafts/amend/", {"edition": named}).status_code == 404
    assert Edition.objects.count() == 1


@pytest.mark.parametrize("title", ["x" * 121, "turned \u202e round"])
def test_a_title_no_pack_could_hold_is_refused(edition: Edition, client: Client, title: str) -> None:
    answer = client.post("/handbook/drafts/amend/", {"title": title, "reason": "kept"})
    assert answer.status_code == 422
    assert "No draft was made. Nothing you typed is lost." in answer.content.decode()
    assert 'value="kept"' in answer.content.decode()
    assert Edition.objects.count() == 1


def test_the_list_says_who_wrote_last_and_how_many_processes_differ(
    draft: Edition, client: Client, lead: User
) -> None:
    draft.processes.filter(code="P01").update(purpose="New.", changed_at=NOW, changed_by=lead)
    page = client.get("/handbook/drafts/").content.decode()
    assert "1 process says something else than the handbook in force." in page
    assert "From edition 1, made 23 November 2026 · last written in by Lena Lead" in page


def test_the_list_takes_as_many_queries_for_three_drafts_as_for_one(
    edition: Edition, draft: Edition, client: Client, lead: User
) -> None:
    client.get("/handbook/drafts/")
    with CaptureQueriesContext(connection) as one:
        client.get("/handbook/drafts/")
    for _ in range(2):
        amend(edition=edition, title="", reason="", by=lead, now=NOW)
    with CaptureQueriesContext(connection) as three:
        assert client.get("/handbook/drafts/").content.decode().count("<h2><a") == 3
    assert len(three) == len(one)


def test_the_desk_takes_as_many_queries_for_many_processes(
    draft: Edition, client: Client, lead: User
) -> None:
    address = f"/handbook/drafts/{draft.pk}/"
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    chapter = draft.chapters.get(code="visits")
    for number in range(10, 25):
        Process.objects.create(
            edition=draft, chapter=chapter, code=f"P{number}", slug=f"p{number}", title=f"Process {number}",
            position=number, notice=5,
        )  # fmt: skip
        Writing.objects.create(
            edition=draft, place=f"P{number}", person=lead, seen_at=clock.now(), data={"title": ["x"]}
        )
    with CaptureQueriesContext(connection) as many:
        assert "Process 24" in client.get(address).content.decode()
    assert len(many) == len(few)


def test_the_desk_marks_what_is_new_changed_renamed_and_taken_out(draft: Edition, client: Client) -> None:
    draft.processes.filter(code="P02").delete()
    Process.objects.create(
        edition=draft, chapter=draft.chapters.get(code="results"), code="P03", slug="p3", title="Third", position=3,
        notice=5,
    )  # fmt: skip
    Step.objects.filter(process__edition=draft, code="note").update(timing="10wd after visit")
    page = " ".join(client.get(f"/handbook/drafts/{draft.pk}/").content.decode().split())
    assert "3 processes say something else" in page
    assert '<span class="tag info">Changed</span> <small>step “Send the note”</small>' in page
    assert '<span class="tag done">New</span>' in page
    assert '<span class="tag off">Taken out</span> P02 Results review' in page


def test_the_desk_says_who_is_writing_where(draft: Edition, client: Client, make_person: MakePerson) -> None:
    other, away = make_person("ceo", name="Cleo Chief"), make_person("ceo", name="Ada Away")
    now = clock.now()
    Writing.objects.create(edition=draft, place="P01/steps/note", person=other, seen_at=now)
    Writing.objects.create(
        edition=draft, place="P02", person=away, seen_at=now - timedelta(days=1), data={"title": ["x"]}
    )
    Writing.objects.create(edition=draft, place="P01", person=away, seen_at=now - timedelta(minutes=5))
    page = " ".join(client.get(f"/handbook/drafts/{draft.pk}/").content.decode().split())
    assert "Cleo Chief is here now" in page
    assert "Cleo Chief is writing: step “Send the note”" in page
    assert "Ada Away has unsaved words" in page
    assert page.count("Ada Away") == 1


def test_discarding_asks_and_then_takes_only_the_draft(
    edition: Edition, draft: Edition, client: Client, lead: User
) -> None:
    address = f"/handbook/drafts/{draft.pk}/discard/"
    Writing.objects.create(edition=draft, place="P01", person=lead, seen_at=NOW)
    assert "gone for good" in client.get(address).content.decode()
    assert client.post(address).status_code == 200
    assert Edition.objects.filter(pk=draft.pk).exists()
    answer = client.post(address, {"discard": "1"})
    assert (answer.status_code, answer["Location"]) == (302, "/handbook/drafts/")
    assert list(Edition.objects.all()) == [edition]
    assert (
        files_of(pack_of(edition))["processes/P01/process.yaml"]
        == small_files()["processes/P01/process.yaml"]
    )
    entry = AuditEntry.objects.get(action="draft.discard")
    assert (entry.actor_id, entry.target_id) == (lead.pk, str(draft.pk))


def test_an_edition_is_never_discarded(edition: Edition, draft: Edition, client: Client, lead: User) -> None:
    with pytest.raises(NotADraftError) as caught:
        discard(draft=edition, by=lead, now=NOW)
    assert str(caught.value).startswith("This is edition 1 now. A published edition never changes")
    publish(edition=draft, by=lead, now=NOW, reason="x")
    assert client.post(f"/handbook/drafts/{draft.pk}/discard/", {"discard": "1"}).status_code == 404
    assert client.get(f"/handbook/drafts/{draft.pk}/").status_code == 404
    assert Edition.objects.count() == 2
