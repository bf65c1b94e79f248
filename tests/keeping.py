"""A world that is dear to make is made once for a file. Each test still takes back what it wrote.

The database is in one transaction for as long as the block lasts, and every test in a savepoint of it. So no test in
there may be `transaction=True`, and none may ask the database from another thread.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from pytest_django import DjangoDbBlocker


@contextmanager
def kept(blocker: DjangoDbBlocker) -> Iterator[None]:
    """For a fixture of a module that asks for `django_db_setup` and `django_db_blocker`: make it, then yield."""
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
