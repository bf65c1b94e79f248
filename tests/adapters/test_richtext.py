"""Markdown to the editor and back: nothing that is not changed is rewritten, nothing hostile comes through."""

import html
import time
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.markup import find_faults, to_html, to_text
from adapters.richtext import find_html_faults, fits_the_editor, looks, to_markdown

STARTER = Path(__file__).parents[2] / "handbook" / "content" / "starter" / "processes"


def _texts() -> list[str]:
    guides = [path.read_text(encoding="utf-8") for path in sorted(STARTER.glob("*/guide.md"))]
    files = (yaml.safe_load(path.read_bytes()) for path in sorted(STARTER.glob("*/process.yaml")))
    return guides + [step["guidance"] for file in files for step in file["steps"]]


def test_every_text_of_the_starter_handbook_comes_back_the_same() -> None:
    texts = _texts()
    changed = [text[:80] for text in texts if to_html(to_markdown(to_html(text))) != to_html(text)]
    assert (len(texts) > 100, changed) == (True, [])
    assert [text[:80] for text in texts if not fits_the_editor(text)] == []


def _as_the_editor(markdown: str) -> str:
    """It puts a paragraph into every item and takes the line breaks out."""
    return " ".join(to_html(markdown).split("\n")).replace("<li>", "<li><p>").replace("</li>", "</p></li>")


def test_what_the_editor_makes_of_them_looks_the_same() -> None:
    texts = _texts()
    assert [text[:80] for text in texts if looks(to_markdown(_as_the_editor(text))) != looks(text)] == []


CASES = [
    ("<p>One</p><p>Two</p>", "One\n\nTwo"),
    ("<h1>A</h1><h2>B</h2><h3>C</h3><h5>D #</h5>", "## A\n\n## B\n\n### C\n\n### D \\#"),
    ("<p>a <b>b</b> <i>c</i> <strong><em>d</em></strong></p>", "a **b** *c* ***d***"),
    ("<ul><li><p>a</p></li><li><p>b</p><ul><li><p>c</p></li></ul></li></ul>", "- a\n- b\n  - c"),
    ("<ol start='3'><li><p>a</p></li><li><p>b</p></li></ol>", "3. a\n4. b"),
    ("<ul><li><p>a</p><p>b</p></li></ul>", "- a\n\n  b"),
    ("<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n- b"),
    ("<blockquote><p>a</p></blockquote>", "> a"),
    ("<p>a<br>b<br></p>", "a\\\nb"),
    ("<p></p><p> </p><ul><li></li></ul>", ""),
    ("words alone", "words alone"),
    ('<p><a href="https://example.org/a_(b)">x</a></p>', "[x](https://example.org/a_%28b%29)"),
    (
        '<p>Look![0] <b>!</b><a href="https://example.org/">x</a></p>',
        r"Look!\[0\] **!**[x](https://example.org/)",
    ),
    ('<p>Now!<a href="https://example.org/">x</a></p>', r"Now\![x](https://example.org/)"),
    ("<p><code>![x](y)</code></p>", "`![x](y)`"),
    ('<p><a href="/handbook/visits/" title="So">x</a></p>', '[x](/handbook/visits/ "So")'),
    ("<p>1. no list</p><p>- no list</p><p># no heading</p>", "1\\. no list\n\n\\- no list\n\n\\# no heading"),
    ("<p>2 * 3 &lt; 7, snake_case, _so_ &amp;amp;</p>", "2 \\* 3 \\< 7, snake_case, \\_so\\_ \\&amp;"),
    ("<p>a\u00a0b</p>", "a b"),
    ("<p>__so__ and a__b</p>", "\\_\\_so\\_\\_ and a\\_\\_b"),
]


@pytest.mark.parametrize(("given_html", "markdown"), CASES)
def test_markdown(given_html: str, markdown: str) -> None:
    assert to_markdown(given_html) == markdown


HOSTILE = [
    ("<p>a<script>alert(1)</script>b</p>", "ab", []),
    ("<style>p{color:red}</style><p>a</p>", "a", []),
    ('<p onclick="alert(1)" style="color:red" class="x">a</p>', "a", []),
    ('<iframe src="https://example.org"></iframe><p>a</p>', "a", []),
    ("<svg onload=alert(1)><p>a</p></svg>", "a", []),
    ("<!-- <script> --><p>a</p>", "a", []),
    ('<p><a href="javascript:alert(1)">a</a></p>', "a", ["a link to javascript:alert(1)"]),
    ('<p><a href="JaVaScRiPt:alert(1)">a</a></p>', "a", ["a link to JaVaScRiPt:alert(1)"]),
    ('<p><a href="file:///etc/passwd">a</a></p>', "a", ["a link to file:///etc/passwd"]),
    ('<p><a href="data:text/html,x">a</a></p>', "a", ["a link to data:text/html,x"]),
    ('<p><a href="//example.org">a</a></p>', "a", ["a link to //example.org"]),
    ('<p>a<img src="https://example.org/a.png"></p>', "a", ["images are not allowed: take them out."]),
    ("<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>", "\\<script>alert(1)\\</script>", []),
]


@pytest.mark.parametrize(("given_html", "markdown", "faults"), HOSTILE)
def test_hostile_html(given_html: str, markdown: str, faults: list[str]) -> None:
    assert to_markdown(given_html) == markdown
    assert list(find_faults(markdown)) == []
    found = list(find_html_faults(given_html))
    assert [fault.partition(": links lead")[0] for fault in found] == faults


def test_a_table_does_not_fit() -> None:
    table = "| a | b |\n| --- | --- |\n| c | d |"
    assert (fits_the_editor(table), fits_the_editor("- a\n\n[b](https://example.org)")) == (False, True)
    assert looks(to_markdown(to_html(table))) == looks(table)


SIGNS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp"))
WORDS = st.text(st.one_of(SIGNS, st.sampled_from(" *_`#->+=.)1|~[]()<>&!\\:;/")), min_size=1, max_size=30)


@given(WORDS, WORDS, st.sampled_from(["p", "h2", "li", "blockquote"]))
@settings(max_examples=150, deadline=None)
def test_any_words_stay_the_words_they_are(first: str, second: str, tag: str) -> None:
    made = f"<{tag}>{html.escape(first)}<br>{html.escape(second)}</{tag}>"
    markdown = to_markdown(f"<ul>{made}</ul>" if tag == "li" else made)
    assert list(find_faults(markdown)) == []
    assert "".join(to_text(markdown).split()) == "".join((first + second).split())
    # And once more, for a text that is opened and saved again.
    assert looks(to_markdown(to_html(markdown))) == looks(markdown)


def _inlines() -> st.SearchStrategy[str]:
    words = WORDS.map(html.escape)
    marked = st.tuples(st.sampled_from(["strong", "em"]), words).map(
        lambda one: f"<{one[0]}>{one[1]}</{one[0]}>"
    )
    link = words.map(lambda text: f'<a href="https://example.org/">{text}</a>')
    return st.lists(st.one_of(words, marked, link), min_size=1, max_size=4).map("".join)


BLOCKS = st.recursive(
    st.tuples(st.sampled_from(["p", "h2", "h3"]), _inlines()).map(
        lambda one: f"<{one[0]}>{one[1]}</{one[0]}>"
    ),
    lambda inner: st.tuples(st.sampled_from(["ul", "ol"]), st.lists(inner, min_size=1, max_size=3)).map(
        lambda one: f"<{one[0]}>{''.join(f'<li>{item}</li>' for item in one[1])}</{one[0]}>"
    ),
    max_leaves=6,
)


@given(st.lists(BLOCKS, min_size=1, max_size=3).map("".join))
@settings(max_examples=100, deadline=None)
def test_any_page_keeps_its_words(made: str) -> None:
    markdown = to_markdown(made)
    assert list(find_faults(markdown)) == []
    plain = "".join(to_text(markdown).split())
    assert plain == "".join(BeautifulSoup(made, "html.parser").get_text().split())
    assert looks(to_markdown(to_html(markdown))) == looks(markdown)


TOO_MUCH = "this is more than one text holds: take out what was pasted by mistake, or divide it."
TOO_DEEP = "lists and quotes stand too deep in one another: lift them out."


@pytest.mark.parametrize(
    ("pasted", "reason"),
    [
        ("<p>" + "word " * 1_000_000, TOO_MUCH),
        ("<ul><li>a</li></ul>" * 3_000, TOO_MUCH),
        ("<" * 100_000, TOO_MUCH),
        ("<em>x" * 2_000, TOO_DEEP),
        ("<blockquote>x" * 2_000, TOO_DEEP),
        ("<ul><li>x" * 1_000, TOO_DEEP),
    ],
)
def test_what_would_keep_the_server_busy_is_refused_and_only_its_words_are_shown(
    pasted: str, reason: str
) -> None:
    begun = time.monotonic()
    assert list(find_html_faults(pasted)) == [reason]
    assert "<ul" not in to_markdown(pasted)
    assert time.monotonic() - begun < 5


def test_long_lists_and_wide_tables_are_read_in_time() -> None:
    """Each of them took minutes: the square of its length."""
    begun = time.monotonic()
    items = to_markdown("<ol start='3'>" + "<li><p>x</p></li>" * 1_900 + "</ol>").split("\n")
    assert (len(items), items[0], items[-1]) == (1_900, "3. x", "1902. x")
    assert to_markdown("<ul><li>a</li></ul>" * 900) == "\n".join(["- a"] * 900)
    looks("|a" * 15_000 + "\n" + "|-" * 15_000)
    assert time.monotonic() - begun < 20
