"""What was typed, as words to look for; and those words marked in what was found. Pure."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

MOST_CHARACTERS = 200
MOST_WORDS = 12
LONGEST_WORD = 60
AROUND = 210  # characters of a snippet
LEAD_IN = 60  # of them before the first word that was looked for

_WORD = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"['\u2019]s?\b", re.IGNORECASE)
_ENDINGS = ("ings", "ing", "ers", "er", "ies", "ed", "es", "s", "y")
_SHORTEST_STEM = 4


@dataclass(frozen=True)
class Asked:
    """`text` is fit to be shown and to stand in the field again; `is_cut` says that there was more."""

    text: str
    words: tuple[str, ...]
    is_cut: bool = False


@dataclass(frozen=True)
class Piece:
    text: str
    is_marked: bool


def asked(typed: str) -> Asked:
    text = " ".join("".join(c if c.isprintable() else " " for c in typed[: 4 * MOST_CHARACTERS]).split())
    shown = text[:MOST_CHARACTERS].rstrip()
    plain = _POSSESSIVE.sub("", unicodedata.normalize("NFKC", shown)).casefold()
    words = tuple(dict.fromkeys(word[:LONGEST_WORD] for word in _WORD.findall(plain)))
    is_cut = len(text) > MOST_CHARACTERS or len(typed) > 4 * MOST_CHARACTERS or len(words) > MOST_WORDS
    return Asked(shown, words[:MOST_WORDS], is_cut)


def stem(word: str) -> str:
    """Near enough for marking; what is found at all is for the database's own stemmer to say."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def holds_all(text: str, words: Sequence[str]) -> bool:
    return {_answers(found, words) for found in _WORD.findall(text)} >= set(words)


def marked(text: str, words: Sequence[str]) -> list[Piece]:
    """The whole text in pieces, those that answer to a word marked."""
    pieces: list[Piece] = []
    at = 0
    for start, end in _spans(text, words):
        if start > at:
            pieces.append(Piece(text[at:start], is_marked=False))
        pieces.append(Piece(text[start:end], is_marked=True))
        at = end
    if at < len(text):
        pieces.append(Piece(text[at:], is_marked=False))
    return pieces


def snippet(text: str, words: Sequence[str]) -> list[Piece]:
    """The part of the text that holds the most of the words, cut between words; its beginning when it holds none."""
    text = " ".join(text.split())
    start = _best_start(text, words)
    end = min(len(text), start + AROUND)
    if end < len(text):
        end = text.rfind(" ", start, end + 1) if " " in text[start : end + 1] else end
    part = text[start:end].strip(" ,;:")
    if not part:
        return []
    before = [Piece("… ", is_marked=False)] if start else []
    after = [Piece(" …", is_marked=False)] if end < len(text) else []
    return [*before, *marked(part, words), *after]


def _best_start(text: str, words: Sequence[str]) -> int:
    spans = [(start, _answers(text[start:end], words)) for start, end in _spans(text, words)]
    if not spans or (spans[0][0] < AROUND - LEAD_IN and len({word for _, word in spans}) == 1):
        return 0
    best, most = spans[0][0], 0
    for index, (start, _) in enumerate(spans):
        near = {word for at, word in spans[index : index + 40] if at < start + AROUND - LEAD_IN}
        if len(near) > most:
            best, most = start, len(near)
    if best <= LEAD_IN:
        return 0
    return text.find(" ", best - LEAD_IN, best) + 1 or best


def _spans(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    return [found.span() for found in _WORD.finditer(text) if _answers(found.group(), words)]


def _answers(word: str, words: Sequence[str]) -> str:
    """The one of `words` that this word answers to: it begins with it, or has the same stem."""
    folded = word.casefold()
    return next((one for one in words if folded.startswith(one) or stem(folded) == stem(one)), "")
