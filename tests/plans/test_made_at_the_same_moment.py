"""Five ask for the same file of a plan at the same moment: one makes it."""

from threading import Barrier, Thread

import pytest
from django.db import connection, connections
from pytest_django.fixtures import Settings

from people.models import User
from plans.pdf import Place, kept
from schools.models import School, SchoolYear
from tests.conftest import NOW
from tests.plans.a_written_plan import a_plan

MANY = 5


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets in one writer at a time")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", [kept.claim, kept.begin])
def test_one_of_five(
    act: object, alder: School, year: SchoolYear, head: User, settings: Settings, tmp_path: object
) -> None:
    settings.MEDIA_ROOT = tmp_path
    place = Place(a_plan(alder, year, head).plan.pk, "plan", drafts=True, key="same")
    gate, answers = Barrier(MANY), []

    def one() -> None:
        try:
            gate.wait(timeout=30)
            answers.append(act(place, NOW))  # type: ignore[operator]
        finally:
            connections.close_all()

    threads = [Thread(target=one) for _ in range(MANY)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [False] * (MANY - 1) + [True]
