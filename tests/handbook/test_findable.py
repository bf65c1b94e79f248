"""What search may find of the handbook, and that it follows the edition in force."""

from io import StringIO

import pytest
from django.core.management import call_command

from handbook.actions import load_and_publish, load_pack
from handbook.models import Edition, Term
from handbook.pack import pack_of_files
from handbook.queries.findable import entries_of
from search.models import Entry
from tests.conftest import NOW
from tests.handbook.packs import spoilt

pytestmark = pytest.mark.django_db


def found() -> dict[tuple[str, str], Entry]:
    return {(entry.kind, entry.key): entry for entry in Entry.objects.all()}


def test_everything_but_what_is_confidential_can_be_found(edition: Edition) -> None:
    assert sorted(found()) == [
        ("chapter", "results"),
        ("chapter", "visits"),
        ("process", "P01"),
        ("process", "P02"),
        ("step", "P01.note"),
        ("step", "P01.visit"),
        ("step", "P02.read"),
        ("study", "P01"),
        ("study", "P02"),
    ]
    every = " ".join(f"{entry.title} {entry.place} {entry.text}" for entry in found().values())
    assert "Note of visit" not in every
    assert "What we saw" not in every
    assert "Says what was seen" not in every


def test_each_is_plain_words_with_its_place_and_address(edition: Edition) -> None:
    entries = found()
    process, step = entries["process", "P01"], entries["step", "P01.visit"]
    assert process.url == "/handbook/partner-visits/"
    assert process.place == "P01 · Visits and reviews · School improvement lead"
    assert "What it is. A visit by someone you know." in process.text
    assert step.url == "/handbook/partner-visits/#visit"
    assert step.place == "Partner visits · Improvement partner"
    assert step.text == (
        "Walk round together first. Two classes. One conversation. Read the briefing "
        "You get the draft note within five working days."
    )
    assert entries["study", "P01"].url == "/handbook/partner-visits/study/"
    assert entries["chapter", "visits"].url == "/handbook/chapters/visits/"
    assert {entry.permission for entry in entries.values()} == {"handbook.read"}
    assert {entry.school_id for entry in entries.values()} == {None}


def test_a_document_that_is_not_confidential_is_found_with_its_fields(db: None) -> None:
    files = spoilt("processes/P01/process.yaml", "confidential: true", "confidential: false")
    load_and_publish(pack=pack_of_files(files), by=None, now=NOW, reason="Open")
    document = found()["document", "visit-note"]
    assert document.url == "/handbook/partner-visits/documents/visit-note/"
    assert document.text == "Says what was seen. School. What we saw. No child's name. Overall. Actions."


def test_a_new_edition_takes_the_place_of_the_old(edition: Edition) -> None:
    files = spoilt("processes/P01/process.yaml", "title: Send the note", "title: Post the letter")
    load_and_publish(pack=pack_of_files(files), by=None, now=NOW, reason="Other words")
    assert found()["step", "P01.note"].title == "Post the letter"
    assert len(found()) == 9


def test_a_draft_is_not_found(edition: Edition) -> None:
    files = spoilt("processes/P01/process.yaml", "title: Send the note", "title: Post the letter")
    load_pack(pack=pack_of_files(files), by=None, now=NOW, reason="A draft")
    assert found()["step", "P01.note"].title == "Send the note"


def test_explained_words_are_found(edition: Edition) -> None:
    Term.objects.create(edition=edition, word="SENCO", meaning="Who leads on special needs.", position=1)
    assert [(entry.title, entry.url) for entry in entries_of(edition) if entry.kind == "term"] == [
        ("SENCO", "/handbook/glossary/#term-1")
    ]


def test_rebuilding_finds_everything_again(edition: Edition) -> None:
    Entry.objects.all().delete()
    out = StringIO()
    call_command("rebuild_search", stdout=out)
    assert out.getvalue() == "Search finds 9 entries of the handbook.\n"
    assert len(found()) == 9


def test_rebuilding_without_a_handbook_leaves_nothing(db: None) -> None:
    out = StringIO()
    call_command("rebuild_search", stdout=out)
    assert out.getvalue() == "Search finds 0 entries of the handbook.\n"
