"""Many rows at once: several times faster than one model instance each. Values must be ready for the database."""

from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Any

from django.db import connection

BATCH = 2000
# What COPY reads as a value and as NULL: https://www.postgresql.org/docs/current/sql-copy.html
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def insert(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    name = connection.ops.quote_name
    names = ", ".join(name(column) for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            text = StringIO()
            text.writelines("\t".join(map(_copied, row)) + "\n" for row in rows)
            text.seek(0)
            cursor.copy_expert(f"COPY {name(table)} ({names}) FROM STDIN", text)
        else:
            marks = ", ".join(["%s"] * len(columns))
            # Table and columns come from a model, never from a person.
            sql = f"INSERT INTO {name(table)} ({names}) VALUES ({marks})"  # noqa: S608 -- see above
            cursor.executemany(sql, list(rows))


def update(table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], *, add_one_to: str) -> None:
    """Each row: its values in the order of `columns`, then its id. `add_one_to` is a counter of changes."""
    name = connection.ops.quote_name
    counter = name(add_one_to)
    sets = ", ".join(f"{name(column)} = %s" for column in columns)
    sql = f"UPDATE {name(table)} SET {sets}, {counter} = {counter} + 1 WHERE id = %s"  # noqa: S608 -- the same
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for start in range(0, len(rows), BATCH):
                one_trip = b";".join(cursor.mogrify(sql, row) for row in rows[start : start + BATCH])
                cursor.execute(one_trip.decode().replace("%", "%%"), ())
        else:
            cursor.executemany(sql, rows)


def _copied(value: object) -> str:
    if value is None:
        return "\\N"
    if value is True or value is False:
        return "t" if value else "f"
    return str(value).translate(_ESCAPES)
