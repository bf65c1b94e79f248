"""What is found, by whom, in which order; on either database."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, connection

from people.access import Access, Holding
from people.models import User
from people.roles import Permission
from schools.models import School
from search import fulltext, queries
from search.actions import lay_index, replace_entries
from search.fulltext.seen import Sight
from search.models import Entry
from search.words import asked
from tests.search.conftest import entry

pytestmark = pytest.mark.django_db
READER: Sight = {"handbook.read": None}


def keys(typed: str, sight: Sight = READER, *, any_word: bool = False) -> list[str]:
    hits = fulltext.find(asked(typed).words, sight, any_word=any_word)
    by_pk = dict(Entry.objects.values_list("pk", "key"))
    return [by_pk[hit.pk] for hit in hits]


def access_of(*holdings: Holding) -> Access:
    return Access(User(), date(2026, 11, 23), holdings)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("leader", {"P01", "P01.note"}),
        ("leaders", {"P01", "P01.note"}),
        ("lea", {"P01", "P01.note"}),
        ("visiting", {"P01", "P01.note"}),
        ("visits partner", {"P01", "P01.note"}),
        ("the", {"P01.note", "P02.read"}),
        ("P01", {"P01"}),
        ("READ", {"P02.read"}),
        ("résults", {"P02.read"} if connection.vendor == "sqlite" else set()),
        ("eader", set()),
        ("visit nothing", set()),
    ],
)
def test_words_stems_and_beginnings(few: list[Entry], typed: str, found: set[str]) -> None:
    assert set(keys(typed)) == found


def test_a_title_comes_before_a_text(few: list[Entry]) -> None:
    assert keys("visits")[0] == "P01"
    assert keys("note pages results", any_word=True)[0] in {"P01.note", "P02.read"}


@pytest.mark.parametrize(
    "typed",
    ['"', "'", "''", "%", "_", "*", "a*", "\\", "\x00", "AND", "NOT", "OR", "NEAR(a b)", "^visit", "a:b", "visit & !",
     "-visit", "(", ")", "{title}", "visit:*", "<->", "😀", "½", "²", "ß", "x" * 10_000, "visit " * 5000, "' OR 1=1 --",
     "\u202evisit", "\U0001d4ffisit", "日本語", "\ud800".encode("utf-8", "replace").decode()],
)  # fmt: skip
def test_nothing_typed_is_an_error(few: list[Entry], typed: str) -> None:
    assert set(keys(typed)) <= {"P01", "P01.note", "P02.read"}
    assert set(keys(typed, any_word=True)) <= {"P01", "P01.note", "P02.read"}


def test_nobody_finds_what_they_may_not_see(few: list[Entry], alder: School, birch: School) -> None:
    head = access_of(Holding("headteacher", alder.pk))
    lead = access_of(Holding("improvement_lead", None))
    assert keys("phonics", queries.sight_of(head)) == ["a-plan"]
    assert set(keys("phonics", queries.sight_of(lead))) == {"a-plan", "b-plan", "audit"}
    assert keys("phonics", queries.sight_of(access_of())) == []
    assert queries.find(head, asked("birch phonics")).is_partial is True  # "phonics" of Alder's
    assert queries.find(head, asked("birch")).total == 0


def test_without_the_permission_the_answer_is_the_same_as_nothing_found(few: list[Entry]) -> None:
    nobody = access_of()
    there, nowhere = (queries.find(nobody, asked(typed)) for typed in ("visits", "qwertz"))
    assert replace(there, page=nowhere.page) == nowhere  # two pages of a paginator are never equal
    assert (list(there.page), there.page.paginator.count) == ([], 0)
    assert queries.suggest(nobody, asked("visits")) == ((), 0)


def test_the_index_follows_every_write(few: list[Entry]) -> None:
    Entry.objects.filter(key="P02.read").update(title="Read the outcomes")
    assert (keys("results"), keys("outcomes")) == (["P02.read"], ["P02.read"])  # its place still says results
    Entry.objects.filter(key="P02.read").update(place="")
    assert keys("results") == []
    Entry.objects.filter(key="P02.read").delete()
    assert keys("outcomes") == []


def test_replacing_takes_only_the_kinds_it_names(few: list[Entry]) -> None:
    assert replace_entries(kinds=["step"], entries=[entry("P03.new", "A new visit")]) == 1
    assert set(keys("visit")) == {"P01", "P03.new"}
    with pytest.raises(ValueError, match="kinds that are not replaced: step"):
        replace_entries(kinds=["plan"], entries=[entry("P09.x", "A stranger")])
    assert set(keys("visit")) == {"P01", "P03.new"}


def test_one_entry_of_each_thing(few: list[Entry], alder: School) -> None:
    with pytest.raises(IntegrityError):
        replace_entries(kinds=["step"], entries=[entry("P01.a", "A"), entry("P01.a", "B")])


def test_the_index_is_laid_anew_from_the_entries(few: list[Entry]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TABLE search_stems")
            cursor.execute("DROP TABLE search_words")
        else:
            cursor.execute("ALTER TABLE search_entry DROP COLUMN words")
    lay_index()
    assert set(keys("leaders")) == {"P01", "P01.note"}


def test_every_permission_of_a_sight_is_one_of_the_portal() -> None:
    lead = queries.sight_of(access_of(Holding("improvement_lead", None)))
    assert set(lead) <= {permission.value for permission in Permission}
    assert lead["handbook.read"] is None
