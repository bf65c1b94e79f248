"""Explains words where they stand: the first of each on a page becomes a button that opens its meaning.

Works on clean HTML, after adapters.markup. `popover` needs no script; a browser without it shows the word alone.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any

# A button inside a link or a heading would be one control in another, and code is not prose.
_LEFT_ALONE = {"a", "button", "code", "pre", "h1", "h2", "h3", "h4", "h5", "h6"}

Terms = tuple[tuple[str, str], ...]  # word, meaning


class Explainer:
    """Of one page: it remembers which words it has explained there."""

    def __init__(self, terms: Iterable[tuple[str, str]]) -> None:
        self._terms: Terms = tuple(terms)
        self._seen: frozenset[int] = frozenset()

    def explained(self, html: str) -> str:
        """`html` has to be clean already."""
        marked, self._seen = _explained(html, self._terms, self._seen)
        return marked


@dataclass(frozen=True)
class _Found:
    before: str
    said: str  # the word as the text has it, "SENCOs"
    number: int  # of the term


@lru_cache(maxsize=256)
def _pattern(terms: Terms) -> tuple[re.Pattern[str], tuple[int, ...]] | None:
    """One group for each term, the longest first, and which term each group is."""
    if not terms:
        return None
    order = tuple(sorted(range(len(terms)), key=lambda number: -len(terms[number][0])))
    words = "|".join(f"({_variants(terms[number][0])})" for number in order)
    return re.compile(rf"(?<![\w-])(?:{words})s?(?![\w-])"), order


def _variants(word: str) -> str:
    """ "SENCO" only as it is written; "learning walk" also where it begins a sentence."""
    parts = [re.escape(part) for part in word.split()]
    if word == word.lower() and word[:1].isalpha():
        parts[0] = f"[{word[0]}{re.escape(word[0].upper())}]{re.escape(word.split(maxsplit=1)[0][1:])}"
    return r"\s+".join(parts)


@lru_cache(maxsize=2048)
def _explained(html: str, terms: Terms, seen: frozenset[int]) -> tuple[str, frozenset[int]]:
    pattern = _pattern(terms)
    if pattern is None or not pattern[0].search(html):
        return html, seen
    from lxml import html as lxml_html  # noqa: PLC0415 -- slow to import, and most pages come from the cache

    root = lxml_html.fragment_fromstring(html, create_parent="div")
    done = set(seen)
    for element, is_tail in list(_texts(root)):
        text = (element.tail if is_tail else element.text) or ""
        found, rest = _find(text, pattern, done)
        if found:
            _put(element, is_tail, found, rest, terms)
    inner = escape(root.text or "", quote=False)
    return inner + "".join(lxml_html.tostring(part, encoding="unicode") for part in root), frozenset(done)


def _texts(element: Any) -> Iterator[tuple[Any, bool]]:  # noqa: ANN401 -- of a library without types
    """Every text that may be explained, as (element, whether it stands after it), in the order of reading."""
    yield element, False
    for child in element:
        if child.tag not in _LEFT_ALONE:
            yield from _texts(child)
        yield child, True


def _find(
    text: str, pattern: tuple[re.Pattern[str], tuple[int, ...]], done: set[int]
) -> tuple[list[_Found], str]:
    found, at = [], 0
    for match in pattern[0].finditer(text):
        number = pattern[1][(match.lastindex or 1) - 1]
        if number not in done:
            done.add(number)
            found.append(_Found(text[at : match.start()], match[0], number))
            at = match.end()
    return found, text[at:]


def _put(element: Any, is_tail: bool, found: list[_Found], rest: str, terms: Terms) -> None:  # noqa: ANN401, FBT001 -- lxml
    parent = element.getparent() if is_tail else element
    place = parent.index(element) + 1 if is_tail else 0
    if is_tail:
        element.tail = found[0].before
    else:
        element.text = found[0].before
    after = [*(one.before for one in found[1:]), rest]
    for one, tail in zip(found, after, strict=True):
        word, meaning = terms[one.number]
        button = parent.makeelement(
            "button",
            {
                "type": "button",
                "class": "term",
                "popovertarget": f"term-{one.number + 1}",
                "aria-label": f"What {one.said} means",
            },
        )
        button.text = one.said
        box = parent.makeelement(
            "span", {"id": f"term-{one.number + 1}", "class": "term-meaning", "popover": ""}
        )
        title = parent.makeelement("b", {})
        title.text, title.tail = word, f" {meaning}"
        box.append(title)
        box.tail = tail
        parent.insert(place, button)
        parent.insert(place + 1, box)
        place += 2
