"""Markdown to clean HTML, to plain text and to a count of words.

Markup that is not in the list is shown as the text it was written as. Two sieves: the parser makes nothing
else, and nh3 lets nothing else through.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

# Marks that turn the direction of writing around, so that a text reads differently from what it says.
DIRECTION_MARKS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
DEEPEST_HEADING = 3  # as people may write it; a page shows h2 to h4

_TAGS = {
    *("p", "br", "hr", "ul", "ol", "li", "strong", "em", "code", "pre", "blockquote", "a", "h2", "h3", "h4"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
_LINK = re.compile(r"(?:https?://[^/\s]|mailto:[^\s]|/handbook/(?!.*\.\.))", re.IGNORECASE)
_NO_MARKS = str.maketrans("", "", DIRECTION_MARKS)
_WORD = re.compile(r"\w[\w'’-]*")


def is_safe_link(address: str) -> bool:
    """http(s), mailto, or a page of the handbook."""
    return _LINK.match(address) is not None


class _Showing(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 -- the library's name
        return is_safe_link(url)


class _Finding(MarkdownIt):
    """Sees what a page would only show as text, so that the writer can be told."""

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 -- the library's name
        return True


_SHOWING = (
    _Showing("commonmark", {"html": False}).enable("table").disable(["image", "html_block", "html_inline"])
)
_FINDING = _Finding("commonmark", {"html": True}).enable("table")


@lru_cache(maxsize=1024)
def to_html(markdown: str) -> str:
    tokens = _SHOWING.parse(markdown.translate(_NO_MARKS))
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(max(int(token.tag[1]), 2), 4)}"
    return nh3.clean(
        _SHOWING.renderer.render(tokens, _SHOWING.options, {}),
        tags=_TAGS,
        attributes={"a": {"href", "title"}, "ol": {"start"}},
        attribute_filter=lambda tag, name, value: (
            value if (tag, name) != ("a", "href") or is_safe_link(value) else None
        ),
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
        set_tag_attribute_values={"th": {"scope": "col"}},
    )


@lru_cache(maxsize=4096)
def to_text(markdown: str) -> str:
    """The words alone, a line for each paragraph, item, heading or cell."""
    tokens = _SHOWING.parse(markdown.translate(_NO_MARKS))
    return "\n".join(_words_of(token) for token in tokens if token.type in ("inline", "fence", "code_block"))


def _words_of(token: Token) -> str:
    if token.children is None:
        return token.content.rstrip("\n")
    return "".join(
        " " if child.type in ("softbreak", "hardbreak") else child.content for child in token.children
    ).strip()


def count_words(markdown: str) -> int:
    return len(_WORD.findall(to_text(markdown)))


# An edition is read several times before it is published, and most of it never changes.
@lru_cache(maxsize=4096)
def find_faults(markdown: str) -> tuple[tuple[int, str], ...]:
    """Line and reason of each thing that `to_html` would not show as its writer meant it."""
    return tuple(_faults(markdown))


def _faults(markdown: str) -> Iterator[tuple[int, str]]:
    for token in _FINDING.parse(markdown):
        line = (token.map or [0])[0] + 1
        if token.type == "html_block":
            yield line, "raw HTML is not allowed."
        elif token.type == "heading_open" and int(token.tag[1]) > DEEPEST_HEADING:
            yield line, f"a heading of level {token.tag[1]}: at most {DEEPEST_HEADING}."
        for child in token.children or ():
            if reason := _fault_of(child):
                yield line, reason


def _fault_of(token: Token) -> str:
    match token.type:
        case "html_inline":
            return "raw HTML is not allowed."
        case "image":
            return "images are not allowed."
        case "link_open" if not is_safe_link(address := str(token.attrs.get("href", ""))):
            return f"a link to {address[:60]}: links lead to http(s), mailto or /handbook/ addresses."
        case _:
            return ""
