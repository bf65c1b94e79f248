"""Looking for something: only what the person may see is looked at, counted or told of."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from people.access import Access
from people.roles import Permission
from search import fulltext
from search.fulltext.seen import Sight
from search.models import Entry
from search.words import Asked, Piece, holds_all, marked, snippet

ON_A_PAGE = 20
MOST_SUGGESTED = 8
SHORTEST_TO_SUGGEST = 2
KINDS = dict(Entry.Kind.choices)
MANY = {
    "process": "Processes",
    "step": "Steps",
    "document": "Documents",
    "study": "Study pages",
    "chapter": "Chapters",
    "term": "Words explained",
    "visit": "Visits",
    "plan": "Plans",
}
_ORDER = {code: place for place, code in enumerate(KINDS)}
MOST_SORTED = 200


@dataclass(frozen=True)
class Result:
    title: SafeString  # with the words marked
    kind: str
    place: str
    url: str
    snippet: SafeString


@dataclass(frozen=True)
class KindCount:
    code: str
    label: str
    count: int


@dataclass(frozen=True)
class Found:
    """`is_partial`: nothing holds every word, so these hold some of them."""

    results: tuple[Result, ...]
    page: Page[fulltext.Hit]
    kinds: tuple[KindCount, ...]
    total: int  # of every kind
    is_partial: bool = False


def sight_of(access: Access) -> Sight:
    return {
        permission.value: access.reach(permission)
        for permission in Permission
        if access.can_anywhere(permission)
    }


def find(access: Access, asked: Asked, *, kind: str = "", page: str = "1") -> Found:
    """Two queries; a third when no entry holds every word."""
    sight = sight_of(access)
    hits = _best_first(fulltext.find(asked.words, sight), asked.words)
    is_partial = not hits and len(asked.words) > 1
    if is_partial:
        hits = fulltext.find(asked.words, sight, any_word=True)
    counts = Counter(hit.kind for hit in hits)
    chosen = [hit for hit in hits if hit.kind == kind] if kind in KINDS else hits
    shown = Paginator(chosen, ON_A_PAGE).get_page(page)
    return Found(
        results=_results(list(shown), asked.words),
        page=shown,
        kinds=tuple(KindCount(code, MANY[code], counts[code]) for code in KINDS if counts[code]),
        total=len(hits),
        is_partial=is_partial and bool(hits),
    )


def suggest(access: Access, asked: Asked) -> tuple[tuple[Result, ...], int]:
    """The best few while somebody types, and how many there are altogether."""
    if len(asked.text) < SHORTEST_TO_SUGGEST:
        return (), 0
    hits = _best_first(fulltext.find(asked.words, sight_of(access)), asked.words)
    return _results(hits[:MOST_SUGGESTED], asked.words), len(hits)


def _best_first(hits: list[fulltext.Hit], words: Sequence[str]) -> list[fulltext.Hit]:
    """Whatever is called what was typed comes first, the whole before its parts; the rest as the database ranks it."""

    def key(hit: fulltext.Hit) -> tuple[bool, int]:
        named = holds_all(hit.title, words)
        return not named, _ORDER.get(hit.kind, 0) if named else 0

    return sorted(hits[:MOST_SORTED], key=key) + hits[MOST_SORTED:]


def _results(hits: Sequence[fulltext.Hit], words: Sequence[str]) -> tuple[Result, ...]:
    entries = Entry.objects.in_bulk([hit.pk for hit in hits])
    return tuple(_result(entries[hit.pk], words) for hit in hits if hit.pk in entries)


def _result(entry: Entry, words: Sequence[str]) -> Result:
    return Result(
        title=_html(marked(entry.title, words)),
        kind=KINDS[entry.kind],
        place=entry.place,
        url=entry.url,
        snippet=_html(snippet(entry.text, words)),
    )


def _html(pieces: Sequence[Piece]) -> SafeString:
    return mark_safe(  # noqa: S308 -- every piece is escaped
        "".join(
            format_html("<mark>{}</mark>", one.text) if one.is_marked else conditional_escape(one.text)
            for one in pieces
        )
    )
