"""The book inside a copy: its tags, bookmarks and contents, and what it asks of the database."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from copies.pdf import pdf_of
from copies.queries import Wanted, read_book
from handbook.models import Chapter, Edition, Term
from people.models import User
from schools.models import School
from tests.adapters.accessible import faults
from tests.adapters.test_pdf import elements, tags
from tests.conftest import TODAY, ClientOf
from tests.schedule.conftest import SMALL

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def wish(edition: Edition, school: School | None = None, *, tiers: bool = False) -> Wanted:
    return Wanted(edition, "P10", "Process P10", school, tiers)


def test_the_progress_is_noted_while_it_is_made(small: Edition) -> None:
    told: list[tuple[str, int, int]] = []
    _, pages = pdf_of(read_book(wish(small), TODAY), lambda *words: told.append(words))
    assert told[0] == ("Gathering the chapters", 1, 1)
    assert told[-1][:2] == ("Setting the pages", pages)
    assert all(done <= total for _, done, total in told)


def test_the_whole_book_is_tagged_and_its_contents_lead_to_the_right_pages(
    built: Any, head: User, alder: School, client_of: ClientOf, made: Any
) -> None:
    edition = Edition.objects.get()
    Chapter.objects.filter(edition=edition).update(intro="All of it.")
    Term.objects.create(edition=edition, word="Tier", meaning="How much support.", position=1)
    copy = made(client_of(head), school=alder)
    reader = PdfReader(copy.file.path)
    root: Any = reader.root_object
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"].value) == ("en-GB", True)
    assert len(reader.pages) == copy.pages
    empty = [
        node["/S"] for node in elements(reader) if node["/S"] in ("/H1", "/H2", "/H3") and not node.get("/K")
    ]
    assert (empty, tags(reader).count("/H1")) == ([], 4)  # contents, one chapter, words, dates
    assert faults(reader) == []
    outline: Any = reader.outline
    assert [one.title for one in outline if not isinstance(one, list)] == [
        "Contents", "The year", "The words we use", "The dates of Alder by half-term",
    ]  # fmt: skip
    of_chapter = outline[2]
    places = {
        one.title: (reader.get_destination_page_number(one) or 0) + 1
        for one in of_chapter
        if not isinstance(one, list)
    }
    assert set(places) == {f"Process {code}" for code in SMALL}
    lines = [line.split() for line in reader.pages[1].extract_text().splitlines()]
    said = {" ".join(words[1:-1]): int(words[-1]) for words in lines if words[:1] and words[0] in SMALL}
    assert said == places
    for title, number in places.items():
        assert title in reader.pages[number - 1].extract_text()


def test_the_book_takes_as_many_questions_for_one_process_as_for_all(built: Any, alder: School) -> None:
    edition = Edition.objects.get()
    school = School.objects.select_related("trust").get(pk=alder.pk)
    asked = []
    for part in ("P10", "P10", "the-year"):  # the first may find something kept, or not
        with CaptureQueriesContext(connection) as queries:
            read_book(Wanted(edition, part, "Part", school, sees_tiers=True), TODAY)
        asked.append(len(queries))
    assert asked[1] == asked[2] <= 11
