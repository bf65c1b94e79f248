"""Five ask for the same file of a plan at the same moment: one makes it."""

from collections.abc import Callable

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from people.models import User
from plans.pdf import Place, kept
from schools.models import School, SchoolYear
from tests.conftest import NOW
from tests.plans.a_written_plan import a_plan
from tests.waiting import at_the_same_moment

MANY = 5


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets in one writer at a time")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", [kept.claim, kept.begin])
def test_one_of_five(
    act: Callable[..., bool],
    alder: School,
    year: SchoolYear,
    head: User,
    settings: Settings,
    tmp_path: object,
) -> None:
    settings.MEDIA_ROOT = tmp_path
    place = Place(a_plan(alder, year, head).plan.pk, "plan", drafts=True, key="same")
    answers = at_the_same_moment(lambda: act(place, NOW), MANY)
    assert sorted(answers) == [False] * (MANY - 1) + [True]
