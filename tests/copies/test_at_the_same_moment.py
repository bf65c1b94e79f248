"""Five ask for the same copy, and five would make it, at the same moment."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection, connections

from copies import actions
from copies.models import Copy
from copies.queries import Wanted
from handbook.models import Edition
from people.models import User
from tests.conftest import NOW, TODAY

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets in one writer at a time"),
]
MANY = 5


def together(act: Callable[[], bool]) -> list[bool]:
    """What each of them was answered."""
    gate = Barrier(MANY)
    answers: list[bool] = []

    def one() -> None:
        try:
            gate.wait(timeout=30)
            answers.append(act())
        finally:
            connections.close_all()

    threads = [Thread(target=one) for _ in range(MANY)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.parametrize("failed_before", [False, True])
def test_one_is_to_make_it_and_one_makes_it(small: Edition, head: User, *, failed_before: bool) -> None:
    wanted = Wanted(small, "P10", "Visits", None, sees_tiers=False)

    def ask() -> bool:
        return actions.ask(wanted=wanted, by=head, now=NOW, today=TODAY)[1]

    if failed_before:
        ask()
        Copy.objects.update(state=Copy.State.FAILED)
    assert sorted(together(ask)) == [False] * (MANY - 1) + [True]
    copy = Copy.objects.get()
    assert sorted(together(lambda: actions.claim(pk=copy.pk, now=NOW))) == [False] * (MANY - 1) + [True]
