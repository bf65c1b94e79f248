"""Words explained: on a page of their own, and where they stand."""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client

from adapters.markup import to_html
from adapters.terms_in_place import Explainer
from handbook.actions import load_and_publish, load_pack
from handbook.models import Edition
from handbook.pack import PackError, digest_of, files_of, pack_of, pack_of_files, read_pack
from schools.models import School
from tests.conftest import NOW, ClientOf, MakePerson
from tests.handbook.packs import small_files
from tests.handbook.test_pages import text_of
from tests.handbook.test_round_trip import STARTER

GLOSSARY = """\
glossary:
- term: SENCO
  meaning: Leads on special needs.
- term: note of visit
  meaning: >-
    What was seen and agreed, on two pages, in words that anybody who was not there can follow without having to ask for
    more.
"""
HOSTILE = '"><script>alert(1)</script> & <b onclick=x>'


def with_glossary(text: str = GLOSSARY) -> dict[str, bytes]:
    return small_files() | {"pack.yaml": small_files()["pack.yaml"] + text.encode()}


@pytest.fixture
def reader(client_of: ClientOf, make_person: MakePerson, alder: School) -> Client:
    return client_of(make_person("headteacher", alder))


# ------------------------------------------------------------------ in a pack


def test_a_pack_keeps_its_glossary() -> None:
    pack = pack_of_files(with_glossary())
    assert [(term.term, term.meaning[:10]) for term in pack.glossary] == [
        ("SENCO", "Leads on s"),
        ("note of visit", "What was s"),
    ]
    assert files_of(pack) == with_glossary()
    assert digest_of(pack) != digest_of(pack_of_files(small_files()))


def test_a_pack_without_one_stays_as_it_is() -> None:
    pack = pack_of_files(small_files())
    assert (pack.glossary, files_of(pack)) == ((), small_files())
    assert pack_of_files(with_glossary("glossary: []\n")) == pack


@pytest.mark.django_db
@pytest.mark.parametrize("files", [with_glossary(), small_files()])
def test_the_database_keeps_it_too(files: dict[str, bytes]) -> None:
    pack = pack_of_files(files)
    draft = load_pack(pack=pack, by=None, now=NOW, reason="")
    assert pack_of(draft) == pack
    assert files_of(pack_of(draft)) == files


@pytest.mark.parametrize(
    ("glossary", "said"),
    [
        ("glossary: words\n", 'pack.yaml, glossary: expected a list, found the text "words".'),
        ("glossary:\n- term: SENCO\n", 'pack.yaml, term 1: the key "meaning" is missing.'),
        ('glossary:\n- {term: "", meaning: x}\n', "pack.yaml, term 1, term: is empty."),
        (f"glossary:\n- {{term: {'x' * 61}, meaning: x}}\n", "pack.yaml, term 1, term: has 61 characters: at most 60."),
        ("glossary:\n- {term: Senco, meaning: x}\n- {term: SENCO, meaning: y}\n",
         "pack.yaml: the term senco is here twice."),
        ("glossary:\n- {term: a, meaning: x, why: y}\n", 'pack.yaml, term 1: the key "why" is unknown'),
    ],
)  # fmt: skip
def test_what_a_glossary_cannot_be(glossary: str, said: str) -> None:
    with pytest.raises(PackError) as refused:
        pack_of_files(with_glossary(glossary))
    assert said in str(refused.value)


def test_the_starter_handbook_explains_its_words() -> None:
    glossary = read_pack(STARTER).glossary
    words = [term.term for term in glossary]
    assert words == sorted(words, key=str.casefold)
    assert 30 <= len(words) <= 60


# ------------------------------------------------------------------ on pages


@pytest.mark.django_db
def test_the_page_of_words(reader: Client) -> None:
    load_and_publish(pack=pack_of_files(with_glossary()), by=None, now=NOW, reason="")
    html = reader.get("/handbook/glossary/").content.decode()
    assert re.findall(r'<dt id="(term-\d)">(.*?)</dt>', html) == [
        ("term-2", "note of visit"),
        ("term-1", "SENCO"),
    ]
    assert re.findall(r'<h2 id="letter-\d">(.)</h2>', html) == ["N", "S"]


def test_an_empty_glossary_teaches(edition: Edition, reader: Client) -> None:
    assert "No words are explained yet" in text_of(reader.get("/handbook/glossary/").content.decode())


def test_without_a_handbook_the_page_of_words_teaches(reader: Client) -> None:
    assert "There is no handbook yet" in text_of(reader.get("/handbook/glossary/").content.decode())


class _Buttons(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.names: list[str | None] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if dict(attrs).get("class") == "term":
            self.names.append(dict(attrs).get("aria-label"))


def parts_of(html: str) -> _Buttons:
    parser = _Buttons()
    parser.feed(html)
    return parser


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["", "documents/visit-note/", "study/"])
def test_words_are_explained_once_where_they_stand(page: str, reader: Client) -> None:
    text = "glossary:\n- {term: see, meaning: To look and take in.}\n- {term: seen, meaning: Looked at.}\n"
    text += "- {term: school, meaning: A place.}\n"
    load_and_publish(pack=pack_of_files(with_glossary(text)), by=None, now=NOW, reason="")
    names = parts_of(reader.get(f"/handbook/partner-visits/{page}").content.decode()).names
    assert (
        sorted(map(str, names))
        == {
            "": ["What schools means", "What sees means"],
            "documents/visit-note/": ["What school means", "What seen means"],
            "study/": ["What See means", "What school means"],
        }[page]
    )


@pytest.mark.django_db
def test_hostile_terms_are_only_words(reader: Client, make_person: MakePerson, client_of: ClientOf) -> None:
    files = with_glossary(
        f"glossary:\n- term: school\n  meaning: '{HOSTILE}'\n- term: '{HOSTILE}'\n  meaning: x\n"
    )
    guide = f"A school. {HOSTILE.replace('<', '').replace('>', '')} more\n"
    files |= {"processes/P01/guide.md": guide.encode()}
    load_and_publish(pack=pack_of_files(files), by=None, now=NOW, reason="")
    for page in ("/handbook/glossary/", "/handbook/partner-visits/", "/handbook/changes/"):
        html = reader.get(page).content.decode()
        assert ("<script>alert" in html, "<b onclick" in html) == (False, False)
    html = reader.get("/handbook/partner-visits/").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b onclick=x&gt;" in html


# ------------------------------------------------------------------ in a text

TERMS = (
    ("SENCO", "Leads."),
    ("learning walk", "Short visits."),
    ("walk", "On foot."),
    ("Attainment 8", "Eight subjects."),
    ("C++", "A language."),
)


def explained(markdown: str) -> str:
    return Explainer(TERMS).explained(to_html(markdown))


@pytest.mark.parametrize(
    ("markdown", "names"),
    [
        ("The SENCO and the SENCO.", ["What SENCO means"]),
        ("SENCOs’ work, and a SENCO's.", ["What SENCOs means"]),
        ("A senco, SENCOX, XSENCO, non-SENCO, SENCO-led.", []),
        ("Learning walks begin. A learning walk ends.", ["What Learning walks means"]),
        ("LEARNING WALK", []),
        ("A learning\nwalk, then a walk.", ["What learning\nwalk means", "What walk means"]),
        ("Attainment 8, not attainment 8.", ["What Attainment 8 means"]),
        ("Written in C++ here.", ["What C++ means"]),
        ("[the SENCO](https://example.org) and `SENCO`", []),
        ("## The SENCO\n\n    SENCO in code", []),
        ("**SENCO**, *walk*", ["What SENCO means", "What walk means"]),
        ("- SENCO\n- walk\n\n| a |\n|---|\n| learning walk |", ["What SENCO means", "What walk means",
          "What learning walk means"]),
        ("5 < 6 & SENCO", ["What SENCO means"]),
    ],
)  # fmt: skip
def test_which_words_are_explained(markdown: str, names: list[str]) -> None:
    assert parts_of(explained(markdown)).names == names


def test_the_text_itself_stays_as_it_was() -> None:
    html = to_html("5 < 6 & *a walk*, [SENCO](https://example.org/?a=1&b=2); the SENCO  \nand <b>.")
    marked = explained("5 < 6 & *a walk*, [SENCO](https://example.org/?a=1&b=2); the SENCO  \nand <b>.")
    bare = re.sub(r'<span id="term-\d" class="term-meaning" popover(?:="")?>.*?</span>', "", marked)
    bare = re.sub(r"<button [^>]*>(.*?)</button>", r"\1", bare)
    assert bare.replace("<br>", "<br>\n").replace("\n\n", "\n") == html.replace("\n\n", "\n")


def test_a_popover_without_a_script() -> None:
    assert explained("SENCO") == (
        '<p><button type="button" class="term" popovertarget="term-1" aria-label="What SENCO means">SENCO</button>'
        '<span id="term-1" class="term-meaning" popover=""><b>SENCO</b> Leads.</span></p>\n'
    )


def test_once_on_a_page_of_several_texts() -> None:
    page = Explainer(TERMS)
    texts = [
        page.explained("<p>A walk</p>"),
        page.explained("<p>A walk, SENCO</p>"),
        page.explained("plain SENCO"),
    ]
    assert [parts_of(text).names for text in texts] == [["What walk means"], ["What SENCO means"], []]
    assert texts[2] == "plain SENCO"


def test_no_terms_no_change() -> None:
    assert Explainer(()).explained("<p>SENCO</p>") == "<p>SENCO</p>"
