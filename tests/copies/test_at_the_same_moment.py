"""Five ask for the same copy, and five would make it, at the same moment."""

import pytest
from django.db import connection

from copies import actions
from copies.models import Copy
from copies.queries import Wanted
from handbook.models import Edition
from people.models import User
from tests.conftest import NOW, TODAY
from tests.waiting import at_the_same_moment

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets in one writer at a time"),
]
MANY = 5


@pytest.mark.parametrize("failed_before", [False, True])
def test_one_is_to_make_it_and_one_makes_it(small: Edition, head: User, *, failed_before: bool) -> None:
    wanted = Wanted(small, "P10", "Visits", None, sees_tiers=False)

    def ask() -> bool:
        return actions.ask(wanted=wanted, by=head, now=NOW, today=TODAY)[1]

    if failed_before:
        ask()
        Copy.objects.update(state=Copy.State.FAILED)
    assert sorted(at_the_same_moment(ask, MANY)) == [False] * (MANY - 1) + [True]
    copy = Copy.objects.get()
    claims = at_the_same_moment(lambda: actions.claim(pk=copy.pk, now=NOW), MANY)
    assert sorted(claims) == [False] * (MANY - 1) + [True]
