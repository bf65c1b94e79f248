"""FTS5: one table of stems ("leaders" finds "leader"), one of words as written, for their beginnings ("meetin")."""

from collections.abc import Sequence

_STEMS, _WORDS = "search_stems", "search_words"
_TOKENS = {
    _STEMS: "porter unicode61 remove_diacritics 2",
    _WORDS: "unicode61 remove_diacritics 2",
}
_COLUMNS = "title, place, text"
_WEIGHTS = "10.0, 3.0, 1.0"


# ruff: noqa: S608 -- made of the names above; what people type goes in as parameters


def _statements(table: str, tokens: str) -> tuple[str, ...]:
    old = f"INSERT INTO {table}({table}, rowid, {_COLUMNS}) VALUES ('delete', old.id, old.title, old.place, old.text);"
    new = f"INSERT INTO {table}(rowid, {_COLUMNS}) VALUES (new.id, new.title, new.place, new.text);"
    content = "content='search_entry', content_rowid='id'"
    return (
        f"DROP TRIGGER IF EXISTS {table}_added",
        f"DROP TRIGGER IF EXISTS {table}_changed",
        f"DROP TRIGGER IF EXISTS {table}_removed",
        f"DROP TABLE IF EXISTS {table}",
        f"CREATE VIRTUAL TABLE {table} USING fts5({_COLUMNS}, {content}, tokenize='{tokens}', prefix='2 3')",
        f"CREATE TRIGGER {table}_added AFTER INSERT ON search_entry BEGIN {new} END",
        f"CREATE TRIGGER {table}_removed AFTER DELETE ON search_entry BEGIN {old} END",
        f"CREATE TRIGGER {table}_changed AFTER UPDATE ON search_entry BEGIN {old} {new} END",
        f"INSERT INTO {table}({table}) VALUES ('rebuild')",
    )


class Index:
    LAY = tuple(one for table, tokens in _TOKENS.items() for one in _statements(table, tokens))

    @staticmethod
    def select(words: Sequence[str], condition: str, *, any_word: bool) -> tuple[str, list[str]]:
        """Words are letters and digits only, and stand in quotes: none of them is an operator."""
        between = " OR " if any_word else " AND "
        stems = between.join(f'"{word}"' for word in words)
        begins = between.join(f'"{word}"*' for word in words)
        found = " UNION ALL ".join(
            f"SELECT rowid AS id, bm25({table}, {_WEIGHTS}) AS score FROM {table} WHERE {table} MATCH %s"
            for table in (_STEMS, _WORDS)
        )
        sql = (
            f"SELECT e.id, e.kind, e.title FROM (SELECT id, MIN(score) AS score FROM ({found}) GROUP BY id) AS hit "
            f"JOIN search_entry AS e ON e.id = hit.id WHERE ({condition}) ORDER BY hit.score, e.title, e.id"
        )
        return sql, [stems, begins]
