"""The database's own full-text index over search.Entry. It keeps itself: whoever writes entries need not know of it.

The one place of the portal that writes SQL for each database apart; docs/adr/ says why.
"""

from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from search.fulltext import postgresql, sqlite
from search.fulltext.seen import Sight, where


class Hit(NamedTuple):
    pk: int
    kind: str
    title: str


def lay(database: BaseDatabaseWrapper) -> None:
    """Makes the index anew from the entries there are."""
    with database.cursor() as cursor:
        for statement in _of(database.vendor).LAY:
            cursor.execute(statement)


def find(words: Sequence[str], sight: Sight, *, any_word: bool = False) -> list[Hit]:
    """What holds every word (or any of them) whole, by its stem or by its beginning; a title before a text."""
    condition, known = where(sight)
    if not words or not condition:
        return []
    sql, params = _of(connection.vendor).select(words, condition, any_word=any_word)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, *known])
        return [Hit(*row) for row in cursor.fetchall()]


def _of(vendor: str) -> type[sqlite.Index] | type[postgresql.Index]:
    return postgresql.Index if vendor == "postgresql" else sqlite.Index
