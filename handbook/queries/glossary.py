"""The words that the handbook explains."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from adapters.terms_in_place import Explainer
from handbook.models import Edition, Term
from handbook.queries.reading import IN_FORCE


@dataclass(frozen=True)
class GlossaryLine:
    word: str
    meaning: str
    position: int

    @property
    def letter(self) -> str:
        """What it stands under: what does not begin with a letter stands under 0 to 9."""
        return self.word[:1].upper() if self.word[:1].isalpha() else "0–9"


def glossary_of(edition: Edition) -> tuple[GlossaryLine, ...]:
    """By the alphabet, as a reader looks a word up."""
    lines = (GlossaryLine(term.word, term.meaning, term.position) for term in edition.terms.all())
    return tuple(sorted(lines, key=lambda line: (line.letter, line.word.casefold())))


class PageTerms:
    """Explains each word once on a page. The terms are read when the first text is shown."""

    def __init__(self, terms: Iterable[tuple[str, str]] | None = None) -> None:
        self._explainer = None if terms is None else Explainer(terms)

    def explained(self, text: str) -> SafeString:
        """`text` is clean HTML when it is marked as safe, and plain text otherwise."""
        if self._explainer is None:
            rows = Term.objects.filter(edition__status=IN_FORCE).order_by("position", "pk")
            self._explainer = Explainer(rows.values_list("word", "meaning"))
        return mark_safe(self._explainer.explained(conditional_escape(text)))  # noqa: S308 -- lxml escapes the terms
