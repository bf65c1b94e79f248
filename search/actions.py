"""Writing what can be found. No audit row: everything here is derived from what has one."""

from collections.abc import Collection, Iterable

from django.db import connection, transaction

from search import fulltext
from search.models import Entry

BATCH = 500


@transaction.atomic
def replace_entries(*, kinds: Collection[str], entries: Iterable[Entry]) -> int:
    """These entries take the place of all there are of these kinds; how many there are now."""
    made = list(entries)
    strangers = {entry.kind for entry in made} - set(kinds)
    if strangers:
        raise ValueError(f"Entries of kinds that are not replaced: {', '.join(sorted(strangers))}.")
    Entry.objects.filter(kind__in=kinds).delete()
    Entry.objects.bulk_create(made, batch_size=BATCH)
    return len(made)


@transaction.atomic
def lay_index() -> None:
    """Makes the index anew: after a database was moved, or when it does not agree with the entries."""
    fulltext.lay(connection)
