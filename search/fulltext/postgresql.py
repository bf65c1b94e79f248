"""A column that PostgreSQL works out itself: English stems, and each word as written for its beginnings."""

from collections.abc import Sequence


def _vector(column: str, weight: str) -> str:
    both = f"to_tsvector('pg_catalog.english', {column}) || to_tsvector('pg_catalog.simple', {column})"
    return f"setweight({both}, '{weight}')"


_VECTOR = " || ".join(_vector(*pair) for pair in (("title", "A"), ("place", "B"), ("text", "D")))
_WEIGHTS = "{0.1, 0.1, 0.3, 1.0}"  # of D, C, B and A
_BY_LENGTH = 1  # a short text that holds the word before a long one


class Index:
    LAY = (
        "ALTER TABLE search_entry DROP COLUMN IF EXISTS words",
        f"ALTER TABLE search_entry ADD COLUMN words tsvector GENERATED ALWAYS AS ({_VECTOR}) STORED",
        "CREATE INDEX search_entry_words ON search_entry USING gin (words)",
    )

    @staticmethod
    def select(words: Sequence[str], condition: str, *, any_word: bool) -> tuple[str, list[str]]:
        """Words are letters and digits only, and stand in quotes: none of them is an operator."""
        one = "(to_tsquery('pg_catalog.english', %s) || to_tsquery('pg_catalog.simple', %s))"
        query = (" || " if any_word else " && ").join(one for _ in words)
        sql = (
            f"SELECT e.id, e.kind, e.title FROM search_entry AS e, (SELECT {query} AS asked) AS q "  # noqa: S608 -- fixed names
            f"WHERE e.words @@ q.asked AND ({condition}) "
            f"ORDER BY ts_rank('{_WEIGHTS}', e.words, q.asked, {_BY_LENGTH}) DESC, e.title, e.id"
        )
        return sql, [text for word in words for text in (f"'{word}'", f"'{word}':*")]
