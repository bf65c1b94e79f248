"""A world that is dear to make is made once for a file. Each test still takes back what it wrote.

The database is in one transaction for as long as the block lasts, and every test in a savepoint of it. So no test in
there may be `transaction=True`, and none may ask the database from another thread.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import models, transaction
from pytest_django import DjangoDbBlocker

Thing = TypeVar("Thing", bound=models.Model)
_worlds: list[DjangoDbBlocker] = []


@contextmanager
def kept(blocker: DjangoDbBlocker) -> Iterator[None]:
    """For a fixture of a module that asks for `django_db_setup` and `django_db_blocker`: make it, then yield."""
    with blocker.unblock(), transaction.atomic():
        _worlds.append(blocker)
        try:
            yield
        finally:
            _worlds.pop()
            transaction.set_rollback(True)


def standing(model: type[Thing], **which: object) -> Thing | None:
    """What a kept world has of this; nothing, and no question asked, where none is kept."""
    return model._default_manager.filter(**which).first() if _worlds else None
