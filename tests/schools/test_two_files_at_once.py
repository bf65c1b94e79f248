"""Two people apply two files at the same moment: one after the other, and neither fails."""

from collections.abc import Callable
from threading import Thread

import pytest
from django.db import connection, transaction

from schools.actions import apply_schools, apply_term_dates
from schools.models import Import, Period, School, SchoolYear
from schools.reading import read_schools, read_term_dates
from tests.conftest import NOW
from tests.files import gias_file, term_file
from tests.waiting import until_all_wait

pytestmark = pytest.mark.django_db(transaction=True)


def schools_file() -> Import:
    return read_schools(data=gias_file({}), file_name="gias.csv", trust_uid="90001", by=None, now=NOW)


def terms_file() -> Import:
    return read_term_dates(data=term_file(), file_name="terms.csv", by=None, now=NOW)


@pytest.mark.parametrize(
    ("read", "apply", "made"),
    [
        (schools_file, apply_schools, lambda: School.objects.count() == 1),
        (terms_file, apply_term_dates, lambda: Period.objects.count() == 6),
    ],
)
def test_the_second_file_waits_for_the_first(
    read: Callable[[], Import], apply: Callable[..., object], made: Callable[[], bool]
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets only one write at a time")
    SchoolYear.objects.create(start_year=2026)
    first, second = read(), read()
    went_wrong: list[Exception] = []

    def other() -> None:
        try:
            apply(kept=second, by=None, now=NOW)
        except Exception as error:  # noqa: BLE001 -- told by the test
            went_wrong.append(error)
        finally:
            connection.close()

    thread = Thread(target=other)
    with transaction.atomic():
        apply(kept=first, by=None, now=NOW)
        thread.start()
        until_all_wait([thread])
    thread.join(20)
    assert (went_wrong, made()) == ([], True)
    assert Import.objects.filter(applied_at=None).count() == 0
