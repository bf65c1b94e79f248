"""A question that is asked often, put into SQL once: for a short answer the putting takes longer than the asking.

The SQL is Django's own. Answers come as the database gives them: on SQLite days and moments are text.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class Question:
    sql: str
    params: tuple[Any, ...]

    def ask(self) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.params)
            return list(cursor.fetchall())


def question(rows: QuerySet[Any, tuple[Any, ...]]) -> Question:
    """`rows` is a `values_list`. To be kept by the caller, for the same values."""
    sql, params = rows.query.get_compiler(connection=connection).as_sql()
    return Question(sql, tuple(params))
